"""How each fact is built from the core's answers, as plain values that CEL can read.

Amounts are whole fen, dates ``"YYYY-MM-DD"``, months ``"YYYY-MM"``; what is not known is ``""``,
``0`` or ``false``, so that a rule never stumbles over a missing word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shebao.exchange import port
from shebao.hall.office.catalogue.codes import worded, worded_benefit
from shebao.hall.office.catalogue.expressions import months_between, years_between
from shebao.law.identifiers import mask_id
from shebao.law.months import month_number, month_text
from shebao.law.retirement import Group, retirement
from shebao.law.tables import NoValueOn

Values = dict[str, Any]
SEXES = {"m": "male", "male": "male", "1": "male", "男": "male",
         "f": "female", "female": "female", "2": "female", "女": "female"}  # fmt: skip
COUNTED = frozenset("pmt")
_STANDING = {"active": 0, "paused": 1, "retired": 2, "ended": 3, "moved": 4}


@dataclass(frozen=True)
class Known:
    """What the core told, by question, the day we stand at, and what the form says so far."""

    told: Mapping[type[port.Question[Any]], Any]
    today: date
    answers: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, question: type[port.Question[Any]]) -> Any:
        return self.told[question]


def person(known: Known) -> Values:
    """Who the person is; never the full document number."""
    found: port.Person = known[port.PersonOf]
    return {
        "number": found.number,
        "id_type": found.id_type,
        "id_masked": mask_id(found.id_number),
        "country": found.country,
        "name": found.name,
        "sex": SEXES.get(found.sex.lower(), ""),
        "birth": found.birth.isoformat(),
        "age": years_between(found.birth.isoformat(), known.today.isoformat()) or 0,
        "kind": str(found.kind),
        "region": found.region,
        "household_region": found.household_region,
        "mobile": found.mobile,
        "address": found.address,
        "first_work": _day(found.first_work),
        "died_on": _day(found.died_on),
        "is_alive": found.died_on is None,
        "employer_number": found.employer_number,
        "employer_name": found.employer_name,
    }


def employer(known: Known) -> Values:
    """The unit that asks."""
    found: port.Employer = known[port.EmployerOf]
    return {
        "number": found.number,
        "code": found.code,
        "name": found.name,
        "legal_person": found.legal_person,
        "region": found.region,
        "address": found.address,
        "phone": found.phone,
        "headcount": found.headcount,
        "arrears": found.arrears,
        "joined": found.joined.isoformat(),
    }


def registrations(known: Known) -> Values:
    """All relations, and per scheme the one that counts today."""
    rows: tuple[port.Registration, ...] = known[port.RegistrationsOf]
    listed = [_registration(row) for row in rows]
    return {
        "list": listed,
        "active_schemes": sorted({r["scheme"] for r in listed if r["state"] == "active"}),
        "is_insured": any(r["state"] in {"active", "paused", "retired"} for r in listed),
        **{str(scheme): _standing(listed, scheme) for scheme in port.Scheme},
    }


def _registration(row: port.Registration) -> Values:
    return {
        "scheme": str(row.scheme),
        "region": row.region,
        "agency": row.agency,
        "employer_name": row.employer_name,
        "joined": row.joined.isoformat(),
        "ended": _day(row.ended),
        "state": str(row.state),
        "state_words": worded(row.state),
        "scheme_words": worded(row.scheme),
        "first_month": row.first_month,
        "last_paid_month": row.last_paid_month,
        "months_actual": row.months_actual,
        "months_deemed": row.months_deemed,
        "months": row.months_actual + row.months_deemed,
        "deferred_until": row.deferred_until,
    }


def _standing(listed: Iterable[Values], scheme: port.Scheme) -> Values:
    rows = [row for row in listed if row["scheme"] == scheme]
    if not rows:
        return {"exists": False, **_NO_REGISTRATION}
    latest = sorted(rows, key=lambda row: row["joined"], reverse=True)
    return {"exists": True, **min(latest, key=lambda row: _STANDING[row["state"]])}


def contributions(known: Known) -> Values:
    """Counts over all contribution years; the rows themselves are ``contribution_years``."""
    rows: tuple[port.ContributionYear, ...] = known[port.ContributionsOf]
    years = sorted({row.year for row in rows if set(row.states) & COUNTED})
    return {
        "years": years,
        "first_year": years[0] if years else 0,
        "last_year": years[-1] if years else 0,
        "arrears_months": sum(row.states.count("a") for row in rows),
        **{str(scheme): _counts(rows, scheme) for scheme in port.Scheme},
    }


def _counts(rows: Iterable[port.ContributionYear], scheme: port.Scheme) -> Values:
    months = {
        (row.year, place): letter
        for row in rows
        if row.scheme is scheme
        for place, letter in enumerate(row.states)
        if letter in COUNTED
    }
    last = max(months, default=None)
    return {
        "months": len(months),
        "made_up_months": sum(letter == "m" for letter in months.values()),
        "transferred_months": sum(letter == "t" for letter in months.values()),
        "last_month": f"{last[0]:04d}-{last[1] + 1:02d}" if last else "",
    }


def contribution_years(known: Known) -> list[Values]:
    """One row per scheme, year and employer, oldest first; months stand in January-first lists."""
    return [_year(row) for row in known[port.ContributionsOf]]


def _year(row: port.ContributionYear) -> Values:
    return {
        "scheme": str(row.scheme),
        "scheme_words": worded(row.scheme),
        "year": row.year,
        "employer_name": row.employer_name,
        "region": row.region,
        "bases": list(row.bases),
        "own": list(row.own),
        "employer": list(row.employer),
        "states": list(row.states),
        "own_total": sum(row.own),
        "employer_total": sum(row.employer),
        "months": sum(letter in COUNTED for letter in row.states),
    }


def recent_months(known: Known) -> list[Values]:
    """The last 24 months, newest first: base, unit and the state in each scheme."""
    last = month_number(known.today)
    rows = [row for row in known[port.ContributionsOf] if row.year >= (last - 23) // 12]
    return [_month(number, rows) for number in range(last, last - 24, -1)]


def _month(number: int, rows: Iterable[port.ContributionYear]) -> Values:
    year, place = number // 12, number % 12
    told = [row for row in rows if row.year == year and row.states[place] != "-"]
    first = next(iter(told), None)
    states = {str(row.scheme): row.states[place] for row in told}
    return {
        "month": month_text(number),
        "employer_name": first.employer_name if first else "",
        "base": max((row.bases[place] for row in told), default=0),
        **{str(scheme): states.get(str(scheme), "-") for scheme in port.Scheme},
    }


def account(known: Known) -> Values:
    """The personal pension account."""
    found: port.Account | None = known[port.AccountOf]
    years = found.years if found else ()
    return {
        "exists": found is not None,
        "balance": found.balance if found else 0,
        "years": [
            {
                "year": one.year,
                "opening": one.opening,
                "credited": one.credited,
                "interest": one.interest,
                "closing": one.closing,
                "rate": one.rate,
            }
            for one in years
        ],
    }


def benefits(known: Known) -> Values:
    """The benefits drawn, newest first."""
    rows: tuple[port.Benefit, ...] = known[port.BenefitsOf]
    listed = [_benefit(row) for row in rows]
    return {
        "list": listed,
        "count": len(listed),
        "monthly": sum(row["monthly"] for row in listed if row["is_running"]),
        "draws_pension": any(
            row["is_running"]
            and row["scheme"] in {"pension", "residents"}
            and row["kind"] != "disability_allowance"
            for row in listed
        ),
    }


def _benefit(row: port.Benefit) -> Values:
    return {
        "number": row.number,
        "scheme": str(row.scheme),
        "kind": row.kind,
        "kind_words": worded_benefit(row.kind),
        "first_month": row.first_month,
        "last_month": row.last_month,
        "until_month": row.until_month,
        "monthly": row.monthly,
        "parts": [{"name": worded(name), "amount": amount} for name, amount in row.parts],
        "state": row.state,
        "state_words": worded_benefit(row.state),
        "is_running": not row.last_month,
        "payee_bank": row.payee_bank,
        "payee_tail": row.payee_tail,
    }


def payments(known: Known) -> Values:
    """The monthly payments, newest first."""
    rows: tuple[port.Payment, ...] = known[port.PaymentsOf]
    years = sorted({int(row.month[:4]) for row in rows})
    return {
        "years": years,
        "last_year": years[-1] if years else 0,
        "list": [
            {
                "month": row.month,
                "kind": row.kind,
                "kind_words": worded_benefit(row.kind),
                "amount": row.amount,
                "paid_on": _day(row.paid_on),
                "bank": row.bank,
                "account_tail": row.account_tail,
                "result": row.result,
                "result_words": worded(row.result),
            }
            for row in rows
        ],
    }


def transfers(known: Known) -> Values:
    """The relation's moves, newest first."""
    rows: tuple[port.Transfer, ...] = known[port.TransfersOf]
    listed = [_transfer(row) for row in rows]
    return {"list": listed, "is_moving": any(row["is_running"] for row in listed)}


