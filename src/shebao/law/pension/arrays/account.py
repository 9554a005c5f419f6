"""Accounts of many people, year by year, as ``projection`` grows the account of one.

Bounds.  A row is worked on while its wage is at most ``_MOST_WAGE`` and its balance at most
``_MOST_BALANCE``, looked at before each year.  A ratio is at most 10 and a rate of interest at
most 2000 (``looking``, ``plain``), so that in that year

- wage × own + half fits: this is what ``_most_wages`` is for, row by row where it has to be;
- a month's base is at most 10**12 + 1, what it credits at most 10**13 + 11, a year's credits below
  1.3 × 10**14, and (2 × balance + credits) × rate × months below 8 × 10**18 < 2**63.

A row that grows beyond is not sure, and holds zeros from there on.
"""

from typing import NamedTuple

import numpy as np

from shebao.law.pension.arrays.columns import LARGEST, Column, Flags, Number, picked, same
from shebao.law.pension.growth import WHOLE

_MOST_WAGE = 10**11
_MOST_BALANCE = 10**14


class Paying(NamedTuple):
    """What an account starts from and how it goes on; months are counted from ``first`` on.

    ``own ÷ own_of`` is the chosen ratio within its bounds, ``share ÷ share_of`` what goes to the
    account; ``months`` are those to the start, ``paid`` those of them that are paid.
    """

    balance: Column
    wage: Column
    own: Column
    own_of: Column
    share: Column
    share_of: Column
    growth: Column
    interest: Column
    first: Column
    months: Column
    paid: Column


def balances(paying: Paying) -> tuple[Column, Flags]:
    """The accounts at the end of the starting month, and which of them are sure.

    Rows are worked on in the order of their years, so that those of a year lie side by side.
    """
    years = -(-(paying.months + paying.first % 12) // 12) * (paying.months > 0)
    # Short numbers are sorted several times faster; nobody has more than a few hundred years.
    fewest = (-years).astype(np.int16)
    order = np.argsort(fewest, kind="stable")
    ordered = Paying(*(picked(column, order) for column in paying))
    counts = np.searchsorted(fewest[order], -np.arange(years.max(initial=0), dtype=np.int16))
    found, sure = _grown(ordered, counts)
    balance, is_sure = np.empty_like(found), np.empty_like(sure)
    balance[order], is_sure[order] = found, sure
    return balance, is_sure


def _grown(paying: Paying, counts: Column) -> tuple[Column, Flags]:
    """``counts`` are the rows that have more than no year, than one, and so on."""
    ledger = _Ledger(paying)
    for year, count in enumerate(counts):
        ledger.raise_wages(count, year)
        ledger.leave_large(count)
        whole = int(counts[year + 1]) if year and year + 1 < len(counts) else 0
        ledger.close(slice(0, whole), year, is_whole=True)
        ledger.close(slice(whole, count), year, is_whole=False)
    return ledger.balance, ledger.sure


class _Ledger:
    """Wages and balances of rows ordered by their years, most first."""

    def __init__(self, paying: Paying) -> None:
        self.balance, self.wage = paying.balance.copy(), paying.wage.copy()
        self.sure = np.ones(len(self.balance), np.bool_)
        self._own, self._half = same(2 * paying.own), same(paying.own_of)
        self._share, self._half_share = same(2 * paying.share), same(paying.share_of)
        self._growth, self._interest = same(WHOLE + paying.growth), same(paying.interest)
        self._begun = paying.first % 12
        self._end, self._last_paid = self._begun + paying.months, self._begun + paying.paid
        self._pays_to_the_start = bool((paying.paid == paying.months).all())
        self._most_wage = int(self._most_wages(slice(None)).min(initial=_MOST_WAGE))
        self._scratch, self._other = np.empty_like(self.balance), np.empty_like(self.balance)
        self.leave_large(len(self.balance))

    def raise_wages(self, count: int, year: int) -> None:
        """Wages rise every January, also in one that comes first."""
        wage, raised = self.wage[:count], self._scratch[:count]
        np.multiply(wage, _of(self._growth, slice(0, count)), out=raised)
        raised += WHOLE // 2
        is_january = True if year else self._begun[:count] == 0
        np.floor_divide(raised, WHOLE, out=wage, where=is_january)

    def leave_large(self, count: int) -> None:
        """Rows beyond the bounds are not sure, and go on as nothing."""
        wage, balance = self.wage[:count], self.balance[:count]
        if not count or (wage.max() <= self._most_wage and balance.max() <= _MOST_BALANCE):
            return
        large = (wage > self._most_wages(slice(0, count))) | (balance > _MOST_BALANCE)
        self.sure[:count] &= ~large
        wage[large] = balance[large] = 0

    def close(self, rows: slice, year: int, *, is_whole: bool) -> None:
        """Put the months of a year aside, and its interest to them and to what was there."""
        if rows.start == rows.stop:
            return
        is_paid = is_whole and self._pays_to_the_start
        months, paid = (12, 12) if is_paid else self._months(rows, year)
        credited = self._credited(rows)
        credited *= paid
        balance, interest = self.balance[rows], self._other[rows]
        np.multiply(balance, 2, out=interest)
        interest += credited
        interest *= _of(self._interest, rows) * months
        interest += 120_000
        np.floor_divide(interest, 240_000, out=interest)
        balance += credited
        balance += interest

    def _credited(self, rows: slice) -> Column:
        """What a month of this year puts into the account."""
        half, half_share = _of(self._half, rows), _of(self._half_share, rows)
        found = self._scratch[rows]
        np.multiply(self.wage[rows], _of(self._own, rows), out=found)
        found += half
        np.floor_divide(found, 2 * half, out=found)
        found *= _of(self._share, rows)
        found += half_share
        np.floor_divide(found, 2 * half_share, out=found)
        return found

    def _months(self, rows: slice, year: int) -> tuple[Column, Column]:
        """The months of a year before the start, and those of them that are paid."""
        january = np.maximum(12 * year, self._begun[rows])
        end, last_paid = self._end[rows], self._last_paid[rows]
        months = np.minimum(12 * year + 12, end) - january
        paid = np.minimum(12 * year + 12, last_paid) - np.minimum(january, last_paid)
        return months, paid

    def _most_wages(self, rows: slice) -> Column:
        half, own = _of(self._half, rows), _of(self._own, rows)
        return np.minimum((LARGEST - half) // np.maximum(own, 1), _MOST_WAGE)


def _of(number: Number, rows: slice) -> Number:
    return number if isinstance(number, int) else number[rows]
