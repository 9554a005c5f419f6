"""What the worker does with cases by itself: deliver, follow, decide what waited, let lapse."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shebao.exchange.port import (
    Change,
    ChangesSince,
    Posting,
    PostingKind,
    Receipt,
    ReceiptState,
    Rejected,
    Unreachable,
    ask_one,
)
from shebao.hall.kit.clock import local_date
from shebao.hall.office.applications.actions import following, pausing, settling, telling
from shebao.hall.office.applications.actions.moving import (
    NotAllowed,
    claim_turn,
    move,
    note,
    record_change,
)
from shebao.hall.office.applications.models import Application, Cursor, Outgoing, Pause
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.promise import after_pause, due_date
from shebao.hall.office.catalogue.queries import pinned
from shebao.hall.office.connections import Outside

LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 40
WORKER = "worker"


def deliver_postings(*, outside: Outside, now: datetime, limit: int = 50) -> int:
    """Bring due postings across the wall; returns how many the other side answered.

    A posting is claimed by moving its next time, so that two workers never hold the same one.
    """
    due = Outgoing.objects.filter(state=Outgoing.WAITING, next_at__lte=now).order_by("next_at")
    return sum(_deliver(row, outside, now) for row in list(due[:limit]))


def _deliver(row: Outgoing, outside: Outside, now: datetime) -> bool:
    mine = Outgoing.objects.filter(pk=row.pk, state=Outgoing.WAITING, next_at=row.next_at)
    if not mine.update(next_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    posting = Posting(
        key=row.key,
        kind=PostingKind(row.kind),
        subject=row.subject,
        case=row.case,
        decided_at=row.decided_at,
        values=row.values,
    )
    try:
        receipt = outside.insurance.post(posting)
    except Unreachable as error:
        _try_later(row, str(error), now)
        return False
    except Rejected as error:
        _give_up(row, str(error))
        return False
    _delivered(row, receipt, outside, now)
    return True


def back_off(attempts: int) -> timedelta:
    """How long to wait after this many tries: 2, 4, 8 … seconds, at most an hour."""
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_WAIT)


def _try_later(row: Outgoing, why: str, now: datetime) -> None:
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _give_up(row, why)
        return
    Outgoing.objects.filter(pk=row.pk).update(next_at=now + back_off(attempts), problem=why[:300])


def _give_up(row: Outgoing, why: str) -> None:
    Outgoing.objects.filter(pk=row.pk).update(state=Outgoing.DEAD, problem=why[:300])


def _delivered(row: Outgoing, receipt: Receipt, outside: Outside, now: datetime) -> None:
    with transaction.atomic():
        known = Outgoing.objects.filter(pk=row.pk, state=Outgoing.WAITING)
        if not known.update(
            state=receipt.state, reference=receipt.reference, problem=receipt.reason[:300]
        ):
            return
        if receipt.state is ReceiptState.REFUSED:
            following.refused_by_core(row.case, receipt.reason, outside=outside, now=now)


def replay(*, key: str, actor: str, now: datetime) -> bool:
    """Send a posting from the dead-letter list again; false when it is not on the list."""
    with transaction.atomic():
        dead = Outgoing.objects.filter(key=key, state=Outgoing.DEAD)
        if not dead.update(state=Outgoing.WAITING, next_at=now, attempts=0, problem=""):
            return False
        case = Application.objects.get(number=Outgoing.objects.get(key=key).case)
        note(case, "replayed", "重新发送到社保系统", actor=actor, channel="manage", now=now)
    return True


def follow_core(*, outside: Outside, now: datetime) -> int:
    """Read the core's change feed from where we stopped and move the cases it concerns."""
    cursor, _ = Cursor.objects.get_or_create(name="core")
    try:
        found = ask_one(outside.insurance, ChangesSince(after=cursor.place)).value
        return sum(_follow(change, cursor, outside, now) for change in found.changes)
    except Unreachable:
        return 0


def _follow(change: Change, cursor: Cursor, outside: Outside, now: datetime) -> bool:
    move_case = following.prepare(change, outside=outside, now=now)
    with transaction.atomic():
        mine = Cursor.objects.filter(pk=cursor.pk, place=cursor.place)
        if not mine.update(place=change.sequence):
            return False
        cursor.place = change.sequence
        move_case()
    return True


def decide_waiting(*, outside: Outside, now: datetime, limit: int = 50) -> int:
    """Decide the cases that were filed while the core could not be asked."""
    waiting = Application.objects.filter(status=Status.WAITING).order_by("id")
    return sum(_decide(case, outside, now) for case in list(waiting[:limit]))


def _decide(case: Application, outside: Outside, now: datetime) -> bool:
    kept = pinned(case.item, case.version)
    try:
        findings = settling.find(
            kept,
            subject=case.subject,
            answers=case.answers,
            insurance=outside.insurance,
            today=local_date(now),
        )
    except Unreachable:
        return False
    try:
        with transaction.atomic():
            settling.lead(case, kept, findings, outside=outside, now=now)
    except NotAllowed:
        return False
    return True


def lapse_supplements(*, outside: Outside, now: datetime) -> int:
    """Close cases whose time for a supplement has run out; the applicant may apply anew."""
    today = local_date(now)
    late = Application.objects.filter(status=Status.SUPPLEMENT, supplement_until__lt=today)
    return sum(_lapse(case, outside, now) for case in list(late[:200]))


def _lapse(case: Application, outside: Outside, now: datetime) -> bool:
    words = "到期没有补正，这件申请已按撤回处理。材料齐了可以重新申请。"
    try:
        with transaction.atomic():
            due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
            move(
                case, Status.WITHDRAWN, now=now, role="", clerk="", reason="到期未补正", **due
            )  # fmt: skip
            note(case, "lapsed", "到期未补正，按撤回处理", actor=WORKER, channel="worker", now=now)
            telling.withdrawn(case, words, now=now)
    except NotAllowed:
        return False
    return True


def confirm_due_dates(*, outside: Outside, now: datetime) -> int:
    """Work provisional due dates out again, once the year's holidays are in the table."""
    open_cases = Application.objects.filter(due_is_provisional=True, closed_at__isnull=True)
    return sum(_confirm(case, outside, now) for case in list(open_cases[:500]))


def _confirm(case: Application, outside: Outside, now: datetime) -> bool:
    item = pinned(case.item, case.version).item
    received = local_date(case.submitted_at)
    due = due_date(item, received=received, calendar=outside.calendar)
    if due.is_provisional:
        return False
    day = due.day
    for pause in Pause.objects.filter(case=case.number):
        until = pause.until or pause.since
        day = after_pause(day, since=pause.since, until=until, calendar=outside.calendar).day
    try:
        with transaction.atomic():
            claim_turn(case, due_on=day, due_is_provisional=False)
            record_change(case, "due-confirmed", actor=WORKER, channel="worker", now=now)
    except NotAllowed:
        return False
    return True
