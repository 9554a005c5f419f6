"""A pension that is claimed: from the books of a working life to the parts, one sum for all.

The agency's paper and the core that pays work it out by this very function, so they cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from shebao.law.accounts import credits
from shebao.law.history import (
    BadYear,
    Career,
    NoWage,
    Row,
    YearRow,
    career,
    published_wages,
    years_of,
)
from shebao.law.months import BadMonth, later, month_number
from shebao.law.payout import NoPayoutMonths
from shebao.law.pension.employee import pension
from shebao.law.pension.facts import BadFact, Facts
from shebao.law.pension.supposed import person_of
from shebao.law.retirement import Start, StartOutOfRange, UnknownGroup, retirement, start
from shebao.law.tables import NoValueOn, Tables
from shebao.law.working import WorkingOut

# Whatever keeps a claim from being worked out; every message is written for people.
NOT_WORKED_OUT = (
    BadYear, NoWage, BadMonth, NoPayoutMonths, BadFact, UnknownGroup, StartOutOfRange, NoValueOn,
)  # fmt: skip
UNPAID_INTEREST = "退休当年的记账利率还没有公布，当年记入个人账户的部分暂不计息"


class AccountRow(Protocol):
    """A year of an account; ``exchange.port.AccountYear`` is one."""

    @property
    def year(self) -> int: ...
    @property
    def opening(self) -> int: ...
    @property
    def credited(self) -> int: ...
    @property
    def closing(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Books:
    """What is on record of somebody who claims; ``elsewhere`` are regions whose months were never
    brought to ``region`` and so don't count there.
    """

    birth: str
    group: str
    region: str
    rows: tuple[YearRow, ...]
    years: tuple[AccountRow, ...]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A working life up to a month, as the formulas take it; money in fen."""

    life: Career
    early_months: int
    account: int


@dataclass(frozen=True, kw_only=True)
class Award:
    """A pension from ``start`` on, first paid in the month after it."""

    start: Start
    statutory_month: str
    first_month: str
    counted: Counted
    missing_months: int
    working: WorkingOut


def award(books: Books, *, month: str, tables: Tables | None = None) -> Award:
    """The pension of somebody who retires in ``month``, in the books' own region.

    With months missing there is no right yet; the sum is then that of the months so far.
    Raises one of :data:`NOT_WORKED_OUT`.
    """
    age = retirement(books.birth, books.group, tables)
    begin = start(month, age, tables)
    found = counted(books, until=begin.month, tables=tables)
    working = pension(_facts(books, begin.month, found, tables), tables=tables)
    notes = (*working.notes, UNPAID_INTEREST)
    return Award(
        start=begin,
        statutory_month=age.statutory_month,
        first_month=later(begin.month, 1),
        counted=found,
        missing_months=max(begin.required_months - found.life.months, 0),
        working=replace(working, notes=notes),
    )


def counted(books: Books, *, until: str, tables: Tables | None = None) -> Counted:
    """The months and the account that count by the end of a month.

    Raises ``BadYear``, ``NoWage``, ``BadFact``, ``NoValueOn``, ``BadMonth``.
    """
    rows = tuple(one for one in books.rows if one.region not in books.elsewhere)
    before, after = _split(rows, month_number(until))
    wages = published_wages(books.region, tables=tables)
    life = career(before, average_wages=wages, tables=tables)
    account = balance_at(books.years, until) - _credited(after, until, books.region, tables)
    person = person_of(
        life,
        birth=books.birth,
        group=books.group,
        region=books.region,
        as_of=until,
        account=max(account, 0),
        tables=tables,
    )
    return Counted(life=life, early_months=person.early_months, account=person.account)


def balance_at(years: Iterable[AccountRow], month: str) -> int:
    """What an account holds in the year of ``month``: its opening and what the year credited.

    The running year's interest is not published before the year is over.
    """
    wanted = month_number(month) // 12
    known = sorted((one for one in years if one.year <= wanted), key=lambda one: one.year)
    if not known:
        return 0
    last = known[-1]
    return last.opening + last.credited if last.year == wanted else last.closing


def _split(rows: Iterable[YearRow], until: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Every row up to a month, and what of it comes after."""
    before, after = [], []
    for row in rows:
        kept = min(max(until - row.year * 12 + 1, 0), 12)
        before.append(_part(row, row.states[:kept].ljust(12, "-")))
        after.append(_part(row, row.states[kept:].rjust(12, "-")))
    return tuple(before), tuple(after)


def _part(row: YearRow, states: str) -> Row:
    return Row(
        year=row.year,
        bases=tuple(row.bases),
        states=states,
        region=row.region,
        scheme=str(row.scheme),
    )


def _credited(rows: Iterable[YearRow], until: str, region: str, tables: Tables | None) -> int:
    """What later months of the same year put into the account: it does not belong to the claim."""
    year = month_number(until) // 12
    paid = (row for row in rows if row.year == year)
    return credits(paid, region=region, tables=tables).get(year, 0)


def _facts(books: Books, month: str, found: Counted, tables: Tables | None) -> Facts:
    def years(months: int) -> Fraction:
        return years_of(months, month, region=books.region, tables=tables)

    return Facts(
        region=books.region,
        month=month,
        age_months=month_number(month) - month_number(books.birth),
        years=years(found.life.months),
        index=found.life.index,
        account=found.account,
        deemed_years=years(found.life.deemed_months),
        early_years=years(found.early_months),
    )
