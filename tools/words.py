"""Gather the words of all pages and compile their translations: ``make words``.

Writes ``hall/locale/en/LC_MESSAGES/django.po`` anew, keeping every translation there is, compiles
``django.mo`` and lists the sentences that rooms put together in ``hall/locale/built.txt``.
With ``--check`` nothing is written; it fails when something is not current or not translated.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from shebao.hall.office.catalogue.facts import VOCABULARY

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shebao"
LOCALE = SOURCE / "hall" / "locale"
PO = LOCALE / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
BUILT = LOCALE / "built.txt"
METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "say": None,
    "ngettext_lazy": (1, 2),
}
# Modules below the channels whose Chinese words reach pages; channels translate them there.
PLAIN = (
    "law/identifiers/*.py",
    "law/months.py",
    "law/pension/employee.py",
    "law/pension/projection.py",
    "law/residents.py",
    "hall/config/errors.py",
    "hall/office/accounts/ways.py",
    "hall/office/connections.py",
    "hall/office/applications/moves.py",
    "hall/office/applications/jobs.py",
    "hall/office/applications/actions/*.py",
    "hall/office/applications/queries/*.py",
    "hall/office/catalogue/codes.py",
    "hall/office/catalogue/estimating/estimate.py",
    "hall/office/catalogue/estimating/lives.py",
    "hall/office/catalogue/estimating/scenarios.py",
    "hall/office/catalogue/estimating/steps.py",
    "hall/office/catalogue/estimating/told.py",
    "hall/office/catalogue/estimating/wishes.py",
    "hall/office/catalogue/forms/*.py",
    "hall/office/catalogue/rules.py",
    "hall/office/accounts/queries/*.py",
    "hall/office/audit/queries.py",
    "hall/office/documents/forms.py",
    "hall/office/documents/queries.py",
    "hall/office/notices/queries.py",
    "hall/office/operations/queries.py",
)
# Text that is looked for or cut off, and messages that are kept as they were sent.
MACHINE = {
    "compile",
    "sub",
    "split",
    "removesuffix",
    "removeprefix",
    "partition",
    "replace",
    "join",
}
LETTERS = {"telling.py"}
CLASSES = re.compile(r"一-|\[0-9\]")
# A row of codes with their words, as in ``male 男 female 女``.
CODED = re.compile(r"[a-z]\w* \S|[a-z]\w*\d* ")
HAN = re.compile("[\u4e00-\u9fff]")
HEADING = "# English words of the hall; kept by `make words`."
SAMPLES = re.compile(r"kit/(.*/)?gallery[^/]*$")
FEWEST_FIXED = 3
Word = tuple[str, str | tuple[str, str]]


def words_of_pages() -> Iterator[Word]:
    """Where each marked message stands, and the message; plural ones as a pair."""
    found = extract_from_dir(
        SOURCE / "hall",
        method_map=METHODS,
        options_map=OPTIONS,
        keywords=KEYWORDS,
        strip_comment_tags=True,
    )
    for file, _line, message, _comments, _context in found:
        if not SAMPLES.match(file):
            yield f"hall/{file}", message[:2] if isinstance(message, tuple) else message


def words_of_rooms() -> Iterator[Word]:
    """Constants and put-together sentences of the rooms below the channels."""
    for pattern in PLAIN:
        for file in sorted(SOURCE.glob(pattern)):
            if file.name not in LETTERS:
                place = str(file.relative_to(SOURCE))
                yield from ((place, text) for text in _texts(ast.parse(file.read_text())))


def words_of_facts() -> Iterator[Word]:
    """What facts and their fields are called, as pages cut the labels."""
    place = "hall/office/catalogue/fact_fields.py"
    for fact in VOCABULARY.values():
        labels = [label for field in fact.fields for label in re.split("[:：]", field.label)]
        for label in (fact.label, fact.source, *labels):
            text = label.removesuffix("的中文")
            if HAN.search(text) and not CODED.match(text):
                yield place, text
    yield place, "%(part1)s·%(part2)s"


def _texts(tree: ast.AST) -> Iterator[str]:
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = _text(node)
        if CLASSES.search(text):
            continue
        fixed = HAN.findall(re.sub(r"%\(\w+\)s", "", text))
        if len(fixed) >= (FEWEST_FIXED if "%(" in text else 1):
            yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return _built(node)
    return ""


def _built(node: ast.JoinedStr) -> str:
    """``f"{days} 天后"`` as ``%(days)s 天后``."""
    text, seen = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("%", "%%")
        else:
            seen += 1
            text += f"%(part{seen})s"
    return text


def _skipped(tree: ast.AST) -> set[int]:
    """Docstrings, pieces of other sentences, and texts that only machines read."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            skipped |= {id(piece) for part in node.values for piece in ast.walk(part)}
        elif isinstance(node, ast.Call) and _name(node.func) in MACHINE:
            skipped |= {id(argument) for argument in node.args}
            skipped |= {id(node.func.value)} if isinstance(node.func, ast.Attribute) else set()
    return skipped


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


class Words(Catalog):
    """A catalog that says the same on every machine and on every day."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """What readers of the catalog need, and nothing of who wrote it when."""
        return [
            ("Project-Id-Version", "shebao"),
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ]


def gathered() -> Words:
    """Every message there is now, with the translations that are written down."""
    with PO.open("rb") as file:
        known = {message.id: message for message in read_po(file) if message.id}
    words = Words(locale="en", header_comment=HEADING, fuzzy=False)
    for place, text in [*words_of_pages(), *words_of_rooms(), *words_of_facts()]:
        old = known.get(text)
        said = old.string if old else ("", "") if isinstance(text, tuple) else ""
        words.add(text, said, locations=[(place, 0)], flags=_flags(text))
    return words


def _flags(text: str | tuple[str, str]) -> set[str]:
    # Babel would take "60% 的" for a placeholder; only named ones are.
    first = text[0] if isinstance(text, tuple) else text
    return {"python-format"} if "%(" in first else {"no-python-format"} if "%" in first else set()


def built(words: Catalog) -> str:
    """The sentences that rooms put together, one a line."""
    found = [text for _place, text in (*words_of_rooms(), *words_of_facts())]
    texts = {text for text in found if isinstance(text, str) and "%(" in text}
    return "".join(f"{text}\n" for text in sorted(texts))


def po(words: Catalog) -> bytes:
    """The catalog as translators edit it."""
    out = io.BytesIO()
    write_po(out, words, width=100, include_lineno=False, sort_by_file=True)
    return out.getvalue()


def mo(words: Catalog) -> bytes:
    """The catalog as the pages read it."""
    out = io.BytesIO()
    write_mo(out, words)
    return out.getvalue()


def untranslated(words: Catalog) -> list[Message]:
    """Messages without an English text, or with one that somebody should look at."""
    return [
        message
        for message in words
        if message.id and (message.fuzzy or not message.string or "" in _strings(message))
    ]


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def main() -> int:
    """Write or check; returns the exit status."""
    words = gathered()
    pages = {PO: po(words), BUILT: built(words).encode(), MO: mo(words)}
    stale = [file for file, now in pages.items() if not file.exists() or file.read_bytes() != now]
    if "--check" not in sys.argv:
        for file in stale:
            file.write_bytes(pages[file])
    left = untranslated(words)
    for message in left:
        print(f"not translated: {message.id}")  # noqa: T201
    if stale and "--check" in sys.argv:
        print(f"not current: {', '.join(file.name for file in stale)}; run `make words`")  # noqa: T201
        return 1
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
