"""Who was hurt at work, and who works abroad: read off the place in the nation, without a draw."""

from datetime import date
from typing import NamedTuple

from shebao.insurance import province
from shebao.insurance.books import half_up, month_of, same_day_after
from shebao.insurance.nation.contributions import spell_ratio
from shebao.insurance.nation.plan import EMPLOYEE, Plan
from shebao.insurance.nation.world import World
from shebao.law.abroad import agreement

Row = tuple[object, ...]
_ONE_HURT_IN, _ONE_ABROAD_IN = 701, 997
_MONTHS_BEFORE = 12
_SINCE_HURT, _UNTIL_GRADED = 20, 8
_STAY_MONTHS = 24
_COUNTRIES = ("KOR", "DEU", "JPN")
_CARES = ("whole", "most", "part")


class _Hurt(NamedTuple):
    grade: int
    care: str
    is_fatal: bool


def injury_rows(world: World, number: int, plan: Plan) -> list[Row]:
    """The recognised injury of a life, if there is one."""
    hurt = _hurt(world, plan)
    if hurt is None:
        return []
    first = date(world.ask.as_of.year, world.ask.as_of.month, 1)
    happened = plan.died_on if hurt.is_fatal else same_day_after(first, -_SINCE_HURT)
    assert happened is not None  # noqa: S101
    recognised = same_day_after(happened, 1)
    graded = None if hurt.is_fatal else same_day_after(happened, _UNTIL_GRADED)
    return [
        (
            number,
            1,
            world.workplaces[plan.spells[-1].workplace].number,
            happened.isoformat(),
            recognised.isoformat(),
            graded.isoformat() if graded else None,
            hurt.grade,
            hurt.care,
            _wage(world, plan, happened),
            world.wage[happened.year],
            province.amount("minimum_wage", happened),
            hurt.is_fatal,
            None,
        )
    ]


def exemption_rows(world: World, number: int, plan: Plan) -> list[Row]:
    """The stay abroad of a life, if there is one: two years from the year's beginning."""
    country = plan.posted_to or _drawn_country(world, plan)
    if not country:
        return []
    first = date(world.ask.as_of.year, 1, 1)
    last = date.fromordinal(same_day_after(first, _STAY_MONTHS).toordinal() - 1)
    found = agreement(country, first)
    return [
        (
            number,
            f"E{number}01",
            world.workplaces[plan.spells[-1].workplace].number,
            country,
            "posted",
            "pension",
            first.isoformat(),
            last.isoformat(),
            found.certificate if found else "",
            False,
        )
    ]


def _hurt(world: World, plan: Plan) -> _Hurt | None:
    if plan.grade or plan.died_at_work:
        return _Hurt(plan.grade, plan.care, plan.died_at_work)
    if not _is_one_in(_ONE_HURT_IN, world, plan):
        return None
    turn = plan.index // _ONE_HURT_IN
    grade = 1 + turn % 10
    return _Hurt(grade, _CARES[turn % 3] if grade <= len(_CARES) else "", False)


def _drawn_country(world: World, plan: Plan) -> str:
    if not _is_one_in(_ONE_ABROAD_IN, world, plan):
        return ""
    return _COUNTRIES[plan.index // _ONE_ABROAD_IN % len(_COUNTRIES)]


def _is_one_in(many: int, world: World, plan: Plan) -> bool:
    """Every so manieth of the living employees who have been with their employer for long."""
    if plan.index < world.first_drawn or plan.index % many != many // 2:
        return False
    is_at_work = plan.standing == EMPLOYEE and plan.died_on is None
    return is_at_work and plan.spells[-1].first <= world.month - _SINCE_HURT - _MONTHS_BEFORE


def _wage(world: World, plan: Plan, happened: date) -> int:
    """The mean monthly base of the twelve months before."""
    ratio = spell_ratio(plan, len(plan.spells) - 1)
    last = month_of(happened)
    bases = [world.base(month // 12, ratio) for month in range(last - _MONTHS_BEFORE, last)]
    return half_up(sum(bases), _MONTHS_BEFORE)
