"""From a wish to a life that the law allows: work until retirement, or the residents' scheme."""

from collections.abc import Callable
from dataclasses import replace

from shebao.insurance.nation.career import career
from shebao.insurance.nation.plan import (
    EMPLOYEE,
    FLEXIBLE,
    JOBLESS,
    NOT_INSURED,
    PENSIONER,
    RESIDENT,
    RESIDENT_PENSIONER,
    STAFF,
    Plan,
    Spell,
)
from shebao.insurance.nation.world import World, retirement_month
from shebao.insurance.province import FIRST_MONTH, first_day

Draw = Callable[[], float]
RESIDENTS_SINCE = 2010 * 12
RESIDENTS_AGE = 60 * 12
YOUNGEST = 16 * 12
_ENOUGH = 180
_GENEROUS_UNTIL = 2013 * 12


def working_life(world: World, draw: Draw, plan: Plan, wish: str) -> Plan:
    """A life in the employees' scheme: its months, and whether it has ended in a pension."""
    born = plan.birth.year * 12 + plan.birth.month - 1
    started = born + 17 * 12 + int(draw() * 84) + int(draw() ** 3 * 120)
    if wish == STAFF:
        started = min(started, world.posted - 6)
    retired = retirement_month(born, plan.group)
    if started >= min(world.posted, retired):
        return replace(plan, standing=NOT_INSURED)
    first_work = first_day(started)
    has_transferred = draw() < 0.5
    deemed = _deemed(draw(), started, retired)
    if retired < world.month:
        ending = EMPLOYEE if draw() < 0.8 else FLEXIBLE
        spells = career(world, draw, started, retired, plan.home, ending)
        plan = replace(plan, first_work=first_work, deemed=deemed, spells=spells)
        return _retired(world, draw, replace(plan, has_transferred=True), started, retired)
    plan = replace(plan, first_work=first_work, deemed=deemed, has_transferred=has_transferred)
    return _at_work(world, draw, plan, started, wish)


def resident_life(world: World, plan: Plan) -> Plan:
    """A life in the residents' scheme: one payment a year from 16 to 60, then its pension."""
    born = plan.birth.year * 12 + plan.birth.month - 1
    first = max(born + YOUNGEST + 1, RESIDENTS_SINCE)
    is_old = born + RESIDENTS_AGE < world.month
    last = min(_end(world, plan, world.posted), born + RESIDENTS_AGE - 1)
    spells = (Spell(first, last, RESIDENT, -1, plan.home),) if first <= last else ()
    standing = RESIDENT_PENSIONER if is_old else RESIDENT if spells else NOT_INSURED
    return replace(plan, standing=standing, spells=spells)


def months_of(spells: tuple[Spell, ...]) -> int:
    """How many months the spells cover."""
    return sum(spell.last - spell.first + 1 for spell in spells)


def _retired(world: World, draw: Draw, plan: Plan, started: int, retired: int) -> Plan:
    """A pension needs its months: older people had them by work long ago, others still pay."""
    missing = _ENOUGH - months_of(plan.spells) - plan.deemed
    if missing <= 0:
        return replace(plan, standing=PENSIONER)
    if retired < _GENEROUS_UNTIL:
        deemed = plan.deemed + missing + int(draw() * 60)
        before = min(FIRST_MONTH, retired)
        return replace(
            plan,
            standing=PENSIONER,
            deemed=deemed,
            first_work=first_day(min(started, before - deemed)),
        )
    longer = Spell(retired + 1, _end(world, plan, world.posted), FLEXIBLE, -1, plan.home)
    spells = plan.spells + ((longer,) if longer.first <= longer.last else ())
    return replace(plan, standing=FLEXIBLE, spells=spells)


def _deemed(chance: float, started: int, retired: int) -> int:
    """Half of those who began before accounts existed worked for the state then."""
    return max(0, min(FIRST_MONTH, retired + 1) - started) if chance < 0.55 else 0


def _end(world: World, plan: Plan, last: int) -> int:
    """Nobody pays after death."""
    if plan.died_on is None:
        return last
    return min(last, plan.died_on.year * 12 + plan.died_on.month - 1)


def _at_work(world: World, draw: Draw, plan: Plan, started: int, wish: str) -> Plan:
    last = _end(world, plan, world.posted)
    if wish == JOBLESS:
        last = max(started, last - 2 - int(draw() * 20))
    ending = FLEXIBLE if wish == FLEXIBLE else EMPLOYEE
    spells = career(world, draw, started, last, plan.home, ending)
    if wish == STAFF:
        spells = (*spells[:-1], spells[-1]._replace(workplace=0))
        wish = EMPLOYEE
    return replace(plan, standing=wish if spells else NOT_INSURED, spells=spells)
