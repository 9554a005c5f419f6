"""Which times are free, at one centre and at all of them (5.1a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shebao.hall.office.agencies.centres import CentreCard, centres, counters_for
from shebao.hall.office.appointments.claiming import starts_of
from shebao.hall.office.appointments.models import Place
from shebao.hall.office.appointments.rules import bookable_days


def free_starts(
    where: CentreCard, *, counters: Sequence[int], day: date, minutes: int
) -> list[int]:
    """The times of a day at which an appointment of so many minutes can begin."""
    return free_days(where, counters=counters, days=(day,), minutes=minutes).get(day, [])


def free_days(
    where: CentreCard, *, counters: Sequence[int], days: Sequence[date], minutes: int
) -> dict[date, list[int]]:
    """The same for several days, in one question."""
    rows = Place.objects.filter(
        centre=where.code, day__in=days, counter__in=counters, booking=""
    ).order_by("day", "counter", "start")
    free: dict[tuple[date, int], set[int]] = {}
    for day, counter, start in rows.values_list("day", "counter", "start"):
        free.setdefault((day, counter), set()).add(start)
    found: dict[date, set[int]] = {}
    for (day, _counter), begins in free.items():
        fit = {
            one for one in begins if begins.issuperset(starts_of(one, minutes, where.place_minutes))
        }
        found.setdefault(day, set()).update(fit)
    return {day: sorted(begins) for day, begins in sorted(found.items()) if begins}


@dataclass(frozen=True, kw_only=True)
class NextFree:
    """A centre and its next free time for a service; None where there is none this week."""

    centre: CentreCard
    day: date | None
    start: int | None


def next_free(*, item: str, minutes: int, today: date) -> tuple[NextFree, ...]:
    """Every centre that takes bookings for a service, the soonest first."""
    found = [
        _next(one, item, minutes, today)
        for one in centres()
        if one.takes_bookings and counters_for(one.code, item)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.day or date.max, one.start or 0, one.centre.code))
    )


def _next(where: CentreCard, item: str, minutes: int, today: date) -> NextFree:
    days = free_days(
        where, counters=counters_for(where.code, item), days=bookable_days(today), minutes=minutes
    )
    day = min(days, default=None)
    return NextFree(centre=where, day=day, start=days[day][0] if day else None)
