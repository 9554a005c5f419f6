"""The check finds what people really get wrong: faults planted by chance in the shipped items."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from shebao.hall.office.catalogue.check import check
from shebao.hall.office.catalogue.folders import Finding
from tests.office.catalogue.conftest import PLACES
from tests.office.catalogue.faults import KINDS, Fault, Texts, plant

LEAST = 100
CAUGHT = 0.95


def texts_of(place: Path) -> Texts:
    return {file.name: file.read_text(encoding="utf-8") for file in place.iterdir()}


def planted() -> Iterator[tuple[str, Fault]]:
    """Every kind of fault several times, each time in another item."""
    chance = Random(20261126)
    for kind in KINDS:
        places = chance.sample(PLACES, len(PLACES))
        found = ((place.name, plant(kind, texts_of(place), chance)) for place in places)
        there = [(name, fault) for name, fault in found if fault is not None]
        yield from there[: 1 + LEAST // len(KINDS) + 1]


def findings_of(name: str, fault: Fault, tmp_path: Path) -> tuple[Finding, ...]:
    place = tmp_path / name
    place.mkdir(exist_ok=True)
    for file, text in fault.texts.items():
        (place / file).write_text(text, encoding="utf-8")
    return check(place)


def test_every_kind_of_fault_has_a_place_somewhere() -> None:
    assert {fault.kind for _, fault in planted()} == set(KINDS)


@pytest.mark.clause("3.2", "5.3.1b", "5.3.2")
def test_of_a_hundred_faults_ninety_five_are_named_by_file_and_line(tmp_path: Path) -> None:
    tried, missed = Counter[str](), []
    for name, fault in planted():
        tried[fault.kind] += 1
        found = findings_of(name, fault, tmp_path)
        if not any(one.file and one.line for one in found):
            missed.append((name, fault.kind, [str(one) for one in found]))
    assert tried.total() >= LEAST
    assert len(missed) <= (1 - CAUGHT) * tried.total(), missed
