"""Working days (5.3.1b): weekends, the State Council's holidays and make-up days, one-off closings.

The table is the only authority: a year that is not in it is refused, never guessed, because a
deadline that ignores make-up days is wrong without anybody noticing.
"""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from shebao.law.tables import FOLDER, BadTable

NATIONAL_TABLE = FOLDER / "workdays.toml"
_ONE_DAY = timedelta(days=1)
_WEEKEND = 5


class UnknownYear(LookupError):
    """The table has no arrangement for this year; the message says where to add it."""


class NegativeDays(ValueError):
    """Somebody asked for fewer than no working days."""


class Reason(StrEnum):
    """Why a day is, or is not, a working day."""

    ORDINARY = "ordinary"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the calendar; ``name`` is for people, ``document`` empty on plain days."""

    day: date
    is_workday: bool
    reason: Reason
    name: str
    document: str


class Calendar:
    """Working days of the years that are known; built once, asked often, never changed."""

    def __init__(
        self,
        years: Mapping[int, Mapping[date, Day]],
        closings: Mapping[date, str] | None = None,
    ) -> None:
        """``years`` maps a year to its exceptional days, ``closings`` days to why we are closed.

        Raises :class:`BadTable` when the years are none or do not follow one another.
        """
        self._years = _in_a_row(years)
        self._closings = dict(closings or {})
        self._exceptions = {day: one for known in years.values() for day, one in known.items()}
        self._workdays = [day for day in self._every_day() if self.explain(day).is_workday]

    @property
    def years(self) -> tuple[int, ...]:
        """The years this calendar answers for, oldest first."""
        return tuple(self._years)

    def closed_on(self, days: Mapping[date, str]) -> "Calendar":
        """This calendar with an agency's own one-off closings laid over it."""
        years: dict[int, dict[date, Day]] = {year: {} for year in self._years}
        for day, one in self._exceptions.items():
            years[day.year][day] = one
        return Calendar(years, self._closings | dict(days))

    def explain(self, day: date) -> Day:
        """Whether a day is worked, and why.  Raises :class:`UnknownYear`."""
        self._demand(day.year)
        if day in self._closings:
            return _day(day, Reason.CLOSING, self._closings[day])
        if day in self._exceptions:
            return self._exceptions[day]
        if day.weekday() >= _WEEKEND:
            return _day(day, Reason.WEEKEND, "周末")
        return _day(day, Reason.ORDINARY, "工作日")

    def is_workday(self, day: date) -> bool:
        """Raises :class:`UnknownYear`."""
        self._demand(day.year)
        place = bisect_left(self._workdays, day)
        return place < len(self._workdays) and self._workdays[place] == day

    def add(self, day: date, working_days: int) -> date:
        """The last of so many working days after ``day``; 0 is ``day`` itself (5.3.1b).

        The day of acceptance does not count.  Raises :class:`UnknownYear` or
        :class:`NegativeDays`.
        """
        if working_days < 0:
            raise NegativeDays(f"工作日数不能是负数，现在是 {working_days}，请改一改")
        self._demand(day.year)
        if working_days == 0:
            return day
        place = bisect_right(self._workdays, day) + working_days - 1
        if place >= len(self._workdays):
            raise _unknown(self._years[-1] + 1)
        return self._workdays[place]

    def count(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier.

        ``count(day, add(day, n)) == n``.  Raises :class:`UnknownYear`.
        """
        self._demand(start.year)
        self._demand(end.year)
        return bisect_right(self._workdays, end) - bisect_right(self._workdays, start)

    def next_workday(self, day: date) -> date:
        """``day`` if it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.add(day, 1)

    def _every_day(self) -> Iterable[date]:
        day, last = date(self._years[0], 1, 1), date(self._years[-1], 12, 31)
        while day < last:
            yield day
            day += _ONE_DAY
        yield last

    def _demand(self, year: int) -> None:
        if not self._years[0] <= year <= self._years[-1]:
            raise _unknown(year)


@lru_cache
def national(*more: Path) -> Calendar:
    """The product's own table, with an agency's files of later years after it; read once.

    Raises :class:`BadTable`.
    """
    years: dict[int, dict[date, Day]] = {}
    for path in (NATIONAL_TABLE, *more):
        years |= _read(path)
    return Calendar(years)


def _read(path: Path) -> dict[int, dict[date, Day]]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["year"]
        return {row["year"]: dict(_exceptions(row)) for row in rows}
    except (KeyError, TypeError, ValueError) as error:
        raise BadTable(f"节假日表 {path.name} 写得不对：{error}") from None


def _exceptions(row: Mapping[str, Any]) -> Iterable[tuple[date, Day]]:
    for block in row["holiday"]:
        document = block.get("document", row["document"])
        if not document:
            raise ValueError(f"{row['year']} 年缺少通知文号")
        for reason, key, name in (
            (Reason.HOLIDAY, "off", f"{block['name']}放假"),
            (Reason.MAKE_UP, "worked", f"{block['name']}调休上班"),
        ):
            for day in block.get(key, ()):
                if day.year != row["year"]:
                    raise ValueError(f"{day} 不在 {row['year']} 年")
                yield day, _day(day, reason, name, document)


def _day(day: date, reason: Reason, name: str, document: str = "") -> Day:
    is_workday = reason in {Reason.ORDINARY, Reason.MAKE_UP}
    return Day(day=day, is_workday=is_workday, reason=reason, name=name, document=document)


def _in_a_row(years: Iterable[int]) -> list[int]:
    known = sorted(years)
    if not known or known[0] < MINYEAR or known[-1] > MAXYEAR:
        raise BadTable("节假日表里没有年份")
    if any(later - earlier != 1 for earlier, later in pairwise(known)):
        raise BadTable("节假日表的年份应当连续")
    return known


def _unknown(year: int) -> UnknownYear:
    return UnknownYear(
        f"节假日表 workdays.toml 里还没有 {year} 年的放假安排，不能推算工作日。"
        f"请按国务院办公厅关于 {year} 年部分节假日安排的通知补上这一年"
    )
