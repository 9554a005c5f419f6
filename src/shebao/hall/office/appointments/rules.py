"""The numbers of booking, in one place; each can be changed without touching a verb (5.1a)."""

from datetime import date, timedelta

# From the second day on, for a week: clause 5.1a says "should".
FIRST_DAY, DAYS = 1, 7
DEFAULT_MINUTES = 15
MOST_OPEN = 3
HOLD = timedelta(minutes=30)
# Who does not come is warned once; after that booking rests for a while, and counters stay open.
NO_SHOWS, WITHIN, REST = 2, timedelta(days=180), timedelta(days=30)


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
