"""Bookings as their owner and as the counters see them."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.appointments.models import Booking, BookingState, Turn, Wish


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


def bookings_of(visitor: Visitor, *, after: str = "", size: int = 20) -> Page[BookingCard]:
    """The bookings of whom this visitor stands for, newest first, as far as the mandate goes."""
    rows = Booking.objects.filter(subject=visitor.subject).order_by("-id")
    if not visitor.sees_all:
        rows = rows.filter(item__in=visitor.only_items)
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_card(row) for row in found[:size]], more)


def open_count(subject: str) -> int:
    """How many bookings of a subject are still to come."""
    return Booking.objects.filter(subject=subject, state=BookingState.BOOKED).count()


def own_booking(number: str, *, visitor: Visitor) -> BookingCard:
    """One booking, on the same terms. Raises ``Hidden``."""
    row = Booking.objects.filter(number=number, subject=visitor.subject).first()
    if row is None or not visitor.sees(row.item):
        raise Hidden(number)
    return _card(row)


def booked_with(token: str, *, visitor: Visitor) -> bool:
    """Whether this form, or this key of a program, has booked before."""
    return Booking.objects.filter(token=token, subject=visitor.subject).exists()


def wishes_of(visitor: Visitor) -> tuple[WishCard, ...]:
    """For what they wait, on the same terms."""
    rows = Wish.objects.filter(subject=visitor.subject, closed_at=None).order_by("pk")
    return tuple(
        WishCard(
            number=row.number, item=row.item, centre=row.centre, until=row.until,
            minutes=row.minutes, offered_day=row.offered_day, offered_start=row.offered_start,
            hold_until=row.hold_until,
        )
        for row in rows[:20]
        if visitor.sees(row.item)
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
            Turn.objects.filter(subject=subject),
            ("number", "centre", "day", "place", "item_name", "booking", "state", "joined_at",
             "called_at", "closed_at"),
            label="排队号",
            why="按先后叫您到窗口",
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
