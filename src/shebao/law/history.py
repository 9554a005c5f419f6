"""A working life (5.2.2c, 5.4.3d): which months count, once each, and what was paid for on average.

The rows are those of the wall: a year with one employer, twelve bases and twelve letters: ``p``
paid, ``m`` made up, ``t`` transferred in, ``d`` deemed, ``a`` in arrears, ``w`` pending,
``-`` nothing.  How a year is cut into rows changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from shebao.law.money import half_up
from shebao.law.months import month_number, month_text
from shebao.law.tables import NATIONAL, Entry, Tables, distinct, national

PENSION = "pension"
_PAID = "ptm"
_DEEMED = "d"
_ARREARS = "a"
_SILENT = "-w"
_LETTERS = frozenset("ptmdaw-")
# When a month is told of twice: what was paid comes before what is deemed, and a debt is last.
_RANK = {letter: rank for rank, letter in enumerate("admtp")}


class BadYear(ValueError):
    """A row of a working life is not twelve months of known letters; the message names it."""


class NoWage(LookupError):
    """The average wage of a year with contributions is missing; the message names the year."""


class YearRow(Protocol):
    """A year with one employer, January first; ``exchange.port.ContributionYear`` is one."""

    @property
    def scheme(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def region(self) -> str: ...
    @property
    def bases(self) -> tuple[int, ...]: ...
    @property
    def states(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Row:
    """A plain :class:`YearRow`; bases in fen."""

    year: int
    bases: tuple[int, ...]
    states: str
    region: str = NATIONAL
    scheme: str = PENSION


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year: months by kind, counted once; the bases paid on, in fen, and their ratio.

    ``index`` is None for a year without a paid month and for one without a known average wage;
    ``average_wage`` is then 0.
    """

    year: int
    actual: int
    made_up: int
    deemed: int
    arrears: int
    overlapping: int
    base_total: int
    average_wage: int
    index: Fraction | None

    @property
    def paid(self) -> int:
        """Months with money: actual and made up."""
        return self.actual + self.made_up


