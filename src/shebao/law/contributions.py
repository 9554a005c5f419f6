"""Contributions: the bounds of a base, the two shares of a month, the growth of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from shebao.law.money import Exact, share, yuan
from shebao.law.months import first_day, month_number
from shebao.law.tables import NATIONAL, Entry, Tables, national
from shebao.law.text import shown, told


class Payer(StrEnum):
    """How somebody takes part: three schemes through an employer, or the pension on their own."""

    PENSION = "pension"
    FLEXIBLE = "flexible"
    UNEMPLOYMENT = "unemployment"
    INJURY = "injury"


class BadBase(ValueError):
    """A base, wage or sum that cannot be; the message names it."""


class NoRate(LookupError):
    """This scheme is not paid as a share of a base; the message says how it is."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The lowest and highest base of a month, in fen, and where the percentages stand."""

    floor: int
    ceiling: int
    sources: tuple[str, ...]

    def applied_to(self, wage: int) -> int:
        """The base of somebody who earns this wage."""
        return min(max(wage, self.floor), self.ceiling)


@dataclass(frozen=True, kw_only=True)
class AccountYear:
    """One year of an account, in fen: what it began with, got, earned and ended with."""

    opening: int
    credited: int
    interest: int
    closing: int


def shares(
    scheme: str,
    month: str | date,
    base: int,
    *,
    injury_class: int = 1,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> tuple[int, int]:
    """What the person and what the employer pays for one month on this base, in fen.

    ``scheme`` is a :class:`Payer`; work injury also needs the trade's risk class, 1 the lowest.
    Raises :class:`NoRate`, :class:`BadBase`, ``NoValueOn``, ``months.BadMonth``, ``BadAmount``.
    """
    demand_base("缴费基数", base)
    own, employer = rates(scheme, month, injury_class=injury_class, region=region, tables=tables)
    return share(base, own), share(base, employer)


def rates(
    scheme: str,
    month: str | date,
    *,
    injury_class: int = 1,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> tuple[Decimal, Decimal]:
    """The own and the employer's rate of a month, in percent.

    Raises as :func:`shares`.
    """
    number = month_number(month)
    return _rates(_payer(scheme), number, injury_class, region, tables or national())


def rate_entries(
    scheme: str, month: str | date, *, region: str = NATIONAL, tables: Tables | None = None
) -> tuple[Entry, ...]:
    """The table entries behind :func:`rates`: own share first, where there is one."""
    on = first_day(month_number(month))
    return tuple(
        entry
        for side in ("own", "employer")
        if (entry := _entry(_payer(scheme), side, on, region, tables or national()))
    )


def account_rate(
    month: str | date, *, region: str = NATIONAL, tables: Tables | None = None
) -> Decimal:
    """How many percent of a pension base go to the personal account."""
    on = first_day(month_number(month))
    return Decimal((tables or national()).value("rates.pension_account", on, region=region))


def bounds(
    average_wage: int,
    month: str | date,
    *,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> Bounds:
    """The bounds of a base where the average monthly wage is this many fen.

    The average is the province's published figure; it is never guessed here.
    Raises :class:`BadBase`, ``NoValueOn``, ``months.BadMonth``.
    """
    demand_base("当地平均工资", average_wage, least=1)
    on = first_day(month_number(month))
    low = (tables or national()).entry("rates.base_floor", on, region=region)
    high = (tables or national()).entry("rates.base_ceiling", on, region=region)
    return Bounds(
        floor=share(average_wage, low.value),
        ceiling=share(average_wage, high.value),
        sources=tuple(dict.fromkeys((low.document, high.document))),
    )


def average_wage(
    month: str | date, *, region: str = NATIONAL, tables: Tables | None = None
) -> Entry:
    """The average monthly wage a province published for the year of ``month``, in fen.

    Raises ``NoValueOn`` where none is in the tables; none is invented.
    """
    on = first_day(month_number(month))
    return (tables or national()).entry("average_wage.monthly", on, region=region)


def interest_rate(year: int, *, region: str = NATIONAL, tables: Tables | None = None) -> Entry:
    """The published account rate of a year, in percent, with its document.

    Raises ``NoValueOn`` for a year whose rate is not published nationally.
    """
    return (tables or national()).entry("interest.account", first_day(year * 12), region=region)


def account_year(opening: int, credited: int, rate: Exact) -> AccountYear:
    """A year at ``rate`` percent: a whole year on the opening, half a year on the credits.

    How a core weighs the months is its own matter; for an estimate this is said beside it.
    """
    interest = share(2 * opening + credited, rate, of=200)
    return AccountYear(
        opening=opening,
        credited=credited,
        interest=interest,
        closing=opening + credited + interest,
    )


def demand_base(label: str, amount: int, *, least: int = 0) -> None:
    """Refuse an amount in fen that cannot be paid on.  Raises :class:`BadBase`."""
    if isinstance(amount, int) and amount < least:
        raise BadBase(f"{label}不能小于 {yuan(least)} 元，现在是 {yuan(amount)} 元，请核对")


def _payer(scheme: str) -> Payer:
    try:
        return Payer(scheme)
    except ValueError:
        known = "、".join(Payer)
        raise NoRate(
            f"“{shown(scheme)}”不按基数和费率缴费。按费率缴费的有：{known}；城乡居民按缴费档次缴费"
        ) from None


def _looked_up(
    payer: Payer, number: int, injury_class: int, region: str, tables: Tables
) -> tuple[Decimal, Decimal]:
    on = first_day(number)
    own = _entry(payer, "own", on, region, tables)
    employer = _entry(payer, "employer", on, region, tables)
    return _percent(own, injury_class), _percent(employer, injury_class)


_rates = lru_cache(maxsize=4096)(_looked_up)


def _entry(payer: Payer, side: str, on: date, region: str, tables: Tables) -> Entry | None:
    """None where the law knows no such side, e.g. an own share of work injury."""
    name = f"rates.{payer}_{side}"
    return tables.entry(name, on, region=region) if name in tables.names() else None


def _percent(entry: Entry | None, injury_class: int) -> Decimal:
    if entry is None:
        return Decimal(0)
    if not isinstance(entry.value, Sequence):
        return Decimal(entry.value)
    if not 1 <= injury_class <= len(entry.value):
        raise NoRate(f"行业风险类别应在 1 到 {len(entry.value)} 之间，现在是 {told(injury_class)}")
    return Decimal(entry.value[injury_class - 1])
