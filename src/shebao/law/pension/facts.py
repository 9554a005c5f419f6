"""What a pension is worked out from, and what of it cannot be."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from shebao.law.pension.terms import Terms
from shebao.law.working import Unit, value_text

_LARGEST = 10**15
_MOST_YEARS = 80
_MOST_INDEX = 3
_MOST_AGE = 150 * 12
# Years are rounded one by one, so that parts may exceed their sum by this.
_ROUNDING = Fraction(1, 50)


class BadFact(ValueError):
    """A fact about the person cannot be; the message names it and says what would do."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a pension is worked out from; fen, years and ratios are exact.

    ``years`` are all years that count, deemed ones included; ``early_years`` the paid ones before
    the region's accounts.  ``base`` is taken from the tables where it is None, else
    ``base_source`` says where it comes from; ``deemed_index`` is ``index`` where it is None.
    """

    region: str
    month: str
    age_months: int
    years: Fraction
    index: Fraction
    account: int
    base: int | None = None
    base_source: str = "由使用者提供"
    deemed_years: Fraction = Fraction(0)
    early_years: Fraction = Fraction(0)
    deemed_index: Fraction | None = None


def terms_of(facts: Facts, base: int) -> Terms:
    """The facts as whole numbers over common denominators."""
    deemed_index = facts.index if facts.deemed_index is None else facts.deemed_index
    every = (facts.years, facts.deemed_years, facts.early_years)
    of = lcm(*(one.denominator for one in every))
    years, deemed, early = (int(one * of) for one in every)
    return Terms(
        base=base,
        ratio=facts.index.numerator,
        ratio_of=facts.index.denominator,
        deemed_ratio=deemed_index.numerator,
        deemed_ratio_of=deemed_index.denominator,
        years=years,
        deemed=deemed,
        early=early,
        years_of=of,
    )


def demand_sound(facts: Facts) -> None:
    """Refuse what cannot be, by the name of the fact.  Raises :class:`BadFact`."""
    base = 1 if facts.base is None else facts.base
    demand("base", "养老金计发基数", base, _LARGEST, least=1, unit=Unit.FEN)
    demand("account", "个人账户储存额", facts.account, _LARGEST, unit=Unit.FEN)
    demand("index", "平均缴费指数", facts.index, _MOST_INDEX)
    demand("deemed_index", "视同缴费指数", facts.deemed_index or 0, _MOST_INDEX)
    demand("years", "缴费年限", facts.years, _MOST_YEARS)
    demand("deemed_years", "视同缴费年限", facts.deemed_years, facts.years)
    rest = facts.years - facts.deemed_years + _ROUNDING
    demand("early_years", "早期缴费年限", facts.early_years, rest)
    demand("age", "年龄（月）", facts.age_months, _MOST_AGE)


def demand(
    name: str,
    label: str,
    value: int | Fraction,
    most: int | Fraction,
    *,
    least: int = 0,
    unit: Unit = Unit.RATIO,
) -> None:
    """Refuse a value outside its limits, by its name.  Raises :class:`BadFact`."""
    if not least <= value <= most:
        low, high, size = (value_text(one, unit) for one in (least, most, value))
        limits = f"不能小于 {low}" if value < least else f"不能大于 {high}"
        raise BadFact(f"{label}（{name}）{limits}，现在是 {size}，请核对")
