"""Waiting for a place: the oldest fitting wish is offered what comes free, for a short while."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.centres import CentreCard, centre, counters_for
from shebao.hall.office.appointments import claiming
from shebao.hall.office.appointments.actions import telling
from shebao.hall.office.appointments.actions.mandated import demand_mandate
from shebao.hall.office.appointments.models import Booking, BookingState, Place, Wish
from shebao.hall.office.appointments.queries.free import free_starts
from shebao.hall.office.appointments.rules import HOLD, bookable_days
from shebao.hall.office.audit import actions as audit

MOST_WISHES = 3


class TooManyWishes(ValueError):
    """As many wishes as one may have at a time are open."""


def wish(
    *, visitor: Visitor, item: str, minutes: int, where: CentreCard, until: date, channel: str,
    now: datetime,
) -> str:  # fmt: skip
    """Wait for a place at a centre until a day; asking twice is one wish.

    Raises ``TooManyWishes`` and ``NotMandated``.
    """
    open_wishes = Wish.objects.filter(subject=visitor.subject, closed_at=None)
    same = open_wishes.filter(item=item, centre=where.code).first()
    if same is not None:
        return same.number
    if open_wishes.count() >= MOST_WISHES:
        raise TooManyWishes
    row = Wish(
        number=f"W{secret_code(10)}", subject=visitor.subject, item=item, centre=where.code,
        until=until, minutes=minutes, made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            demand_mandate(visitor, item, now=now)
            row.save(force_insert=True)
            _note(row, "wish-place", visitor.account, channel, now)
            for day in bookable_days(local_date(now)):
                if day <= until and offer(row, where, day, now=now):
                    break
    except IntegrityError:
        return open_wishes.get(item=item, centre=where.code).number
    return row.number


def end_wish(*, number: str, visitor: Visitor, channel: str, now: datetime) -> bool:
    """Wait no longer; a place that was held goes to the next. Raises ``NotMandated``."""
    with transaction.atomic():
        row = Wish.objects.filter(number=number, subject=visitor.subject, closed_at=None).first()
        if row is None:
            return False
        demand_mandate(visitor, row.item, now=now)
        _closed(row, now)
        _note(row, "end-wish", visitor.account, channel, now)
    return True


def close_wish(*, subject: str, item: str, now: datetime) -> None:
    """Whoever has booked waits no longer for the same."""
    for row in Wish.objects.filter(subject=subject, item=item, closed_at=None).order_by("pk"):
        _closed(row, now)


def _closed(row: Wish, now: datetime) -> None:
    if not Wish.objects.filter(pk=row.pk, closed_at=None).update(closed_at=now):
        return
    if claiming.release(row.number) and row.offered_day is not None:
        offer_freed(centre=centre(row.centre), day=row.offered_day, now=now)


def offer_freed(*, centre: CentreCard, day: date, now: datetime) -> None:
    """A place of a day came free: offer it to who has waited longest and can use it."""
    if day not in bookable_days(local_date(now)):
        return
    waiting = Wish.objects.filter(
        centre=centre.code, closed_at=None, offered_day=None, until__gte=day
    )
    for row in waiting.order_by("made_at", "pk")[:50]:
        if not offer(row, centre, day, now=now):
            continue
        return


def offer(
    row: Wish, where: CentreCard, day: date, *, now: datetime, hold: timedelta = HOLD,
    is_told: bool = True,
) -> bool:  # fmt: skip
    """Hold the first place of a day that fits a wish; false where there is none."""
    counters = counters_for(where.code, row.item)
    for start in free_starts(where, counters=counters, day=day, minutes=row.minutes):
        starts = claiming.starts_of(start, row.minutes, where.place_minutes)
        try:
            counter = claiming.claim(
                by=row.number, centre=where.code, counters=counters, day=day, starts=starts
            )
        except claiming.Full:
            continue
        row.offered_day, row.offered_start, row.offered_counter = day, start, counter
        row.hold_until = now + hold
        row.save(update_fields=["offered_day", "offered_start", "offered_counter", "hold_until"])
        if is_told:
            telling.offered(row, where, now=now)
        return True
    return False


def take_offer(
    *, number: str, visitor: Visitor, item_name: str, channel: str, now: datetime
) -> str:
    """Turn a held place into a booking; its number, or an empty text when the hold is over.

    Raises ``NotMandated``.
    """
    with transaction.atomic():
        rows = Wish.objects.filter(
            number=number, subject=visitor.subject, closed_at=None, hold_until__gt=now
        )
        row = rows.select_for_update().first()
        if row is None or row.offered_day is None or row.offered_start is None:
            return ""
        demand_mandate(visitor, row.item, now=now)
        where = centre(row.centre)
        booking = Booking(
            number=f"B{secret_code(10)}", token=f"wish:{row.number}", subject=row.subject,
            subject_name=visitor.subject_name, person=visitor.person, account=visitor.account,
            item=row.item, item_name=item_name, centre=row.centre, counter=row.offered_counter or 0,
            day=row.offered_day, start=row.offered_start, minutes=row.minutes, channel=channel,
            made_at=now,
        )  # fmt: skip
        others = Booking.objects.filter(
            subject=row.subject, item=row.item, state=BookingState.BOOKED
        )
        if others.exists():
            return ""
        booking.save(force_insert=True)
        claiming.hand_over(row.number, booking.number)
        Wish.objects.filter(pk=row.pk).update(closed_at=now)
        _note(row, "take-offer", visitor.account, channel, now)
        telling.booked(booking, where, now=now)
    return booking.number


def lapse_offers(*, now: datetime) -> int:
    """Holds that ran out: the place goes to the next, the wish is over; returns how many."""
    late = Wish.objects.filter(closed_at=None, hold_until__lte=now).order_by("hold_until", "pk")
    return sum(_lapsed(row, now) for row in late[:200])


def lapse_wishes(*, now: datetime) -> int:
    """Wishes whose last day is over; returns how many."""
    rows = Wish.objects.filter(closed_at=None, until__lte=local_date(now)).order_by("pk")
    return sum(_lapsed(row, now) for row in rows[:200])


def _lapsed(row: Wish, now: datetime) -> bool:
    with transaction.atomic():
        if not Wish.objects.filter(pk=row.pk, closed_at=None).exists():
            return False
        _closed(row, now)
        _note(row, "end-wish", "worker", "worker", now)
    return True


def held_places(number: str) -> int:
    """How many places a number holds."""
    return Place.objects.filter(booking=number).count()


def _note(row: Wish, verb: str, actor: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=actor, verb=verb, subject=row.subject, purpose="booking a counter",
        channel=channel, now=now, details={"wish": row.number},
    )  # fmt: skip
