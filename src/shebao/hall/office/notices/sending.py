"""How messages leave the house (5.4.4): claimed, handed over, settled; each step survives a kill.

A claim moves the due time, so two workers never take the same row at once. Between hand-over and
settling a kill may come; then the row is handed over again with the same key, and the carrier
takes one key once. Of a lane only the oldest waiting row is ever claimed.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from shebao.hall.office.notices.models import Notice
from shebao.hall.office.notices.wishes import DEFAULT, Wishes, wishes_of

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
AT_ONCE = 8
NO_ADDRESS = "no address"
NOT_WANTED = "not wanted"

# Hands one message to an address under a key; returns the carrier's reference.
Hand = Callable[[str, Notice, str], str]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one try: the carrier's reference, or why it did not take the message."""

    row: Notice
    reference: str = ""
    problem: str = ""


def claim(way: str, *, now: datetime, limit: int) -> list[Notice]:
    """Take up to ``limit`` rows whose time has come, at most one of each lane."""
    with transaction.atomic():
        rows = list(_waiting(way, now).select_for_update(skip_locked=True, of=("self",))[:limit])
        mine = Notice.objects.filter(pk__in=[row.pk for row in rows])
        mine.update(due_at=now + LEASE, attempts=F("attempts") + 1)
    return rows


def _waiting(way: str, now: datetime) -> QuerySet[Notice]:
    before = Notice.objects.filter(
        lane=OuterRef("lane"), due_at__isnull=False, id__lt=OuterRef("id")
    ).exclude(lane="")
    due = Notice.objects.filter(way=way, due_at__lte=now)
    return due.filter(~Exists(before)).order_by("due_at", "id")


def deliver(
    rows: Sequence[Notice], *, address_of: Callable[[Notice], str], hand: Hand, now: datetime
) -> None:
    """Hand over what is wanted now and reachable; put the rest off, or close it and say why."""
    wishes = wishes_of({row.subject for row in rows})
    ready: list[tuple[Notice, str]] = []
    for row in rows:
        wish = wishes.get(row.subject, DEFAULT)
        if not _is_put_off(row, wish, now) and _is_open(row, wish, address_of(row)):
            ready.append((row, address_of(row)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda one: _handed(one[0], one[1], hand), ready))
    _settle(outcomes, now)


def _is_put_off(row: Notice, wish: Wishes, now: datetime) -> bool:
    start = wish.not_before(row.topic, now)
    if start <= now:
        return False
    Notice.objects.filter(pk=row.pk).update(due_at=start, wanted_at=start, attempts=row.attempts)
    return True


def _is_open(row: Notice, wish: Wishes, address: str) -> bool:
    why = "" if wish.wants(row.way, row.topic) else NOT_WANTED
    why = why or ("" if address else NO_ADDRESS)
    if why:
        Notice.objects.filter(pk=row.pk).update(due_at=None, reference=why)
    return not why


def _handed(row: Notice, address: str, hand: Hand) -> Outcome:
    try:
        reference = hand(address, row, f"notice-{row.pk}")
    except ConnectionError as error:
        return Outcome(row=row, problem=str(error) or "down")
    return Outcome(row=row, reference=reference)


def _settle(outcomes: Iterable[Outcome], now: datetime) -> None:
    with transaction.atomic():
        for one in outcomes:
            waiting = Notice.objects.filter(pk=one.row.pk, sent_at=None, due_at__isnull=False)
            waiting.update(**(_failed(one, now) if one.problem else _sent(one, now)))


def _sent(one: Outcome, now: datetime) -> dict[str, object]:
    return {"due_at": None, "sent_at": now, "reference": one.reference[:120]}


def _failed(one: Outcome, now: datetime) -> dict[str, object]:
    attempts = one.row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return {"due_at": None, "dead_at": now, "reference": one.problem[:120]}
    later = now + timedelta(seconds=5 * 3 ** (attempts - 1))
    return {"due_at": later, "reference": one.problem[:120]}
