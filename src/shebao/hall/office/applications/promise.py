"""The promise clock (5.3.1b): working days from receipt, standing still only for listed reasons.

Pure: a calendar and dates in, dates out.  Until the State Council has published a year's holidays
the due date is provisional and marked so; the worker works it out again once the table is there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from shebao.hall.office.catalogue.item import Item
from shebao.law.workdays import Calendar, UnknownYear

# When an instant errand goes to a person, it is answered within this many working days unless
# its item promises otherwise.
REVIEW_OF_INSTANT = 5
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Due:
    """The last day on which a promise is kept."""

    day: date
    is_provisional: bool


def promised_days(item: Item) -> int:
    """How many working days the applicant was promised."""
    promise = item.promise
    return promise.working_days or promise.statutory_working_days or REVIEW_OF_INSTANT


def due_date(item: Item, *, received: date, calendar: Calendar) -> Due:
    """The due date of a case that was received on this day."""
    return working_days_after(received, promised_days(item), calendar=calendar)


def working_days_after(day: date, working_days: int, *, calendar: Calendar) -> Due:
    """So many working days later; by plain weekdays, and marked, where a year is unknown."""
    try:
        return Due(day=calendar.add(day, working_days), is_provisional=False)
    except UnknownYear:
        return Due(day=_weekdays_after(day, working_days), is_provisional=True)


def _weekdays_after(day: date, weekdays: int) -> date:
    while weekdays:
        day += timedelta(days=1)
        weekdays -= day.weekday() < SATURDAY
    return day


def may_pause(item: Item, reason: str) -> bool:
    """Whether the item lists this reason for its clock to stand still."""
    return reason in item.promise.pauses


def after_pause(due: date, *, since: date, until: date, calendar: Calendar) -> Due:
    """The due date moved by the working days between stop and start of the clock."""
    return working_days_after(due, _stood_still(since, until, calendar), calendar=calendar)


def _stood_still(since: date, until: date, calendar: Calendar) -> int:
    try:
        return calendar.count(since, until)
    except UnknownYear:
        days = (until - since).days
        return sum((since + timedelta(days=n + 1)).weekday() < SATURDAY for n in range(days))


def days_left(due: date, *, today: date, calendar: Calendar) -> int:
    """Working days left, today not counted; negative when the promise is broken."""
    try:
        return calendar.count(today, due)
    except UnknownYear:
        sign = 1 if due >= today else -1
        return sign * _stood_still(min(today, due), max(today, due), calendar)
