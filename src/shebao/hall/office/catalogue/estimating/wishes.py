"""What a person would like to try: read from a page, an item's answers or a program alike.

A wish that cannot be is told by its field in words; nothing that anybody sends fails otherwise.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebao.hall.office.catalogue.estimating.lives import Life, Situation
from shebao.law.months import BadMonth, first_day, later, month_number, month_text
from shebao.law.tables import national
from shebao.law.text import shown

NAMES = ("start", "gap", "ratio", "until", "wage_growth", "interest", "level")
MOST_GROWTH = 1000
_WHOLE = re.compile(r"[0-9]{1,6}")
RANGE = "range"


class Unfit(ValueError):
    """The answer does not fit; the message tells the person what to do."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One choice; empty or None is what happens by itself.

    ``gap`` is in months, ``ratio`` in percent, growth and interest in hundredths of a percent, and
    ``level`` is what a resident pays a year, in fen.
    """

    start: str = ""
    gap: int = 0
    ratio: int | None = None
    until: str = ""
    wage_growth: int | None = None
    interest: int | None = None
    level: int | None = None

    @property
    def packed(self) -> str:
        """The wish as one part of an address; :func:`unpacked` reads it."""
        values = {name: getattr(self, name) for name in NAMES} | {"gap": self.gap or ""}
        return ".".join("" if one is None else str(one) for one in values.values())


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is to be mended at a field, in words for people."""

    field: str
    words: str


def unpacked(text: str) -> dict[str, str]:
    """The raw fields of a packed wish; whatever is missing is empty."""
    parts = text[:120].split(".")
    return dict(zip(NAMES, [*parts, *[""] * len(NAMES)], strict=False))


def read_wish(raw: Mapping[str, Any], life: Life, *, today: date) -> tuple[Wish, tuple[Fault, ...]]:
    """The wish, and the faults of what does not fit this life; a faulty field is left out.

    Texts come from pages, numbers from programs and answers.  Never raises.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, reader in _READERS.items():
        text = _text(raw.get(name))
        if not text:
            continue
        try:
            values[name] = reader(text, life, today)
        except (Unfit, BadMonth) as error:
            faults.append(Fault(field=name, words=str(error)))
    return Wish(**values), tuple(faults)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    text = str(value).strip()[:40]
    return "" if text == RANGE else text


def earliest_start(life: Life, today: date) -> str:
    """The first month this person may still begin in; an early one must be written of before."""
    this_month, law = month_text(month_number(today)), life.retirement
    if law is None:
        return this_month
    first = max(this_month, life.as_of, law.earliest_month)
    if not law.is_elastic or first >= law.statutory_month:
        return first
    elastic = national().value("retirement.elastic", first_day(month_number(law.statutory_month)))
    noticed = later(this_month, elastic["earlier_notice"])
    return min(max(first, noticed), law.statutory_month)


def latest_start(life: Life, today: date) -> str:
    """The last month; residents may begin as late as they like, within five years of the age."""
    if life.retirement is None:
        return earliest_start(life, today)
    if life.standing is Situation.RESIDENT:
        return later(max(earliest_start(life, today), life.retirement.latest_month), 60)
    return life.retirement.latest_month


def _start(text: str, life: Life, today: date) -> str:
    month = month_text(month_number(text))
    first, last = earliest_start(life, today), latest_start(life, today)
    if month < month_text(month_number(today)):
        raise Unfit(f"开始领取的月份不能早于这个月，可以选 {first} 到 {last}，现在是 {month}")
    if not first <= month <= last:
        raise Unfit(f"您可以选 {first} 到 {last} 之间的月份，现在是 {month}，请改一改")
    return month


def _until(text: str, life: Life, today: date) -> str:
    month = month_text(month_number(text))
    if month < life.as_of:
        raise Unfit(f"缴费到哪个月，最早是 {life.as_of}，现在是 {month}，请改一改")
    if month > latest_start(life, today):
        raise Unfit(f"缴费到哪个月，最晚是 {latest_start(life, today)}，现在是 {month}，请改一改")
    return month


def _gap(text: str, life: Life, today: date) -> int:
    most = month_number(latest_start(life, today)) - month_number(life.as_of)
    return _within("停缴的月数", text, 0, most)


def _ratio(text: str, life: Life, today: date) -> int:
    low, high = bounds(life, today)
    return _within("缴费基数占平均工资的百分比", text.removesuffix("%"), low, high)


def bounds(life: Life, today: date) -> tuple[int, int]:
    """The lowest and the highest base in force, in percent of the average wage."""
    on = first_day(month_number(today))
    sides = (national().value(f"rates.base_{side}", on, region=life.region or "000000")
             for side in ("floor", "ceiling"))  # fmt: skip
    low, high = (int(one) for one in sides)
    return low, high


def _growth(text: str, life: Life, today: date) -> int:
    return _within("假定的增长（百分之一个百分点）", text, 0, MOST_GROWTH)


def _level(text: str, life: Life, today: date) -> int:
    amount = _within("缴费档次（分）", text, 0, 10**6 - 1)
    if amount not in {one["level"] for one in levels(today)}:
        raise Unfit("请在给出的档次里选一个")
    return amount


def levels(today: date) -> list[dict[str, int]]:
    """The yearly levels of residents with their subsidies, in fen."""
    found: list[dict[str, int]] = national().value("estimates.residents_levels", today)
    return found


def _within(label: str, text: str, low: int, high: int) -> int:
    if not _WHOLE.fullmatch(text):
        raise Unfit(f"{label}请填整数，现在是“{shown(text)}”")
    if not low <= int(text) <= high:
        raise Unfit(f"{label}应在 {low} 到 {high} 之间，现在是 {int(text)}，请改一改")
    return int(text)


_READERS: Mapping[str, Callable[[str, Life, date], Any]] = {
    "start": _start,
    "gap": _gap,
    "ratio": _ratio,
    "until": _until,
    "wage_growth": _growth,
    "interest": _growth,
    "level": _level,
}
