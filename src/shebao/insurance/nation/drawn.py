"""Ordinary lives, drawn from a cheap chance that is keyed by seed and place."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import log

from shebao.insurance.nation import documents, names
from shebao.insurance.nation.lives import resident_life, working_life
from shebao.insurance.nation.plan import (
    EMPLOYEE,
    FLEXIBLE,
    JOBLESS,
    NOT_INSURED,
    RESIDENT,
    STAFF,
    STUDENT,
    Plan,
)
from shebao.insurance.nation.world import FIRST_STAFF, World
from shebao.insurance.places import CITIES, CITY_OF_DISTRICT, DISTRICTS, HOME_CITIES, STREETS

Draw = Callable[[], float]
ORDERS = 400
_LOWEST_ORDER = 100
_UNUSED_ORDER = 900
_YEAR = 365.2425
# How many people of each age from 0 to 100 an ageing province has, relative to each other.
_AGES = (
    *(6 + age * 0.35 for age in range(16)),
    *(10 + (age - 16) * 0.32 for age in range(16, 38)),
    *(16.0 for _ in range(38, 60)),
    *(max(0.08, 13.5 - (age - 60) * 0.38) for age in range(60, 101)),
)
_AGE_SUMS: list[float] = []
for _weight in _AGES:
    _AGE_SUMS.append(_weight + (_AGE_SUMS[-1] if _AGE_SUMS else 0.0))


def drawn(world: World, draw: Draw, index: int) -> Plan:
    """The life at this place of the nation."""
    if 0 <= index - FIRST_STAFF < world.big_staff:
        return _citizen(world, draw, index, is_staff=True)
    if index % 250 == 77 or index % 500 == 37:
        return _foreigner(world, draw, index)
    if index % 200 == 41:
        return _from_hong_kong_macao_taiwan(world, draw, index)
    return _citizen(world, draw, index, is_staff=False)


def _citizen(world: World, draw: Draw, index: int, *, is_staff: bool) -> Plan:
    is_male = draw() < 0.512
    district, district_name = DISTRICTS[index % len(DISTRICTS)]
    slot = index // len(DISTRICTS)
    age = 20 + draw() * 28 if is_staff else _age(draw)
    birth = _birth(world, age, slot // ORDERS, len(DISTRICTS) * ORDERS)
    order = _LOWEST_ORDER + slot % ORDERS * 2 + is_male
    home = 0 if is_staff else _home(draw, CITY_OF_DISTRICT[index % len(DISTRICTS)])
    plan = Plan(
        index=index,
        id_type="citizen_id",
        id_number=documents.citizen(district, birth, order),
        country="CHN",
        name=names.citizen(draw, is_male=is_male),
        is_male=is_male,
        birth=birth,
        group=_group(draw, is_male),
        standing=NOT_INSURED,
        home=home,
        household=f"{district[:4]}00" if draw() < 0.93 else "980100",
        mobile=_mobile(draw),
        address=_address(draw, home, district_name),
        ratio=_ratio(draw),
    )
    return _live(world, draw, plan, _wish(draw, plan, world, is_staff=is_staff))


def _foreigner(world: World, draw: Draw, index: int) -> Plan:
    """Two thirds hold a passport, one third a permanent-residence card; all are of working age."""
    country = names.NATIONS[index // 250 % len(names.NATIONS)]
    is_male, home, place = draw() < 0.6, int(draw() * 2), index // 500
    is_card = index % 500 == 37
    if is_card:
        country = names.NATIONS[place % 10]
    birth = _birth(world, 24 + draw() * 30, place // 100, 500 * 100)
    card = documents.permanent_resident(country, birth, place // 10 % 10)
    plan = Plan(
        index=index,
        id_type="permanent_resident" if is_card else "passport",
        id_number=card if is_card else f"X{index:08d}",
        country=country,
        name=names.foreigner(draw),
        is_male=is_male,
        birth=birth,
        group=_group(draw, is_male),
        standing=NOT_INSURED,
        home=home,
        household="",
        mobile=_mobile(draw),
        address=_address(draw, home, HOME_CITIES[home].districts[0][1]),
        ratio=min(3000, _ratio(draw) * 2),
    )
    return _live(world, draw, plan, EMPLOYEE)


def _from_hong_kong_macao_taiwan(world: World, draw: Draw, index: int) -> Plan:
    place = index // 200
    is_male, home = draw() < 0.55, int(draw() * 3)
    birth = _birth(world, 20 + draw() * 45, place // 120, 200 * 120)
    region = ("810000", "820000", "830000")[place % 3]
    plan = Plan(
        index=index,
        id_type="residence_permit",
        id_number=documents.citizen(region, birth, _UNUSED_ORDER + place // 3 % 40 * 2 + is_male),
        country=("HKG", "MAC", "TWN")[place % 3],
        name=names.citizen(draw, is_male=is_male),
        is_male=is_male,
        birth=birth,
        group=_group(draw, is_male),
        standing=NOT_INSURED,
        home=home,
        household="",
        mobile=_mobile(draw),
        address=_address(draw, home, HOME_CITIES[home].districts[1][1]),
        ratio=_ratio(draw),
    )
    return _live(world, draw, plan, EMPLOYEE if draw() < 0.8 else RESIDENT)


def _wish(draw: Draw, plan: Plan, world: World, *, is_staff: bool) -> str:
    """What this person would be, before the law has its say."""
    years = (world.today - plan.birth.toordinal()) / _YEAR
    if is_staff:
        return STAFF
    if years < 16:
        return STUDENT if years >= 6 else NOT_INSURED
    chance = draw()
    if years < 22:
        return STUDENT if chance < 0.6 else EMPLOYEE if chance < 0.85 else RESIDENT
    return _grown_wish(chance, years)


def _grown_wish(chance: float, years: float) -> str:
    employed = 0.25 if years > 80 else 0.38 if years > 60 else 0.60
    if chance < employed:
        return EMPLOYEE
    if chance < employed + 0.10:
        return FLEXIBLE
    if chance < employed + 0.15:
        return JOBLESS
    return RESIDENT if chance < 0.95 else NOT_INSURED


def _live(world: World, draw: Draw, plan: Plan, wish: str) -> Plan:
    died_on = None if wish == STAFF else _death(world, draw, plan)
    due_in = int(draw() * 365) if draw() > 0.025 else -1 - int(draw() * 200)
    plan = replace(plan, died_on=died_on, due_in=due_in, electronic_card=draw() < 0.7)
    if wish in {STUDENT, NOT_INSURED}:
        return replace(plan, standing=wish)
    if wish == RESIDENT:
        return resident_life(world, plan)
    return working_life(world, draw, plan, wish)


def _death(world: World, draw: Draw, plan: Plan) -> date | None:
    """Some died within the last three years, few of them young."""
    years = (world.today - plan.birth.toordinal()) // 365
    chance, back = draw(), int(draw() * 1095)
    if years < 4 or chance > (0.03 if years > 65 else 0.002):
        return None
    return date.fromordinal(world.today - back)


def _age(draw: Draw) -> float:
    chance = draw() * _AGE_SUMS[-1]
    place = bisect_left(_AGE_SUMS, chance)
    return place + (_AGE_SUMS[place] - chance) / _AGES[place]


def _birth(world: World, age: float, turn: int, people_per_turn: int) -> date:
    """A day about so many years ago.

    People who share district and order differ in ``turn``; each turn owns its own residue of the
    day number, so that no two of them share a birthday and thereby a number.
    """
    turns = world.ask.persons // people_per_turn + 1
    day = world.today - int(age * _YEAR)
    day += turn - day % turns
    return date.fromordinal(day if day <= world.today else day - turns)


def _home(draw: Draw, born_in: int) -> int:
    return born_in if draw() < 0.85 else int(draw() ** 1.6 * len(HOME_CITIES))


def _group(draw: Draw, is_male: bool) -> str:
    chance = draw()
    if is_male:
        return "male"
    return "female50" if chance < 0.6 else "female55"


def _mobile(draw: Draw) -> str:
    """Of a range that no operator has been given."""
    return f"154{int(draw() * 100_000_000):08d}"


def _address(draw: Draw, home: int, district: str) -> str:
    city = CITIES[home]
    street = STREETS[int(draw() * len(STREETS))]
    return f"{city.province}{city.name}{district}{street}{1 + int(draw() * 200)}号"


def _ratio(draw: Draw) -> int:
    """Thousandths of the average wage: many below, a long tail above, mean about one."""
    return min(3000, 560 - int(log(1 - draw()) * 430))
