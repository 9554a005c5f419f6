"""What a kill leaves in the store is swept up; what a row names never is."""

import ast
import importlib
import inspect
import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import shebao.hall.office
from shebao.hall.kit import store
from shebao.hall.office.applications.models import Upload
from shebao.hall.office.documents import jobs
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.operations import sweeping, worker
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import MONDAY

pytestmark = pytest.mark.clause("6.4.5")
OFFICE = Path(shebao.hall.office.__file__).parent
TWO_DAYS_AGO = MONDAY - timedelta(days=2)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A store of its own."""
    settings.SHEBAO_FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def swept(db: None) -> Callable[[], int]:
    """A day of the worker: every part once."""
    runs = [MONDAY + place * sweeping.EVERY for place in range(store.PARTS)]
    return lambda: sum(sweeping.sweep_files(now=now) for now in runs)


def dated(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def aged(files: Path, at: datetime = TWO_DAYS_AGO) -> set[str]:
    """Let everything in the store be that old; what there is."""
    places = [one for one in files.rglob("*") if one.is_file()]
    for one in places:
        dated(one, at)
    return {one.name for one in places}


def names(files: Path) -> set[str]:
    return {one.name for one in files.rglob("*") if one.is_file()}


def test_a_file_without_a_row_goes_after_a_day(files: Path, swept: Callable[[], int]) -> None:
    for place in range(5):
        store.keep(f"orphan {place}".encode())
    aged(files)

    assert swept() == 5
    assert names(files) == set()


def test_a_file_stored_an_hour_ago_stays(files: Path, swept: Callable[[], int]) -> None:
    kept = store.keep(b"its row may not be there yet")
    aged(files, MONDAY - timedelta(hours=1))

    assert swept() == 0
    assert names(files) == {kept}


def test_a_half_written_file_goes_after_a_day(files: Path, swept: Callable[[], int]) -> None:
    whole = files / store.keep(b"whole")[:2]
    young = whole / ".half.0"
    (whole / ".half.1").write_bytes(b"ha")
    aged(files)
    young.write_bytes(b"ha")
    dated(young, MONDAY)

    assert swept() == 2
    assert names(files) == {young.name}


def test_what_a_row_names_stays_however_old(
    files: Path,
    swept: Callable[[], int],
    file: Any,  # noqa: F811
    wang: Any,
    hall: Any,
) -> None:
    file(wang, "trial-promised", new_name="王方")
    file(wang, "trial-instant", mobile="13900000002")
    jobs.produce_queued(seal=hall.seal, now=MONDAY, limit=9)
    Upload.objects.update(replaced_at=MONDAY)
    rows = {
        *Upload.objects.values_list("digest", flat=True),
        *Paper.objects.values_list("template", flat=True),
        *Paper.objects.values_list("digest", flat=True),
    }
    orphan = store.keep(b"orphan")
    before = aged(files)

    assert swept() == 1
    assert names(files) == before - {orphan} == rows


def test_what_is_stored_again_is_young_again(files: Path, swept: Callable[[], int]) -> None:
    digest = store.keep(b"template")
    aged(files)
    store.keep(b"template")
    dated(files / digest[:2] / digest, MONDAY)

    assert swept() == 0
    assert store.fetch(digest) == b"template"


def test_a_file_stored_again_while_it_is_being_dropped_comes_back(files: Path) -> None:
    digest = store.keep(b"template")

    assert not store.drop(digest, before=TWO_DAYS_AGO)
    assert store.fetch(digest) == b"template"
    assert names(files) == {digest}


def test_dropping_what_is_gone_already_is_no_error(files: Path) -> None:
    digest = store.keep(b"orphan")
    aged(files)

    assert store.drop(digest, before=MONDAY)
    assert not store.drop(digest, before=MONDAY)


def test_a_store_of_another_database_is_left_alone(files: Path, swept: Callable[[], int]) -> None:
    folder = files / store.keep(b"one of theirs")[:2]
    theirs = [folder / f"{folder.name}{place:062x}" for place in range(9)]
    for one in theirs:
        one.write_bytes(b"theirs")
    before = aged(files)

    with pytest.raises(sweeping.NotOurFiles):
        swept()
    assert names(files) == before


def test_the_parts_take_turns_and_are_all_visited_within_a_day() -> None:
    runs = int(timedelta(days=1) / sweeping.EVERY)
    parts = {sweeping._part_of(MONDAY + place * sweeping.EVERY) for place in range(runs)}

    assert parts == set(range(store.PARTS))


def test_the_worker_sweeps() -> None:
    assert "sweep files" in {entry.name for entry in worker.TIMETABLE}


def test_every_room_that_stores_files_is_asked_before_one_is_dropped() -> None:
    rooms = {
        path.relative_to(OFFICE).parts[0]
        for path in OFFICE.rglob("*.py")
        if re.search(r"\bstore\.keep\(", path.read_text())
    }
    asked = {
        node.module.split(".")[-1]
        for node in ast.walk(ast.parse(inspect.getsource(sweeping)))
        if isinstance(node, ast.ImportFrom) and node.module and "named_files" in _queries(node)
    }
    assert rooms
    assert rooms <= asked


def _queries(node: ast.ImportFrom) -> set[str]:
    """What the room's queries offer, where this import brings them in."""
    if "queries" not in {name.name for name in node.names}:
        return set()
    return set(dir(importlib.import_module(f"{node.module}.queries")))
