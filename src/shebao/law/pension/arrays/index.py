"""Ratios of many people: over one denominator where they have one, and the mean index."""

from math import lcm
from typing import NamedTuple

import numpy as np

from shebao.law.pension.arrays.columns import Column, Flags
from shebao.law.pension.arrays.looking import distinct
from shebao.law.pension.arrays.part import LONGEST
from shebao.law.pension.arrays.plain import LONGEST_RATIO

_MOST_COMMON = 10**9


class Mean(NamedTuple):
    """Mean indices as ``above ÷ of``, and where they are short enough to work with."""

    above: Column
    of: Column
    fits: Flags


def within(
    own: tuple[Column, Column], low: tuple[Column, Column], high: tuple[Column, Column]
) -> tuple[Column, Column]:
    """Ratios kept between two others, without building fractions."""
    is_low = own[0] * low[1] < low[0] * own[1]
    is_high = own[0] * high[1] > high[0] * own[1]
    return (
        np.where(is_low, low[0], np.where(is_high, high[0], own[0])),
        np.where(is_low, low[1], np.where(is_high, high[1], own[1])),
    )


def common(one: Column, other: Column) -> tuple[Column, Flags]:
    """A common multiple of two denominators, and where it is short enough to work with.

    The same for all rows wherever there is one: one number divides faster than many.
    """
    found = 1
    for of in {*distinct(one)[0], *distinct(other)[0]}:
        found = lcm(found, of)
        if found > _MOST_COMMON:
            return _row_by_row(one, other)
    return np.broadcast_to(found, len(one)), np.ones(len(one), np.bool_)


def mean(so_far: Column, paid: Column, to_come: Column, more: Column, of: Column) -> Mean:
    """The mean over the months so far and those to come.

    Both ratios stand over ``of`` and are at most 10; without any month it is the one so far.
    """
    paid = paid + (paid + more == 0)
    months = paid + more
    fits = of <= LONGEST // (10 * months)
    above = (so_far * paid + to_come * more) * fits
    below: Column = np.where(fits, of, 1) * months
    return Mean(above, below, fits)


def _row_by_row(one: Column, other: Column) -> tuple[Column, Flags]:
    rest = other // np.gcd(one, other)
    fits = rest <= LONGEST_RATIO // one
    return one * np.where(fits, rest, 1), fits
