"""A personal account (5.2.2c): what contributions credit, and how the balance grows year by year.

A core system weighs the months in its own way; here a year gives whole interest on its opening
and half on its credits, and a part of a year as many twelfths as it has months.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shebao.law.contributions import AccountYear, account_rate, interest_rate
from shebao.law.history import YearRow
from shebao.law.money import Exact, share
from shebao.law.months import first_day, month_number
from shebao.law.tables import NATIONAL, Entry, NoValueOn, Tables, national

CONVENTION = "accounts.convention"
_PAID = "ptm"


class NoInterestRate(NoValueOn):
    """The region published no rate for this year; the message says what to give instead."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """An account over some years: each year's sums, the balance, and where the rates stand.

    ``assumed_years`` are those for which no rate is published and an assumed one was taken.
    """

    years: tuple[tuple[int, AccountYear], ...]
    balance: int
    entries: tuple[Entry, ...]
    assumed_years: tuple[int, ...]


def credits(
    rows: Iterable[YearRow],
    *,
    scheme: str = "pension",
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> dict[int, int]:
    """What went into the account each year, in fen: the account's share of every paid base.

    Months paid twice are credited twice: giving money back is a matter of the agency.
    Raises ``NoValueOn`` for a month before accounts.
    """
    found: dict[int, int] = {}
    for row in rows:
        if row.scheme != scheme:
            continue
        for place, letter in enumerate(row.states):
            if letter in _PAID:
                rate = account_rate(date(row.year, place + 1, 1), region=region, tables=tables)
                found[row.year] = found.get(row.year, 0) + share(row.bases[place], rate)
    return found


def grown(
    credited: Mapping[int, int],
    *,
    until: str | date,
    opening: int = 0,
    region: str = NATIONAL,
    assumed_rate: Exact | None = None,
    tables: Tables | None = None,
) -> Growth:
    """The account from the first year credited to the end of the month ``until``.

    ``opening`` is the balance before the first year; ``assumed_rate`` stands in, in percent, for
    years without a published rate.  Raises :class:`NoInterestRate`, ``months.BadMonth``.
    """
    tables, last = tables or national(), month_number(until)
    first = min(credited, default=last // 12)
    convention = tables.entry(CONVENTION, first_day(last), region=region)
    years, entries, assumed = [], [convention], []
    balance = opening
    for year in range(first, last // 12 + 1):
        entry = _published(year, region, tables)
        rate = _rate(year, entry, assumed_rate, region)
        entries += [entry] if entry else []
        assumed += [] if entry else [year]
        part = part_of_year(balance, credited.get(year, 0), rate, min(last - year * 12 + 1, 12))
        years.append((year, part))
        balance = part.closing
    return Growth(
        years=tuple(years), balance=balance, entries=tuple(entries), assumed_years=tuple(assumed)
    )


def part_of_year(opening: int, credited: int, rate: Exact, months: int = 12) -> AccountYear:
    """So many months of a year at ``rate`` percent a year, rounded once."""
    interest = share((2 * opening + credited) * months, rate, of=2400)
    return AccountYear(
        opening=opening,
        credited=credited,
        interest=interest,
        closing=opening + credited + interest,
    )


def _published(year: int, region: str, tables: Tables) -> Entry | None:
    try:
        return interest_rate(year, region=region, tables=tables)
    except NoValueOn:
        return None


def _rate(year: int, entry: Entry | None, assumed: Exact | None, region: str) -> Exact:
    if entry is not None:
        rate: Exact = entry.value
        return rate
    if assumed is None:
        raise NoInterestRate(
            f"参数表“interest.account”没有 {year} 年的个人账户记账利率（地区 {region}）。"
            "2016 年以前由各省公布，请补上当地的数，或写明假定的利率"
        )
    return assumed
