"""Booking, changing, cancelling, coming (5.1a): one transaction each, and safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.centres import CentreCard, counters_for
from shebao.hall.office.appointments import claiming
from shebao.hall.office.appointments.actions import telling, waiting
from shebao.hall.office.appointments.actions.mandated import NotMandated, demand_mandate
from shebao.hall.office.appointments.actions.standing import (
    AlreadyBooked,
    Resting,
    Standing,
    TooManyOpen,
    resting_until,
)
from shebao.hall.office.appointments.models import (
    OPEN_STATES,
    STANDING,
    Booking,
    BookingState,
    Turn,
    TurnState,
)
from shebao.hall.office.appointments.rules import bookable_days
from shebao.hall.office.audit import actions as audit

Full = claiming.Full
PURPOSE = "booking a counter"
# Written out, because every press asks it.
BOOKED = "SELECT number FROM appointments_booking WHERE token = %s AND subject = %s"


class NotBookable(ValueError):
    """This day, or this time, cannot be booked."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is wanted: a service (and its case, if there is one), where, when, how long."""

    item: str
    item_name: str
    centre: CentreCard
    day: date
    start: int
    minutes: int
    case: str = ""

    @property
    def starts(self) -> list[int]:
        """The places it takes."""
        return claiming.starts_of(self.start, self.minutes, self.centre.place_minutes)


def book(*, visitor: Visitor, wanted: Wanted, token: str, channel: str, now: datetime) -> str:
    """Book a place and return the booking's number; it counts from this moment on.

    Raises ``Full``, ``NotBookable``, ``AlreadyBooked``, ``TooManyOpen``, ``Resting`` or
    ``NotMandated``; then nothing was booked. The same ``token`` gives the same booking.
    """
    try:
        return _pressed(visitor, wanted, token, channel, now)
    except (Full, NotBookable, AlreadyBooked, TooManyOpen, Resting, NotMandated):
        # Nothing speaks against a press that came in before: it has been booked.
        before = _booked_with(token, visitor.subject)
        if before:
            return before
        raise


def _pressed(visitor: Visitor, wanted: Wanted, token: str, channel: str, now: datetime) -> str:
    if not visitor.may_arrange(wanted.item):
        # Before anything is told of what is booked already.
        raise NotMandated
    today = local_date(now)
    if wanted.day not in bookable_days(today):
        raise NotBookable
    counters = counters_for(wanted.centre.code, wanted.item)
    free = claiming.free_counters(wanted.centre.code, counters, wanted.day, wanted.starts)
    if not free:
        # Who is too late holds nobody up.
        raise Full
    Standing.of(visitor.subject, today).demand_room(wanted.item, today)
    try:
        with transaction.atomic():
            press = _Press(token=token, counters=counters, free=free)
            return _booked(visitor, wanted, press, channel, now)
    except IntegrityError:
        Standing.of(visitor.subject, today).demand_none(wanted.item)
        raise Full from None


@dataclass(frozen=True, kw_only=True)
class _Press:
    """What one press goes by: its token, the counters that serve this, those free just now."""

    token: str
    counters: Sequence[int]
    free: Sequence[int]


