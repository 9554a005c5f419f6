"""Several processes under one roof: one that falls is started again, a signal ends them all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

GRACE_SECONDS = 8
# Long enough to see what the others say while one is away.
REST_SECONDS = 10.0
SHORT_LIFE = 30.0
MOST_SHORT_LIVES = 3


class Ended(RuntimeError):
    """A process keeps ending by itself as soon as it is started; the message names it."""


@dataclass
class Member:
    """One process, how it is started, and how it fared."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: str
    process: subprocess.Popen[bytes]
    since: float
    due: float = 0.0
    short_lives: int = 0


@dataclass
class Company:
    """Processes under one roof; use it as a context manager, so that none outlives it."""

    members: dict[str, Member] = field(default_factory=dict)
    is_stopping: bool = False

    def __enter__(self) -> "Company":
        """Listen for the signals that end it all."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        return self

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self.is_stopping:
            self.is_stopping = True
            raise KeyboardInterrupt

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: str
    ) -> None:
        """Start one member in its own process group; what it says goes to a log file."""
        process = _begin(command, environment, log)
        self.members[name] = Member(command, environment, log, process, since=time.monotonic())

    def wait(self, told: Callable[[str], object]) -> None:
        """Stay, and start again whoever falls; ``told`` hears its name when it has fallen.

        Raises ``Ended`` for a member that falls again and again.
        """
        while True:
            for name, member in self.members.items():
                self._look_after(name, member, told)
            time.sleep(0.5)

    def _look_after(self, name: str, member: Member, told: Callable[[str], object]) -> None:
        now = time.monotonic()
        if member.process.poll() is None:
            return
        if not member.due:
            is_short = now - member.since < SHORT_LIFE
            member.short_lives = member.short_lives + 1 if is_short else 0
            if member.short_lives >= MOST_SHORT_LIVES:
                raise Ended(name)
            member.due = now + REST_SECONDS
            _signal(member.process, signal.SIGKILL)
            told(name)
        elif now >= member.due:
            member.process = _begin(member.command, member.environment, member.log)
            member.since, member.due = now, 0.0

    def __exit__(self, *reason: object) -> None:
        """End every member: politely first, then for good."""
        self.is_stopping = True
        processes = [member.process for member in self.members.values()]
        for process in processes:
            _signal(process, signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()


def _begin(
    command: Sequence[str], environment: Mapping[str, str], log: str
) -> subprocess.Popen[bytes]:
    with open(log, "ab") as out:
        return subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _signal(member: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(member.pid, number)
    except ProcessLookupError:
        return


def run(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run one ``shebao`` command to its end. Raises ``CalledProcessError``."""
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "shebao", *words], env={**os.environ, **environment}, check=True
    )


def answers(url: str, *, seconds: float) -> bool:
    """Wait until this address answers 200, at most so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=2) as reply:  # noqa: S310
                if reply.status == 200:
                    return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False
