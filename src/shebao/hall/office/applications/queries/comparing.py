"""What the applicant wrote beside what the records say, with every difference in words (5.3.1b)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebao.hall.kit.words import money
from shebao.hall.office.agencies.queries import places
from shebao.hall.office.applications.queries.covering import cover_of_answer, cover_of_fact
from shebao.hall.office.catalogue.codes import worded
from shebao.hall.office.catalogue.facts import VOCABULARY, FactSet
from shebao.hall.office.catalogue.forms import questions
from shebao.hall.office.catalogue.forms.drawing import Question
from shebao.hall.office.catalogue.item import Item

# A row of codes with their words inside a label: ``male 男 female 女``.
_CODES = re.compile(r"(?:[a-z_0-9]+ [^\sa-z…]\S* ?)+")
_FURTHER = {
    "citizen_id": "居民身份证",
    "employee": "在职职工",
    "flexible": "灵活就业人员",
    "jobless": "失业人员",
    "pensioner": "退休人员",
    "resident": "城乡居民",
    "student": "学生",
    "CHN": "中国",
}
_YES_NO = {"yes": "是", "no": "否"}


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One answer; ``mark`` is ``same``, ``differs`` or, where no record fits, empty."""

    label: str
    answer: str
    record: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """One thing the records say."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """What one fact held when it was last looked at, where from and as of which day."""

    label: str
    source: str
    data_date: str
    lines: tuple[FactLine, ...]


def answer_lines(
    item: Item, answers: Mapping[str, Any], inputs: Mapping[str, Any], *, is_shown: bool
) -> tuple[AnswerLine, ...]:
    """The form as it was filled in, each answer beside the record it corresponds to."""
    today = date.fromisoformat(inputs.get("today", "2000-01-01"))
    facts = FactSet(values=inputs.get("facts", {}))
    known = _by_name(item, {}, facts, today)
    given = _by_name(item, answers, FactSet(), today)
    regions = places() if any(one.type == "region" for one in given.values()) else {}
    return tuple(
        _answer_line(given[name], known[name], regions=regions, is_shown=is_shown)
        for name in given
        if answers.get(name) not in (None, "")
    )


def _by_name(
    item: Item, answers: Mapping[str, Any], facts: FactSet, today: date
) -> dict[str, Question]:
    groups = questions(item, answers=answers, facts=facts, today=today)
    return {question.name: question for group in groups for question in group.questions}


def _answer_line(
    given: Question, known: Question, *, regions: Mapping[str, str], is_shown: bool
) -> AnswerLine:
    cover = str if is_shown else cover_of_answer(given.name, given.type)
    record = known.value if known.is_prefilled else ""
    mark = "" if not record else "same" if record == given.value else "differs"
    return AnswerLine(
        label=given.label,
        answer=cover(_spoken(given, given.value, regions)),
        record=cover(_spoken(known, record, regions)),
        mark=mark,
    )


def _spoken(question: Question, value: str, regions: Mapping[str, str]) -> str:
    if question.type == "region":
        return _place(value, regions)
    if question.type == "yes_no":
        return _YES_NO.get(value, value)
    if question.type == "money" and value:
        return f"¥{value}"
    labels = {option.value: option.label for option in question.options}
    return labels.get(value, value)


def _place(code: str, regions: Mapping[str, str]) -> str:
    return f"{regions[code]}（{code}）" if code in regions else code


def fact_groups(inputs: Mapping[str, Any], *, is_shown: bool) -> tuple[FactGroup, ...]:
    """What the last decision looked at, fact by fact, with source and data date."""
    facts, regions = inputs.get("facts", {}), places()
    return tuple(
        FactGroup(
            label=source["label"],
            source=source["source"],
            data_date=source["data_date"],
            lines=tuple(
                _fact_lines(source["name"], facts.get(source["name"]), regions, is_shown=is_shown)
            ),
        )
        for source in inputs.get("sources", ())
    )


def _fact_lines(
    name: str, value: Any, regions: Mapping[str, str], *, is_shown: bool
) -> Iterator[FactLine]:
    if isinstance(value, list):
        yield FactLine(label=VOCABULARY[name].label, value=f"{len(value)} 条")
        return
    for field in VOCABULARY[name].fields:
        if "[]" in field.path:
            continue
        found = _reached(value, field.path)
        if found in (None, "") or isinstance(found, dict | list):
            continue
        label, codes = _label_and_codes(field.label)
        text = codes.get(str(found)) or _fact_words(field.type, found, regions)
        cover = str if is_shown else cover_of_fact(f"{name}.{field.path}")
        yield FactLine(label=label, value=cover(text))


def _reached(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _label_and_codes(label: str) -> tuple[str, dict[str, str]]:
    """``性别:male 男 female 女`` is a label and the words for its codes."""
    label = label.replace("：", ":")
    head, _, tail = label.rpartition(":")
    if not head or not _CODES.fullmatch(tail):
        plain = head if head and tail[:1].isascii() else label
        return plain.replace(":", "·"), {}
    words = tail.split()
    return head.replace(":", "·"), dict(zip(words[::2], words[1::2], strict=False))


def _fact_words(kind: str, value: Any, regions: Mapping[str, str]) -> str:
    if kind == "region":
        return _place(str(value), regions)
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == "money" and isinstance(value, int):
        return money(value)
    return _FURTHER.get(str(value)) or worded(str(value))
