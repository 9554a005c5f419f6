"""The words of all pages: gathered, translated, current, and written with care."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from tools import words

import shebao.hall

HALL = Path(shebao.hall.__file__).parent
HOLES = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
HALF_WIDTH = re.compile("[\u4e00-\u9fff）”][,;:?!()]|[,;:?!()][\u4e00-\u9fff（“]")
LITERAL = re.compile(r"\{#.*?#\}|_\(\s*(\"[^\"]*\"|'[^']*')", re.DOTALL)
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
EAGER = {"gettext", "ngettext", "say"}
SPEAKERS = {"django.utils.translation", "shebao.hall.kit.tongues"}
# Chinese that a page compares with, or says beside its English.
KNOWN = {"语言 / Language", '"不收费" in item.elements.fee', "?q=转移"}


@pytest.fixture(scope="module")
def catalog() -> words.Words:
    return words.gathered()


def _messages(catalog: words.Words) -> list[Message]:
    return [message for message in catalog if message.id]


def _texts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _said(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_word_of_every_page_is_said_in_english(catalog: words.Words) -> None:
    assert [message.id for message in words.untranslated(catalog)] == []


def test_the_catalog_is_what_the_pages_hold_today(catalog: words.Words) -> None:
    assert words.PO.read_bytes() == words.po(catalog), "run `make words`"
    assert words.MO.read_bytes() == words.mo(catalog), "run `make words`"
    assert words.BUILT.read_text(encoding="utf-8") == words.built(catalog), "run `make words`"


def test_a_translation_fills_in_what_the_message_fills_in(catalog: words.Words) -> None:
    differing = [
        message.id
        for message in _messages(catalog)
        for said in _said(message)
        if sorted(HOLES.findall(said)) != sorted(HOLES.findall(_texts(message)[0]))
    ]
    assert differing == []


def test_english_holds_no_chinese(catalog: words.Words) -> None:
    assert [
        said for one in _messages(catalog) for said in _said(one) if words.HAN.search(said)
    ] == []


def test_chinese_is_written_with_chinese_punctuation(catalog: words.Words) -> None:
    texts = [text for one in _messages(catalog) for text in _texts(one)]
    assert [text for text in texts if HALF_WIDTH.search(HOLES.sub("", text))] == []


@pytest.mark.parametrize(
    "page",
    [page for page in sorted(HALL.rglob("*.html")) if "gallery" not in page.name],
    ids=lambda page: page.name,
)
def test_no_page_holds_words_that_cannot_be_translated(page: Path) -> None:
    left = LITERAL.sub("", page.read_text(encoding="utf-8"))
    for known in KNOWN:
        left = left.replace(known, "")
    assert [line for line in left.splitlines() if CHINESE.search(line)] == []


@pytest.mark.parametrize("module", sorted(HALL.rglob("*.py")), ids=lambda module: module.stem)
def test_no_word_is_translated_before_anybody_asks(module: Path) -> None:
    """A message said while modules load would stay in one language for everybody."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    eager = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SPEAKERS
        for name in node.names
        if name.name in EAGER
    }
    assert [line for line, name in _called_while_loading(tree) if name in eager] == []


def _called_while_loading(node: ast.AST) -> list[tuple[int, str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return []
    here = (
        [(node.lineno, node.func.id)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        else []
    )
    return here + [
        found for part in ast.iter_child_nodes(node) for found in _called_while_loading(part)
    ]
