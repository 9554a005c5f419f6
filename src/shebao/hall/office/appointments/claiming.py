"""Taking places: exactly so many as there are, whoever asks at once (5.1a).

A place is taken by one statement that only takes a free one. Two who ask for the last place meet
in the database; one of them is told that it is gone.
"""

import random
from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from shebao.hall.office.appointments.models import Place

TRIES = 12
# Written out, because everybody who presses asks it, and most of a rush are told no by it.
FREE = (
    "SELECT counter FROM appointments_place WHERE booking = '' AND centre = %s AND day = %s"
    " AND start IN ({starts}) AND counter IN ({counters})"
    " GROUP BY counter HAVING COUNT(*) = %s ORDER BY counter"
)


class Full(ValueError):
    """No counter that serves this has these places free."""


class _Lost(Exception):
    """Somebody else took one of the places between looking and taking."""


def starts_of(start: int, minutes: int, step: int) -> list[int]:
    """The places an appointment of so many minutes takes, by their first minute."""
    count = -(-minutes // step)
    return [start + place * step for place in range(count)]


def claim(
    *,
    by: str,
    centre: str,
    counters: Sequence[int],
    day: date,
    starts: Sequence[int],
    free: Sequence[int] = (),
) -> int:
    """Take places in a row at one counter for ``by``; the counter's number. Raises ``Full``.

    It stands inside the transaction of the booking it is for. ``free`` are the counters that had
    room a moment ago, where that was asked.
    """
    for _ in range(TRIES):
        free = free or free_counters(centre, counters, day, starts)
        if not free:
            break
        # Not always the first: those who ask at once spread over the counters.
        counter = random.choice(free)  # noqa: S311
        if _taken(by, centre, counter, day, starts):
            return counter
        free = ()
    raise Full


def free_counters(
    centre: str, counters: Sequence[int], day: date, starts: Sequence[int]
) -> list[int]:
    """Those of these counters at which all these places are free just now."""
    if not counters:
        return []
    question = FREE.format(starts=_signs(starts), counters=_signs(counters))
    told = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(question, [centre, told, *starts, *counters, len(starts)])
        return [row[0] for row in cursor.fetchall()]


def _signs(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _taken(by: str, centre: str, counter: int, day: date, starts: Sequence[int]) -> bool:
    """Take all of these places or none; a single one needs no step to go back to."""
    rows = Place.objects.filter(
        centre=centre, day=day, start__in=starts, counter=counter, booking=""
    )
    if len(starts) == 1:
        return bool(rows.update(booking=by))
    try:
        with transaction.atomic():
            if rows.update(booking=by) != len(starts):
                raise _Lost
    except _Lost:
        return False
    return True


def release(by: str) -> bool:
    """Give back every place of ``by``; whether there was one."""
    return bool(Place.objects.filter(booking=by).update(booking=""))


def hand_over(before: str, after: str) -> None:
    """The places of one number belong to another from now on."""
    Place.objects.filter(booking=before).update(booking=after)
