"""Who draws what: the account, the benefits and the payments of one life."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from shebao.insurance import parts as parts_of
from shebao.insurance import province
from shebao.insurance.nation import pensions
from shebao.insurance.nation.contributions import Ledger, account_rows
from shebao.insurance.nation.lives import RESIDENTS_AGE, RESIDENTS_SINCE
from shebao.insurance.nation.plan import (
    EMPLOYEE,
    JOBLESS,
    PENSIONER,
    RESIDENT_PENSIONER,
    Plan,
)
from shebao.insurance.nation.world import World, retirement_month
from shebao.law import unemployment

Row = tuple[object, ...]
_NEVER = 10**6


@dataclass(slots=True)
class Drawn:
    """The rows that money leaves behind."""

    account: list[Row] = field(default_factory=list)
    benefits: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Right:
    """A benefit before it is written: what, from when, until when, how much each year."""

    scheme: str
    kind: str
    first: int
    last: int
    amounts: dict[int, int]
    parts: dict[str, int]
    state: str
    until: int = _NEVER


def drawings(world: World, number: int, plan: Plan, book: Ledger, bank: tuple[str, str]) -> Drawn:
    """Account years, benefit and payments, as the standing asks."""
    right = _right(world, plan, book)
    found = Drawn()
    out = _paid_out(world, right) if right is not None else {}
    found.account, _ = account_rows(world, number, book.credited, out)
    if right is None:
        return found
    last = _month(right.last) if right.state == "ended" else ""
    monthly = right.amounts[max(right.amounts)]
    found.benefits.append(
        (
            number,
            1,
            right.scheme,
            right.kind,
            _month(right.first),
            last,
            "" if right.until == _NEVER else _month(right.until),
            monthly,
            pensions.with_rise(right.parts, monthly),
            right.state,
            *bank,
        )
    )
    held = _held_from(world, plan)
    span = (right.first, right.last)
    found.payments = pensions.payment_rows(
        world, number, 1, right.amounts, span, bank, held_from=held
    )
    return found


def _right(world: World, plan: Plan, book: Ledger) -> _Right | None:
    if plan.standing == PENSIONER:
        return _pension(world, plan, book)
    if plan.standing == RESIDENT_PENSIONER:
        return _residents(world, plan, book)
    if plan.standing == JOBLESS and plan.has_claimed:
        return _unemployment(world, plan)
    return None


def _pension(world: World, plan: Plan, book: Ledger) -> _Right:
    born = plan.birth.year * 12 + plan.birth.month - 1
    retired = retirement_month(born, plan.group)
    year = retired // 12
    parts = pensions.first_pension(
        wage=world.wage[max(year, 1998)],
        ratio=book.ratios // book.months if book.months else plan.ratio,
        months=book.months + plan.deemed,
        deemed=plan.deemed,
        balance=_balance(world, book, year),
        age_months=retired - born,
    )
    first, last = retired + 1, _died(plan)
    until = min(last, world.month) // 12
    amounts = pensions.yearly_amounts(sum(parts.values()), first // 12, max(until, first // 12))
    return _Right(
        scheme="pension",
        kind="pension",
        first=first,
        last=last,
        amounts=amounts,
        parts=parts,
        state=_state(plan),
    )


def _residents(world: World, plan: Plan, book: Ledger) -> _Right:
    born = plan.birth.year * 12 + plan.birth.month - 1
    first = max(born + RESIDENTS_AGE + 1, RESIDENTS_SINCE)
    last = _died(plan)
    until = max(min(last, world.month) // 12, first // 12)
    parts = pensions.residents_parts(
        _residents_base(first // 12), _balance(world, book, first // 12)
    )
    amounts = {
        year: _residents_base(year) + parts[parts_of.ACCOUNT]
        for year in range(first // 12, until + 1)
    }
    return _Right(
        scheme="residents",
        kind="residents_pension",
        first=first,
        last=last,
        amounts=amounts,
        parts=parts,
        state=_state(plan),
    )


def _unemployment(world: World, plan: Plan) -> _Right | None:
    """Only who lost a job can draw, for as long as the months paid allow."""
    spell = plan.spells[-1]
    paid = sum(s.last - s.first + 1 for s in plan.spells if s.footing == EMPLOYEE)
    first = spell.last + 1
    if spell.footing != EMPLOYEE or first > world.paid:
        return None
    entitled = unemployment.duration(paid, on=province.first_day(first)).months
    if not entitled:
        return None
    last = min(first + entitled - 1, _died(plan))
    monthly = int(
        unemployment.monthly(
            province.first_day(first), region=province.CODE, tables=province.all_tables()
        ).value
    )
    return _Right(
        scheme="unemployment",
        kind="unemployment_benefit",
        first=first,
        last=last,
        amounts=dict.fromkeys(range(first // 12, last // 12 + 1), monthly),
        parts={parts_of.UNEMPLOYMENT: monthly},
        state="active" if last >= world.paid and plan.died_on is None else "ended",
        until=first + entitled - 1,
    )


def _balance(world: World, book: Ledger, year: int) -> int:
    """What the account holds when the pension begins; the running year has earned nothing yet."""
    closing = 0
    if not book.credited:
        return 0
    for at in range(min(book.credited), year):
        credit = book.credited.get(at, 0)
        closing += credit + province.year_interest(closing, credit, world.interest[at])
    return closing + book.credited.get(year, 0)


def _paid_out(world: World, right: _Right) -> dict[int, int]:
    """What leaves the account each year: its part of every monthly pension."""
    monthly, last = right.parts.get(parts_of.ACCOUNT, 0), min(right.last, world.paid)
    years = range(right.first // 12, last // 12 + 1) if monthly else ()
    return {
        year: monthly * (min(last, year * 12 + 11) - max(right.first, year * 12) + 1)
        for year in years
    }


def _held_from(world: World, plan: Plan) -> int:
    """The first month withheld because the certification is overdue."""
    if plan.due_in >= 0 or plan.died_on is not None:
        return _NEVER
    due = world.ask.as_of + timedelta(days=plan.due_in)
    month = due.year * 12 + due.month - 1
    return month if province.amount("payment_day", due) > due.day else month + 1


def _state(plan: Plan) -> str:
    if plan.died_on is not None:
        return "ended"
    return "suspended" if plan.due_in < 0 else "active"


def _died(plan: Plan) -> int:
    died = plan.died_on
    return _NEVER if died is None else died.year * 12 + died.month - 1


@lru_cache
def _residents_base(year: int) -> int:
    return province.amount("residents_base", date(max(year, 2010), 1, 1))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
