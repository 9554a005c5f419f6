"""A life's registrations: one for each scheme and region, as they stand on the data date."""

from dataclasses import dataclass

from shebao.insurance.nation.contributions import Ledger
from shebao.insurance.nation.lives import RESIDENTS_SINCE
from shebao.insurance.nation.plan import (
    EMPLOYEE,
    FLEXIBLE,
    PENSIONER,
    RESIDENT,
    RESIDENT_PENSIONER,
    Plan,
    Spell,
)
from shebao.insurance.nation.world import World
from shebao.insurance.places import CITIES, HOME_CITIES

Row = tuple[object, ...]
_UNEMPLOYMENT_SINCE = 1999 * 12
_INJURY_SINCE = 2004 * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """How a registration stands: its state, and when it ended if it has."""

    state: str
    ended: str | None


def registration_rows(world: World, number: int, plan: Plan, book: Ledger) -> list[Row]:
    """Rows of one person in the order of their key."""
    if plan.standing in {RESIDENT, RESIDENT_PENSIONER}:
        return [_residents(number, plan, book)]
    if not plan.spells and not plan.deemed:
        return []
    found = [_pension(world, number, plan, book)]
    at_work = [one for one in plan.spells if one.footing == EMPLOYEE and _is_home(one)]
    if at_work:
        found += _with_employer(world, number, plan, at_work)
    found += _away(number, plan, book)
    return sorted(found, key=_key)


def _pension(world: World, number: int, plan: Plan, book: Ledger) -> Row:
    counted = [one for one in plan.spells if plan.has_transferred or _is_home(one)]
    last = counted[-1].last - _owed_months(plan, book) if counted else 0
    stand = _stand(plan)
    return (
        number,
        "pension",
        HOME_CITIES[plan.home].code,
        _employer(world, plan),
        _day(_first(plan)),
        stand.ended,
        stand.state,
        _month(counted[0].first) if counted else "",
        _month(last) if counted else "",
        book.months,
        plan.deemed,
    )


def _with_employer(world: World, number: int, plan: Plan, at_work: list[Spell]) -> list[Row]:
    """Unemployment and work injury, which only employees have."""
    is_now = plan.standing == EMPLOYEE and plan.died_on is None
    last = at_work[-1].last
    rows: list[Row] = []
    for scheme, since in (("injury", _INJURY_SINCE), ("unemployment", _UNEMPLOYMENT_SINCE)):
        months = sum(max(0, s.last - max(s.first, since) + 1) for s in at_work)
        if not months:
            continue
        first = next(max(s.first, since) for s in at_work if s.last >= since)
        state = "active" if is_now else "ended" if scheme == "injury" else "paused"
        if scheme == "unemployment" and _stand(plan).state in {"retired", "ended"}:
            state = "ended"
        rows.append(
            (
                number,
                scheme,
                HOME_CITIES[plan.home].code,
                _employer(world, plan) if is_now else 0,
                _day(first),
                None if is_now else _day(last + 1),
                state,
                _month(first),
                _month(last),
                months,
                0,
            )
        )
    return rows


def _away(number: int, plan: Plan, book: Ledger) -> list[Row]:
    """Other provinces: still kept there, or already brought along and closed."""
    found: list[Row] = []
    for city in sorted({s.city for s in plan.spells if not _is_home(s)}):
        spells = [spell for spell in plan.spells if spell.city == city]
        months = book.away.get(city, 0)
        found.append(
            (
                number,
                "pension",
                CITIES[city].code,
                0,
                _day(spells[0].first),
                _day(spells[-1].last + 1),
                "paused" if months else "moved",
                _month(spells[0].first),
                _month(spells[-1].last),
                months,
                0,
            )
        )
    return found


def _residents(number: int, plan: Plan, book: Ledger) -> Row:
    spells = plan.spells or (Spell(RESIDENTS_SINCE, RESIDENTS_SINCE, RESIDENT, -1, plan.home),)
    first, last = spells[0].first, spells[-1].last
    stand = _stand(plan)
    return (
        number,
        "residents",
        HOME_CITIES[plan.home].code,
        0,
        _day(first),
        stand.ended,
        stand.state,
        _month(first) if plan.spells else "",
        _month(last) if plan.spells else "",
        book.months,
        0,
    )


def _stand(plan: Plan) -> _Stand:
    if plan.died_on is not None:
        return _Stand(state="ended", ended=plan.died_on.isoformat())
    if plan.standing in {PENSIONER, RESIDENT_PENSIONER}:
        return _Stand(state="retired", ended=None)
    if plan.standing in {EMPLOYEE, FLEXIBLE, RESIDENT}:
        return _Stand(state="active", ended=None)
    return _Stand(state="paused", ended=None)


def _first(plan: Plan) -> int:
    """When the relation here began: with the first month at home, or the first of all."""
    if plan.first_work is not None and plan.deemed:
        return plan.first_work.year * 12 + plan.first_work.month - 1
    home = (spell.first for spell in plan.spells if _is_home(spell))
    return next(home, plan.spells[0].first)


def _is_home(spell: Spell) -> bool:
    return spell.city < len(HOME_CITIES)


def _owed_months(plan: Plan, book: Ledger) -> int:
    return min(2, plan.spells[-1].last % 12 + 1) if book.owed else 0


def _employer(world: World, plan: Plan) -> int:
    if plan.standing != EMPLOYEE or plan.died_on is not None:
        return 0
    return world.workplaces[plan.spells[-1].workplace].number


def _key(row: Row) -> tuple[object, object]:
    return row[1], row[2]


def _day(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01"


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
