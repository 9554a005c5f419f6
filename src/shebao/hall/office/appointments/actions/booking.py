"""Booking, changing, cancelling, coming (5.1a): one transaction each, and safe to repeat."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.centres import CentreCard, counters_for
from shebao.hall.office.appointments import claiming
from shebao.hall.office.appointments.actions import telling, waiting
from shebao.hall.office.appointments.actions.mandated import demand_mandate
from shebao.hall.office.appointments.models import (
    OPEN_STATES,
    STANDING,
    Booking,
    BookingState,
    Turn,
    TurnState,
)
from shebao.hall.office.appointments.rules import MOST_OPEN, NO_SHOWS, REST, WITHIN, bookable_days
from shebao.hall.office.audit import actions as audit

Full = claiming.Full
PURPOSE = "booking a counter"


class NotBookable(ValueError):
    """This day, or this time, cannot be booked."""


class AlreadyBooked(ValueError):
    """There is an open booking for this service; ``number`` is it."""

    def __init__(self, number: str) -> None:
        """Remember which."""
        super().__init__(number)
        self.number = number


class TooManyOpen(ValueError):
    """As many bookings as one may have at a time are open."""


class Resting(ValueError):
    """After several bookings without coming, booking rests until ``until``; counters are open."""

    def __init__(self, until: date) -> None:
        """Remember until when."""
        super().__init__(until.isoformat())
        self.until = until


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
    before = _booked_with(token, visitor.subject)
    if before:
        return before
    today = local_date(now)
    if wanted.day not in bookable_days(today):
        raise NotBookable
    _demand_free(wanted)
    _demand_room(visitor.subject, wanted.item, today)
    try:
        with transaction.atomic():
            return _booked(visitor, wanted, token, channel, now)
    except IntegrityError:
        before = _booked_with(token, visitor.subject)
        if before:
            return before
        _demand_none(visitor.subject, wanted.item)
        raise Full from None


def _demand_free(wanted: Wanted) -> None:
    claiming.demand_free(
        centre=wanted.centre.code,
        counters=counters_for(wanted.centre.code, wanted.item),
        day=wanted.day,
        starts=wanted.starts,
    )


def _booked_with(token: str, subject: str) -> str:
    found = Booking.objects.filter(token=token, subject=subject)
    return found.values_list("number", flat=True).first() or ""


def _demand_room(subject: str, item: str, today: date) -> None:
    _demand_none(subject, item)
    if Booking.objects.filter(subject=subject, state=BookingState.BOOKED).count() >= MOST_OPEN:
        raise TooManyOpen
    until = resting_until(subject, today)
    if until is not None:
        raise Resting(until)


def _demand_none(subject: str, item: str) -> None:
    found = Booking.objects.filter(subject=subject, item=item, state=BookingState.BOOKED)
    number = found.values_list("number", flat=True).first()
    if number:
        raise AlreadyBooked(number)


def resting_until(subject: str, today: date) -> date | None:
    """Until which day booking rests for somebody who did not come again and again; else None."""
    missed = Booking.objects.filter(
        subject=subject, state=BookingState.NO_SHOW, day__gt=today - WITHIN
    )
    days = list(missed.order_by("-day").values_list("day", flat=True)[:NO_SHOWS])
    if len(days) < NO_SHOWS or days[0] + REST <= today:
        return None
    return days[0] + REST


def _booked(visitor: Visitor, wanted: Wanted, token: str, channel: str, now: datetime) -> str:
    demand_mandate(visitor, wanted.item, now=now)
    number = f"B{secret_code(10)}"
    counter = claiming.claim(
        by=number,
        centre=wanted.centre.code,
        counters=counters_for(wanted.centre.code, wanted.item),
        day=wanted.day,
        starts=wanted.starts,
    )
    booking = Booking(
        number=number, token=token, subject=visitor.subject, subject_name=visitor.subject_name,
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
