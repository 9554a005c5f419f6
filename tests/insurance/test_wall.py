"""The core as a process of its own, reached over the wall by signed messages."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from shebao.commands.serve import server_command
from shebao.exchange.claims_suite import CLAIM_CHECKS
from shebao.exchange.client import HttpInsurance
from shebao.exchange.deceased_suite import DECEASED_CHECKS
from shebao.exchange.keys import KeyStore, make_keys
from shebao.exchange.port import ChangesSince, EmployerOf, FindPerson, ask_one
from shebao.exchange.sample import Sample
from shebao.exchange.suite import CHECKS, Subject, new_run
from shebao.insurance.cast import BY_KEY

ROOT = Path(__file__).parents[2]


def now() -> datetime:
    """The tests of a real process go by the real clock."""
    return datetime.now(UTC)  # noqa: TID251


def _keys(folder: Path) -> None:
    _, hall = make_keys(folder / "hall", key_id="hall.test")
    _, core = make_keys(folder / "core", key_id="core.test")
    (folder / "core" / "known" / hall.name).write_bytes(hall.read_bytes())
    (folder / "hall" / "known" / core.name).write_bytes(core.read_bytes())


def _around(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": "src",
        "SHEBAO_INSURANCE_DATABASE": f"sqlite://{folder / 'core.sqlite3'}",
        "SHEBAO_CORE_WALL_KEYS": str(folder / "core"),
    }


def _shebao(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "shebao", *words]
    done = subprocess.run(
        command, env=_around(folder), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(f"{url}/livez", timeout=1) as reply:
                assert reply.status == 200
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the core did not start")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for both sides and a small nation."""
    place = tmp_path_factory.mktemp("core")
    _keys(place)
    _shebao(place, "nation", "generate", "--persons", "600", "--seed", "2", "--processes", "1")
    return place


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[HttpInsurance]:
    """The core behind a web server, and a client that knows its key."""
    port = _free_port()
    command = server_command(
        "shebao.insurance.wsgi:application", host="127.0.0.1", port=port, workers=1, threads=4
    )
    server = subprocess.Popen(command, env=_around(folder), cwd=ROOT)
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield HttpInsurance(
            f"http://127.0.0.1:{port}", keys=KeyStore(folder / "hall"), clock=now, timeout=20
        )
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.clause("6.4.4")
def test_the_core_behind_the_wall_keeps_every_promise_of_the_port(served: HttpInsurance) -> None:
    numbers = {}
    for key in ("wang_fang", "zhao_xiulan", "lin_qiang"):
        one = BY_KEY[key]
        question = FindPerson(id_type=one.id_type, id_number=one.id_number)
        person = ask_one(served, question).value
        assert person is not None
        numbers[key] = person.number
    employer = ask_one(served, EmployerOf(number="8000000000")).value
    assert employer is not None
    sample = Sample(
        person=numbers["wang_fang"],
        id_type="citizen_id",
        id_number=BY_KEY["wang_fang"].id_number,
        pensioner=numbers["zhao_xiulan"],
        employer=employer.number,
        employer_code=employer.code,
        test_person=numbers["lin_qiang"],
        deceased_id_number=BY_KEY["ding_bonian"].id_number,
        deceased_name=BY_KEY["ding_bonian"].name,
        may_change=True,
    )
    for check in (*CHECKS, *CLAIM_CHECKS, *DECEASED_CHECKS):
        check(Subject(insurance=served, sample=sample, run=new_run(), at=now()))


def test_the_command_lives_on_and_says_what_it_did(folder: Path, served: HttpInsurance) -> None:
    day = now().date().replace(year=now().year + 1).isoformat()
    said = json.loads(_shebao(folder, "core", "tick", "--on", day, "--json"))
    assert said["day"] == day
    assert said["done"]["payments"] > 12
    assert said["done"]["contributions"] > 12
    assert ask_one(served, ChangesSince()).value.changes
    assert json.loads(_shebao(folder, "core", "tick", "--on", day, "--json"))["done"] == {}


def test_the_cores_tables_need_no_migration(folder: Path) -> None:
    said = _shebao(folder, "core", "manage", "makemigrations", "--check", "--dry-run")
    assert "No changes detected" in said
