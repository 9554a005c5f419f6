"""Calendar months as plain integers, so that the law can add and compare them.

A month has the number ``year * 12 + month - 1``; its text is ``"YYYY-MM"`` everywhere.
"""

import re
from datetime import date

from shebao.law.text import half_width, shown

_SHAPE = re.compile(r"([0-9]{4})(?:-?([0-9]{2})|-([0-9]{2})-([0-9]{2}))")


class BadMonth(ValueError):
    """The text is not a month of the calendar; the message is for people."""


def month_number(value: str | date) -> int:
    """The number of ``"YYYY-MM"``, ``"YYYYMM"``, ``"YYYY-MM-DD"`` or a date.

    Raises :class:`BadMonth`.
    """
    if isinstance(value, date):
        return value.year * 12 + value.month - 1
    found = (
        _SHAPE.fullmatch(half_width(value).strip())
        if isinstance(value, str) and len(value) < 40
        else None
    )
    if found is None:
        raise BadMonth(f"年月应写成 2031-05 这样，现在是“{shown(value)}”，请改一改")
    year, month, day = int(found[1]), int(found[2] or found[3]), int(found[4] or 1)
    _demand_real_day(year, month, day)
    return year * 12 + month - 1


def month_text(number: int) -> str:
    """``"YYYY-MM"`` of a month number; raises :class:`BadMonth` outside the years 1-9999."""
    if not 12 <= number < 120000:
        raise BadMonth("算出的年月超出了公元 1 年到 9999 年，请核对输入的年月")
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def later(month: str | date, months: int) -> str:
    """The month so many months later (earlier if negative)."""
    return month_text(month_number(month) + months)


def first_day(number: int) -> date:
    """The first day of a month number."""
    month_text(number)
    return date(number // 12, number % 12 + 1, 1)


def _demand_real_day(year: int, month: int, day: int) -> None:
    if not 1 <= month <= 12:
        raise BadMonth(f"月份应在 01 到 12 之间，现在是 {year:04d}-{month:02d}，请改一改")
    try:
        date(year, month, day)
    except ValueError:
        raise BadMonth(f"日历上没有 {year:04d}-{month:02d}-{day:02d} 这一天，请改一改") from None
