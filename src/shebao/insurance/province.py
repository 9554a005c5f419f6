"""The dated numbers of the province the core runs in, as plain integers by year and month.

They come from the law's tables and, for what a province sets itself, from ``tables`` beside this
file.  Percentages are given in hundredths of a percent, so that money stays in integers.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from shebao.law import contributions, tables

CODE = "990000"
FIRST_MONTH = 1998 * 12
FIRST_YEAR = 1998
_FOLDER = Path(__file__).with_name("tables")
_OLD_CLASSES = (1, 1, 1, 2, 2, 2, 3, 3)
_EIGHT_CLASSES_SINCE = 2015 * 12 + 9


@lru_cache
def all_tables() -> tables.Tables:
    """The nation's and the province's tables together."""
    return tables.load(tables.FOLDER, _FOLDER)


def number(name: str, on: date) -> Any:
    """The province's own number in force on a day; raises ``tables.NoValueOn``."""
    return all_tables().value(f"province.{name}", on, region=CODE)


def amount(name: str, on: date) -> int:
    """A number of fen, days or months in force on a day."""
    return int(number(name, on))


def first_day(month: int) -> date:
    """The first day of a month number."""
    return date(month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=16384)
def rates(payer: str, month: int, injury_class: int = 1) -> tuple[int, int] | None:
    """Own and employer's share in hundredths of a percent; None before the scheme began."""
    known = injury_class if month >= _EIGHT_CLASSES_SINCE else _OLD_CLASSES[injury_class - 1]
    try:
        own, employer = contributions.rates(
            payer, first_day(month), injury_class=known, region=CODE, tables=all_tables()
        )
    except tables.NoValueOn:
        return None
    return int(own * 100), int(employer * 100)


@lru_cache(maxsize=4096)
def account_rate(month: int) -> int:
    """What goes to the personal account, in hundredths of a percent of the base."""
    on = first_day(max(month, FIRST_MONTH))
    return int(contributions.account_rate(on, region=CODE, tables=all_tables()) * 100)


@lru_cache
def average_wage(year: int) -> int:
    """The monthly average wage that bounds the year's bases, in fen; the last known if newer."""
    return amount("average_wage", date(max(year, FIRST_YEAR), 7, 1))


@lru_cache
def bounds(year: int) -> tuple[int, int]:
    """The lowest and the highest base of a year, in fen."""
    found = contributions.bounds(
        average_wage(year), date(max(year, FIRST_YEAR), 7, 1), region=CODE, tables=all_tables()
    )
    return found.floor, found.ceiling


@lru_cache
def interest(year: int) -> int:
    """What accounts earned in a year, in hundredths of a percent; the last published if newer."""
    try:
        entry = contributions.interest_rate(max(year, FIRST_YEAR), region=CODE, tables=all_tables())
    except tables.NoValueOn:
        return interest(year - 1)
    return int(entry.value * 100)


@lru_cache
def rise(year: int) -> int:
    """How much running pensions rose in a year, in hundredths of a percent; 0 if nothing is set."""
    try:
        return int(number("pension_rise", date(year, 1, 1)) * 100)
    except tables.NoValueOn:
        return 0


def year_interest(opening: int, credited: int, rate: int) -> int:
    """A whole year on the opening, half a year on the credits, half up.

    The same sum as :func:`shebao.law.contributions.account_year`, in plain integers.
    """
    return ((2 * opening + credited) * rate + 10000) // 20000


def rate_text(rate: int) -> str:
    """Hundredths of a percent as people read them: ``262`` is ``"2.62"``."""
    return f"{rate // 100}.{rate % 100:02d}"


def last_posted_month(on: date) -> int:
    """The newest month whose contributions are booked by the end of this day."""
    month = on.year * 12 + on.month - 1
    return month if on.day >= amount("posting_day", on) else month - 1


def last_payment_month(on: date) -> int:
    """The newest month whose benefits are paid by the end of this day."""
    month = on.year * 12 + on.month - 1
    return month if on.day >= amount("payment_day", on) else month - 1
