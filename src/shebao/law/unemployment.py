"""The unemployment benefit (5.4.3d): who may draw it, for how long, between which amounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebao.law.money import yuan
from shebao.law.months import later, month_number
from shebao.law.tables import Entry, Tables, national
from shebao.law.text import told


class Missing(StrEnum):
    """What keeps somebody from drawing."""

    PAID_TOO_SHORT = "paid_too_short"
    LEFT_BY_OWN_WILL = "left_by_own_will"
    NOT_REGISTERED = "not_registered"
    DRAWS_PENSION = "draws_pension"


class BadCount(ValueError):
    """Months or an amount that cannot be; the message names the value."""


class OutOfBounds(ValueError):
    """The province's amount is not between the subsistence line and the minimum wage."""


@dataclass(frozen=True, kw_only=True)
class Duration:
    """For how many months: earned by paying, brought along, together within the cap."""

    months: int
    earned: int
    carried: int
    cap: int
    last_month: str
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Right:
    """May this person draw, if not why not, and how long."""

    is_entitled: bool
    missing: tuple[Missing, ...]
    words: tuple[str, ...]
    duration: Duration
    sources: tuple[Entry, ...]


def duration(
    paid_months: int,
    *,
    on: date,
    carried: int = 0,
    first_month: str | date | None = None,
    tables: Tables | None = None,
) -> Duration:
    """How long the benefit runs for somebody who lost work ``on`` this day (法 46).

    ``paid_months`` count anew since the last time; ``carried`` are the months then left unused.
    Raises :class:`BadCount`, ``NoValueOn`` or ``months.BadMonth``.
    """
    tables = tables or national()
    steps, cap = tables.entry("unemployment.months", on), tables.entry("unemployment.cap", on)
    paid, left = _count("缴费月数", paid_months), _count("未领月数", carried)
    earned = max((months for least, months in steps.value if paid >= least), default=0)
    months = min(earned + left, cap.value)
    begins = first_month is not None and months > 0
    return Duration(
        months=months,
        earned=earned,
        carried=left,
        cap=cap.value,
        last_month=later(first_month, months - 1) if begins and first_month else "",
        sources=(steps, cap),
    )


def right(
    paid_months: int,
    *,
    on: date,
    left_by_own_will: bool,
    is_registered: bool,
    draws_pension: bool = False,
    carried: int = 0,
    tables: Tables | None = None,
) -> Right:
    """Whether somebody may draw, with every reason that stands against it (法 45, 51).

    Who goes on drawing what the last time left need not have paid a year again.
    Raises :class:`BadCount` or ``NoValueOn``.
    """
    known = tables or national()
    least = known.entry("unemployment.least_paid", on)
    span = duration(paid_months, on=on, carried=carried, tables=known)
    against = (
        (Missing.PAID_TOO_SHORT, paid_months < least.value and not carried),
        (Missing.LEFT_BY_OWN_WILL, left_by_own_will),
        (Missing.NOT_REGISTERED, not is_registered),
        (Missing.DRAWS_PENSION, draws_pension),
    )
    missing = tuple(reason for reason, holds in against if holds)
    return Right(
        is_entitled=not missing,
        missing=missing,
        words=tuple(_WORDS[one].format(least=least.value) for one in missing),
        duration=span,
        sources=(least, *span.sources),
    )


_WORDS = {
    Missing.PAID_TOO_SHORT: "失业前单位和本人缴费不满 {least} 个月",
    Missing.LEFT_BY_OWN_WILL: "因本人意愿中断就业，不能领取失业保险金",
    Missing.NOT_REGISTERED: "还没有办理失业登记，请先登记并求职",
    Missing.DRAWS_PENSION: "已领取基本养老保险待遇，不再领取失业保险金",
}


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier benefit: the month it was last drawn in, and the last it could have been."""

    last_month: str
    until_month: str


def since(paid: Iterable[int], earlier: Earlier | None) -> tuple[int, int]:
    """Months paid anew since an earlier benefit, and its months left undrawn (法 46).

    ``paid`` are month numbers, each counted once.  Raises ``months.BadMonth``.
    """
    months = set(paid)
    if earlier is None:
        return len(months), 0
    last = month_number(earlier.last_month)
    left = max(month_number(earlier.until_month) - last, 0) if earlier.until_month else 0
    return sum(month > last for month in months), left


def monthly(on: date, *, region: str, tables: Tables | None = None) -> Entry:
    """What a place pays a month, in fen (条例 18, 法 47).

    Raises ``NoValueOn`` where none is published: the amount is then not calculated.
    """
    return (tables or national()).entry("unemployment.monthly", on, region=region)


def extended_to(
    last_month: str, *, statutory_month: str, on: date, tables: Tables | None = None
) -> str:
    """The month until which somebody near retirement may draw on; empty where that is not near.

    ``last_month`` is the last ordinary one.  Raises ``months.BadMonth`` or ``NoValueOn``.
    """
    near = (tables or national()).value("unemployment.near_retirement", on)
    between = month_number(statutory_month) - month_number(last_month)
    return later(statutory_month, 0) if 0 < between < near else ""


def demand_lawful(amount: int, *, minimum_wage: int, subsistence: int) -> int:
    """The province's monthly amount, if it is one the law allows (条例 18, 法 47), in fen.

    Raises :class:`OutOfBounds`: below the minimum wage, not below the subsistence line.
    """
    if not _count("最低生活保障标准", subsistence) <= amount < _count("最低工资", minimum_wage):
        raise OutOfBounds(
            f"失业保险金应低于当地最低工资 {yuan(minimum_wage)} 元，且不低于最低生活保障标准 "
            f"{yuan(subsistence)} 元，现在是 {yuan(amount)} 元，请核对"
        )
    return amount


def _count(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadCount(f"{name}应是不小于 0 的整数，现在是 {told(value)}，请核对")
    return value