def _transfer(row: port.Transfer) -> Values:
    return {
        "number": row.number,
        "from_region": row.from_region,
        "to_region": row.to_region,
        "state": row.state,
        "is_running": row.state not in _ENDED_TRANSFERS,
        "holder": row.holder,
        "due": _day(row.due),
        "months": row.months,
        "amount_account": row.amount_account,
        "amount_pooled": row.amount_pooled,
        "last_step": row.steps[-1].at.isoformat() if row.steps else "",
    }


_ENDED_TRANSFERS = frozenset({port.TransferState.MERGED, port.TransferState.REFUSED})


def card(known: Known) -> Values:
    """The social security card."""
    found: port.Card | None = known[port.CardOf]
    if found is None:
        return {"exists": False, **_NO_CARD}
    return {
        "exists": True,
        "card_tail": found.card_number[-4:],
        "state": found.state,
        "state_words": worded(found.state),
        "issued": found.issued.isoformat(),
        "expires": found.expires.isoformat(),
        "bank": found.bank,
        "is_electronic": found.electronic,
    }


def certification(known: Known) -> Values:
    """The last proof that a benefit may go on, and when the next is due."""
    found: port.Certification = known[port.CertificationOf]
    today, last, due = known.today.isoformat(), _day(found.last_on), _day(found.next_due)
    return {
        "is_required": found.required,
        "last_on": last,
        "method": found.method,
        "method_words": worded(found.method),
        "next_due": due,
        "is_suspended": found.suspended,
        "is_overdue": bool(due) and due < today,
        "months_since": (months_between(last, today) if last else None) or 0,
    }


