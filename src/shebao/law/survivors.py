"""What the family of an insured employee gets after a death not caused by work (5.4.3d).

The unit is the province's disposable income per head of its towns in the year before, by twelve; it
is the province's published figure and never guessed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shebao.law.money import half_up, yuan
from shebao.law.months import month_number
from shebao.law.tables import Entry, Tables, national
from shebao.law.text import shown, told
from shebao.law.working import ROUNDED, Line, Unit, WorkingOut


class Grant(StrEnum):
    """The schemes that know a funeral grant."""

    PENSION = "pension"
    INJURY = "injury"
    UNEMPLOYMENT = "unemployment"


class BadCount(ValueError):
    """Months or an amount that cannot be; the message names the value."""


class NeedsOwnContributions(LookupError):
    """So few years were paid that the sum of the person's own contributions decides."""


class UnknownGrant(ValueError):
    """No scheme of this name offers a funeral grant here; the message lists those that do."""


@dataclass(frozen=True, kw_only=True)
class Months:
    """For how many months of the unit the survivors' pension is paid."""

    months: int
    before_drawn: int
    drawn_years: int
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Survivors:
    """What the family gets, in fen, with every step; ``cut`` is what the cap took away."""

    months: Months
    funeral: int
    pension: int
    cut: int
    total: int
    working: WorkingOut


@dataclass(frozen=True, kw_only=True)
class FuneralChoice:
    """The one grant the family takes, in fen, and those it gives up (法 49)."""

    chosen: Grant
    amount: int
    given_up: tuple[Grant, ...]
    source: Entry


def pension_months(
    paid_months: int,
    *,
    on: date,
    drawn_months: int | None = None,
    tables: Tables | None = None,
) -> Months:
    """The months of the survivors' pension (人社部发〔2021〕18号).

    ``drawn_months`` are the pensions a retired person has had, None for one who was still working.
    Raises :class:`BadCount` or ``NoValueOn``.
    """
    tables = tables or national()
    rule = tables.entry("survivors.pension_months", on)
    paid = _count("缴费月数", paid_months)
    way = _odd_months(paid, rule.value, on, tables)
    before = _by_paid(paid, rule.value, is_up=bool(way) and way[0].value == "ceil")
    if drawn_months is None:
        return Months(months=before, before_drawn=before, drawn_years=0, sources=(rule, *way))
    less = tables.entry("survivors.pensioner", on)
    years = _count("领取月数", drawn_months) // 12
    left = max(before - years * less.value["each"], less.value["floor"])
    return Months(months=left, before_drawn=before, drawn_years=years, sources=(rule, *way, less))


def drawn_months(since: str, died_on: date) -> int:
    """How many pensions somebody had from a month up to the month of death, both counted."""
    return max(0, month_number(died_on) - month_number(since) + 1)


def survivors(
    paid_months: int,
    *,
    yearly_income: int,
    on: date,
    drawn_months: int | None = None,
    own_contributions: int | None = None,
    funeral_from: str = Grant.PENSION,
    tables: Tables | None = None,
) -> Survivors:
    """Funeral grant and survivors' pension of a death ``on`` this day, in fen.

    ``yearly_income`` is the province's figure of the year before.  Below five paid years the two
    are not above ``own_contributions``.  ``funeral_from`` is the scheme the family chose.
    Raises :class:`BadCount`, :class:`NeedsOwnContributions`, :class:`UnknownGrant`, ``NoValueOn``.
    """
    tables = tables or national()
    months = pension_months(paid_months, on=on, drawn_months=drawn_months, tables=tables)
    income = _count("居民人均可支配收入", yearly_income)
    two = tables.entry("survivors.funeral_months", on)
    is_here = _grant(funeral_from) is Grant.PENSION
    funeral = half_up(income * two.value, 12) if is_here else 0
    pension = half_up(income * months.months, 12)
    cap = _cap(paid_months, drawn_months, own_contributions, on, tables)
    cut = 0 if cap is None else max(0, funeral + pension - cap[1])
    lines = (
        _line("funeral", "丧葬补助金", funeral, income, two.value if is_here else 0, two),
        _line("pension", "抚恤金", pension, income, months.months, months.sources[0]),
        *(() if cap is None else (_cut_line(cut, cap),)),
    )
    working = WorkingOut(
        title="遗属待遇",
        lines=lines,
        total=funeral + pension - cut,
        parameters=(two, *months.sources, *(() if cap is None else (cap[0],))),
        notes=_notes(is_here=is_here, months=months),
    )
    return Survivors(
        months=months,
        funeral=funeral - max(0, cut - pension),
        pension=max(0, pension - cut),
        cut=cut,
        total=working.total,
        working=working,
    )


