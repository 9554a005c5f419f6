"""Whatever is written into the trail has words, so that no code reaches a page (6.3.2)."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import shebao.hall
from shebao.hall.office.audit import words

SOURCE = Path(shebao.hall.__file__).parent.parent
MODULES = [*sorted((SOURCE / "hall").rglob("*.py")), *sorted((SOURCE / "commands").rglob("*.py"))]
ADVICE = "give it words in office/audit/words.py"


class Found(NamedTuple):
    """A text that ends up in the trail; one that is put together ends with three dots."""

    place: str
    text: str


class Way(NamedTuple):
    """A function that hands one of its own arguments on, perhaps with something in front."""

    module: Path | None
    function: str
    argument: str
    position: int
    front: str


@cache
def _calls() -> list[tuple[Path, ast.FunctionDef | None, ast.Call]]:
    """Every call, with the module and the function it stands in."""
    found = []
    for module in MODULES:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        inside: dict[int, ast.FunctionDef] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                inside |= {id(one): node for one in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found.append((module, inside.get(id(node)), node))
    return found


def _written(argument: str) -> list[Found]:
    """Every text that reaches this argument of the trail, by whatever functions it is handed."""
    found: list[Found] = []
    ways, known = [Way(None, "record", argument, -1, "")], set()
    while ways:
        way = ways.pop()
        known.add(way)
        for module, around, call in _calls():
            for value in _handed(way, module, call):
                for text in _texts(value, way.front, _constants(module)):
                    found.append(Found(f"{module.name}:{call.lineno}", text))
                ways += [one for one in _further(value, way.front, module, around)
                         if one not in known]  # fmt: skip
    return found


def _handed(way: Way, module: Path, call: ast.Call) -> Iterator[ast.expr]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name != way.function or way.module not in {None, module}:
        return
    yield from (one.value for one in call.keywords if one.arg == way.argument)
    if 0 <= way.position < len(call.args):
        yield call.args[way.position]


@cache
def _constants(module: Path) -> dict[str, str]:
    """The module's own texts with a name."""
    rows = [one for one in ast.parse(module.read_text(encoding="utf-8")).body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)]  # fmt: skip
    return {
        target.id: one.value.value
        for one in rows
        for target in one.targets
        if isinstance(target, ast.Name) and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    }  # fmt: skip


def _texts(value: ast.expr, front: str, constants: dict[str, str]) -> list[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [front + value.value]
    if isinstance(value, ast.Name) and value.id in constants:
        return [front + constants[value.id]]
    if isinstance(value, ast.IfExp):
        return [*_texts(value.body, front, constants), *_texts(value.orelse, front, constants)]
    if isinstance(value, ast.Subscript):
        return _texts(value.value, front, constants)
    if isinstance(value, ast.JoinedStr):
        return [f"{front}{_start(value)}…"]
    return []


def _start(value: ast.JoinedStr) -> str:
    first = value.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _further(
    value: ast.expr, front: str, module: Path, around: ast.FunctionDef | None
) -> Iterator[Way]:
    """The function that handed it on was itself handed it."""
    names = {one.id for one in ast.walk(value) if isinstance(one, ast.Name)}
    if around is None:
        return
    arguments = [one.arg for one in around.args.args]
    for name in names & {*arguments, *(one.arg for one in around.args.kwonlyargs)}:
        start = front + (_start(value) if isinstance(value, ast.JoinedStr) else "")
        only = module if around.name.startswith("_") else None
        position = arguments.index(name) if name in arguments else -1
        yield Way(only, around.name, name, position, start)


def _has_words(text: str, table: set[str]) -> bool:
    start = text.removesuffix("…")
    is_whole = start == text
    return text in table if is_whole else any(one.startswith(start) for one in table)


VERBS, PURPOSES, CHANNELS = _written("verb"), _written("purpose"), _written("channel")
TABLES = {
    "verb": (VERBS, set(words.VERBS)),
    "purpose": (PURPOSES, {*words.PURPOSES, *words.PURPOSE_STARTS}),
    "channel": (CHANNELS, set(words.CHANNELS)),
}
ALL = [(kind, found) for kind, (texts, _) in TABLES.items() for found in sorted(set(texts))]


@pytest.mark.clause("6.3.2")
@pytest.mark.parametrize(("kind", "found"), ALL, ids=lambda one: getattr(one, "text", one))
def test_whatever_is_written_into_the_trail_has_words(kind: str, found: Found) -> None:
    assert _has_words(found.text, TABLES[kind][1]), f"{found.place}: {ADVICE}"


def test_the_search_finds_what_is_written_by_many_hands() -> None:
    verbs, purposes = ({one.text for one in texts} for texts in (VERBS, PURPOSES))

    assert {"read", "submitted", "approved", "joint-progress", "paper.issue", "item_…",
            "unlock", "uncover", "issue-token", "due-confirmed", "checkpoint"} <= verbs  # fmt: skip
    assert {"handling …", "reading own case", "reading own messages", "reading own overview",
            "reading own amounts", "出具单证"} <= purposes  # fmt: skip
    assert {"web", "api", "desk", "worker", "wall"} <= {one.text for one in CHANNELS}
