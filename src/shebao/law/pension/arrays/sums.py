"""The sums of a projection over columns, in the order in which ``projection`` takes them."""

from typing import Any, NamedTuple

import numpy as np

from shebao.law.pension.arrays.account import Paying, balances
from shebao.law.pension.arrays.adding import Parts, parts_of
from shebao.law.pension.arrays.columns import (
    Assumed,
    Cases,
    Choices,
    Column,
    Flags,
    People,
)
from shebao.law.pension.arrays.index import Mean, common, mean, within
from shebao.law.pension.arrays.looking import bases_of
from shebao.law.pension.arrays.plain import LAST_MONTH
from shebao.law.pension.arrays.planning import Plan
from shebao.law.pension.arrays.prices import at_todays_prices
from shebao.law.pension.terms import Terms

Sums = dict[str, Any]


class _Ratios(NamedTuple):
    """The mean index so far and the own ratio from now on, both over ``of``."""

    so_far: Column
    own: Column
    of: Column
    fits: Flags


def summed(cases: Cases, plan: Plan) -> tuple[Sums, Flags]:
    """All columns of the projections, and the rows in which no sum was too large."""
    people, choices, assumed = cases
    months, more = plan.start - plan.first + 1, _months_to_pay(choices, plan)
    ratios = _ratios(people, choices, plan)
    index = mean(ratios.so_far, people.paid_months, ratios.own, more, ratios.of)
    base, is_base = bases_of(plan.place.base, assumed.wage_growth, plan.place.base_years)
    balance, is_balance = balances(_paying(people, assumed, plan, ratios, months, more))
    parts = parts_of(_terms(people, plan, base, index, more), balance, plan.place)
    today, is_today = at_todays_prices(parts.total, months, assumed.price_growth)
    longer = np.gcd(index.above, index.of)
    sums = {"base": base, "index": index.above // longer, "index_of": index.of // longer}
    sums |= _months(people, plan, more) | _money(parts)
    sums |= {"account": balance, "total_today": today}
    fits = ratios.fits & index.fits & is_base & is_balance & parts.fits & is_today
    fits &= choices.gap_months == 0
    return sums, fits & (sums["met_month"] <= LAST_MONTH)


def _months_to_pay(choices: Choices, plan: Plan) -> Column:
    until = np.where(choices.pays_until == 0, plan.start, choices.pays_until)
    return np.maximum(np.minimum(until, plan.start) - plan.first + 1, 0)


def _ratios(people: People, choices: Choices, plan: Plan) -> _Ratios:
    place = plan.place
    own, own_of = within(
        (choices.ratio, choices.ratio_of),
        (place.floor, place.floor_of),
        (place.ceiling, place.ceiling_of),
    )
    of, fits = common(people.index_of, own_of)
    return _Ratios(people.index * (of // people.index_of), own * (of // own_of), of, fits)


def _paying(
    people: People, assumed: Assumed, plan: Plan, ratios: _Ratios, months: Column, paid: Column
) -> Paying:
    return Paying(
        balance=people.account,
        wage=plan.wage,
        own=ratios.own,
        own_of=ratios.of,
        share=plan.place.share,
        share_of=plan.place.share_of,
        growth=assumed.wage_growth,
        interest=assumed.interest,
        first=plan.first,
        months=months,
        paid=paid,
    )


def _terms(people: People, plan: Plan, base: Column, index: Mean, more: Column) -> Any:
    """``terms.Terms`` of columns."""
    is_own = people.deemed_index_of > 0
    scale = 2 * plan.place.years_of
    terms: Any = Terms
    return terms(
        base=base,
        ratio=index.above,
        ratio_of=index.of,
        deemed_ratio=np.where(is_own, people.deemed_index, index.above),
        deemed_ratio_of=np.where(is_own, people.deemed_index_of, index.of),
        years=(scale * (people.paid_months + more + people.deemed_months) + 12) // 24,
        deemed=(scale * people.deemed_months + 12) // 24,
        early=(scale * people.early_months + 12) // 24,
        years_of=plan.place.years_of,
    )


def _months(people: People, plan: Plan, more: Column) -> Sums:
    so_far = people.paid_months + people.deemed_months
    credited = so_far + more
    missing = plan.required - so_far
    return {
        "start": plan.start,
        "choice": plan.choice,
        "age_months": plan.age_months,
        "credited_months": credited,
        "paid_months": people.paid_months + more,
        "required_months": plan.required,
        "missing_months": np.maximum(plan.required - credited, 0),
        "met_month": np.where(missing > 0, plan.first - 1 + missing, 0),
        "written_by": plan.written_by,
        "payout_tenths": plan.place.payout_tenths,
    }


def _money(parts: Parts) -> Sums:
    return {
        "basic_part": parts.basic,
        "account_part": parts.account,
        "transitional_part": parts.transitional,
        "local_part": parts.local,
        "is_transitional_known": parts.is_transitional_known,
        "is_local_known": parts.is_local_known,
        "total": parts.total,
    }
