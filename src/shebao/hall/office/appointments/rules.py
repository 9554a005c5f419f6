"""The numbers of booking, in one place; each can be changed without touching a verb (5.1a)."""

from datetime import date, datetime, timedelta

# From the second day on, for a week: clause 5.1a says "should".
FIRST_DAY, DAYS = 1, 7
DEFAULT_MINUTES = 15
MOST_OPEN = 3
HOLD = timedelta(minutes=30)
# Who does not come is warned once; after that booking rests for a while, and counters stay open.
NO_SHOWS, WITHIN, REST = 2, timedelta(days=180), timedelta(days=30)
# In the queue a booking counts as waiting since so long before its time; who comes later than the
# grace joins like everybody else. Whoever was not there when called waits anew.
LEAD, GRACE = timedelta(minutes=30), timedelta(minutes=10)
# What the forecast of a wait rests on: the latest turns, from so many on, and counters at work.
LATEST, ENOUGH, AT_WORK = 20, 5, timedelta(minutes=30)


def waiting_since(joined_at: datetime, *, booked_for: datetime | None = None) -> datetime:
    """Since when somebody counts as waiting, with a booking or without (5.1)."""
    if booked_for is None or joined_at > booked_for + GRACE:
        return joined_at
    return min(joined_at, booked_for - LEAD)


def bookable_days(today: date) -> tuple[date, ...]:
    """The days that can be booked today."""
    return tuple(today + timedelta(days=FIRST_DAY + place) for place in range(DAYS))


def starts(span: tuple[int, int], step: int) -> range:
    """The places of one span, by their first minute; a piece too short for one is left out."""
    first, last = span
    return range(first, last - step + 1, step)


def clock_words(minute: int) -> str:
    """``9:05`` for minute 545 of the day."""
    return f"{minute // 60}:{minute % 60:02d}"