@dataclass(frozen=True, kw_only=True)
class Career:
    """A working life: its years, oldest first, and the month numbers behind them."""

    years: tuple[Year, ...]
    paid: tuple[int, ...]
    deemed: tuple[int, ...]
    parameters: tuple[Entry, ...]

    @property
    def paid_months(self) -> int:
        """Months with money, each counted once."""
        return len(self.paid)

    @property
    def deemed_months(self) -> int:
        """Months without money that count all the same."""
        return len(self.deemed)

    @property
    def months(self) -> int:
        """All months that count."""
        return self.paid_months + self.deemed_months

    @property
    def arrears(self) -> int:
        """Months owed; they don't count until they are paid."""
        return sum(one.arrears for one in self.years)

    @property
    def overlapping(self) -> int:
        """How often a month was told of more than once; it still counts once."""
        return sum(one.overlapping for one in self.years)

    @cached_property
    def index(self) -> Fraction:
        """The mean ratio of own base to average wage over the paid months; 0 without any."""
        measured = [one for one in self.years if one.index is not None]
        months = sum(one.paid for one in measured)
        total = sum((one.index * one.paid for one in measured if one.index), Fraction(0))
        return total / months if months else Fraction(0)

    @property
    def unmeasured(self) -> tuple[int, ...]:
        """The years with paid months that no average wage is known for."""
        return tuple(one.year for one in self.years if one.paid and one.index is None)

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The stretches between the first and the last month that do not count."""
        counted = sorted((*self.paid, *self.deemed))
        return tuple(
            (month_text(one + 1), month_text(after - 1))
            for one, after in zip(counted, counted[1:], strict=False)
            if after - one > 1
        )

    def paid_before(self, month: str | date) -> int:
        """How many months were paid for before ``month``."""
        limit = month_number(month)
        return sum(one < limit for one in self.paid)


@dataclass(frozen=True)
class _Month:
    letter: str
    base: int


def career(
    rows: Iterable[YearRow],
    *,
    average_wages: Mapping[int, int],
    scheme: str = PENSION,
    leaves_out_unknown: bool = False,
    tables: Tables | None = None,
) -> Career:
    """Read a working life; ``average_wages`` are fen a month by year, as the region published them.

    With ``leaves_out_unknown`` the months of a year without a known wage count, but the mean index
    is that of the other years; else such a year is refused.  Of a month told of twice the paid one
    counts, of two paid ones the higher base.  Raises :class:`BadYear`, :class:`NoWage`,
    ``NoValueOn``.
    """
    tables = tables or national()
    months, tellings = _months(row for row in rows if row.scheme == scheme)
    years = sorted({number // 12 for number in months})
    wages = _Wages(average_wages, leaves_out_unknown)
    return Career(
        years=tuple(_year(year, months, tellings, wages, tables) for year in years),
        paid=tuple(number for number, one in sorted(months.items()) if one.letter in _PAID),
        deemed=tuple(number for number, one in sorted(months.items()) if one.letter == _DEEMED),
        parameters=_parameters(years, tellings, tables),
    )


def published_wages(region: str, *, tables: Tables | None = None) -> dict[int, int]:
    """The average wages a region published, in fen a month by year; empty if none is known."""
    row = (tables or national()).series("average_wage.monthly", region=region[:2] + "0000")
    return {entry.since.year: entry.value for entry in row}


def years_of(
    months: int, month: str | date, *, region: str = NATIONAL, tables: Tables | None = None
) -> Fraction:
    """Months as years, rounded half up as notices of that time show them: 208 are 17.33."""
    scale = 10 ** years_decimals(month, region=region, tables=tables).value
    return Fraction(half_up(Fraction(months * scale, 12)), scale)


def years_decimals(
    month: str | date, *, region: str = NATIONAL, tables: Tables | None = None
) -> Entry:
    """The setting behind :func:`years_of`."""
    number = month_number(month)
    on = date(number // 12, number % 12 + 1, 1)
    return (tables or national()).entry("pension.years_decimals", on, region=region)


def _months(rows: Iterable[YearRow]) -> tuple[dict[int, _Month], dict[int, int]]:
    """What counts of every month, and how often a month that counts was told of."""
    months: dict[int, _Month] = {}
    tellings: dict[int, int] = {}
    for row in rows:
        _demand_twelve(row)
        for place, letter in enumerate(row.states):
            if letter in _SILENT:
                continue
            number = row.year * 12 + place
            tellings[number] = tellings.get(number, 0) + (letter != _ARREARS)
            told = _Month(letter, row.bases[place])
            months[number] = max(months.get(number, told), told, key=_weight)
    return months, tellings


def _demand_twelve(row: YearRow) -> None:
    if len(row.states) != 12 or len(row.bases) != 12 or not set(row.states) <= _LETTERS:
        raise BadYear(f"{row.year} 年的缴费记录应是 12 个月的基数和状态，请核对")
    if min(row.bases) < 0:
        raise BadYear(f"{row.year} 年的缴费基数不能是负数，请核对")


def _weight(month: _Month) -> tuple[bool, bool, int, int]:
    """Of two tellings the paid one is kept, any before a debt, then the higher base or rank."""
    return month.letter in _PAID, month.letter != _ARREARS, month.base, _RANK[month.letter]


def _year(
    year: int,
    months: Mapping[int, _Month],
    tellings: Mapping[int, int],
    wages: "_Wages",
    tables: Tables,
) -> Year:
    numbers = [number for number in range(year * 12, year * 12 + 12) if number in months]
    letters = "".join(months[number].letter for number in numbers)
    made_up = letters.count("m")
    paid = sum(letter in _PAID for letter in letters)
    total = sum(months[number].base for number in numbers if months[number].letter in _PAID)
    wage = wages.of(year) if paid else 0
    return Year(
        year=year,
        actual=paid - made_up,
        made_up=made_up,
        deemed=letters.count(_DEEMED),
        arrears=letters.count(_ARREARS),
        overlapping=sum(max(tellings[number] - 1, 0) for number in numbers),
        base_total=total,
        average_wage=wage,
        index=_index(year, Fraction(total, wage * paid), tables) if wage else None,
    )


@dataclass(frozen=True)
class _Wages:
    by_year: Mapping[int, int]
    may_lack: bool

    def of(self, year: int) -> int:
        wage = self.by_year.get(year, 0)
        if wage > 0 or self.may_lack:
            return max(wage, 0)
        raise NoWage(f"没有 {year} 年当地公布的平均工资，不能算这一年的缴费指数，请补上这一年的数")


def _index(year: int, ratio: Fraction, tables: Tables) -> Fraction:
    """The ratio of a year, kept between the bounds of a base."""
    low, high = (_bound(side, year, tables) for side in ("floor", "ceiling"))
    return min(max(ratio, Fraction(low.value) / 100), Fraction(high.value) / 100)


def _bound(side: str, year: int, tables: Tables) -> Entry:
    """Years before the first entry are read by the first: nothing older is known."""
    name = f"rates.base_{side}"
    return tables.entry(name, max(date(year, 1, 1), tables.series(name)[0].since))


def _parameters(
    years: Iterable[int], tellings: Mapping[int, int], tables: Tables
) -> tuple[Entry, ...]:
    bounds = [_bound(side, year, tables) for year in years for side in ("floor", "ceiling")]
    is_overlapping = any(count > 1 for count in tellings.values())
    overlap = tables.series("pension.overlap")[-1:] if is_overlapping else ()
    return distinct((*bounds, *overlap))
