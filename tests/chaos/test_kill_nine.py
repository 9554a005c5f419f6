"""Processes are killed at any moment; whatever was acknowledged is there, once (6.4.5, 6.5.3)."""

import http.client
import itertools
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from shebao.commands import demo
from shebao.commands.processes import answers
from shebao.commands.serve import server_command

SUBMISSIONS = int(os.environ.get("SHEBAO_CHAOS_SUBMISSIONS", "200"))
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("core", "hall", "worker")
# Several, because one person may not file without end.
APPLICANTS = ("wangfang", "linqiang", "heyutong", "jiangchen")

pytestmark = [pytest.mark.clause("6.4.4", "6.4.5", "6.5.3"), pytest.mark.chaos]


def free_port() -> int:
    """A port whose neighbour a hundred higher is free too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 100))
            except OSError:
                continue
            return port


@dataclass
class Town:
    """Both sides of the wall as real processes that can be killed and started again."""

    folder: Path
    port: int
    around: dict[str, str]
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        commands = {
            "core": server_command(
                "shebao.insurance.wsgi:application", host="127.0.0.1", port=self.port + 100,
                workers=1, threads=4,
            ),
            "hall": server_command(
                "shebao.hall.config.wsgi:application", host="127.0.0.1", port=self.port,
                workers=1, threads=4,
            ),
            "worker": [sys.executable, "-m", "shebao", "worker"],
        }  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.members[name] = subprocess.Popen(
                commands[name], env={**os.environ, **self.around}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        os.killpg(self.members[name].pid, signal.SIGKILL)
        self.members[name].wait()

    def end(self) -> None:
        for name in self.members:
            self.kill(name)

    def ask(self, path: str, *, token: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.around['SHEBAO_PUBLIC_URL']}{path}",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        with urllib.request.urlopen(request, timeout=10) as reply:
            answer: dict[str, Any] = json.load(reply)
            return answer


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    port = free_port()
    around = {**demo.surroundings(folder, port=port), "PYTHONPATH": str(ROOT / "src")}
    for name in ("DJANGO_SETTINGS_MODULE", "SHEBAO_DATABASE", "SHEBAO_INSURANCE_DATABASE"):
        os.environ.pop(name, None)
    town = Town(folder, port, around)
    script = (
        "from pathlib import Path; from shebao.commands import demo;"
        f"demo._prepare(Path({str(folder)!r}), demo.surroundings(Path({str(folder)!r}),"
        f" port={port}), persons=60)"
    )
    subprocess.run([sys.executable, "-c", script], env={**os.environ, **around}, check=True)
    town.start("core")
    assert answers(f"{around['SHEBAO_WALL_URL']}/livez", seconds=60)
    settle = (
        "from pathlib import Path; from shebao.commands import demo_people;"
        f"demo_people.settle(Path({str(folder)!r}))"
    )
    subprocess.run([sys.executable, "-c", settle], env={**os.environ, **around}, check=True)
    for name in ("hall", "worker"):
        town.start(name)
    assert answers(f"{around['SHEBAO_PUBLIC_URL']}/readyz", seconds=60)
    yield town
    town.end()


def token_for(town: Town, username: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "shebao", "token", "issue", "--username", username,
         "--name", "chaos", "--scopes", "read,file", "--seen", "--json"],
        env={**os.environ, **town.around}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return str(json.loads(done.stdout)["secret"])


def submit_until_acknowledged(town: Town, token: str, place: int) -> str:
    """What a careful client does: the same key until there is an answer."""
    body = {"answers": {"what": "mobile", "mobile": f"139{place:08d}"}, "risk_confirmed": True}
    for _ in range(400):
        try:
            reply = town.ask(
                "/api/v1/items/contact-change/applications",
                token=token, body=body, key=f"chaos-{place:06d}",
            )  # fmt: skip
            return str(reply["number"])
        except urllib.error.HTTPError as error:
            if error.code not in {429, 502, 503}:
                raise
        except (OSError, http.client.HTTPException, ValueError):
            pass
        time.sleep(0.25)
    raise AssertionError(f"submission {place} was never acknowledged")


def kill_at_random(town: Town, stop: threading.Event, seed: int) -> Counter[str]:
    chance, killed = random.Random(seed), Counter[str]()
    order = itertools.cycle(chance.sample(NAMES, len(NAMES)))
    while not stop.wait(chance.uniform(0.2, 1.2)):
        name = next(order)
        if name == "hall":
            # A hall that never gets up would only prove that nothing is acknowledged.
            answers(f"{town.around['SHEBAO_PUBLIC_URL']}/readyz", seconds=20)
            time.sleep(chance.uniform(0.0, 1.5))
        town.kill(name)
        killed[name] += 1
        time.sleep(chance.uniform(0.0, 0.4))
        town.start(name)
    return killed


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path, timeout=30) as connection:
        return connection.execute(statement).fetchall()


def settled(hall: Path) -> bool:
    waiting = rows(hall, "SELECT count(*) FROM applications_outgoing WHERE state = 'waiting'")
    queued = rows(hall, "SELECT count(*) FROM documents_paper WHERE state = 'queued'")
    undecided = rows(hall, "SELECT count(*) FROM applications_application WHERE status = 'waiting'")
    return waiting == queued == undecided == [(0,)]


def test_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed(town: Town) -> None:
    tokens, stop = [token_for(town, name) for name in APPLICANTS], threading.Event()
    killed: list[Counter[str]] = []
    killer = threading.Thread(
        target=lambda: killed.append(kill_at_random(town, stop, seed=41)), daemon=True
    )
    killer.start()
    numbers = []
    try:
        for place in range(SUBMISSIONS):
            token = tokens[place % len(tokens)]
            numbers.append(submit_until_acknowledged(town, token, place))
            time.sleep(0.05)
    finally:
        stop.set()
        killer.join(60)
    hall, core = town.folder / "hall.sqlite3", town.folder / "insurance.sqlite3"
    end = time.monotonic() + 240
    while not settled(hall) and time.monotonic() < end:
        time.sleep(0.5)

    assert set(killed[0]) == set(NAMES)
    assert len(set(numbers)) == SUBMISSIONS
    assert settled(hall)
    filed = rows(hall, "SELECT number, status FROM applications_application")
    assert sorted(number for number, _ in filed) == sorted(numbers)
    postings = rows(hall, "SELECT key, state FROM applications_outgoing")
    approved = [number for number, status in filed if status == "approved"]
    assert Counter(key for key, _ in postings) == Counter(f"{one}-contact" for one in approved)
    assert {state for _, state in postings} == {"done"}
    assert approved
    receipts = rows(core, "SELECT key FROM insurance_postingreceipt")
    assert Counter(key for (key,) in receipts) == Counter(key for key, _ in postings)
    papers = rows(hall, 'SELECT "case", kind, state, digest FROM documents_paper')
    assert max(Counter((case, kind) for case, kind, *_ in papers).values()) == 1
    assert {state for *_, state, _ in papers} <= {"issued", "superseded"}
    files = {path.name for path in (town.folder / "files").rglob("*") if path.is_file()}
    assert {digest for *_, digest in papers} <= files
