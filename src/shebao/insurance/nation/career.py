"""Careers: spells of work with moves between employers, cities and provinces, and gaps between."""

from collections.abc import Callable
from math import log

from shebao.insurance.nation.plan import EMPLOYEE, FLEXIBLE, Spell
from shebao.insurance.nation.world import World
from shebao.insurance.places import AWAY_CITIES, CITIES, HOME_CITIES
from shebao.insurance.province import FIRST_MONTH

Draw = Callable[[], float]
_SHORTEST = 6
_TYPICAL = 54


def career(
    world: World, draw: Draw, first: int, last: int, home: int, ending: str
) -> tuple[Spell, ...]:
    """Spells from one month to another; the last one is at home, on the footing it must end on."""
    spells: list[Spell] = []
    at = max(first, FIRST_MONTH)
    while at <= last:
        until = at + _SHORTEST + int(-log(1 - draw()) * _TYPICAL)
        if until + _SHORTEST >= last:
            spells.append(_spell(world, draw, at, last, ending, home))
            break
        footing = FLEXIBLE if draw() < 0.13 else EMPLOYEE
        spells.append(_spell(world, draw, at, until, footing, _city(draw, home)))
        gap = 0 if draw() < 0.6 else 1 + int(draw() * 14)
        # Even after a long gap there is work at the end, so that the career ends as it must.
        at = min(until + 1 + gap, last)
    return tuple(spells)


def _spell(world: World, draw: Draw, first: int, last: int, footing: str, city: int) -> Spell:
    at_work = footing == EMPLOYEE
    workplace = world.workplace(draw, city, first // 12) if at_work else -1
    return Spell(first, last, footing, workplace, city)


def _city(draw: Draw, home: int) -> int:
    chance = draw()
    if chance < 0.90:
        return home
    if chance < 0.96:
        return int(draw() * len(HOME_CITIES))
    return len(CITIES) - 1 - int(draw() * len(AWAY_CITIES))
