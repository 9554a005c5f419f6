"""A life's contribution years, what they credit to the account, and how the account grew."""

from dataclasses import dataclass, field

from shebao.insurance import province
from shebao.insurance.nation.plan import RESIDENT, Plan, Spell
from shebao.insurance.nation.world import World
from shebao.insurance.places import CITIES, HOME_CITIES

Row = tuple[object, ...]
Key = tuple[int, int, str, str]
_ZEROS = [bytes(4 * count) for count in range(13)]
_LETTERS = {
    letter: [
        ["-" * first + letter * (last - first + 1) + "-" * (11 - last) for last in range(12)]
        for first in range(12)
    ]
    for letter in "ptd"
}
_LEVELS = (20_000, 50_000, 100_000, 200_000, 300_000)
_PAYING_MONTH = 9
_ARREARS_MONTHS = 2


@dataclass(slots=True)
class Ledger:
    """What was written for one person; months and ratios count the pension only."""

    years: dict[Key, tuple[bytes, str]] = field(default_factory=dict)
    credited: dict[int, int] = field(default_factory=dict)
    months: int = 0
    ratios: int = 0
    away: dict[int, int] = field(default_factory=dict)
    owed: int = 0


def ledger(world: World, plan: Plan) -> Ledger:
    """All contribution years of a life; what another province still keeps is in ``away``."""
    book = Ledger()
    if plan.deemed and plan.first_work is not None:
        _write_deemed(book, plan)
    for place, spell in enumerate(plan.spells):
        if spell.footing == RESIDENT:
            _write_residents(world, book, plan, spell)
        else:
            _write_spell(world, book, plan, spell, spell_ratio(plan, place))
    return book


def spell_ratio(plan: Plan, place: int) -> int:
    """Every spell pays a tenth more than the one before."""
    return min(3000, plan.ratio * (9 + place) // 10)


def rows(number: int, book: Ledger, world: World) -> list[Row]:
    """The stored rows, in the order of their key."""
    numbers = world.workplaces
    return [
        (number, year, numbers[place].number if place >= 0 else 0, footing, region, bases, states)
        for (year, place, footing, region), (bases, states) in sorted(book.years.items())
    ]


def _write_spell(world: World, book: Ledger, plan: Plan, spell: Spell, ratio: int) -> None:
    is_away = spell.city >= len(HOME_CITIES)
    is_here = not is_away or plan.has_transferred
    letter = "t" if is_away and is_here else "p"
    region, letters = CITIES[spell.city].code, _LETTERS[letter]
    for year in range(spell.first // 12, spell.last // 12 + 1):
        start = max(spell.first - year * 12, 0)
        stop = min(spell.last - year * 12, 11)
        count = stop - start + 1
        base = world.base(year, ratio)
        packed = _ZEROS[start] + base.to_bytes(4, "little") * count + _ZEROS[11 - stop]
        _put(book, (year, spell.workplace, spell.footing, region), packed, letters[start][stop])
        if is_here:
            credit = (base * world.account_rate[year] + 5000) // 10000 * count
            book.credited[year] = book.credited.get(year, 0) + credit
    months = spell.last - spell.first + 1
    if is_here:
        book.months += months
        book.ratios += months * ratio
    else:
        book.away[spell.city] = book.away.get(spell.city, 0) + months


def _write_residents(world: World, book: Ledger, plan: Plan, spell: Spell) -> None:
    """One payment a year, made in October; a paid year counts whole."""
    level = _LEVELS[min(plan.ratio // 500, len(_LEVELS) - 1)]
    subsidy = world.subsidy
    packed = _ZEROS[_PAYING_MONTH] + level.to_bytes(4, "little") + _ZEROS[11 - _PAYING_MONTH]
    region = CITIES[spell.city].code
    for year in range(spell.first // 12, spell.last // 12 + 1):
        if spell.first <= year * 12 + _PAYING_MONTH <= spell.last:
            book.years[(year, -1, RESIDENT, region)] = (packed, "p" * 12)
            book.credited[year] = level + subsidy
            book.months += 12


def _write_deemed(book: Ledger, plan: Plan) -> None:
    """Years of work before accounts existed: months without money."""
    assert plan.first_work is not None  # noqa: S101
    first = plan.first_work.year * 12 + plan.first_work.month - 1
    last, region = first + plan.deemed - 1, CITIES[plan.home].code
    for year in range(first // 12, last // 12 + 1):
        start, stop = max(first - year * 12, 0), min(last - year * 12, 11)
        key = (year, -1, "deemed", region)
        book.years[key] = (_ZEROS[12], _LETTERS["d"][start][stop])


def _put(book: Ledger, key: Key, packed: bytes, states: str) -> None:
    """Two spells may meet in one year with the same employer: then they share its row."""
    earlier = book.years.get(key)
    if earlier is None:
        book.years[key] = (packed, states)
        return
    merged = int.from_bytes(earlier[0], "little") | int.from_bytes(packed, "little")
    both = "".join(a if b == "-" else b for a, b in zip(earlier[1], states, strict=True))
    book.years[key] = (merged.to_bytes(48, "little"), both)


def in_arrears(world: World, book: Ledger, spell: Spell) -> None:
    """An employer that owes has not paid its staff's last months."""
    year, last = divmod(spell.last, 12)
    region = CITIES[spell.city].code
    key = (year, spell.workplace, spell.footing, region)
    packed, states = book.years[key]
    owed = min(_ARREARS_MONTHS, last + 1, spell.last - spell.first + 1)
    first = last - owed + 1
    book.years[key] = (packed, states[:first] + "a" * owed + states[last + 1 :])
    base = int.from_bytes(packed[last * 4 : last * 4 + 4], "little")
    own, employer = province.rates("pension", spell.last) or (0, 0)
    book.owed = owed * (base * (own + employer) // 10000)
    credit = (base * world.account_rate[year] + 5000) // 10000 * owed
    book.credited[year] -= credit
    book.months -= owed


def account_rows(
    world: World, number: int, credited: dict[int, int], pays_out: dict[int, int]
) -> tuple[list[Row], int]:
    """The account year by year to the data date, and its last closing; interest comes later."""
    if not credited:
        return [], 0
    found: list[Row] = []
    closing, current = 0, world.ask.as_of.year
    for year in range(min(credited), current + 1):
        opening, credit = closing, credited.get(year, 0)
        paid = min(pays_out.get(year, 0), opening + credit)
        rate = world.interest[year] if year < current else 0
        interest = province.year_interest(opening - paid, credit, rate)
        closing = opening + credit + interest - paid
        text = province.rate_text(rate) if year < current else ""
        found.append((number, year, opening, credit, interest, paid, closing, text))
        if not closing and paid:
            break
    return found, closing
