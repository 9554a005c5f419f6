"""Over how many months a personal account is paid out (计发月数), by the age at retirement.

The annex names whole years; how odd months are read is a dated setting of its own.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from shebao.law.months import first_day, month_number
from shebao.law.tables import NATIONAL, Entry, Tables, national


class NoPayoutMonths(LookupError):
    """The annex names no months for this age; the message says which ages it knows."""


@dataclass(frozen=True, kw_only=True)
class Payout:
    """The months for an age, in tenths, with the entries and the way they were read.

    ``also_seen`` says in which months other copies of the annex differ, empty nearly always.
    """

    age_months: int
    tenths: int
    way: str
    also_seen: str
    entries: tuple[Entry, ...]

    @property
    def months(self) -> Fraction:
        """The same as an exact number of months."""
        return Fraction(self.tenths, 10)

    @property
    def text(self) -> str:
        """``"138.4"``, or ``"139"`` where nothing is left over."""
        whole, rest = divmod(self.tenths, 10)
        return f"{whole}.{rest}" if rest else str(whole)


def payout_months(
    age_months: int,
    month: str | date,
    *,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> Payout:
    """The months for somebody who begins in ``month`` at this age (国发〔2005〕38号 annex).

    Raises :class:`NoPayoutMonths`, ``NoValueOn``, ``months.BadMonth``.
    """
    return _payout(age_months, month_number(month), region, tables or national())


def _looked_up(age_months: int, month: int, region: str, tables: Tables) -> Payout:
    on = first_day(month)
    annex = tables.entry("payout_months.by_age", on, region=region)
    odd_months = tables.entry("payout_months.odd_months", on, region=region)
    return Payout(
        age_months=age_months,
        tenths=_tenths(age_months, annex, odd_months.value),
        way=odd_months.value,
        also_seen=_also_seen(age_months, on, region, tables),
        entries=(annex, odd_months) if age_months % 12 else (annex,),
    )


_payout = lru_cache(maxsize=8192)(_looked_up)


def _tenths(age_months: int, annex: Entry, way: str) -> int:
    years, odd = divmod(age_months, 12)
    if way == "floor":
        odd = 0
    here = _of_year(years, annex)
    if not odd:
        return here * 10
    # Half up to one decimal, in whole numbers: twelfths of tenths.
    twelfths = 10 * (here * 12 + (_of_year(years + 1, annex) - here) * odd)
    return (2 * twelfths + 12) // 24


def _of_year(years: int, annex: Entry) -> int:
    months: int | None = annex.value.get(str(years))
    if months is None:
        known = sorted(map(int, annex.value))
        raise NoPayoutMonths(
            f"参数表“{annex.name}”只有 {known[0]} 到 {known[-1]} 岁的计发月数，"
            f"没有 {years} 岁的，请核对年龄"
        )
    return months


def _also_seen(age_months: int, on: date, region: str, tables: Tables) -> str:
    """Named only for ages whose months lean on a number that copies print differently."""
    if "payout_months.also_seen" not in tables.names():
        return ""
    years, odd = divmod(age_months, 12)
    disputed = tables.value("payout_months.also_seen", on, region=region)
    leaning = [str(years)] + ([str(years + 1)] if odd else [])
    return "，".join(f"{one} 岁另见 {disputed[one]}" for one in leaning if one in disputed)
