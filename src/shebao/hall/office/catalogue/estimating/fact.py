"""The fact ``estimate``: the same what-if as plain values, for rules, papers and programs.

Money is fen, months are ``"YYYY-MM"``; what is not known is ``""``, ``0`` or an empty list.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from shebao.exchange import port
from shebao.hall.office.catalogue.estimating.estimate import Estimate, estimate_of
from shebao.hall.office.catalogue.estimating.lives import Life, life_of
from shebao.hall.office.catalogue.estimating.scenarios import (
    Explanation,
    Range,
    Scenario,
    default_start,
    with_start,
)
from shebao.hall.office.catalogue.estimating.told import Told
from shebao.hall.office.catalogue.estimating.wishes import (
    Wish,
    earliest_start,
    latest_start,
    read_wish,
)
from shebao.law.pension.supposed import percent_text

QUESTIONS: tuple[type[port.Question[Any]], ...] = (
    port.PersonOf, port.RegistrationsOf, port.ContributionsOf, port.AccountOf, port.BenefitsOf,
)  # fmt: skip
LEVEL_WORDS = {"low": "低", "middle": "中", "high": "高"}
CHOICE_WORDS = {"early": "提前", "statutory": "法定年龄", "late": "延迟"}
Values = dict[str, Any]


class Asking(Protocol):
    """What a fact is built from: the core's answers by question, the day, the form's answers."""

    @property
    def today(self) -> date: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...
    def __getitem__(self, question: type[port.Question[Any]]) -> Any: ...


def estimate(known: Asking) -> Values:
    """The estimate for the form's answers as far as they fit; ``fault`` names one that does not."""
    told = Told(
        person=known[port.PersonOf],
        registrations=known[port.RegistrationsOf],
        contributions=known[port.ContributionsOf],
        account=known[port.AccountOf],
        benefits=known[port.BenefitsOf],
        data_date=known.today,
    )
    life = life_of(told, group=str(known.answers.get("group", "")))
    wish, faults = read_wish(known.answers, life, today=known.today)
    found = estimate_of(life, _side_by_side(life, wish, known.today), today=known.today)
    fault = faults[0] if faults else None
    return {
        "is_known": found.is_projected,
        "standing": str(found.standing),
        "reason": found.reason,
        "fault": fault.field if fault else "",
        "fault_words": fault.words if fault else "",
        **_record(found),
        **(_first(found.scenarios[0]) if found.is_projected else _NOTHING),
        **_explained(found.explanation),
        "compared": [_compared(one) for one in sorted(found.scenarios, key=_begins)],
        "supposed": [_supposed(found, level) for level in range(len(found.supposed))],
    }


def _side_by_side(life: Life, wish: Wish, today: date) -> list[Wish]:
    """The wish first, then the same for the earliest, the usual and the latest start."""
    if not life.is_projected:
        return []
    starts = (earliest_start(life, today), default_start(life, today), latest_start(life, today))
    own = wish.start or default_start(life, today)
    return [wish, *(with_start(wish, one) for one in dict.fromkeys(starts) if one != own)]


def _record(found: Estimate) -> Values:
    months = found.months
    return {
        "as_of": found.as_of,
        "scheme": found.scheme,
        "group": found.group,
        "asks_group": found.asks_group,
        "credited_now": months.credited,
        "deemed_now": months.deemed,
        "arrears_now": months.arrears,
        "missing_now": found.missing_now,
        "statutory_month": found.statutory_month,
        "earliest_month": found.earliest_month,
        "latest_month": found.latest_month,
        "steps": [one.words for one in found.steps],
        "remarks": list(found.remarks),
        "checks": [
            f"{one.label}：缴费明细 {one.by_rows} 个月，参保登记 {one.by_registrations} 个月"
            for one in found.checks
        ],
    }


def _first(one: Scenario) -> Values:
    return {
        "start": one.start,
        "choice": CHOICE_WORDS[one.choice],
        "age_years": one.age_years,
        "age_months": one.age_months,
        "ratio": one.ratio,
        "credited_months": one.credited_months,
        "required_months": one.required_months,
        "missing_months": one.missing_months,
        "is_met": one.is_met,
        "met_month": one.met_month,
        "written_by": one.written_by,
        "account": one.account,
        "total": _sums(one.total),
        "today": _sums(one.today),
        "parts": [
            {"label": part.label, "amount": part.amount or 0, "is_known": part.amount is not None}
            for part in one.parts
        ],
    }


def _sums(found: Range) -> dict[str, int]:
    return {"low": found.low, "middle": found.middle, "high": found.high}


_NOTHING: Values = {
    "start": "", "choice": "", "age_years": 0, "age_months": 0, "ratio": 0, "credited_months": 0,
    "required_months": 0, "missing_months": 0, "is_met": False, "met_month": "", "written_by": "",
    "account": 0, "total": {"low": 0, "middle": 0, "high": 0},
    "today": {"low": 0, "middle": 0, "high": 0}, "parts": [],
}  # fmt: skip


def _explained(found: Explanation | None) -> Values:
    if found is None:
        return {"lines": [], "notes": [], "not_calculated": [], "documents": []}
    return {
        "lines": [
            {
                "label": one.label,
                "formula": one.formula,
                "inputs": _inputs(one.inputs),
                "amount": one.amount,
                "basis": one.basis,
                "rounding": one.rounding,
                "confidence": one.confidence,
            }
            for one in found.lines
        ],
        "notes": list(found.notes),
        "not_calculated": [f"{label}：{reason}" for label, reason in found.not_calculated],
        "documents": [{"name": name, "confidence": sure} for name, sure in found.documents],
    }


def _inputs(pairs: Iterable[tuple[str, str]]) -> str:
    return "，".join(f"{name} {value}" for name, value in pairs)


def _begins(one: Scenario) -> str:
    return one.start


def _compared(one: Scenario) -> Values:
    return {
        "start": one.start,
        "choice": CHOICE_WORDS[one.choice],
        "age_years": one.age_years,
        "age_months": one.age_months,
        "credited_months": one.credited_months,
        "required_months": one.required_months,
        "is_met": one.is_met,
        "total": one.total.middle,
        "today": one.today.middle,
    }


def _supposed(found: Estimate, level: int) -> Values:
    one = found.supposed[level]
    return {
        "level": LEVEL_WORDS[one.level],
        "wage_growth": percent_text(one.wage_growth),
        "interest": percent_text(one.interest),
        "price_growth": percent_text(one.price_growth),
    }
