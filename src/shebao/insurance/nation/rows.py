"""One life as rows of the core's tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from shebao.insurance.books import same_day_after
from shebao.insurance.nation import contributions, documents, drawings, names
from shebao.insurance.nation.contributions import Ledger
from shebao.insurance.nation.hurt import exemption_rows, injury_rows
from shebao.insurance.nation.plan import (
    DRAWING,
    EMPLOYEE,
    NOT_INSURED,
    RESIDENT,
    RESIDENT_PENSIONER,
    STUDENT,
    WORKING,
    Plan,
)
from shebao.insurance.nation.registrations import registration_rows
from shebao.insurance.nation.world import World
from shebao.insurance.places import HOME_CITIES

Row = tuple[object, ...]
TABLES = (
    "person",
    "registration",
    "contributionyear",
    "accountyear",
    "benefit",
    "paymentyear",
    "card",
    "certification",
    "injury",
    "exemption",
)
_METHODS = ("matching", "face", "face", "village", "counter", "matching")
_CARD_YEARS = 10
_FIRST_CARD = 48_271
_CARD_AGE = 365
_CERTIFICATION_MONTHS = 12


@dataclass(slots=True)
class Batch:
    """Rows by table, and what employers need to know about their staff."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    heads: dict[int, int] = field(default_factory=dict)
    owed: dict[int, int] = field(default_factory=dict)


def write(world: World, batch: Batch, plan: Plan, draw: Callable[[], float]) -> None:
    """Write all books of a life."""
    number = world.person_number(plan.index)
    book = contributions.ledger(world, plan)
    workplace = _workplace(world, batch, plan, book)
    rows = batch.rows
    rows["person"].append(_person(world, number, plan, workplace))
    rows["contributionyear"] += contributions.rows(number, book, world)
    rows["registration"] += registration_rows(world, number, plan, book)
    bank = (names.BANKS[int(draw() * len(names.BANKS))], f"{int(draw() * 10000):04d}")
    drawn = drawings.drawings(world, number, plan, book, bank)
    rows["accountyear"] += drawn.account
    rows["benefit"] += drawn.benefits
    rows["paymentyear"] += drawn.payments
    if world.today - plan.birth.toordinal() > _CARD_AGE:
        rows["card"].append(_card(world, number, plan, draw, bank[0]))
    if plan.standing in DRAWING and plan.died_on is None:
        rows["certification"].append(_certification(world, number, plan, draw))
    rows["injury"] += injury_rows(world, number, plan)
    rows["exemption"] += exemption_rows(world, number, plan)


def _workplace(world: World, batch: Batch, plan: Plan, book: Ledger) -> int:
    """The place of the present employer, whose head this is; -1 without one."""
    if plan.standing != EMPLOYEE or plan.died_on is not None:
        return -1
    spell = plan.spells[-1]
    batch.heads[spell.workplace] = batch.heads.get(spell.workplace, 0) + 1
    if world.workplaces[spell.workplace].is_in_arrears:
        contributions.in_arrears(world, book, spell)
        batch.owed[spell.workplace] = batch.owed.get(spell.workplace, 0) + book.owed
    return spell.workplace


def _person(world: World, number: int, plan: Plan, workplace: int) -> Row:
    since, base = None, 0
    if plan.standing in WORKING and plan.died_on is None:
        spell = plan.spells[-1]
        since = f"{spell.first // 12:04d}-{spell.first % 12 + 1:02d}-01"
        base = world.base(
            world.ask.as_of.year, contributions.spell_ratio(plan, len(plan.spells) - 1)
        )
    return (
        number,
        plan.id_type,
        plan.id_number,
        plan.country,
        plan.name,
        "male" if plan.is_male else "female",
        plan.birth.isoformat(),
        _kind(plan),
        _group(plan),
        HOME_CITIES[plan.home].code,
        plan.household,
        plan.mobile,
        plan.address,
        plan.first_work.isoformat() if plan.first_work else None,
        plan.died_on.isoformat() if plan.died_on else None,
        world.workplaces[workplace].number if workplace >= 0 else 0,
        since,
        base,
    )


def _group(plan: Plan) -> str:
    """Residents have an age of their own; who is in no scheme is in no group."""
    if plan.standing in {RESIDENT, RESIDENT_PENSIONER}:
        return "residents"
    return "" if plan.standing in {NOT_INSURED, STUDENT} else plan.group


def _kind(plan: Plan) -> str:
    if plan.died_on is not None:
        return "deceased"
    return "pensioner" if plan.standing == RESIDENT_PENSIONER else plan.standing


def _card(world: World, number: int, plan: Plan, draw: Callable[[], float], bank: str) -> Row:
    age = world.today - plan.birth.toordinal()
    issued = date.fromordinal(world.today - int(draw() * min(age, 365 * (_CARD_YEARS - 1))))
    state = "cancelled" if plan.died_on else plan.card_state
    if state == "normal" and plan.index >= world.first_drawn:
        state = _card_state(draw(), plan.standing)
    expires = same_day_after(issued, 12 * _CARD_YEARS)
    is_electronic = plan.electronic_card and state == "normal"
    return (
        number,
        documents.card(plan.index + _FIRST_CARD),
        state,
        issued.isoformat(),
        expires.isoformat(),
        bank,
        is_electronic,
    )


def _card_state(chance: float, standing: str) -> str:
    if chance < (0.12 if standing == NOT_INSURED else 0.02):
        return "sealed"
    if chance > 0.985:
        return ("lost_temporary", "lost", "locked")[int(chance * 10_000) % 3]
    return "normal"


def _certification(world: World, number: int, plan: Plan, draw: Callable[[], float]) -> Row:
    """The day it is due, and the day twelve months before on which it was last given."""
    due = world.ask.as_of + timedelta(days=plan.due_in)
    last = same_day_after(due, -_CERTIFICATION_MONTHS)
    method = _METHODS[int(draw() * len(_METHODS))]
    return (number, last.isoformat(), method, due.isoformat(), plan.due_in < 0)
