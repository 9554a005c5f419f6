"""Taking places: exactly so many as there are, whoever asks at once (5.1a).

A place is taken by one statement that only takes a free one. Two who ask for the last place meet
in the database; one of them is told that it is gone.
"""

import random
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count

from shebao.hall.office.appointments.models import Place

TRIES = 12


class Full(ValueError):
    """No counter that serves this has these places free."""


class _Lost(Exception):
    """Somebody else took one of the places between looking and taking."""


def starts_of(start: int, minutes: int, step: int) -> list[int]:
    """The places an appointment of so many minutes takes, by their first minute."""
    count = -(-minutes // step)
    return [start + place * step for place in range(count)]


def demand_free(*, centre: str, counters: Sequence[int], day: date, starts: Sequence[int]) -> None:
    """Raise ``Full`` where nothing is free just now: who is too late holds nobody up."""
    if not _free_counters(centre, counters, day, starts):
        raise Full


def claim(
    *, by: str, centre: str, counters: Sequence[int], day: date, starts: Sequence[int]
) -> int:
    """Take places in a row at one counter for ``by``; the counter's number. Raises ``Full``.

    It stands inside the transaction of the booking it is for.
    """
    for _ in range(TRIES):
        free = _free_counters(centre, counters, day, starts)
        if not free:
            break
        # Not always the first: those who ask at once spread over the counters.
        counter = random.choice(free)  # noqa: S311
        try:
            with transaction.atomic():
                _take(by, centre, counter, day, starts)
        except _Lost:
            continue
        return counter
    raise Full


def _free_counters(
    centre: str, counters: Sequence[int], day: date, starts: Sequence[int]
) -> list[int]:
    rows = Place.objects.filter(
        centre=centre, day=day, start__in=starts, counter__in=counters, booking=""
    )
    counted = rows.values("counter").annotate(free=Count("pk")).filter(free=len(starts))
    return list(counted.order_by("counter").values_list("counter", flat=True))


def _take(by: str, centre: str, counter: int, day: date, starts: Sequence[int]) -> None:
    rows = Place.objects.filter(
        centre=centre, day=day, start__in=starts, counter=counter, booking=""
    )
    if rows.update(booking=by) != len(starts):
        raise _Lost


def release(by: str) -> bool:
    """Give back every place of ``by``; whether there was one."""
    return bool(Place.objects.filter(booking=by).update(booking=""))


def hand_over(before: str, after: str) -> None:
    """The places of one number belong to another from now on."""
    Place.objects.filter(booking=before).update(booking=after)
