"""Nobody is left standing: refusals say what to do, proofs have another way, no idle question."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from shebao.hall.office.catalogue.check.at import in_item
from shebao.hall.office.catalogue.check.sources import sources
from shebao.hall.office.catalogue.examples import PERSONA, TODAY, sample_facts
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.item import Handling
from shebao.hall.office.catalogue.personas import NoSuchPersona
from shebao.hall.office.catalogue.pinned import of_folder

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_BY_PEOPLE = ("窗口", "12333", "电话")


def findings(folder: Folder) -> Iterator[Finding]:
    """Refusals without advice, proofs without another way, questions nothing looks at."""
    yield from _advice(folder)
    yield from _people(folder)
    yield from _idle(folder)


def _advice(folder: Folder) -> Iterator[Finding]:
    for place, rule in enumerate(folder.item.rules):
        if rule.refuse_if and not rule.advice:
            yield in_item(
                folder,
                "rules",
                place,
                what=f"Whoever {rule.name!r} refuses is not told what to do now.",
                todo="Add advice.",
            )


def _people(folder: Folder) -> Iterator[Finding]:
    """Where a proof of identity is asked for, a counter or a phone stands beside (5.4.1.5)."""
    elements = folder.item.elements
    told = elements.ways + elements.inquiry + elements.hours
    if folder.item.identity == "verified" and not any(way in told for way in _BY_PEOPLE):
        yield in_item(
            folder,
            "elements",
            "ways",
            what="Whoever cannot prove who they are online is told no other way.",
            todo="Name the counter or the phone.",
        )


def _idle(folder: Folder) -> Iterator[Finding]:
    """People read what promised items ask; an instant item must use every answer itself (4.2)."""
    if folder.item.handling is not Handling.INSTANT:
        return
    used = _answers_used(folder)
    for place, field in enumerate(folder.item.fields):
        if field.name not in used:
            yield in_item(
                folder,
                "fields",
                place,
                what=f"{field.name!r} is asked, but nothing looks at it.",
                todo="Use it in a rule, the effect or the paper, or ask no more than needed.",
            )


def _answers_used(folder: Folder) -> set[str]:
    names = {field.name for field in folder.item.fields}
    words = {word for one in sources(folder.item) for word in _WORD.findall(one.text)}
    drawn = set(_WORD.findall(folder.paper_source))
    used = names & (words | drawn | set(folder.item.one_open_per))
    return used if used == names else used | _read_by_facts(folder)


class _Noting(dict[str, Any]):
    """Answers that note which of them are read."""

    def __init__(self, answers: Mapping[str, Any], read: set[str]) -> None:
        super().__init__(answers)
        self._read = read

    def __getitem__(self, name: str) -> Any:
        self._read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """What was answered, noted."""
        self._read.add(name)
        return super().get(name, default)


def _read_by_facts(folder: Folder) -> set[str]:
    """Some facts are built from answers, such as an estimate."""
    read: set[str] = set()
    for case in folder.cases:
        answers = _Noting(case.get("answers", {}), read)
        with suppress(NoSuchPersona):
            sample_facts(
                of_folder(folder),
                persona=case.get("persona", PERSONA),
                today=case.get("today", TODAY),
                answers=answers,
            )
    return read