def _booked_with(token: str, subject: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(BOOKED, [token, subject])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _booked(visitor: Visitor, wanted: Wanted, press: _Press, channel: str, now: datetime) -> str:
    demand_mandate(visitor, wanted.item, now=now)
    number = f"B{secret_code(10)}"
    counter = claiming.claim(
        by=number,
        centre=wanted.centre.code,
        counters=press.counters,
        day=wanted.day,
        starts=wanted.starts,
        free=press.free,
    )
    booking = Booking(
        number=number, token=press.token, subject=visitor.subject,
        subject_name=visitor.subject_name,
        person=visitor.person, account=visitor.account, item=wanted.item,
        item_name=wanted.item_name, case=wanted.case, centre=wanted.centre.code,
        counter=counter, day=wanted.day, start=wanted.start, minutes=wanted.minutes,
        channel=channel, made_at=now,
    )  # fmt: skip
    booking.save(force_insert=True)
    waiting.close_wish(subject=visitor.subject, item=wanted.item, now=now)
    _note(booking, "book-place", visitor.account, channel, now)
    telling.booked(booking, wanted.centre, now=now)
    return number


def change(
    *, number: str, visitor: Visitor, centre: CentreCard, day: date, start: int, channel: str,
    now: datetime,
) -> bool:  # fmt: skip
    """Another day or time at the same centre, in one step: the old place is kept until then.

    False where the booking is not open. Raises ``Full``, ``NotBookable`` and ``NotMandated``.
    """
    if day not in bookable_days(local_date(now)):
        raise NotBookable
    with transaction.atomic():
        booking = _own_open(number, visitor.subject)
        if booking is None:
            return False
        demand_mandate(visitor, booking.item, now=now)
        if (booking.day, booking.start) == (day, start):
            return True
        claiming.release(number)
        starts = claiming.starts_of(start, booking.minutes, centre.place_minutes)
        counters = counters_for(centre.code, booking.item)
        counter = claiming.claim(
            by=number, centre=centre.code, counters=counters, day=day, starts=starts
        )
        freed = booking.day
        Booking.objects.filter(pk=booking.pk).update(
            day=day, start=start, counter=counter, is_reminded=False
        )
        booking.refresh_from_db()
        _note(booking, "change-booking", visitor.account, channel, now)
        telling.changed(booking, centre, now=now)
        waiting.offer_freed(centre=centre, day=freed, now=now)
    return True


def _own_open(number: str, subject: str) -> Booking | None:
    rows = Booking.objects.filter(number=number, subject=subject, state=BookingState.BOOKED)
    return rows.select_for_update().first()


def cancel(
    *, number: str, visitor: Visitor, centre: CentreCard, channel: str, now: datetime
) -> bool:
    """Give a place back; whoever waits for one is offered it. False where none is open.

    Raises ``NotMandated``.
    """
    with transaction.atomic():
        booking = _own_open(number, visitor.subject)
        if booking is not None:
            demand_mandate(visitor, booking.item, now=now)
        if booking is None or not _close(booking, BookingState.CANCELLED, now):
            return False
        claiming.release(number)
        _note(booking, "cancel-booking", visitor.account, channel, now)
        telling.cancelled(booking, centre, now=now)
        waiting.offer_freed(centre=centre, day=booking.day, now=now)
    return True


def _close(booking: Booking, state: BookingState, now: datetime) -> bool:
    rows = Booking.objects.filter(pk=booking.pk, state__in=OPEN_STATES)
    return bool(rows.update(state=state, closed_at=now))


def serve(*, number: str, centre: str, clerk: str, now: datetime) -> bool:
    """What the booking was for has been done at the counter."""
    return _ended(number, centre, BookingState.SERVED, "serve-booking", clerk, now)


def miss(*, number: str, centre: str, clerk: str, now: datetime) -> bool:
    """Nobody came: the person is told, and what follows if it happens again."""
    return _ended(number, centre, BookingState.NO_SHOW, "miss-booking", clerk, now)


def _ended(
    number: str, centre: str, state: BookingState, verb: str, clerk: str, now: datetime
) -> bool:
    with transaction.atomic():
        booking = Booking.objects.filter(number=number, centre=centre).first()
        if booking is None or booking.day > local_date(now) or not _close(booking, state, now):
            return False
        Turn.objects.filter(booking=number, state__in=STANDING).update(
            state=TurnState.DONE, closed_at=now
        )
        _note(booking, verb, clerk, "worker" if clerk == "worker" else "desk", now)
        if state is BookingState.NO_SHOW:
            rest = resting_until(booking.subject, local_date(now))
            telling.missed(booking, rest, now=now)
    return True


def _note(booking: Booking, verb: str, actor: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=actor, verb=verb, subject=booking.subject, purpose=PURPOSE, channel=channel,
        case=booking.case, now=now, details={"booking": booking.number},
    )  # fmt: skip