def funeral_choice(
    offers: Mapping[str, int],
    *,
    on: date,
    chosen: str | None = None,
    tables: Tables | None = None,
) -> FuneralChoice:
    """Of several funeral grants the family takes one: its choice, else the highest is proposed.

    ``offers`` are fen by scheme.  Raises :class:`UnknownGrant`, :class:`BadCount`, ``NoValueOn``.
    """
    known = {_grant(name): _count("丧葬补助金", amount) for name, amount in offers.items()}
    entry = (tables or national()).entry("survivors.funeral_grants", on)
    if not known or (chosen is not None and _grant(chosen) not in known):
        raise UnknownGrant("请写出可以领取的丧葬补助金，并从中选一项")
    best = max(known, key=lambda one: (known[one], one)) if chosen is None else _grant(chosen)
    return FuneralChoice(
        chosen=best,
        amount=known[best],
        given_up=tuple(one for one in known if one is not best),
        source=entry,
    )


def _beyond(paid: int, rule: Mapping[str, Any]) -> int:
    """The months beyond the years from which each further year counts."""
    return max(0, min(paid, int(rule["years"]) * 12) - int(rule["after"]) * 12)


def _odd_months(paid: int, rule: Mapping[str, Any], on: date, tables: Tables) -> tuple[Entry, ...]:
    """How a part of a year counts, where there is one: an unsure number is named only if taken."""
    is_asked = _beyond(paid, rule) % 12 > 0
    return (tables.entry("survivors.odd_months", on),) if is_asked else ()


def _by_paid(paid: int, rule: Mapping[str, Any], *, is_up: bool) -> int:
    base = max(months for years, months in rule["steps"] if paid >= years * 12)
    beyond = _beyond(paid, rule)
    further = -(-beyond // 12) if is_up else beyond // 12
    return int(min(base + further * rule["each"], rule["cap"]))


def _cap(
    paid: int, drawn: int | None, own: int | None, on: date, tables: Tables
) -> tuple[Entry, int] | None:
    """The number of years that asks for the cap, and the cap in fen; None where there is none."""
    entry = tables.entry("survivors.own_cap_below", on)
    if drawn is not None or paid >= entry.value * 12:
        return None
    if own is None:
        raise NeedsOwnContributions(
            f"缴费不满 {entry.value} 年，待遇不超过本人缴费之和（{entry.name}），请写出本人缴费之和"
        )
    return entry, _count("本人缴费之和", own)


def _line(name: str, label: str, value: int, income: int, months: int, entry: Entry) -> Line:
    return Line(
        name=name,
        label=label,
        value=value,
        unit=Unit.FEN,
        formula="上年度城镇居民人均可支配收入 ÷ 12 × 月数",
        inputs=(("年收入（元）", yuan(income)), ("月数", str(months))),
        basis=entry.document,
        rounding=ROUNDED,
        confidence=entry.confidence,
        is_part=True,
    )


def _cut_line(cut: int, cap: tuple[Entry, int]) -> Line:
    entry, most = cap
    return Line(
        name="cut",
        label="超出本人缴费之和的部分",
        value=-cut,
        unit=Unit.FEN,
        formula="两项之和超出本人缴费之和的，减去超出部分",
        inputs=(("本人缴费之和（元）", yuan(most)),),
        basis=entry.document,
        confidence=entry.confidence,
        is_part=True,
    )


def _notes(*, is_here: bool, months: Months) -> tuple[str, ...]:
    notes = () if is_here else ("已选择领取其他险种的丧葬补助金，本险种不再发",)
    return notes + tuple(entry.note for entry in months.sources if entry.note)


def _grant(name: str) -> Grant:
    try:
        return Grant(name)
    except ValueError:
        known = "、".join(Grant)
        raise UnknownGrant(f"“{shown(name)}”没有丧葬补助金，有丧葬补助金的险种：{known}") from None


def _count(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadCount(f"{name}应是不小于 0 的整数，现在是 {told(value)}，请核对")
    return value
