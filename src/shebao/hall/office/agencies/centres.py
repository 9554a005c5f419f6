"""Service centres as everybody sees them: where, when, what for, and how to get in (5.6.1c)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shebao.hall.office.agencies.models import Centre, Counter, DayOff, Hours
from shebao.law.workdays import Calendar

Span = tuple[int, int]


class NoSuchCentre(LookupError):
    """No open centre has this code."""


@dataclass(frozen=True, kw_only=True)
class CentreCard:
    """A centre with its week; ``hours`` holds for each weekday its spans in minutes of the day."""

    code: str
    agency: str
    name: str
    address: str
    phone: str
    latitude: int | None
    longitude: int | None
    access: tuple[str, ...]
    place_minutes: int
    hours: tuple[tuple[Span, ...], ...]
    takes_bookings: bool


def centres(*, agency: str = "") -> tuple[CentreCard, ...]:
    """All open centres by code; of one agency, if named."""
    rows = Centre.objects.filter(is_open=True).order_by("code")
    found = list(rows.filter(agency=agency) if agency else rows)
    return _cards(found)


def centre(code: str) -> CentreCard:
    """One open centre. Raises ``NoSuchCentre``."""
    found = Centre.objects.filter(code=code, is_open=True).first()
    if found is None:
        raise NoSuchCentre(code)
    return _cards([found])[0]


def _cards(rows: list[Centre]) -> tuple[CentreCard, ...]:
    codes = [row.code for row in rows]
    week: dict[tuple[str, int], list[Span]] = {}
    for one in Hours.objects.filter(centre__in=codes).order_by("centre", "weekday", "opens"):
        week.setdefault((one.centre, one.weekday), []).append((one.opens, one.closes))
    taking = Counter.objects.filter(centre__in=codes, takes_bookings=True)
    booked = set(taking.values_list("centre", flat=True))
    return tuple(_card(row, week, row.code in booked) for row in rows)


def _card(row: Centre, week: dict[tuple[str, int], list[Span]], takes_bookings: bool) -> CentreCard:
    return CentreCard(
        code=row.code,
        agency=row.agency,
        name=row.name,
        address=row.address,
        phone=row.phone,
        latitude=row.latitude,
        longitude=row.longitude,
        access=tuple(row.access),
        place_minutes=row.place_minutes,
        hours=tuple(tuple(week.get((row.code, day), ())) for day in range(7)),
        takes_bookings=takes_bookings,
    )


def spans_on(card: CentreCard, day: date, *, calendar: Calendar) -> tuple[Span, ...]:
    """When a centre is open on a day: by its week, on working days only, never on a day off.

    A working Saturday, by which a holiday is made up for, has the hours of a Friday.
    """
    if DayOff.objects.filter(centre=card.code, day=day).exists():
        return ()
    if not calendar.is_workday(day):
        return ()
    return card.hours[day.weekday()] or card.hours[4]


def counters_for(code: str, item: str) -> tuple[int, ...]:
    """The counters of a centre that take bookings for a service, by number."""
    rows = Counter.objects.filter(centre=code, takes_bookings=True).order_by("number")
    return tuple(row.number for row in rows if not row.items or item in row.items)


@dataclass(frozen=True, kw_only=True)
class CounterCard:
    """One counter: whether bookings come first there, and for which services (none: all)."""

    number: int
    takes_bookings: bool
    items: tuple[str, ...]


def counters_of(code: str) -> tuple[CounterCard, ...]:
    """All counters of a centre, by number."""
    rows = Counter.objects.filter(centre=code).order_by("number")
    return tuple(
        CounterCard(number=row.number, takes_bookings=row.takes_bookings, items=tuple(row.items))
        for row in rows
    )


def booking_counters(code: str) -> tuple[int, ...]:
    """The counters of a centre that take bookings at all."""
    rows = Counter.objects.filter(centre=code, takes_bookings=True).order_by("number")
    return tuple(rows.values_list("number", flat=True))


def days_off(code: str, days: Iterable[date]) -> dict[date, str]:
    """Which of these days a centre takes off, and why."""
    rows = DayOff.objects.filter(centre=code, day__in=list(days)).order_by("day")
    return dict(rows.values_list("day", "why"))
