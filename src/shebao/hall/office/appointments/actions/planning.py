"""A centre closes for a day: its places go, and everybody booked is offered another (5.1a)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.agencies import actions as agencies
from shebao.hall.office.agencies.centres import (
    CentreCard,
    centre,
)
from shebao.hall.office.appointments.actions import telling, waiting
from shebao.hall.office.appointments.models import Booking, BookingState, Place, Wish
from shebao.hall.office.appointments.rules import bookable_days
from shebao.hall.office.audit import actions as audit

# Whoever lost a place through us has longer to answer.
HOLD_AFTER_CLOSING = timedelta(days=2)


def close_day(*, code: str, day: date, why: str, actor: str, now: datetime) -> int:
    """A centre closes on a day: each booking of it is told once and offered another place.

    Returns how many bookings that were. Closing a day twice changes nothing.
    """
    where = centre(code)
    with transaction.atomic():
        is_new = agencies.take_day_off(centre=code, day=day, why=why, actor=actor, now=now)
        if not is_new:
            return 0
        held = Wish.objects.filter(centre=code, offered_day=day, closed_at=None).order_by("pk")
        for wish in list(held):
            _withdraw_offer(wish)
        booked = Booking.objects.filter(centre=code, day=day, state=BookingState.BOOKED)
        rows = list(booked.select_for_update().order_by("made_at", "pk"))
        Place.objects.filter(centre=code, day=day).delete()
        for row in rows:
            _displaced(row, where, why, actor, now)
    return len(rows)


def _withdraw_offer(wish: Wish) -> None:
    Wish.objects.filter(pk=wish.pk).update(
        offered_day=None, offered_start=None, offered_counter=None, hold_until=None
    )


def _displaced(row: Booking, where: CentreCard, why: str, actor: str, now: datetime) -> None:
    Booking.objects.filter(pk=row.pk).update(state=BookingState.DISPLACED, closed_at=now)
    waiting.close_wish(subject=row.subject, item=row.item, now=now)
    days = bookable_days(local_date(now))
    wish = Wish(
        number=f"W{secret_code(10)}", subject=row.subject, item=row.item, centre=row.centre,
        until=days[-1] + timedelta(days=30), minutes=row.minutes, made_at=row.made_at,
    )  # fmt: skip
    wish.save(force_insert=True)
    for day in days:
        if waiting.offer(wish, where, day, now=now, hold=HOLD_AFTER_CLOSING, is_told=False):
            break
    audit.record(
        actor=actor, verb="displace-booking", subject=row.subject, purpose="booking a counter",
        channel="manage", case=row.case, now=now, details={"booking": row.number, "why": why},
    )  # fmt: skip
    telling.displaced(row, why, wish, where, now=now)
