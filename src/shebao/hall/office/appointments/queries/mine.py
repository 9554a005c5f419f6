"""Bookings as their owner and as the counters see them."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.appointments.models import Booking, BookingState, Wish


@dataclass(frozen=True, kw_only=True)
class BookingCard:
    """One booking; times are minutes of the day."""

    number: str
    subject: str
    subject_name: str
    item: str
    item_name: str
    case: str
    centre: str
    counter: int
    day: date
    start: int
    minutes: int
    state: BookingState
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class WishCard:
    """Waiting for a place, and what is held, if anything is."""

    number: str
    item: str
    centre: str
    until: date
    minutes: int
    offered_day: date | None
    offered_start: int | None
    hold_until: datetime | None


def _card(row: Booking) -> BookingCard:
    return BookingCard(
        number=row.number, subject=row.subject, subject_name=row.subject_name, item=row.item,
        item_name=row.item_name, case=row.case, centre=row.centre, counter=row.counter,
        day=row.day, start=row.start, minutes=row.minutes, state=BookingState(row.state),
        made_at=row.made_at,
    )  # fmt: skip


def bookings_of(subject: str, *, after: str = "", size: int = 20) -> Page[BookingCard]:
    """Somebody's bookings, newest first."""
    rows = Booking.objects.filter(subject=subject).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_card(row) for row in found[:size]], more)


def own_booking(number: str, *, subject: str) -> BookingCard:
    """One booking of a subject. Raises ``Hidden``."""
    row = Booking.objects.filter(number=number, subject=subject).first()
    if row is None:
        raise Hidden(number)
    return _card(row)


def wishes_of(subject: str) -> tuple[WishCard, ...]:
    """For what somebody waits."""
    rows = Wish.objects.filter(subject=subject, closed_at=None).order_by("pk")
    return tuple(
        WishCard(
            number=row.number, item=row.item, centre=row.centre, until=row.until,
            minutes=row.minutes, offered_day=row.offered_day, offered_start=row.offered_start,
            hold_until=row.hold_until,
        )
        for row in rows[:20]
    )  # fmt: skip


def day_of_centre(centre: str, day: date) -> tuple[BookingCard, ...]:
    """Everybody who is expected at a centre on a day, by time."""
    rows = Booking.objects.filter(centre=centre, day=day).exclude(
        state__in=[BookingState.CANCELLED, BookingState.DISPLACED]
    )
    return tuple(_card(row) for row in rows.order_by("start", "counter", "pk")[:500])


def held(subject: str) -> tuple[Holding, ...]:
    """What is kept about somebody. Whoever shows it leaves a trace."""
    return (
        holding(
            Booking.objects.filter(subject=subject),
            ("number", "item_name", "case", "centre", "counter", "day", "start", "state",
             "channel", "made_at", "closed_at"),
            label="预约",
            why="为您留窗口的位置",
            kept="13 个月",
        ),
        holding(
            Wish.objects.filter(subject=subject),
            ("number", "item", "centre", "until", "made_at", "offered_day", "closed_at"),
            label="等待空位",
            why="有空位时先告诉您",
            kept="13 个月",
        ),
    )  # fmt: skip
