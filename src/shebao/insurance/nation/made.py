"""Lives that are made to order, for the cast and for both sides of every legal border."""

from dataclasses import dataclass, replace
from datetime import date

from shebao.insurance.nation.lives import RESIDENTS_AGE, RESIDENTS_SINCE
from shebao.insurance.nation.plan import (
    EMPLOYEE,
    FLEXIBLE,
    JOBLESS,
    PENSIONER,
    RESIDENT,
    RESIDENT_PENSIONER,
    Plan,
    Spell,
)
from shebao.insurance.nation.world import World, retirement_month
from shebao.insurance.places import HOME_CITIES
from shebao.insurance.province import first_day

_AWAY = len(HOME_CITIES)
_SINCE_LOSS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is wanted of a life.

    ``months`` are the months paid here, without a gap up to the newest (or to retirement);
    ``away_months`` those before them in another province, never brought along; ``due_in`` is the
    number of days to the next certification.  ``has_claimed`` is whether somebody without work
    draws the benefit already; ``username`` is the sign-in name a demo gives.
    """

    index: int
    key: str
    purpose: str
    name: str
    id_type: str
    id_number: str
    country: str
    is_male: bool
    birth: date
    mobile: str
    standing: str
    group: str
    months: int = 0
    deemed: int = 0
    away_months: int = 0
    due_in: int = 200
    household: str = "990100"
    ratio: int = 1000
    is_in_big_employer: bool = False
    has_claimed: bool = True
    username: str = ""
    died_on: date | None = None
    grade: int = 0
    care: str = ""
    died_at_work: bool = False
    posted_to: str = ""


def plan_of(world: World, made: Made) -> Plan:
    """The plan that keeps what was ordered."""
    born = made.birth.year * 12 + made.birth.month - 1
    plan = Plan(
        index=made.index,
        id_type=made.id_type,
        id_number=made.id_number,
        country=made.country,
        name=made.name,
        is_male=made.is_male,
        birth=made.birth,
        group=made.group,
        standing=made.standing,
        home=0,
        household=made.household,
        mobile=made.mobile,
        address=f"示例省示例市城东区文昌街{made.index + 1}号",
        ratio=made.ratio,
        due_in=made.due_in,
        deemed=made.deemed,
        died_on=made.died_on,
        has_claimed=made.has_claimed,
        grade=made.grade,
        care=made.care,
        died_at_work=made.died_at_work,
        posted_to=made.posted_to,
    )
    if made.standing in {RESIDENT, RESIDENT_PENSIONER}:
        return _resident(world, plan, born)
    if made.standing in {EMPLOYEE, FLEXIBLE, JOBLESS, PENSIONER} and made.months + made.deemed:
        return _worker(world, plan, made, born)
    return plan


def _worker(world: World, plan: Plan, made: Made, born: int) -> Plan:
    last = world.posted
    if made.standing == PENSIONER:
        last = retirement_month(born, made.group)
    elif made.standing == JOBLESS:
        last = world.posted - _SINCE_LOSS
    elif made.died_on is not None:
        last = min(last, made.died_on.year * 12 + made.died_on.month - 1)
    first = last - made.months + 1
    footing = FLEXIBLE if made.standing == FLEXIBLE else EMPLOYEE
    workplace = -1 if footing == FLEXIBLE else _workplace(world, made)
    spells = [Spell(first, last, footing, workplace, 0)] if made.months else []
    if made.away_months:
        # One of the early employers, so that the city over there has one at any size.
        spells.insert(0, Spell(first - made.away_months, first - 1, EMPLOYEE, _AWAY, _AWAY))
    began = (spells[0].first if spells else last + 1) - made.deemed
    return replace(plan, spells=tuple(spells), first_work=first_day(began))


def _workplace(world: World, made: Made) -> int:
    return 0 if made.is_in_big_employer else len(HOME_CITIES) + 2


def _resident(world: World, plan: Plan, born: int) -> Plan:
    last = min(world.posted, born + RESIDENTS_AGE - 1)
    spell = Spell(RESIDENTS_SINCE, last, RESIDENT, -1, 0)
    return replace(plan, spells=(spell,) if last >= RESIDENTS_SINCE else ())
