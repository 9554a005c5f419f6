"""A sender of messages as a process of its own, to be killed at any moment.

``python -m tests.support.sender ARRIVALS SPEED FAILING``: carriers "one" and "two" write what
arrives into the SQLite file ARRIVALS, one key once; "one" fails that share of its tries. Time
passes SPEED times as fast, so that a killed sender's rows come free again soon. It is counted by
the machine's monotonic clock from SENDER_BEGAN on, so setting the wall clock changes nothing.
"""

import os
import random
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import local

from shebao.commands import hall
from shebao.hall.gateways.sms.port import CarrierDown
from shebao.hall.gateways.sms.several import Several

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
TABLE = (
    "CREATE TABLE IF NOT EXISTS arrived (place INTEGER PRIMARY KEY, key TEXT UNIQUE, words TEXT)"
)


class Recording:
    """Brings a message into the file, each key once, as carriers with a caller's number do."""

    def __init__(self, file: Path, *, failing: float) -> None:
        self.file = file
        self.failing = failing
        self.own = local()

    def send(self, *, mobile: str, words: str, key: str) -> str:
        if random.random() < self.failing:
            raise CarrierDown("down")
        with self._link() as link:
            link.execute("INSERT OR IGNORE INTO arrived (key, words) VALUES (?, ?)", [key, words])
        return key

    def _link(self) -> sqlite3.Connection:
        if not hasattr(self.own, "link"):
            self.own.link = sqlite3.connect(self.file, timeout=60)
            self.own.link.execute("PRAGMA synchronous=OFF")
        link: sqlite3.Connection = self.own.link
        return link


def opened(file: Path) -> sqlite3.Connection:
    """The file of arrivals, made where it is not there."""
    link = sqlite3.connect(file, timeout=60)
    link.execute("PRAGMA journal_mode=WAL")
    link.execute(TABLE)
    return link


def main() -> None:
    """Send until nothing waits; the clock goes on from where the first sender began."""
    hall.prepare()
    from shebao.hall.office.notices import jobs
    from shebao.hall.office.notices.models import Notice

    file, speed, failing = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    carriers = Several({
        "one": Recording(file, failing=failing), "two": Recording(file, failing=0.0)
    })  # fmt: skip
    began = float(os.environ["SENDER_BEGAN"])
    while True:
        now = START + timedelta(seconds=(time.monotonic() - began) * speed)
        if jobs.send_due(carrier=carriers, now=now, limit=200):
            continue
        if not Notice.objects.filter(way="sms", due_at__isnull=False).exists():
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main()
