"""What every worker process knows beforehand: the calendar, the rates and the employers."""

import random
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shebao.insurance import places, province
from shebao.insurance.nation import documents, names
from shebao.law.retirement import retirement

PERSON_STRIDE = 997
FIRST_PERSON = 3 * 10**12
FIRST_EMPLOYER = 8 * 10**9
EMPLOYED_SHARE = 0.27
LARGEST = 3000
BIG_EMPLOYER_STAFF = 3000
# The people from this place on work there; before them stand the cast and the borders.
FIRST_STAFF = 200
_CAST_STAFF = 3
_EARLIEST, _LATEST = 1994, 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """An employer before anybody works there."""

    number: int
    city: int
    joined_year: int
    weight: int
    injury_class: int
    is_in_arrears: bool


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a nation is made from; two equal ones make the same nation."""

    persons: int
    seed: int
    as_of: date


class World:
    """Tables for one :class:`Ask`; the same in every process."""

    def __init__(self, ask: Ask) -> None:
        """Read the rates once and draw the employers."""
        self.ask = ask
        self.today = ask.as_of.toordinal()
        self.month = ask.as_of.year * 12 + ask.as_of.month - 1
        self.posted = province.last_posted_month(ask.as_of)
        self.paid = province.last_payment_month(ask.as_of)
        years = range(1930, ask.as_of.year + 2)
        self.wage = {year: province.average_wage(year) for year in years}
        self.bounds = {year: province.bounds(year) for year in years}
        self.account_rate = {year: province.account_rate(year * 12) for year in years}
        self.interest = {year: province.interest(year) for year in years}
        self.subsidy = province.amount("residents_subsidy", ask.as_of)
        self.first_drawn = FIRST_STAFF
        self.workplaces = _workplaces(ask)
        self._choices = [_Choice(self.workplaces, city) for city in range(len(places.CITIES))]
        self.big_staff = (
            min(BIG_EMPLOYER_STAFF, max(0, ask.persons - FIRST_STAFF) // 7) - _CAST_STAFF
        )

    def person_number(self, index: int) -> int:
        """The core number of the person at this place: rising, but no place can be read off."""
        jitter = (index * 7919 + self.ask.seed * 104729) % PERSON_STRIDE
        return FIRST_PERSON + index * PERSON_STRIDE + jitter

    def workplace(self, draw: Callable[[], float], city: int, year: int) -> int:
        """The place of an employer in this city that had joined by this year, by its size."""
        return self._choices[city].pick(draw(), year)

    def base(self, year: int, ratio: int) -> int:
        """The monthly base of somebody who earns so many thousandths of the average, in fen."""
        floor, ceiling = self.bounds[year]
        return min(max(self.wage[year] * ratio // 100000 * 100, floor), ceiling)


class _Choice:
    """The employers of one city, oldest first, so that each year can choose among a prefix."""

    def __init__(self, workplaces: list[Workplace], city: int) -> None:
        here = [
            (w.joined_year, place)
            for place, w in enumerate(workplaces)
            if w.city == city and w.weight
        ]
        here.sort()
        self._places = [place for _, place in here]
        self._sums: list[int] = []
        total = 0
        for _, place in here:
            total += workplaces[place].weight
            self._sums.append(total)
        joined = [year for year, _ in here]
        self._reach = {year: bisect_left(joined, year + 1) for year in range(1930, 2101)}

    def pick(self, chance: float, year: int) -> int:
        reach = self._reach[year] or 1
        return self._places[bisect_left(self._sums, chance * self._sums[reach - 1])]


def _workplaces(ask: Ask) -> list[Workplace]:
    """The cast's big employer and then as many as the nation's employees need."""
    draw = random.Random(f"employers {ask.seed}").random  # noqa: S311
    found = [_big()] + [_workplace(draw, place, 1) for place in range(1, 2 * len(places.CITIES))]
    needed = int(ask.persons * EMPLOYED_SHARE)
    largest = max(5, min(LARGEST, needed // 40))
    while needed > 0:
        weight = min(largest, int((1 - draw()) ** -0.92))
        found.append(_workplace(draw, len(found), weight))
        needed -= weight
    return found


def _big() -> Workplace:
    return Workplace(
        number=FIRST_EMPLOYER,
        city=0,
        joined_year=_EARLIEST,
        weight=0,
        injury_class=3,
        is_in_arrears=False,
    )


def _workplace(draw: Callable[[], float], place: int, weight: int) -> Workplace:
    """The first ones stand in every city from the start, so that nobody finds a city empty."""
    is_early = place < 2 * len(places.CITIES)
    return Workplace(
        number=FIRST_EMPLOYER + place * 13,
        city=place % len(places.CITIES) if is_early else _city(draw()),
        joined_year=_EARLIEST if is_early else _joined(draw()),
        weight=weight,
        injury_class=1 + int(draw() * 8),
        is_in_arrears=draw() < 0.02 and not is_early,
    )


def _city(chance: float) -> int:
    bounds = (0.42, 0.64, 0.80, 0.93, 0.97)
    return bisect_left(bounds, chance)


def _joined(chance: float) -> int:
    return _EARLIEST + int(chance**0.8 * (_LATEST - _EARLIEST))


def employer_row(world: World, place: int, headcount: int, arrears: int) -> tuple[object, ...]:
    """The stored row of an employer, now that its staff is counted."""
    workplace = world.workplaces[place]
    draw = random.Random(f"employer {world.ask.seed} {place}").random  # noqa: S311
    city = places.CITIES[workplace.city]
    district, district_name = city.districts[int(draw() * len(city.districts))]
    kind = "12" if draw() < 0.06 else "91"
    joined = date(workplace.joined_year, 1 + int(draw() * 12), 1)
    street = places.STREETS[int(draw() * len(places.STREETS))]
    return (
        workplace.number,
        documents.unit_code(kind, district, 10_000_000 + place),
        employer_name(draw, city.name) if place else "示例重工集团有限公司",
        names.citizen(draw, is_male=draw() < 0.75),
        city.code,
        f"{city.province}{city.name}{district_name}{street}{1 + int(draw() * 300)}号",
        f"0{990 + workplace.city}{int(draw() * 9_000_000) + 1_000_000}",
        headcount,
        arrears,
        workplace.injury_class,
        joined.isoformat(),
    )


def employer_name(draw: Callable[[], float], city: str) -> str:
    """City, two words, trade, form."""
    words = names.EMPLOYER_WORDS
    first, second = (words[int(draw() * len(words))] for _ in range(2))
    trade = names.INDUSTRIES[int(draw() * len(names.INDUSTRIES))]
    return f"{city}{first}{'' if first == second else second}{trade}有限公司"


@lru_cache(maxsize=16384)
def retirement_month(birth_month: int, group: str) -> int:
    """The number of the statutory month."""
    found = retirement(province.first_day(birth_month), group, province.all_tables())
    year, month = found.statutory_month.split("-")
    return int(year) * 12 + int(month) - 1
