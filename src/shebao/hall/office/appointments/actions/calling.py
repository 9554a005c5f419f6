"""Calling the next one, and what becomes of them (5.1): a turn is called to one counter only.

Calling takes a waiting turn by one conditional update, as a booking takes a place: two counters
that call at the same moment get two people.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from shebao.hall.kit.clock import local_date
from shebao.hall.office.agencies.centres import CounterCard
from shebao.hall.office.appointments.actions.booking import serve
from shebao.hall.office.appointments.actions.queueing import note
from shebao.hall.office.appointments.models import Turn, TurnState

TRIES = 24


class Busy(ValueError):
    """Somebody is at this counter; that comes to an end first."""


def call_next(*, centre: str, counter: CounterCard, clerk: str, now: datetime) -> str:
    """Call whoever counts as waiting longest; their turn's number, empty where nobody waits.

    At a counter for bookings whoever has one comes first. Raises ``Busy``.
    """
    today = local_date(now)
    for _ in range(TRIES):
        _demand_idle(centre, counter.number, today)
        turn = _first(centre, counter, today)
        if turn is None:
            return ""
        try:
            with transaction.atomic():
                if _called(turn, counter.number, clerk, now):
                    return turn.number
        except IntegrityError:
            # The same counter called twice at the same moment.
            raise Busy from None
    return ""


def _demand_idle(centre: str, counter: int, today: date) -> None:
    if Turn.objects.filter(
        centre=centre, day=today, counter=counter, state=TurnState.CALLED
    ).exists():
        raise Busy


def _first(centre: str, counter: CounterCard, today: date) -> Turn | None:
    waiting = Turn.objects.filter(centre=centre, day=today, state=TurnState.WAITING)
    fitting = _fitting(waiting, counter)
    if counter.takes_bookings:
        booked = fitting.exclude(booking="").order_by("rank", "place").first()
        if booked is not None:
            return booked
    return fitting.order_by("rank", "place").first()


def _fitting(waiting: "QuerySet[Turn]", counter: CounterCard) -> "QuerySet[Turn]":
    mine = Q(only_counter=counter.number)
    anybodys = Q(only_counter__isnull=True)
    if counter.items:
        anybodys &= Q(item__in=[*counter.items, ""])
    return waiting.filter(mine | anybodys)


def _called(turn: Turn, counter: int, clerk: str, now: datetime) -> bool:
    still = Turn.objects.filter(pk=turn.pk, state=TurnState.WAITING)
    taken = still.update(
        state=TurnState.CALLED, counter=counter, calls=1, called_at=now, clerk=clerk
    )
    if taken:
        note(turn, "call-turn", actor=clerk, channel="desk", now=now)
    return bool(taken)


def recall(*, number: str, centre: str, clerk: str, now: datetime) -> bool:
    """Call the same one again; false where they are not called any more."""
    with transaction.atomic():
        turn = _at_counter(number, centre).select_for_update().first()
        if turn is None:
            return False
        Turn.objects.filter(pk=turn.pk).update(calls=turn.calls + 1)
        note(turn, "call-turn", actor=clerk, channel="desk", now=now)
    return True


def finish(*, number: str, centre: str, clerk: str, now: datetime) -> bool:
    """What they came for is done; their booking, if there is one, counts as served."""
    with transaction.atomic():
        turn = _gone_from(number, centre, TurnState.DONE, "finish-turn", clerk, now)
        if turn is not None and turn.booking:
            serve(number=turn.booking, centre=centre, clerk=clerk, now=now)
    return turn is not None


def absent(*, number: str, centre: str, clerk: str, now: datetime) -> bool:
    """Called, and not there; they may come back today and wait anew."""
    return _gone_from(number, centre, TurnState.ABSENT, "absent-turn", clerk, now) is not None


def _gone_from(
    number: str, centre: str, state: TurnState, verb: str, clerk: str, now: datetime
) -> Turn | None:
    with transaction.atomic():
        rows = _at_counter(number, centre)
        turn = rows.first()
        if turn is None or not rows.update(state=state, closed_at=now, clerk=clerk):
            return None
        note(turn, verb, actor=clerk, channel="desk", now=now)
    return turn


def transfer(*, number: str, centre: str, counter: int, clerk: str, now: datetime) -> bool:
    """Pass somebody on to another counter; they keep since when they wait."""
    with transaction.atomic():
        rows = _at_counter(number, centre).exclude(counter=counter)
        turn = rows.first()
        onward = {"state": TurnState.WAITING, "only_counter": counter, "counter": None}
        if turn is None or not rows.update(**onward):
            return False
        note(turn, "pass-turn", actor=clerk, channel="desk", now=now)
    return True


def _at_counter(number: str, centre: str) -> "QuerySet[Turn]":
    return Turn.objects.filter(number=number, centre=centre, state=TurnState.CALLED)
