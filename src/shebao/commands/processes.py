"""Several processes that live and die together: when one ends, or a signal comes, all end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

GRACE_SECONDS = 8


class Ended(RuntimeError):
    """A process ended by itself; the message names it."""


@dataclass
class Company:
    """Processes under one roof; use it as a context manager, so that none outlives it."""

    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
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
        with open(log, "ab") as out:
            self.members[name] = subprocess.Popen(  # noqa: S603
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Stay until a member ends. Raises ``Ended``."""
        while True:
            for name, member in self.members.items():
                if member.poll() is not None:
                    raise Ended(name)
            time.sleep(0.5)

    def __exit__(self, *reason: object) -> None:
        """End every member: politely first, then for good."""
        self.is_stopping = True
        for member in self.members.values():
            _signal(member, signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        for member in self.members.values():
            try:
                member.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(member, signal.SIGKILL)
                member.wait()


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
