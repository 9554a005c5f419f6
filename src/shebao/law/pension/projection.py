"""What may become of a pension (5.4.3d): a chosen month, assumed growth, and the parts that follow.

An estimate, by plain integers of fen and hundredths of a percent, so that a page can ask it again
at every move of a slider.  Its working-out is drawn only when somebody wants to read it.
"""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from shebao.law.contributions import account_rate
from shebao.law.months import first_day, month_number, month_text
from shebao.law.payout import payout_months
from shebao.law.pension.base import latest_base
from shebao.law.pension.employee import pension
from shebao.law.pension.facts import BadFact, Facts
from shebao.law.pension.growth import WHOLE, grown, worth_today
from shebao.law.pension.regional import Parts, Rules, parts, rules_of
from shebao.law.pension.supposed import (
    Assumptions,
    Choice,
    Person,
    percent_text,
)
from shebao.law.pension.terms import Terms, exact, rounded
from shebao.law.retirement import Start, retirement, start
from shebao.law.tables import Entry, Tables, national
from shebao.law.working import WorkingOut

ESTIMATE = "本结果为测算，仅供参考；待遇以经办机构核定为准"


class Projection(NamedTuple):
    """What a choice leads to; money in fen, months as ``"YYYY-MM"``.

    ``missing_months`` are short of the minimum at the start; ``met_month`` is the month in which
    unbroken paying after the gap reaches it, empty if it is reached already.  With months missing
    the parts are those of the months so far, and nothing is drawn.  ``total_today`` is the total at
    the prices of ``as_of``.
    """

    start: str
    choice: str
    age_months: int
    credited_months: int
    paid_months: int
    required_months: int
    missing_months: int
    met_month: str
    written_by: str
    base: int
    ratio: tuple[int, int]
    account: int
    payout_tenths: int
    parts: Parts
    total: int
    total_today: int

    @property
    def is_met(self) -> bool:
        """Have enough months been paid at the start?"""
        return not self.missing_months

    @property
    def mean_index(self) -> Fraction:
        """The mean index as an exact fraction."""
        return Fraction(*self.ratio)


class _Plan(NamedTuple):
    """All that depends on the region and the months alone, looked up once."""

    begin: Start
    first: int
    last: int
    age_months: int
    payout_tenths: int
    base: Entry
    base_years: int
    wage: int
    rules: Rules
    account_rate: tuple[int, int]
    years_of: int
    floor: tuple[int, int]
    ceiling: tuple[int, int]


def project(
    person: Person, choice: Choice, assumptions: Assumptions, *, tables: Tables | None = None
) -> Projection:
    """The pension of somebody who begins as chosen, if everything grows as assumed.

    Another month paid on the mean index or more never lowers it, nor on any base where all years
    are paid ones; with deemed or early years a lower mean may take more than the month brings.
    Raises ``BadFact``, ``StartOutOfRange``, ``NoPensionBase``, ``NoPayoutMonths``,
    ``NoValueOn``, ``UnknownGroup``, ``BadMonth``.
    """
    plan = _plan(
        person.birth, person.group, person.region, person.as_of, choice.start, tables or national()
    )
    ratio = _own_ratio(choice, plan)
    paid_until = _paid_until(choice, plan)
    ahead = paid_until - plan.first + 1 - choice.gap_months
    paid = person.paid_months + max(ahead, 0)
    index = _index(person, ratio, paid)
    base = grown(plan.base.value, assumptions.wage_growth, plan.base_years)
    balance = _balance(person, plan, ratio, paid_until, choice.gap_months, assumptions)
    terms = _terms(person, plan, base, index, paid)
    found = parts(terms, balance, plan.payout_tenths, plan.rules)
    credited, required = paid + person.deemed_months, plan.begin.required_months
    total = found.total
    above, below = worth_today(plan.last - plan.first + 1, assumptions.price_growth)
    return Projection(
        plan.begin.month,
        plan.begin.choice,
        plan.age_months,
        credited,
        paid,
        required,
        max(required - credited, 0),
        _met_month(person, plan, choice, required),
        plan.begin.written_by,
        base,
        index,
        balance,
        plan.payout_tenths,
        found,
        total,
        rounded(total * above, below),
    )


def scenarios(
    person: Person, choice: Choice, assumptions: Assumptions, *, tables: Tables | None = None
) -> tuple[Projection, ...]:
    """The earliest month still ahead, the statutory and the latest one, each once, in this order.

    Raises as :func:`project`.
    """
    found = retirement(person.birth, person.group, tables)
    earliest = max(found.earliest_month, month_text(month_number(person.as_of)))
    starts = dict.fromkeys(sorted((earliest, found.statutory_month, found.latest_month)))
    return tuple(
        project(person, replace(choice, start=one), assumptions, tables=tables)
        for one in starts
        if earliest <= one <= found.latest_month
    )


def worked_out(
    person: Person, choice: Choice, assumptions: Assumptions, *, tables: Tables | None = None
) -> WorkingOut:
    """The same projection with every step and what was assumed.  Raises as :func:`project`."""
    tables = tables or national()
    plan = _plan(person.birth, person.group, person.region, person.as_of, choice.start, tables)
    found = project(person, choice, assumptions, tables=tables)
    facts = _facts(person, plan, found)
    working = pension(facts, tables=tables)
    used = working.parameters if facts.base is None else (plan.base, *working.parameters)
    notes = (ESTIMATE, *_assumed(assumptions), *working.notes)
    return replace(working, title=f"测算：{working.title}", parameters=used, notes=notes)


