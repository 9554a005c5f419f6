"""One wish worked out: months, parts and range, by the law's own functions and no others."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from shebao.hall.office.catalogue.estimating.lives import Life, Situation
from shebao.hall.office.catalogue.estimating.wishes import Wish, earliest_start, levels
from shebao.law import pension
from shebao.law.money import half_up
from shebao.law.months import month_number
from shebao.law.pension.base import BASE
from shebao.law.pension.projection import ESTIMATE
from shebao.law.pension.supposed import percent_text
from shebao.law.residents_ahead import Plan, project_residents
from shebao.law.tables import Entry, national
from shebao.law.working import Line, WorkingOut

LEVELS = ("low", "middle", "high")
CONFIDENCES = {
    "A": "官方原文",
    "B": "见于公开转载",
    "K": "普遍认可的规定",
    "D": "本系统的假定",
    "U": "待核实",
    "C": "推算",
}


T = TypeVar("T")


class NoSum(LookupError):
    """This life is not projected; ``Life.standing`` says why."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """A monthly amount under the three assumptions, in fen."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One part of the pension under the middle assumption, in fen; None: not calculated."""

    name: str
    label: str
    amount: int | None


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line of the working-out as people read it; ``inputs`` are name and value.

    ``amount`` is ``value`` with its ``unit`` in Chinese; unit: fen, months, years or ratio.
    """

    label: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    value: str
    unit: str
    amount: str
    basis: str
    rounding: str
    confidence: str
    is_part: bool


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What a wish leads to; months are ``"YYYY-MM"``, money is fen a month.

    With months missing nothing is drawn: the sums are then those of the months so far and are not
    promised to anybody.  ``written_by`` is the month by which an elastic choice must be in writing.
    """

    wish: Wish
    packed: str
    choice: str
    start: str
    age_years: int
    age_months: int
    ratio: int
    credited_months: int
    required_months: int
    missing_months: int
    is_met: bool
    met_month: str
    written_by: str
    total: Range
    today: Range
    parts: tuple[PartView, ...]
    account: int


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How the middle sum of a scenario came about, line by line, with what it rests on."""

    lines: tuple[LineView, ...]
    total: int
    notes: tuple[str, ...]
    not_calculated: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str], ...]


def supposed(today: date) -> Entry:
    """The dated assumptions."""
    return national().entry("estimates.assumptions", today)


def assumptions(wish: Wish, level: str, today: date) -> pension.Assumptions:
    """The three growths of one level, with those the person chose in their place."""
    row: Any = supposed(today).value[level]
    return pension.Assumptions(
        wage_growth=_or(wish.wage_growth, row["wage_growth"]),
        interest=_or(wish.interest, row["interest"]),
        price_growth=int(row["price_growth"] * 100),
    )


def _or(chosen: int | None, percent: Any) -> int:
    return int(percent * 100) if chosen is None else chosen


def choice_of(wish: Wish, life: Life, today: date) -> pension.Choice:
    """The law's own choice behind a wish: as so far, from the statutory month on."""
    return pension.Choice(
        start=wish.start or default_start(life, today),
        ratio=Fraction(wish.ratio or life.ratio, 100),
        pays_until=wish.until,
        gap_months=wish.gap,
    )


def default_start(life: Life, today: date) -> str:
    """The statutory month, or the first one still ahead."""
    statutory = life.retirement.statutory_month if life.retirement else ""
    return max(statutory, earliest_start(life, today))


def settled(wish: Wish, life: Life, today: date) -> Wish:
    """The same wish without what happens by itself, so that equal wishes are equal."""
    if not life.is_projected:
        return wish
    start = "" if wish.start == default_start(life, today) else wish.start
    return replace(wish, start=start, ratio=None if wish.ratio == life.ratio else wish.ratio)


def scenario(life: Life, wish: Wish, *, today: date) -> Scenario:
    """The wish worked out for a life that :attr:`Life.is_projected`.

    Raises :class:`NoSum`, and what ``pension.project`` raises where the wish was not read by
    ``read_wish``.
    """
    if life.standing is Situation.RESIDENT:
        return _resident(life, wish, today)
    return _employee(life, wish, today)


def explained(life: Life, wish: Wish, *, today: date) -> Explanation:
    """Every line of the middle sum.  Raises as :func:`scenario`."""
    if life.standing is Situation.RESIDENT:
        found = _residents(life, wish, "middle", today)
        return _explanation(
            found.pension.working, wish, (*_resident_notes(life, wish, today),), today
        )
    working = pension.worked_out(
        _known(life.person), choice_of(wish, life, today), assumptions(wish, "middle", today)
    )
    return _explanation(working, wish, (), today)


def _known(one: T | None) -> T:
    if one is None:
        raise NoSum
    return one


