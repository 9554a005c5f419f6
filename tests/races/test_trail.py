"""The trail under many writers, and in the hands of somebody who wants to change it (6.3.2)."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.limits.models import Counter
from shebao.hall.office.audit import actions
from shebao.hall.office.audit.attesting import breaks
from shebao.hall.office.audit.chain import stream_of
from shebao.hall.office.audit.models import Checkpoint, Entry, Head
from shebao.hall.office.audit.verifying import read_through, together
from tests.races.conftest import at_once
from tests.support.cast import MONDAY
from tests.support.guards import lifted
from tests.support.processes import surroundings

pytestmark = pytest.mark.clause("6.3.2")
ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = ("3000000000001", "3000000000002", "-")
EACH = 25


def write(writer: int) -> None:
    for place in range(EACH):
        actions.record(
            actor=f"writer-{writer}", verb="read", subject=SUBJECTS[place % 3], purpose="trying",
            channel="test", now=MONDAY, details={"place": place},
        )  # fmt: skip


def found() -> list[tuple[int, int, str]]:
    return [(one.stream, one.sequence, one.words) for one in breaks()]


def test_the_trail_stays_whole_under_eight_writers() -> None:
    ends = at_once(*[lambda writer=writer: write(writer) for writer in range(8)])

    assert ends == [None] * 8
    assert Entry.objects.count() == 8 * EACH
    assert found() == []
    assert sum(Head.objects.values_list("sequence", flat=True)) == 8 * EACH


MANY = [f"30000000{place:05d}" for place in range(40)]


def write_about_many(writer: int) -> None:
    for place in range(EACH):
        actions.record(
            actor=f"writer-{writer}", verb="read", subject=MANY[(writer * 7 + place) % 40],
            purpose="trying", channel="test", now=MONDAY, details={"place": place},
        )  # fmt: skip


def test_checkpoints_and_readers_keep_nobody_from_writing_and_find_no_break(
    hall: Any,
) -> None:
    def sign() -> int:
        return sum(actions.checkpoint(keys=hall.trail, now=MONDAY) > 0 for _ in range(6))

    def read() -> list[Any]:
        return [one for _ in range(4) for one in breaks(known=hall.trail.known)]

    before = Entry.objects.count()
    ends = at_once(*[lambda writer=writer: write_about_many(writer) for writer in range(6)],
                   sign, sign, read, read)  # fmt: skip
    while actions.checkpoint(keys=hall.trail, now=MONDAY):
        pass

    assert ends[:6] == [None] * 6
    assert ends[8:] == [[], []]
    notes = Entry.objects.filter(verb="checkpoint").count()
    assert Entry.objects.count() == before + 6 * EACH + notes
    assert list(breaks(known=hall.trail.known)) == []
    numbers = list(Checkpoint.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, notes + 1))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_whoever_writes_about_one_subject_does_not_wait_for_who_writes_about_another() -> None:
    apart = [MANY[0], next(one for one in MANY if stream_of(one) != stream_of(MANY[0]))]
    held, done = threading.Event(), threading.Event()

    def hold() -> bool:
        with transaction.atomic():
            record_about(apart[0])
            held.set()
            return done.wait(timeout=30)

    def write() -> None:
        held.wait(timeout=30)
        record_about(apart[1])
        done.set()

    assert at_once(hold, write) == [True, None]
    assert found() == []


def record_about(subject: str) -> None:
    actions.record(
        actor="writer", verb="read", subject=subject, purpose="trying", channel="test", now=MONDAY
    )


def test_several_readers_find_what_one_finds(hall: Any, settings: Any) -> None:
    write_about_many(1)
    actions.checkpoint(keys=hall.trail, now=MONDAY)
    write_about_many(2)
    altered = Entry.objects.exclude(verb="checkpoint").order_by("id")[7]
    with lifted():
        alter_one(altered.pk)
    parts = together(read_through(part=part, parts=3) for part in range(3))
    whole = read_through()

    assert (parts.strange, parts.notes, parts.entries) == (
        whole.strange, whole.notes, whole.entries,
    )  # fmt: skip
    assert parts.strange == {altered.stream}
    done = subprocess.run(
        [sys.executable, "-m", "shebao", "audit", "verify", "--json", "--processes", "2"],
        env=surroundings(settings), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    told = {(one["stream"], one["sequence"], one["words"])
            for one in json.loads(done.stdout)["breaks"]}  # fmt: skip
    assert done.returncode == 1
    assert (altered.stream, altered.sequence, "altered") in told


def alter_one(number: int) -> None:
    Entry.objects.filter(pk=number).update(actor="nobody")


def alter(stream: int) -> None:
    Entry.objects.filter(stream=stream, sequence=5).update(actor="nobody")


def remove(stream: int) -> None:
    Entry.objects.filter(stream=stream, sequence=5).delete()


def cut_off(stream: int) -> None:
    Entry.objects.filter(stream=stream, sequence__gt=6).delete()


def swap(stream: int) -> None:
    rows = Entry.objects.filter(stream=stream)
    rows.filter(sequence=5).update(sequence=0)
    rows.filter(sequence=6).update(sequence=5)
    rows.filter(sequence=0).update(sequence=6)


def predate(stream: int) -> None:
    Entry.objects.filter(stream=stream, sequence=5).update(at=F("at") - MONDAY.utcoffset())
    Entry.objects.filter(stream=stream, sequence=5).update(at=MONDAY.replace(year=2025))


def forget_the_stream(stream: int) -> None:
    Entry.objects.filter(stream=stream).delete()


def forget_the_head(stream: int) -> None:
    Head.objects.filter(stream=stream).delete()


@pytest.mark.parametrize(
    ("act", "place"),
    [(alter, 5), (remove, 5), (cut_off, 7), (swap, 5), (predate, 5), (forget_the_stream, 1),
     (forget_the_head, 9)],
    ids=lambda one: getattr(one, "__name__", ""),
)  # fmt: skip
def test_whatever_is_done_to_the_trail_is_named(act: Callable[[int], None], place: int) -> None:
    write(1)
    stream = Entry.objects.filter(subject="-")[0].stream
    with lifted():
        act(stream)

    assert found()[0][:2] == (stream, place)
    assert {one[0] for one in found()} == {stream}


LIMIT = Limit(name="race", times=20, seconds=3600)
_COUNTER = """
from shebao.commands import hall; hall.prepare()
import json, sys
from datetime import UTC, datetime
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.office.audit.actions import record
limit = Limit(name="race", times=20, seconds=3600)
now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
refused = 0
sys.stdin.readline()
for place in range(15):
    record(actor="process", verb="read", subject="-", purpose="p", channel="test", now=now)
    try:
        count(limit, key="somebody", now=now)
    except TooMany:
        refused += 1
print(json.dumps(refused))
"""


@pytest.mark.clause("6.2.5")
def test_limits_and_trail_hold_across_processes(settings: Any) -> None:
    around = surroundings(settings)
    both = [
        subprocess.Popen([sys.executable, "-c", _COUNTER], env=around, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]  # fmt: skip
    refused = [json.loads(one.communicate("go\n", timeout=60)[0]) for one in both]

    assert sum(refused) == 10
    assert Counter.objects.get().count == 30
    assert Entry.objects.count() == 30
    assert found() == []


@pytest.mark.clause("6.2.5")
def test_a_limit_lets_exactly_so_many_through_at_once() -> None:
    ends = at_once(*[lambda: count(LIMIT, key="somebody", now=MONDAY)] * 30)

    assert ends.count(None) == 20
    assert sum(isinstance(end, TooMany) for end in ends) == 10
