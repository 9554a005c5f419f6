"""The formulas themselves, in whole numbers: fen in, fen out, each part rounded half up once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple


class Terms(NamedTuple):
    """What every formula takes: fen, and ratios such as ``ratio / ratio_of`` in two numbers."""

    base: int
    ratio: int
    ratio_of: int
    deemed_ratio: int
    deemed_ratio_of: int
    years: int
    deemed: int
    early: int
    years_of: int


Rates = Mapping[str, Any]
Formula = Callable[[Terms, Rates], int]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A provincial formula: its arithmetic, and the same in words with the terms it names."""

    apply: Formula
    words: str
    terms: tuple[str, ...]


def basic(terms: Terms, rate: Decimal | int) -> int:
    """``(B + B×Z) ÷ 2 × N × rate``: half the local base, half the own, for every year."""
    percent, of = exact(rate)
    both = terms.base * (terms.ratio_of + terms.ratio) * terms.years * percent
    return rounded(both, 2 * terms.ratio_of * terms.years_of * of)


def account(balance: int, tenths: int) -> int:
    """The balance over the months of the age, which are given in tenths."""
    return rounded(balance * 10, tenths)


def rounded(above: int, below: int) -> int:
    """Half up, for sums that are never negative."""
    return (2 * above + below) // (2 * below)


@lru_cache(maxsize=256)
def exact(rate: Decimal | int) -> tuple[int, int]:
    """A percentage as a ratio of whole numbers."""
    ratio = Fraction(rate) / 100
    return ratio.numerator, ratio.denominator


def _base_and_indexed(terms: Terms, rates: Rates) -> int:
    """Deemed years on the local base, early paid years on the own indexed wage."""
    deemed, deemed_of = exact(rates["deemed_rate"])
    early, early_of = exact(rates["early_rate"])
    above = (
        terms.deemed * deemed * early_of * terms.ratio_of
        + terms.early * early * deemed_of * terms.ratio
    )
    return rounded(terms.base * above, terms.ratio_of * terms.years_of * deemed_of * early_of)


def _average_of_both(terms: Terms, rates: Rates) -> int:
    """As the basic part, for the years before accounts, deemed ones included."""
    years = terms._replace(years=terms.deemed + terms.early)
    return basic(years, rates["rate"])


def _indexed_deemed(terms: Terms, rates: Rates) -> int:
    """Deemed years on the local base times their own index."""
    percent, of = exact(rates["rate"])
    above = terms.base * terms.deemed_ratio * terms.deemed * percent
    return rounded(above, terms.deemed_ratio_of * terms.years_of * of)


def _indexed_years(terms: Terms, rates: Rates) -> int:
    """Something for every year on the own indexed wage."""
    percent, of = exact(rates["rate"])
    above = terms.base * terms.ratio * terms.years * percent
    return rounded(above, terms.ratio_of * terms.years_of * of)


TRANSITIONAL: Mapping[str, Pattern] = {
    "base_and_indexed": Pattern(
        apply=_base_and_indexed,
        words="计发基数×视同缴费年限×{deemed_rate}%+指数化月平均缴费工资×早期缴费年限×{early_rate}%",
        terms=("base", "deemed_years", "indexed_wage", "early_years"),
    ),
    "average_of_both": Pattern(
        apply=_average_of_both,
        words="(计发基数+指数化月平均缴费工资)÷2×(视同缴费年限+早期缴费年限)×{rate}%",
        terms=("base", "indexed_wage", "deemed_years", "early_years"),
    ),
    "indexed_deemed": Pattern(
        apply=_indexed_deemed,
        words="计发基数×视同缴费指数×视同缴费年限×{rate}%",
        terms=("base", "deemed_index", "deemed_years"),
    ),
}
LOCAL: Mapping[str, Pattern] = {
    "indexed_years": Pattern(
        apply=_indexed_years,
        words="指数化月平均缴费工资×缴费年限×{rate}%",
        terms=("indexed_wage", "years"),
    ),
}