def retirement_facts(known: Known) -> Values:
    """The statutory retirement of this person, worked out by the law's own tables."""
    found: port.Person = known[port.PersonOf]
    group = found.retirement_group or ("residents" if found.kind == "resident" else "")
    if group not in set(Group):
        return {"is_known": False, **_NO_RETIREMENT}
    try:
        law = retirement(found.birth, group)
    except (ValueError, NoValueOn):
        return {"is_known": False, **_NO_RETIREMENT}
    left = month_number(law.statutory_month) - month_number(known.today)
    paid = _pension_months(known[port.RegistrationsOf], law.group)
    return {
        "is_known": True,
        "group": str(law.group),
        "month": law.statutory_month,
        "age_years": law.age_months // 12,
        "age_months": law.age_months % 12,
        "earliest_month": law.earliest_month,
        "latest_month": law.latest_month,
        "required_months": law.required_months,
        "paid_months": paid,
        "is_reached": left <= 0,
        "months_left": max(left, 0),
        "has_minimum": paid >= law.required_months,
    }


def _pension_months(rows: Iterable[port.Registration], group: Group) -> int:
    wanted = port.Scheme.RESIDENTS if group is Group.RESIDENTS else port.Scheme.PENSION
    return sum(
        row.months_actual + row.months_deemed
        for row in rows
        if row.scheme is wanted and row.state is not port.RegistrationState.MOVED
    )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


_NO_REGISTRATION: Values = {
    "scheme": "", "region": "", "agency": "", "employer_name": "", "joined": "", "ended": "",
    "state": "", "state_words": "未参保", "scheme_words": "", "first_month": "",
    "last_paid_month": "", "months_actual": 0, "months_deemed": 0, "months": 0,
    "deferred_until": "",
}  # fmt: skip
_NO_CARD: Values = {
    "card_tail": "", "state": "", "state_words": "", "issued": "", "expires": "", "bank": "",
    "is_electronic": False,
}  # fmt: skip
_NO_RETIREMENT: Values = {
    "group": "", "month": "", "age_years": 0, "age_months": 0, "earliest_month": "",
    "latest_month": "", "required_months": 0, "paid_months": 0, "is_reached": False,
    "months_left": 0, "has_minimum": False,
}  # fmt: skip