def _employee(life: Life, wish: Wish, today: date) -> Scenario:
    person, choice = _known(life.person), choice_of(wish, life, today)
    low, middle, high = (
        pension.project(person, choice, assumptions(wish, level, today)) for level in LEVELS
    )
    return Scenario(
        wish=wish,
        packed=wish.packed,
        choice=str(middle.choice),
        start=middle.start,
        age_years=middle.age_months // 12,
        age_months=middle.age_months % 12,
        ratio=wish.ratio or life.ratio,
        credited_months=middle.credited_months,
        required_months=middle.required_months,
        missing_months=middle.missing_months,
        is_met=middle.is_met,
        met_month=middle.met_month,
        written_by=middle.written_by,
        total=_range(low.total, middle.total, high.total),
        today=_range(low.total_today, middle.total_today, high.total_today),
        parts=_parts(middle.parts),
        account=middle.account,
    )


def _range(*sums: int) -> Range:
    """The middle as it is; the ends in order, whatever was chosen instead of an assumption."""
    return Range(low=min(sums), middle=sums[1], high=max(sums))


def _parts(parts: Any) -> tuple[PartView, ...]:
    found = (
        PartView(name="basic", label="基础养老金", amount=parts.basic),
        PartView(name="account", label="个人账户养老金", amount=parts.account),
        PartView(name="transitional", label="过渡性养老金", amount=parts.transitional),
        PartView(name="local", label="地方增发", amount=parts.local),
    )
    return tuple(one for one in found if one.amount != 0)


def level_of(wish: Wish, today: date) -> dict[str, int]:
    """What a resident pays a year and gets with it; the third level where nothing was chosen."""
    rows = levels(today)
    chosen = [row for row in rows if row["level"] == wish.level]
    return chosen[0] if chosen else rows[2]


def _residents(life: Life, wish: Wish, level: str, today: date) -> Any:
    row = level_of(wish, today)
    plan = Plan(
        yearly=row["level"] + row["subsidy"],
        interest=assumptions(wish, level, today).interest,
        start=wish.start or default_start(life, today),
        gap_years=-(-wish.gap // 12),
        last_year=int(wish.until[:4]) if wish.until else 0,
    )
    return project_residents(_known(life.saver), plan)


def _resident(life: Life, wish: Wish, today: date) -> Scenario:
    found = [_residents(life, wish, level, today) for level in LEVELS]
    middle = found[1]
    age = month_number(middle.start) - month_number(life.birth)
    prices = assumptions(wish, "middle", today).price_growth
    ahead = month_number(middle.start) - month_number(life.as_of)
    sums = [one.pension.working.total for one in found]
    now = [_in_todays_money(one.pension.working, ahead, prices) for one in found]
    required = middle.pension.required_months
    return Scenario(
        wish=wish,
        packed=wish.packed,
        choice="statutory" if not wish.start else "late",
        start=middle.start,
        age_years=age // 12,
        age_months=age % 12,
        ratio=0,
        credited_months=middle.paid_months,
        required_months=required,
        missing_months=middle.pension.missing_months,
        is_met=not middle.pension.missing_months,
        met_month="",
        written_by="",
        total=_range(*sums),
        today=_range(*now),
        parts=tuple(
            PartView(name=line.name, label=line.label, amount=int(line.value))
            for line in middle.pension.working.parts
            if line.value
        ),
        account=middle.account,
    )


def _in_todays_money(working: WorkingOut, months: int, growth: int) -> int:
    """The base is that of today already; only the account's part is of then.

    Whole years compound, the months left over don't, as in the law's projection.
    """
    years, odd = divmod(months, 12)
    factor = (1 + Fraction(growth, 10_000)) ** years * (1 + Fraction(growth * odd, 120_000))
    account = int(working.value("account"))
    return working.total - account + half_up(account / factor)


def _resident_notes(life: Life, wish: Wish, today: date) -> tuple[str, ...]:
    row = level_of(wish, today)
    supposed_ = assumptions(wish, "middle", today)
    return (
        f"假定每年缴 {row['level'] // 100} 元，补贴 {row['subsidy'] // 100} 元，"
        f"个人账户每年计息 {percent_text(supposed_.interest)}%",
        "基础养老金按现在的标准算，没有假定今后提高",
    )


def _explanation(
    working: WorkingOut, wish: Wish, notes: tuple[str, ...], today: date
) -> Explanation:
    entries = (*working.parameters, supposed(today))
    told = (*notes, *(one for one in working.notes if one != ESTIMATE and BASE not in one))
    return Explanation(
        lines=tuple(_line(one) for one in working.lines),
        total=working.total,
        notes=told,
        not_calculated=tuple((one.label, one.reason) for one in working.not_calculated),
        documents=tuple(
            dict.fromkeys((one.document, CONFIDENCES[one.confidence]) for one in entries)
        ),
    )


def _line(line: Line) -> LineView:
    return LineView(
        label=line.label,
        formula=line.formula,
        inputs=line.inputs,
        value=line.text,
        unit=str(line.unit),
        amount=line.amount,
        basis=line.basis,
        rounding=line.rounding,
        confidence=CONFIDENCES[line.confidence],
        is_part=line.is_part,
    )


def with_start(wish: Wish, month: str) -> Wish:
    """The same wish, begun in another month."""
    return replace(wish, start=month)