def _planned(birth: str, group: str, region: str, as_of: str, chosen: str, tables: Tables) -> _Plan:
    found = retirement(birth, group, tables)
    begin = start(chosen or found.statutory_month, found, tables)
    booked, last = month_number(as_of), month_number(begin.month)
    base = latest_base(begin.month, region=region, tables=tables)
    if last < booked:
        raise BadFact(
            f"退休年月（start）{begin.month} 早于最后入账的月份（as_of）{as_of}，不能往后测算"
        )
    on = first_day(last)
    age = last - month_number(birth)
    return _Plan(
        begin=begin,
        first=booked + 1,
        last=last,
        age_months=age,
        payout_tenths=payout_months(age, begin.month, region=region, tables=tables).tenths,
        base=base,
        base_years=last // 12 - base.since.year,
        wage=latest_base(as_of, region=region, tables=tables).value,
        rules=rules_of(region, last, tables),
        account_rate=exact(account_rate(begin.month, region=region, tables=tables)),
        years_of=10 ** tables.value("pension.years_decimals", on, region=region),
        floor=exact(tables.value("rates.base_floor", on, region=region)),
        ceiling=exact(tables.value("rates.base_ceiling", on, region=region)),
    )


_plan = lru_cache(maxsize=16384)(_planned)


def _own_ratio(choice: Choice, plan: _Plan) -> tuple[int, int]:
    """The chosen ratio within the bounds of a base, without building fractions."""
    own, own_of = choice.ratio.numerator, choice.ratio.denominator
    (low, low_of), (high, high_of) = plan.floor, plan.ceiling
    if own * low_of < low * own_of:
        return plan.floor
    return plan.ceiling if own * high_of > high * own_of else (own, own_of)


def _paid_until(choice: Choice, plan: _Plan) -> int:
    return min(month_number(choice.pays_until), plan.last) if choice.pays_until else plan.last


def _index(person: Person, ratio: tuple[int, int], paid: int) -> tuple[int, int]:
    """The mean over the months so far and those to come."""
    above, of = person.index.numerator, person.index.denominator
    own, own_of = ratio
    more = paid - person.paid_months
    if not more:
        return above, of
    return above * person.paid_months * own_of + own * more * of, of * own_of * paid


def _balance(
    person: Person,
    plan: _Plan,
    ratio: tuple[int, int],
    paid_until: int,
    gap: int,
    supposed: Assumptions,
) -> int:
    """The account at the end of the starting month, with ``gap`` months unpaid at first.

    Wages rise every January; a year gives whole interest on its opening and half on its credits.
    """
    wage = plan.wage if person.average_wage is None else person.average_wage
    balance, rate, growth = person.account, supposed.interest, WHOLE + supposed.wage_growth
    own, half = 2 * ratio[0], ratio[1]
    share, half_share = 2 * plan.account_rate[0], plan.account_rate[1]
    own_of, share_of = 2 * half, 2 * half_share
    year, month = divmod(plan.first, 12)
    end_year, end_month = divmod(plan.last, 12)
    wage = wage if month else (wage * growth + 5000) // WHOLE
    left = paid_until - plan.first + 1
    while year <= end_year:
        months = (12 if year < end_year else end_month + 1) - month
        idle = gap if gap < months else months
        paid = (months if left >= months else left) - idle
        paid = paid if paid > 0 else 0
        monthly = ((wage * own + half) // own_of * share + half_share) // share_of
        credited = paid * monthly
        balance += credited + ((2 * balance + credited) * rate * months + 120_000) // 240_000
        wage = (wage * growth + 5000) // WHOLE
        year, month, left, gap = year + 1, 0, left - months, gap - idle
    return balance


def _terms(person: Person, plan: _Plan, base: int, index: tuple[int, int], paid: int) -> Terms:
    deemed_index = index
    if person.deemed_index is not None:
        deemed_index = person.deemed_index.numerator, person.deemed_index.denominator
    scale = 2 * plan.years_of
    return Terms(
        base,
        *index,
        *deemed_index,
        (scale * (paid + person.deemed_months) + 12) // 24,
        (scale * person.deemed_months + 12) // 24,
        (scale * person.early_months + 12) // 24,
        plan.years_of,
    )


def _met_month(person: Person, plan: _Plan, choice: Choice, required: int) -> str:
    """Counted from the end of the gap on, whenever the start is."""
    missing = required - person.paid_months - person.deemed_months
    return month_text(plan.first - 1 + choice.gap_months + missing) if missing > 0 else ""


def _facts(person: Person, plan: _Plan, found: Projection) -> Facts:
    def years(months: int) -> Fraction:
        return Fraction((2 * months * plan.years_of + 12) // 24, plan.years_of)

    return Facts(
        region=person.region,
        month=found.start,
        age_months=found.age_months,
        years=years(found.credited_months),
        index=found.mean_index,
        account=found.account,
        base=None if plan.base_years == 0 else found.base,
        base_source=f"由{plan.base.document}按假定的增长推算",
        deemed_years=years(person.deemed_months),
        early_years=years(person.early_months),
        deemed_index=person.deemed_index,
    )


def _assumed(supposed: Assumptions) -> tuple[str, ...]:
    return (
        f"假定工资每年增长 {percent_text(supposed.wage_growth)}%，"
        f"个人账户每年计息 {percent_text(supposed.interest)}%，"
        f"物价每年上涨 {percent_text(supposed.price_growth)}%",
        "个人账户按年初余额计一整年、当年记入计半年的利息测算，不满一年的按月数折算",
    )
