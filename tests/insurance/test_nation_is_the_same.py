"""The same size and the same seed make the same nation, however it is made."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from shebao.insurance.nation.generate import Maker, pieces
from shebao.insurance.nation.rows import TABLES
from shebao.insurance.nation.world import Ask

from .conftest import AS_OF, PERSONS, SEED

SMALL = Ask(persons=2500, seed=3, as_of=AS_OF)


def _digest(ask: Ask, *, processes: int) -> str:
    digest = hashlib.sha256()
    for piece in pieces(ask, processes=processes, as_text=True):
        for name in TABLES:
            digest.update((piece.text or {})[name])
    return digest.hexdigest()


def test_one_process_and_three_make_the_same_nation() -> None:
    assert _digest(SMALL, processes=1) == _digest(SMALL, processes=3)


def test_another_seed_makes_other_people() -> None:
    other = Ask(persons=2500, seed=4, as_of=AS_OF)
    assert _digest(SMALL, processes=1) != _digest(other, processes=1)


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as stored:
        names = [*TABLES, "employer", "book"]
        return {
            name: stored.execute(f"SELECT * FROM insurance_{name} ORDER BY 1, 2, 3").fetchall()  # noqa: S608
            for name in names
        }


def test_the_command_writes_the_same_database_whatever_the_number_of_processes(
    tmp_path: Path,
) -> None:
    stored = []
    for processes in ("1", "2"):
        path = tmp_path / f"{processes}.sqlite3"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "shebao", "nation", "generate"),
                *("--persons", "1200", "--seed", "5", "--as-of", "2026-11-23"),
                *("--database", f"sqlite://{path}", "--processes", processes),
            ],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": "src"},
        )
        assert "每秒" in done.stdout
        stored.append(_content(path))
    assert stored[0] == stored[1]


def test_a_nation_is_not_written_over_another_unless_asked(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "shebao", "nation", "generate"),
        *("--persons", "60", "--seed", "5", "--database", f"sqlite://{tmp_path / 'n.sqlite3'}"),
    ]
    around = {**os.environ, "PYTHONPATH": "src"}
    subprocess.run(command, check=True, capture_output=True, env=around)
    again = subprocess.run(command, capture_output=True, text=True, env=around)
    assert again.returncode == 2
    assert "没有改动" in again.stderr
    subprocess.run([*command, "--replace"], check=True, capture_output=True, env=around)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("table", TABLES)
def test_what_was_stored_is_what_was_made(table: str) -> None:
    maker = Maker(Ask(persons=PERSONS, seed=SEED, as_of=AS_OF))
    made = maker.batch(0, 300).rows[table]
    last = maker.world.person_number(299)
    key = "number" if table == "person" else "person"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM insurance_{table} WHERE {key} <= %s", [last])  # noqa: S608
        found = [tuple(map(_plain, row)) for row in cursor.fetchall()]
    assert sorted(found, key=repr) == sorted((tuple(map(_plain, row)) for row in made), key=repr)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def test_a_person_depends_on_the_seed_and_the_place_only() -> None:
    maker = Maker(SMALL)
    alone = [maker.batch(at, at + 1).rows["person"][0] for at in range(500, 520)]
    assert alone == Maker(SMALL).batch(500, 520).rows["person"]


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
