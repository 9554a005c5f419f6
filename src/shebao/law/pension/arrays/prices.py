"""Totals of a later day at today's prices, exact although the growth of years is no short ratio.

What a fen of a later day is worth is a ratio of hundreds of digits.  It lies between two ratios
that follow one another over a power of two; where the rest of the lower one leaves room for both,
they give the same fen, and that is the fen.  Elsewhere it is worked out by Python's own integers,
for about one total in a million.
"""

from functools import lru_cache

import numpy as np

from shebao.law.pension.arrays.columns import LARGEST, Column, Flags, same
from shebao.law.pension.arrays.looking import distinct_pairs
from shebao.law.pension.arrays.part import LONGEST, divided
from shebao.law.pension.growth import worth_today
from shebao.law.pension.terms import rounded

_BITS = 40


def at_todays_prices(total: Column, months: Column, growth: Column) -> tuple[Column, Flags]:
    """The totals at the prices before these months, and where they were not too large."""
    spans, rates, row = distinct_pairs(months, growth)
    lower = np.array([_lower(*one) for one in zip(spans, rates, strict=True)], np.int64)
    above, below = (column[row] for column in lower.reshape(-1, 2).T)
    # So that twice the total fits, and twice what it is worth where prices fall.
    most = LARGEST // 4 // (above // same(below) + 1)
    fits = total <= np.minimum(most, LONGEST // 2)
    total = np.where(fits, total, 0)
    # Rounding half up is halving twice the total, one more added, rounded down.
    doubled, rest = divided(2 * total, above, same(below))
    found = (doubled + 1) // 2
    for odd in np.flatnonzero(rest + 2 * total >= below):
        worth, of = worth_today(int(months[odd]), int(growth[odd]))
        found[odd] = rounded(int(total[odd]) * worth, of)
    return found, fits


@lru_cache(maxsize=2**16)
def _lower(months: int, growth: int) -> tuple[int, int]:
    """The greatest ratio over a power of two that is not above the true one; below 2**41."""
    above, below = worth_today(months, growth)
    bits = _BITS - max((above // below).bit_length() - 1, 0)
    return (above << bits) // below, 2**bits
