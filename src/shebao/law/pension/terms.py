"""The formulas themselves, in whole numbers: fen in, fen out, each part rounded half up once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
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


class Weights(NamedTuple):
    """A part as ``base × (plain + indexed × index) ÷ of``: years and rates, in whole numbers."""

    plain: int
    indexed: int
    of: int


Rates = Mapping[str, Any]
Formula = Callable[[Terms, Rates], Weights]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A provincial formula: its weights, and the same in words with the terms it names.

    ``is_deemed`` says that the index is that of the deemed years.  Weights are sums and products
    of years, so that they hold for arrays of people as for one.
    """

    weigh: Formula
    words: str
    terms: tuple[str, ...]
    is_deemed: bool = False

    def apply(self, terms: Terms, rates: Rates) -> int:
        """The part in fen."""
        weights = self.weigh(terms, rates)
        if self.is_deemed:
            return _part(terms.base, weights, terms.deemed_ratio, terms.deemed_ratio_of)
        return _part(terms.base, weights, terms.ratio, terms.ratio_of)


def basic(terms: Terms, rate: Decimal | int) -> int:
    """``(B + B×Z) ÷ 2 × N × rate``: half the local base, half the own, for every year."""
    return _part(terms.base, half_and_half(terms, rate), terms.ratio, terms.ratio_of)


def half_and_half(terms: Terms, rate: Decimal | int) -> Weights:
    """The weights of the basic part."""
    percent, of = exact(rate)
    years = terms.years * percent
    return Weights(years, years, 2 * terms.years_of * of)


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


def _part(base: int, weights: Weights, ratio: int, ratio_of: int) -> int:
    plain, indexed, of = weights
    return rounded(base * (plain * ratio_of + indexed * ratio), of * ratio_of)


def _base_and_indexed(terms: Terms, rates: Rates) -> Weights:
    """Deemed years on the local base, early paid years on the own indexed wage."""
    deemed, deemed_of = exact(rates["deemed_rate"])
    early, early_of = exact(rates["early_rate"])
    of = lcm(deemed_of, early_of)
    deemed, early = deemed * (of // deemed_of), early * (of // early_of)
    return Weights(terms.deemed * deemed, terms.early * early, terms.years_of * of)


def _average_of_both(terms: Terms, rates: Rates) -> Weights:
    """As the basic part, for the years before accounts, deemed ones included."""
    return half_and_half(terms._replace(years=terms.deemed + terms.early), rates["rate"])


def _indexed_deemed(terms: Terms, rates: Rates) -> Weights:
    """Deemed years on the local base times their own index."""
    percent, of = exact(rates["rate"])
    return Weights(0, terms.deemed * percent, terms.years_of * of)


def _indexed_years(terms: Terms, rates: Rates) -> Weights:
    """Something for every year on the own indexed wage."""
    percent, of = exact(rates["rate"])
    return Weights(0, terms.years * percent, terms.years_of * of)


TRANSITIONAL: Mapping[str, Pattern] = {
    "base_and_indexed": Pattern(
        weigh=_base_and_indexed,
        words="计发基数×视同缴费年限×{deemed_rate}%+指数化月平均缴费工资×早期缴费年限×{early_rate}%",
        terms=("base", "deemed_years", "indexed_wage", "early_years"),
    ),
    "average_of_both": Pattern(
        weigh=_average_of_both,
        words="(计发基数+指数化月平均缴费工资)÷2×(视同缴费年限+早期缴费年限)×{rate}%",
        terms=("base", "indexed_wage", "deemed_years", "early_years"),
    ),
    "indexed_deemed": Pattern(
        weigh=_indexed_deemed,
        words="计发基数×视同缴费指数×视同缴费年限×{rate}%",
        terms=("base", "deemed_index", "deemed_years"),
        is_deemed=True,
    ),
}
LOCAL: Mapping[str, Pattern] = {
    "indexed_years": Pattern(
        weigh=_indexed_years,
        words="指数化月平均缴费工资×缴费年限×{rate}%",
        terms=("indexed_wage", "years"),
    ),
}
