"""What the worker does for bookings: open places, remind, close what is over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.inserting import insert
from shebao.hall.office.agencies.centres import (
    CentreCard,
    NoSuchCentre,
    booking_counters,
    centre,
    centres,
    spans_on,
)
from shebao.hall.office.appointments.actions import booking, telling, waiting
from shebao.hall.office.appointments.models import (
    STANDING,
    Booking,
    BookingState,
    Place,
    Turn,
    TurnState,
    Wish,
)
from shebao.hall.office.appointments.rules import FIRST_DAY, bookable_days, starts
from shebao.law.workdays import Calendar, UnknownYear


def remind(*, now: datetime, limit: int = 500) -> int:
    """Tell everybody who is expected tomorrow, once; returns how many."""
    tomorrow = local_date(now) + timedelta(days=1)
    rows = Booking.objects.filter(day=tomorrow, state=BookingState.BOOKED, is_reminded=False)
    return sum(_reminded(row, now) for row in rows.order_by("pk")[:limit])


def _reminded(row: Booking, now: datetime) -> bool:
    with transaction.atomic():
        mine = Booking.objects.filter(pk=row.pk, state=BookingState.BOOKED, is_reminded=False)
        if not mine.update(is_reminded=True):
            return False
        try:
            telling.reminded(row, centre(row.centre), now=now)
        except NoSuchCentre:
            return False
    return True


def note_no_shows(*, now: datetime, limit: int = 500) -> int:
    """Bookings of days gone by that nobody came for; returns how many."""
    rows = Booking.objects.filter(day__lt=local_date(now), state=BookingState.BOOKED)
    return sum(
        booking.miss(number=row.number, centre=row.centre, clerk="worker", now=now)
        for row in rows.order_by("day", "pk")[:limit]
    )


def let_wishes_lapse(*, now: datetime) -> int:
    """Holds that ran out, and wishes whose last day is over; returns how many."""
    return waiting.lapse_offers(now=now) + waiting.lapse_wishes(now=now)


def open_places(*, calendar: Calendar, now: datetime) -> int:
    """Make the places of every bookable day that are not there yet; returns how many are new."""
    days = bookable_days(local_date(now) + timedelta(days=FIRST_DAY))
    days = (*bookable_days(local_date(now)), days[-1])
    return sum(
        _opened(one, day, calendar) for one in centres() if one.takes_bookings for day in days
    )


def _opened(where: CentreCard, day: date, calendar: Calendar) -> int:
    if Place.objects.filter(centre=where.code, day=day).exists():
        return 0
    try:
        spans = spans_on(where, day, calendar=calendar)
    except UnknownYear:
        return 0
    rows = [
        Place(centre=where.code, counter=counter, day=day, start=start)
        for counter in booking_counters(where.code)
        for span in spans
        for start in starts(span, where.place_minutes)
    ]
    return insert(*rows, or_nothing=True) if rows else 0


def close_queues(*, now: datetime) -> int:
    """Whoever still stood in the queue of a day gone by has left; returns how many."""
    rows = Turn.objects.filter(day__lt=local_date(now), state__in=STANDING)
    return rows.update(state=TurnState.LEFT, closed_at=now)


def forget_old_places(*, now: datetime) -> int:
    """Places, turns, closed bookings and wishes of more than 13 months ago; returns how many."""
    before = local_date(now) - timedelta(days=396)
    turns = Turn.objects.filter(day__lt=before).exclude(state__in=STANDING).order_by("pk")
    gone = Turn.objects.filter(pk__in=list(turns.values_list("pk", flat=True)[:5000])).delete()[0]
    places = Place.objects.filter(day__lt=before).order_by("pk").values_list("pk", flat=True)
    gone += Place.objects.filter(pk__in=list(places[:5000])).delete()[0]
    old = Booking.objects.filter(day__lt=before).exclude(state=BookingState.BOOKED)
    gone += Booking.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:1000])).delete()[0]
    wishes = Wish.objects.filter(until__lt=before).exclude(closed_at=None)
    return (
        gone
        + Wish.objects.filter(pk__in=list(wishes.values_list("pk", flat=True)[:1000])).delete()[0]
    )
