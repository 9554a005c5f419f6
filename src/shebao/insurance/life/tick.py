"""From one day to another: everything whose day has come, in the order of the calendar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shebao.insurance import province, sql
from shebao.insurance.books import end_of, month_of
from shebao.insurance.life.account_years import close_year, raise_pensions
from shebao.insurance.life.allowances import refigure
from shebao.insurance.life.certifications import suspend_overdue
from shebao.insurance.life.contributions import post_month
from shebao.insurance.life.payments import pay_month
from shebao.insurance.life.transfers import advance


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What a tick did, by the name of the work; the day is where the data now stands."""

    day: date
    done: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class _Event:
    day: date
    name: str
    work: Callable[[], int]


def tick(on: date, *, now: datetime | None = None) -> Ticked:
    """Live until the end of a day (or until ``now`` on that day).

    Every run is made once for its period; a tick that is repeated, or cut off and made again,
    leaves the same books.  A day before the data date does nothing.
    """
    start = data_date()
    done: dict[str, int] = {}
    for event in _events(start, on):
        _note(done, "suspended", suspend_overdue(event.day, at=end_of(event.day)))
        _note(done, event.name, event.work())
        _stand_at(event.day)
    if on >= start:
        _note(done, "suspended", suspend_overdue(on, at=end_of(on)))
        _note(done, "transfer-steps", advance(now or end_of(on)))
        _stand_at(on)
    return Ticked(day=data_date(), done=done)


def data_date() -> date:
    """The day the data stands at; raises :class:`NoData` before there is any."""
    row = sql.first("SELECT data_date FROM insurance_book WHERE id = 1")
    if row is None:
        raise NoData
    day: date = row[0]
    return day


class NoData(RuntimeError):
    """The core has no data yet: no nation was generated or taken over."""


def _events(start: date, until: date) -> Iterator[_Event]:
    """What is due after one day up to and with another, oldest first."""
    for month in range(month_of(start), month_of(until) + 1):
        for event in sorted(_month_events(month), key=lambda event: event.day):
            if start < event.day <= until:
                yield event


def _month_events(month: int) -> Iterator[_Event]:
    first = province.first_day(month)
    if first.month == 1:
        yield _event(first, "account-years", lambda day: close_year(day.year - 1, at=end_of(day)))
        yield _event(first, "rises", lambda day: raise_pensions(day.year, at=end_of(day)))
    yield _event(first, "allowances", lambda day: refigure(month, at=end_of(day), day=day))
    paying = first + timedelta(days=province.amount("payment_day", first) - 1)
    yield _event(paying, "payments", lambda day: pay_month(month, day, at=end_of(day)))
    posting = first + timedelta(days=province.amount("posting_day", first) - 1)
    yield _event(posting, "contributions", lambda day: post_month(month, at=end_of(day)))


def _event(day: date, name: str, work: Callable[[date], int]) -> _Event:
    return _Event(day=day, name=name, work=lambda: work(day))


def _note(done: dict[str, int], name: str, count: int) -> None:
    if count:
        done[name] = done.get(name, 0) + count


def _stand_at(day: date) -> None:
    sql.change("UPDATE insurance_book SET data_date = %s WHERE id = 1 AND data_date < %s", day, day)
