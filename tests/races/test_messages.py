"""Senders are killed at random and a carrier fails: each message arrives once, in order (5.4.4)."""

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from shebao.hall.office.notices.actions import lane_of
from shebao.hall.office.notices.models import Notice
from shebao.hall.office.notices.wishes import Topic
from tests.support.cast import WANG, enter_person
from tests.support.processes import ROOT, surroundings
from tests.support.sender import START, opened

EVENTS, CASES, SENDERS = 1500, 60, 3

pytestmark = pytest.mark.clause("5.4.4")


def test_killed_senders_and_a_failing_carrier_lose_and_double_nothing(
    hall: Any, settings: Any, tmp_path: Path
) -> None:
    enter_person(hall.insurance, WANG, "wangfang")
    Notice.objects.bulk_create(
        Notice(
            event=f"e{place}", subject=WANG, way="sms", case=f"SB{place % CASES}", title="t",
            topic=Topic.SECURITY, words=f"{place % CASES}:{place}", created_at=START,
            wanted_at=START, due_at=START, lane=lane_of("sms", f"SB{place % CASES}"),
        )
        for place in range(EVENTS)
    )  # fmt: skip
    arrivals, dice, kills = tmp_path / "arrivals.sqlite3", random.Random(7), 0
    link = opened(arrivals)
    around = {**surroundings(settings), "SENDER_BEGAN": str(time.monotonic())}
    command = [sys.executable, "-m", "tests.support.sender", str(arrivals), "60", "0.4"]
    senders = [subprocess.Popen(command, cwd=ROOT, env=around) for _ in range(SENDERS)]
    end = time.monotonic() + 120
    while time.monotonic() < end and any(one.poll() is None for one in senders):
        time.sleep(0.25)
        victim = dice.randrange(SENDERS)
        if kills < 12 and senders[victim].poll() is None and _begun(link):
            senders[victim].kill()
            senders[victim].wait()
            senders[victim] = subprocess.Popen(command, cwd=ROOT, env=around)
            kills += 1
    rows = [words for (words,) in link.execute("SELECT words FROM arrived ORDER BY place")]
    lanes: dict[str, list[int]] = {}
    for words in rows:
        lane, place = words.split(":")
        lanes.setdefault(lane, []).append(int(place))

    assert [one.poll() for one in senders] == [0] * SENDERS, _waiting()
    assert kills >= 3
    assert len(rows) == len(set(rows)) == EVENTS
    assert all(places == sorted(places) for places in lanes.values())
    assert not Notice.objects.filter(sent_at=None).exists()


def _waiting() -> list[Any]:
    rows = Notice.objects.filter(due_at__isnull=False).order_by("due_at")
    return [rows.count(), *rows.values_list("id", "lane", "due_at", "attempts")[:20]]


def _begun(link: Any) -> bool:
    # Read to its end: a statement left open would keep the file from being mended after a kill.
    return bool(link.execute("SELECT 1 FROM arrived LIMIT 1").fetchall())
