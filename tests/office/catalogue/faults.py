"""Plants one fault at a time into a sound item folder, as a tired policy officer might."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

Texts = dict[str, str]
ITEM, CASES, GUIDE = "item.toml", "cases.toml", "guide.md"
CONDITION = re.compile(r'^(?:refuse|review|approve)_if = "(.*)"$', re.M)
RULE = re.compile(r"^\[\[rules\]\]\n(?:(?!\[).*\n?)*", re.M)


@dataclass(frozen=True)
class Fault:
    """What was done, in which file, and the texts with it."""

    kind: str
    file: str
    texts: Texts


@dataclass(frozen=True)
class Change:
    """Exchanges one match of a pattern; ``within`` limits it to what that pattern matches."""

    file: str
    pattern: str
    new: Callable[[re.Match[str]], str]
    within: re.Pattern[str] | None = None

    def places(self, text: str) -> Iterator[re.Match[str]]:
        wanted = re.compile(self.pattern, re.M)
        if self.within is None:
            yield from wanted.finditer(text)
            return
        for around in self.within.finditer(text):
            yield from wanted.finditer(text, around.start(), around.end())


def _next(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"


def _turned(match: re.Match[str]) -> str:
    return {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}[match[1]]


KINDS: dict[str, Change] = {
    "a comparison turned": Change(ITEM, r"(?<= )(<=|>=|==|!=|<|>)(?= )", _turned, CONDITION),
    "a border moved by one": Change(ITEM, r"([<>]=? )(\d+)", _next, CONDITION),
    "a denial lost": Change(ITEM, r"!(?=[a-z])", lambda _: "", CONDITION),
    "and for or": Change(ITEM, r"&&", lambda _: "||", CONDITION),
    "a text misspelt": Change(ITEM, r"(== ')(\w+)'", lambda m: f"{m[1]}{m[2]}x'", CONDITION),
    "a name misspelt": Change(ITEM, r"\b(\w+)\.(\w+)", lambda m: f"{m[1]}.{m[2]}s", CONDITION),
    "a rule leads elsewhere": Change(ITEM, r"^refuse_if", lambda _: "review_if"),
    "a review became an approval": Change(ITEM, r"^review_if", lambda _: "approve_if"),
    "a rule said twice": Change(
        ITEM, RULE.pattern, lambda m: m[0] + m[0].replace('name = "', 'name = "again_', 1)
    ),
    "a rule lost": Change(ITEM, RULE.pattern, lambda _: ""),
    "no way out": Change(ITEM, r'^advice = ".*"\n', lambda _: ""),
    "nothing said": Change(ITEM, r'^say = ".*"', lambda _: 'say = ""'),
    "no article": Change(ITEM, r'^basis = ".*"', lambda _: 'basis = ""', RULE),
    "an option lost": Change(
        ITEM, r'^\[\[fields\.options\]\]\nvalue = ".*"\nlabel = ".*"\n', lambda _: ""
    ),
    "a field renamed": Change(
        ITEM, r'(^\[\[fields\]\]\nname = ")(\w+)', lambda m: f"{m[1]}{m[2]}_new"
    ),
    "show_if misspelt": Change(ITEM, r"(^show_if = .*== ')(\w+)'", lambda m: f"{m[1]}{m[2]}x'"),
    "a posted value lost": Change(ITEM, r'^\w+ = ".*"\n', lambda _: "",
                                  re.compile(r"^\[effect\.values\]\n(?:\w.*\n?)*", re.M)),
    "another posting": Change(ITEM, r'^posting = "(\w+)"', lambda m: f'posting = "{m[1]}s"'),
    "another value posted": Change(ITEM, r'(^\w+ = ")(.*)"', lambda m: f"{m[1]}'x'\"",
                                   re.compile(r"^\[effect\.values\]\n(?:\w.*\n?)*", re.M)),
    "an element blank": Change(
        ITEM, r'^(ways|time_limit|delivery|fee|hours|inquiry|complaint) = ".*"',
        lambda m: f'{m[1]} = ""',
    ),
    "a promise too short": Change(
        ITEM, r"^(working_days = )([1-9]\d*)", lambda m: f"{m[1]}1",
        re.compile(r"^\[promise\]\n(?:\w.*\n?)*", re.M),
    ),
    "a step lost": Change(
        ITEM, r'^\[\[steps\]\]\nkind = "(review|pre_review|counter)"\n(?:\w.*\n)*', lambda _: ""
    ),
    "a risk without a second look": Change(
        ITEM, r'^\[\[steps\]\]\nkind = "second_review"\n(?:\w.*\n)*', lambda _: ""
    ),
    "a case that hopes": Change(
        CASES, r'^expect = "(refuse|review)"', lambda _: 'expect = "approve"'
    ),
    "a case that fears": Change(CASES, r'^expect = "approve"', lambda _: 'expect = "refuse"'),
    "a section lost": Change(GUIDE, r"^## (谁能办|怎么办|办完以后|大家常问)$", lambda _: ""),
    "a paper without its facts": Change(ITEM, r"^facts = \[.+\]$", lambda _: "facts = []"),
}  # fmt: skip


def plant(kind: str, texts: Texts, chance: Random) -> Fault | None:
    """One fault of this kind at a place picked by chance; None where there is no place for it."""
    change = KINDS[kind]
    places = list(change.places(texts[change.file]))
    if not places:
        return None
    match = chance.choice(places)
    text = texts[change.file]
    spoilt = text[: match.start()] + change.new(match) + text[match.end() :]
    return Fault(kind, change.file, texts | {change.file: spoilt})
