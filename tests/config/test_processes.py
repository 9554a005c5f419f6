"""Processes under one roof: one that falls is started again, one that only falls ends them all."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shebao.commands import processes
from shebao.commands.serve import server_command

pytestmark = pytest.mark.clause("6.5.3")
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[processes.Company]:
    monkeypatch.setattr(processes, "REST_SECONDS", 0.2)
    stop, interrupt = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with processes.Company() as found:
        yield found
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, interrupt)


def test_whoever_is_killed_is_started_again_and_the_others_go_on(
    company: processes.Company, tmp_path: Path
) -> None:
    for name in ("core", "hall"):
        company.start(name, SLEEPER, {}, str(tmp_path / name))
    hall, core = (company.members[name].process.pid for name in ("hall", "core"))
    told: list[str] = []
    threading.Timer(0.3, os.kill, (core, signal.SIGKILL)).start()
    end = time.monotonic() + 10
    while time.monotonic() < end and company.members["core"].process.pid == core:
        for name, member in company.members.items():
            company._look_after(name, member, told.append)
        time.sleep(0.05)

    assert told == ["core"]
    assert company.members["core"].process.poll() is None
    assert company.members["hall"].process.pid == hall


def test_one_that_falls_again_and_again_is_named(
    company: processes.Company, tmp_path: Path
) -> None:
    company.start("worker", [sys.executable, "-c", "raise SystemExit(3)"], {}, str(tmp_path / "w"))

    with pytest.raises(processes.Ended, match="worker"):
        company.wait(told=lambda name: None)


def test_leaving_ends_every_member(tmp_path: Path) -> None:
    stop, interrupt = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with processes.Company() as company:
        company.start("core", SLEEPER, {}, str(tmp_path / "core"))
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, interrupt)

    assert company.members["core"].process.poll() is not None


def test_the_web_server_starts_a_fallen_worker_again() -> None:
    command = server_command("a:b", host="127.0.0.1", port=1, workers=2, threads=4)

    assert "--respawn-failed-workers" in command
