"""What may become of a residents' pension (5.4.3d): so much a year until it begins, with interest.

The base is the one in force now: nobody knows what it will be, so none is supposed.
"""

from dataclasses import dataclass
from fractions import Fraction

from shebao.law.accounts import part_of_year
from shebao.law.months import month_number, month_text
from shebao.law.pension.facts import BadFact, demand
from shebao.law.residents import Resident, ResidentsPension, residents_pension
from shebao.law.retirement import Group, retirement
from shebao.law.tables import Tables, national
from shebao.law.working import Unit

_LARGEST = 10**15
_LIKELY = 2000


@dataclass(frozen=True, kw_only=True)
class Saver:
    """A resident up to the last booked month ``as_of``; money in fen.

    ``paid_until_year`` is the last year that is paid for, 0 for none.
    """

    birth: str
    region: str
    as_of: str
    paid_months: int
    account: int
    paid_until_year: int = 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a resident may choose: the month to begin, what to pay a year, and for how long.

    ``yearly`` is credited whole, with the subsidy that goes with it; every full year before the
    start is paid for, except ``gap_years`` first, and none after ``last_year`` where it is given.
    ``interest`` is in hundredths of a percent.
    """

    yearly: int
    interest: int
    start: str = ""
    gap_years: int = 0
    last_year: int = 0


@dataclass(frozen=True, kw_only=True)
class ResidentsProjection:
    """What the plan leads to: the pension of ``start``, the months and the account by then."""

    start: str
    paid_months: int
    account: int
    pension: ResidentsPension


def project_residents(
    saver: Saver, plan: Plan, *, tables: Tables | None = None
) -> ResidentsProjection:
    """The residents' pension if so much goes on being paid.

    Raises ``BadFact``, ``NoValueOn``, ``months.BadMonth``.
    """
    tables = tables or national()
    _demand_sound(saver, plan)
    start = _start(saver, plan, tables)
    years = _years_to_pay(saver, plan, int(start[:4]))
    account = _account(saver, plan, start, frozenset(years))
    paid = saver.paid_months + 12 * len(years)
    found = residents_pension(
        Resident(
            birth=saver.birth, region=saver.region, month=start, paid_months=paid, account=account
        ),
        tables=tables,
    )
    return ResidentsProjection(start=start, paid_months=paid, account=account, pension=found)


def _demand_sound(saver: Saver, plan: Plan) -> None:
    demand("account", "个人账户储存额", saver.account, _LARGEST, unit=Unit.FEN)
    demand("yearly", "每年缴费和补贴", plan.yearly, _LARGEST, unit=Unit.FEN)
    demand("interest", "假定的每年（万分之几）记账利率", plan.interest, _LIKELY)
    demand("gap_years", "中断缴费的年数", plan.gap_years, 80)


def _start(saver: Saver, plan: Plan, tables: Tables) -> str:
    """The chosen month, never before the age nor before now."""
    of_age = retirement(saver.birth, Group.RESIDENTS, tables).statutory_month
    earliest = max(of_age, month_text(month_number(saver.as_of)))
    start = month_text(month_number(plan.start)) if plan.start else earliest
    if start < earliest:
        raise BadFact(f"开始领取的年月（start）最早是 {earliest}，现在是 {start}，请改一改")
    return start


def _years_to_pay(saver: Saver, plan: Plan, end: int) -> range:
    first = max(int(saver.as_of[:4]), saver.paid_until_year + 1) + plan.gap_years
    return range(first, min(end, plan.last_year + 1) if plan.last_year else end)


def _account(saver: Saver, plan: Plan, start: str, paid: frozenset[int]) -> int:
    """At the end of the starting month; a part of a year earns as many twelfths as it has."""
    first, last = month_number(saver.as_of) + 1, month_number(start)
    balance, rate = saver.account, Fraction(plan.interest, 100)
    for year in range(first // 12, last // 12 + 1):
        months = min(last, year * 12 + 11) - max(first, year * 12) + 1
        credited = plan.yearly if year in paid else 0
        balance = part_of_year(balance, credited, rate, months).closing
    if first // 12 > int(saver.as_of[:4]) and int(saver.as_of[:4]) in paid:
        balance += plan.yearly
    return balance
