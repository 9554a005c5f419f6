"""Joining the queue of a centre (5.1): with a booking or without, once for each press."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from shebao.hall.kit.clock import ZONE, local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.appointments.models import STANDING, Booking, BookingState, Turn, TurnState
from shebao.hall.office.appointments.rules import waiting_since
from shebao.hall.office.audit import actions as audit

PURPOSE = "queueing at a centre"
TRIES = 12


class NotToday(ValueError):
    """There is no booking of this number for today at this centre."""


class NoNumber(ValueError):
    """So many joined at the same moment that none of the tries got a number; try again."""


@dataclass(frozen=True, kw_only=True)
class Comer:
    """Who joins, and what for; everything may be empty but ``token``, which each press has."""

    token: str
    item: str = ""
    item_name: str = ""
    subject: str = ""
    subject_name: str = ""


def join(*, centre: str, comer: Comer, actor: str, channel: str, now: datetime) -> str:
    """Draw a number without a booking; returns the turn's public number.

    The same token gives the same turn. Raises ``NoNumber``.
    """
    turn = Turn(
        token=comer.token, item=comer.item, item_name=comer.item_name, subject=comer.subject,
        subject_name=comer.subject_name, rank=waiting_since(now),
    )  # fmt: skip
    return _joined(turn, centre, actor, channel, now)


def check_in(*, number: str, centre: str, actor: str, channel: str, now: datetime) -> str:
    """Somebody with a booking of today is here; returns the turn's number, the same if repeated.

    Raises ``NotToday`` and ``NoNumber``.
    """
    with transaction.atomic():
        mine = Booking.objects.filter(number=number, centre=centre, day=local_date(now))
        booking = mine.select_for_update().first()
        before = Turn.objects.filter(booking=number, day=local_date(now)).exclude(
            state=TurnState.DONE
        )
        if before.exists():
            return _back(before.latest("pk"), actor, channel, now)
        if booking is None or not mine.filter(state=BookingState.BOOKED).update(
            state=BookingState.ARRIVED
        ):
            raise NotToday
        turn = Turn(
            token=f"booking-{number}", item=booking.item, item_name=booking.item_name,
            subject=booking.subject, subject_name=booking.subject_name, booking=number,
            case=booking.case, rank=waiting_since(now, booked_for=_time_of(booking)),
        )  # fmt: skip
        return _joined(turn, centre, actor, channel, now)


def _back(turn: Turn, actor: str, channel: str, now: datetime) -> str:
    if turn.state not in STANDING:
        rejoin(number=turn.number, centre=turn.centre, actor=actor, channel=channel, now=now)
    return turn.number


def _time_of(booking: Booking) -> datetime:
    midnight = datetime(booking.day.year, booking.day.month, booking.day.day, tzinfo=ZONE)
    return midnight + timedelta(minutes=booking.start)


def _joined(turn: Turn, centre: str, actor: str, channel: str, now: datetime) -> str:
    turn.number, turn.centre, turn.day = f"T{secret_code(10)}", centre, local_date(now)
    turn.joined_at, turn.channel = now, channel
    for _ in range(TRIES):
        before = Turn.objects.filter(token=turn.token).first()
        if before is not None:
            return before.number
        try:
            with transaction.atomic():
                return _numbered(turn, actor, channel, now)
        except IntegrityError:
            # Somebody drew the same number at the same moment; the next one is free.
            continue
    raise NoNumber


def _numbered(turn: Turn, actor: str, channel: str, now: datetime) -> str:
    last = Turn.objects.filter(centre=turn.centre, day=turn.day).aggregate(last=Max("place"))
    turn.place = (last["last"] or 0) + 1
    turn.save(force_insert=True)
    note(turn, "join-queue", actor=actor, channel=channel, now=now)
    return turn.number


def rejoin(*, number: str, centre: str, actor: str, channel: str, now: datetime) -> bool:
    """Somebody who was not there when called, or left, is back: they wait anew from now."""
    with transaction.atomic():
        gone = Turn.objects.filter(
            number=number, centre=centre, day=local_date(now),
            state__in=[TurnState.ABSENT, TurnState.LEFT],
        )  # fmt: skip
        turn = gone.first()
        again = {"state": TurnState.WAITING, "rank": now, "closed_at": None, "counter": None}
        if turn is None or not gone.update(**again):
            return False
        note(turn, "rejoin-queue", actor=actor, channel=channel, now=now)
    return True


def note(turn: Turn, verb: str, *, actor: str, channel: str, now: datetime) -> None:
    """Into the trail of whoever holds the number, where that is known."""
    audit.record(
        actor=actor, verb=verb, subject=turn.subject or "-", purpose=PURPOSE, channel=channel,
        case=turn.case, now=now, details={"turn": turn.number},
    )  # fmt: skip
