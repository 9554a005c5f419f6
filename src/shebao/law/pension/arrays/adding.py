"""The parts of many pensions, each by the rules of its own place, and what they add up to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from shebao.law.pension.arrays.columns import Column, Flags
from shebao.law.pension.arrays.looking import Places
from shebao.law.pension.arrays.part import part
from shebao.law.pension.regional import Rules, pattern_of
from shebao.law.pension.terms import LOCAL, TRANSITIONAL, Pattern, account, half_and_half
from shebao.law.tables import Entry


class Parts(NamedTuple):
    """The parts in fen, 0 where one is not known; and the rows in which all of them fit."""

    basic: Column
    account: Column
    transitional: Column
    local: Column
    is_transitional_known: Flags
    is_local_known: Flags
    fits: Flags

    @property
    def total(self) -> Column:
        """What could be calculated, added up."""
        return self.basic + self.account + self.transitional + self.local


def parts_of(terms: Any, balance: Column, place: Places) -> Parts:
    """The four parts of each row; ``terms`` are ``terms.Terms`` of columns."""
    drawn: Any = account
    rows = len(balance)
    parts = Parts(
        np.zeros(rows, np.int64),
        drawn(balance, place.payout_tenths),
        np.zeros(rows, np.int64),
        np.zeros(rows, np.int64),
        np.zeros(rows, np.bool_),
        np.zeros(rows, np.bool_),
        np.ones(rows, np.bool_),
    )
    for number, rules in enumerate(place.rules):
        here = place.rule == number
        if rules and here.any():
            _put(parts, slice(None) if here.all() else np.flatnonzero(here), terms, rules)
    return parts


def _put(parts: Parts, rows: slice | Column, terms: Any, rules: Rules) -> None:
    """What the rules of one place give to its rows."""
    terms = type(terms)(*(column[rows] for column in terms))
    weights: Any = half_and_half(terms, rules.basic.value)
    basic, fits = part(terms.base, weights, terms.ratio, terms.ratio_of)
    transitional = _transitional(terms, rules.transitional)
    local = _applied(terms, rules.local, LOCAL)
    parts.basic[rows] = basic
    parts.transitional[rows], parts.is_transitional_known[rows] = transitional[:2]
    parts.local[rows], parts.is_local_known[rows] = local[:2]
    parts.fits[rows] = fits & transitional.fits & local.fits


class _Added(NamedTuple):
    amount: Column | int
    is_known: Flags | bool
    fits: Flags | bool


def _transitional(terms: Any, entry: Entry | None) -> _Added:
    """Nothing, in every region, for rows without early or deemed years."""
    has_none = (terms.deemed == 0) & (terms.early == 0)
    if has_none.all():
        return _Added(0, True, True)
    found = _applied(terms, entry, TRANSITIONAL)
    amount = np.where(has_none, 0, found.amount)
    return _Added(amount, has_none | found.is_known, has_none | found.fits)


def _applied(terms: Any, entry: Entry | None, known: Mapping[str, Pattern]) -> _Added:
    pattern = pattern_of(entry, known)
    if entry is None or pattern is None:
        return _Added(0, entry is not None, True)
    weights: Any = pattern.weigh(terms, entry.value)
    if pattern.is_deemed:
        amount, fits = part(terms.base, weights, terms.deemed_ratio, terms.deemed_ratio_of)
    else:
        amount, fits = part(terms.base, weights, terms.ratio, terms.ratio_of)
    return _Added(amount, True, fits)
