"""The disability allowance (病残津贴, 人社部发〔2024〕72号) of employees before the statutory age.

Near the age it is the pension itself; further away, or short of the minimum, the basic part alone.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from shebao.law.history import years_of
from shebao.law.months import first_day, later, month_number
from shebao.law.pension.award import Books, counted
from shebao.law.pension.employee import pension, published_base
from shebao.law.pension.facts import BadFact, Facts, demand, demand_sound, terms_of
from shebao.law.pension.regional import rules_of
from shebao.law.pension.steps import basic_line, given
from shebao.law.pension.terms import basic
from shebao.law.retirement import Group, Retirement, minimum_months, retirement
from shebao.law.tables import Entry, Tables, distinct, national
from shebao.law.working import WorkingOut


class Case(StrEnum):
    """Which of the three rules holds: articles 3, 4 and 5."""

    NEAR = "near"
    FAR = "far"
    SHORT = "short"


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """Somebody found to have wholly lost the ability to work; ``month`` is the first of drawing.

    Months are counted as in a pension; money in fen; ``base`` None takes the published one.
    """

    birth: str
    group: str
    region: str
    month: str
    paid_months: int
    index: Fraction
    account: int
    deemed_months: int = 0
    early_months: int = 0
    deemed_index: Fraction | None = None
    base: int | None = None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What is drawn, for how long, and when it is worked out anew.

    ``limit_months`` is None where nothing ends it; ``refigured_month`` is empty unless the case is
    ``far``.  ``is_provisional`` tells that the article itself was not seen in an official text.
    """

    case: Case
    working: WorkingOut
    is_provisional: bool
    months_to_go: int
    statutory_month: str
    required_months: int
    limit_months: int | None
    refigured_month: str


def allowance(claimant: Claimant, *, tables: Tables | None = None) -> Allowance:
    """The allowance of this claimant and the rule it follows.

    Raises ``pension.BadFact``, ``NoPensionBase``, ``NoPayoutMonths``, ``NoValueOn`` before 2025,
    ``UnknownGroup``, ``months.BadMonth``.
    """
    tables = tables or national()
    month = month_number(claimant.month)
    near = tables.entry("disability.near", first_day(month), region=claimant.region)
    age = retirement(claimant.birth, claimant.group, tables)
    to_go = _months_to_go(claimant, age)
    required = minimum_months(month // 12, tables, group=claimant.group)
    case = _case(claimant, to_go, near, required)
    return Allowance(
        case=case,
        working=_working(claimant, case, tables, (near, required)),
        is_provisional=case is not Case.NEAR,
        months_to_go=to_go,
        statutory_month=age.statutory_month,
        required_months=required.value,
        limit_months=_limit(claimant, tables) if case is Case.SHORT else None,
        refigured_month=later(age.statutory_month, -near.value) if case is Case.FAR else "",
    )


def claimed(books: Books, *, month: str, tables: Tables | None = None) -> Allowance:
    """The allowance drawn from ``month`` on by somebody with these books.

    Months count to the end of the month before.  Raises one of ``pension.NOT_WORKED_OUT``.
    """
    found = counted(books, until=later(month, -1), tables=tables)
    return allowance(
        Claimant(
            birth=books.birth,
            group=books.group,
            region=books.region,
            month=month,
            paid_months=found.life.paid_months,
            index=found.life.index,
            account=found.account,
            deemed_months=found.life.deemed_months,
            early_months=found.early_months,
        ),
        tables=tables,
    )


def _months_to_go(claimant: Claimant, age: Retirement) -> int:
    month = month_number(claimant.month)
    if age.group is Group.RESIDENTS:
        raise BadFact("病残津贴只适用于职工（group），城乡居民没有这项待遇")
    if month < month_number(claimant.birth):
        raise BadFact(
            f"出生年月（birth）{claimant.birth} 晚于 {claimant.month}，还没有出生，请核对"
        )
    _demand_months(claimant, month - month_number(claimant.birth))
    to_go = month_number(age.statutory_month) - month
    if to_go <= 0:
        raise BadFact(
            f"领取年月（month）{claimant.month} 已到法定退休年月 {age.statutory_month}，"
            "应申请基本养老金"
        )
    return to_go


def _demand_months(claimant: Claimant, life: int) -> None:
    """Nobody paid for more months than were lived, nor for fewer than none."""
    demand("paid_months", "缴费月数", claimant.paid_months, life)
    demand("deemed_months", "视同缴费月数", claimant.deemed_months, life - claimant.paid_months)
    demand("early_months", "早期缴费月数", claimant.early_months, claimant.paid_months)


def _case(claimant: Claimant, to_go: int, near: Entry, required: Entry) -> Case:
    if claimant.paid_months + claimant.deemed_months < required.value:
        return Case.SHORT
    return Case.NEAR if to_go <= near.value else Case.FAR


def _limit(claimant: Claimant, tables: Tables) -> int:
    """Twelve months for the first five years, three more for each year begun after them."""
    value = tables.value(
        "disability.limited", first_day(month_number(claimant.month)), region=claimant.region
    )
    counted = claimant.paid_months + claimant.deemed_months
    more = max(counted - value["first_years"] * 12, 0)
    months: int = value["first_months"] + -(-more // 12) * value["more_months"]
    return months


def _working(claimant: Claimant, case: Case, tables: Tables, used: tuple[Entry, ...]) -> WorkingOut:
    facts = _facts(claimant, tables)
    found = pension(facts, tables=tables) if case is Case.NEAR else _basic_only(facts, tables)
    return replace(
        found,
        title=f"病残津贴（{claimant.month}，地区 {claimant.region}）",
        parameters=distinct((*used, *found.parameters)),
        notes=(*_NOTES[case], _STOPS, *found.notes),
    )


_STOPS = "领取期间不缴纳养老保险费；重新就业并缴费的、复查鉴定不再符合条件的，从次月起停发"
_NOTES = {
    Case.NEAR: ("到法定退休年龄时办理退休，待遇不再重新计算；也可以选择弹性提前退休",),
    Case.FAR: (
        "只计基础养老金部分；距法定退休年龄满 5 年时重新计算",
        "本项条文未见官方原文，金额为暂定，以经办机构核定为准",
    ),
    Case.SHORT: (
        "未达到最低缴费年限，只计基础养老金部分，按缴费年限发放一定月数",
        "本项条文未见官方原文，金额和月数为暂定，以经办机构核定为准",
    ),
}


def _facts(claimant: Claimant, tables: Tables) -> Facts:
    def years(months: int) -> Fraction:
        return years_of(months, claimant.month, region=claimant.region, tables=tables)

    return Facts(
        region=claimant.region,
        month=claimant.month,
        age_months=month_number(claimant.month) - month_number(claimant.birth),
        years=years(claimant.paid_months + claimant.deemed_months),
        index=claimant.index,
        account=claimant.account,
        base=claimant.base,
        deemed_years=years(claimant.deemed_months),
        early_years=years(claimant.early_months),
        deemed_index=claimant.deemed_index,
    )


def _basic_only(facts: Facts, tables: Tables) -> WorkingOut:
    demand_sound(facts)
    published = published_base(facts, tables)
    rules = rules_of(facts.region, month_number(facts.month), tables)
    terms = terms_of(facts, published.value if published else facts.base or 0)
    line = basic_line(facts, terms, basic(terms, rules.basic.value), rules)
    return WorkingOut(
        title="",
        lines=(*given(facts, terms, None, published), replace(line, confidence="K")),
        total=int(line.value),
        parameters=distinct([*([published] if published else []), rules.basic]),
    )
