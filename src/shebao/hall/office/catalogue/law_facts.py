"""Facts worked out by the law for a choice on the form: what a claim would come to, line by line.

What the law cannot work out is said in ``why``, never made up.  After the core has granted the
benefit the same lines stand beside what it granted.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shebao.exchange import port
from shebao.hall.office.catalogue.vocabulary import Known, Values
from shebao.law import disability, residents, unemployment
from shebao.law.money import yuan
from shebao.law.months import BadMonth, first_day, later, month_number, month_text
from shebao.law.pension import NOT_WORKED_OUT, Award, Books, award, balance_at
from shebao.law.retirement import retirement, start
from shebao.law.working import WorkingOut

PENSION_QUESTIONS = (
    port.PersonOf, port.RegistrationsOf, port.ContributionsOf, port.AccountOf, port.BenefitsOf,
)  # fmt: skip
ALLOWANCE, UNEMPLOYMENT = "disability_allowance", "unemployment_benefit"
_PENSIONS = frozenset({"pension", "residents_pension"})
_COUNTED = frozenset("pmt")
_STANDING = ("retired", "active", "paused")
_NO_RELATION = "没有查到职工养老保险关系，不能推算"
_NO_GROUP = "登记里没有法定退休年龄的类别，请先到窗口核对"


def pension_award(known: Known) -> Values:
    """The pension of somebody who retires in the month on the form, else in the statutory one."""
    person: port.Person = known[port.PersonOf]
    row = _relation(known, port.Scheme.PENSION)
    granted = _granted(known, "pension")
    found: Values = {**_NO_AWARD, **_told(None), **granted}
    if row is None or person.retirement_group in {"", "residents"}:
        return found | {"why": _NO_GROUP if row else _NO_RELATION}
    found |= {"deferred_until": row.deferred_until, "elsewhere_months": _elsewhere(known, row)}
    try:
        found |= _span(known, person, row)
        working = award(_books(known, row), month=found["start_month"])
    except NOT_WORKED_OUT as error:
        return found | {"why": str(error)}
    return found | _of_award(working) | _carried_over(known)


def _span(known: Known, person: port.Person, row: port.Registration) -> Values:
    """What hangs on the months alone, and is told even where the amount cannot be."""
    age = retirement(person.birth, person.retirement_group)
    chosen = known.answers.get("start_month") or known.answers.get("until_month")
    month = later(str(chosen), 0) if chosen else age.statutory_month
    told = {"statutory_month": age.statutory_month, "start_month": month}
    if not age.earliest_month <= month <= age.latest_month:
        return told
    begin, credited = start(month, age), row.months_actual + row.months_deemed
    return told | {
        "choice": str(begin.choice),
        "first_month": later(month, 1),
        "written_by": begin.written_by,
        "required_months": begin.required_months,
        "paid_months": row.months_actual,
        "deemed_months": row.months_deemed,
        "credited_months": credited,
        "missing_months": max(begin.required_months - credited, 0),
        "has_later_payments": row.last_paid_month > month,
    }


def _of_award(found: Award) -> Values:
    life = found.counted.life
    return {
        "is_calculated": True,
        "paid_months": life.paid_months,
        "deemed_months": life.deemed_months,
        "credited_months": life.months,
        "missing_months": found.missing_months,
        "account": found.counted.account,
        **_told(found.working),
    }


def _carried_over(known: Known) -> Values:
    """Who drew the allowance near the age keeps its amount (人社部发〔2024〕72号第三条)."""
    rows = [
        one
        for one in known[port.BenefitsOf]
        if one.kind == ALLOWANCE and one.state != "ended" and not one.until_month
    ]
    if not rows:
        return {}
    one: port.Benefit = rows[0]
    words = "病残津贴转为基本养老金"
    line = _NO_LINE | {
        "label": words, "amount": yuan(one.monthly) + " 元", "is_part": True,
        "basis": "人社部发〔2024〕72号第三条", "formula": "待遇不再重新计算",
    }  # fmt: skip
    return {"is_carried_over": True, "total": one.monthly, "lines": [line], "missing_months": 0}


def residents_pension(known: Known) -> Values:
    """The residents' pension from the month of sixty on."""
    person: port.Person = known[port.PersonOf]
    row = _relation(known, port.Scheme.RESIDENTS)
    found: Values = {**_NO_RESIDENTS, **_told(None), **_granted(known, "residents_pension")}
    if row is None:
        return found | {"why": "没有查到城乡居民养老保险关系，不能推算"}
    account: port.Account | None = known[port.AccountOf]
    try:
        month = retirement(person.birth, "residents").statutory_month
        given = residents.Resident(
            birth=month_text(month_number(person.birth)),
            region=row.region,
            month=month,
            paid_months=row.months_actual,
            account=balance_at(account.years if account else (), month),
        )
        law = residents.residents_pension(given)
    except NOT_WORKED_OUT as error:
        return found | {"why": str(error)}
    return found | {
        "is_calculated": True,
        "start_month": month,
        "first_month": later(month, 1),
        "is_of_age": month <= f"{known.today:%Y-%m}",
        "paid_months": row.months_actual,
        "required_months": law.required_months,
        "missing_months": law.missing_months,
        "is_transition": law.is_transition,
        **_told(law.working),
    }


def disability_facts(known: Known) -> Values:
    """The allowance from next month on, or from the month in which it was granted."""
    row = _relation(known, port.Scheme.PENSION)
    granted = _granted(known, ALLOWANCE)
    month = granted["granted_from"] or later(known.today, 1)
    found: Values = {**_NO_DISABILITY, **_told(None), **granted, "first_month": month}
    if row is None or known[port.PersonOf].retirement_group in {"", "residents"}:
        return found | {"why": _NO_GROUP if row else _NO_RELATION}
    try:
        law = disability.claimed(_books(known, row), month=month)
    except NOT_WORKED_OUT as error:
        return found | {"why": str(error)}
    limit = law.limit_months or 0
    return found | {
        "is_calculated": True,
        "case": str(law.case),
        "is_provisional": law.is_provisional,
        "months_to_go": law.months_to_go,
        "statutory_month": law.statutory_month,
        "required_months": law.required_months,
        "limit_months": limit,
        "until_month": later(month, limit - 1) if limit else "",
        "refigured_month": law.refigured_month,
        **_told(law.working),
    }


def unemployment_claim(known: Known) -> Values:
    """For how many months, and how much a month, from the month of registration on."""
    person: port.Person = known[port.PersonOf]
    rows = [one for one in known[port.BenefitsOf] if one.kind == UNEMPLOYMENT]
    running = [one for one in rows if one.state != "ended"]
    past = [one for one in rows if one.state == "ended"]
    granted = _granted(known, UNEMPLOYMENT)
    month = granted["granted_from"] or _registered(known)
    paid, carried = unemployment.since(_unemployment_months(known), _earlier(past))
    span = unemployment.duration(paid, on=first_day(month_number(month)), carried=carried)
    return {
        "is_drawing": bool(running),
        "paid_months": paid,
        "carried_months": carried,
        "used_months": sum(_drawn_months(one, known) for one in rows),
        "months": span.months,
        "earned_months": span.earned,
        "cap": span.cap,
        "first_month": month,
        "until_month": later(month, span.months - 1) if span.months else "",
        **_monthly(person, month),
        **granted,
    }


def _registered(known: Known) -> str:
    """The month of registering without work: drawing counts from it (法 50)."""
    given = str(known.answers.get("registered_on") or known.today.isoformat())
    try:
        return later(given, 0)
    except BadMonth:
        return later(known.today, 0)


def _monthly(person: port.Person, month: str) -> Values:
    try:
        entry = unemployment.monthly(first_day(month_number(month)), region=person.region)
    except NOT_WORKED_OUT as error:
        return {"is_calculated": False, "monthly": 0, "basis": "", "why": str(error)}
    return {"is_calculated": True, "monthly": entry.value, "basis": entry.document, "why": ""}


def _unemployment_months(known: Known) -> set[int]:
    return {
        row.year * 12 + place
        for row in known[port.ContributionsOf]
        if row.scheme is port.Scheme.UNEMPLOYMENT
        for place, letter in enumerate(row.states)
        if letter in _COUNTED
    }


def _earlier(rows: Iterable[port.Benefit]) -> unemployment.Earlier | None:
    last = max(rows, key=lambda one: one.first_month, default=None)
    if last is None or not last.last_month:
        return None
    return unemployment.Earlier(last_month=last.last_month, until_month=last.until_month)


def _drawn_months(one: port.Benefit, known: Known) -> int:
    last = one.last_month or f"{known.today:%Y-%m}"
    return max(month_number(last) - month_number(one.first_month) + 1, 0)


def _relation(known: Known, scheme: port.Scheme) -> port.Registration | None:
    """The one a pension comes from: retired, else paying, else where it was paid last."""
    rows = [
        row
        for row in known[port.RegistrationsOf]
        if row.scheme is scheme and row.state in _STANDING
    ]
    return min(
        rows,
        key=lambda row: (_STANDING.index(row.state), -_number(row.last_paid_month)),
        default=None,
    )


def _number(month: str) -> int:
    return month_number(month) if month else 0


def _others(known: Known, row: port.Registration) -> list[port.Registration]:
    return [
        one
        for one in known[port.RegistrationsOf]
        if one.scheme is port.Scheme.PENSION and one.state != "moved" and one.region != row.region
    ]


def _elsewhere(known: Known, row: port.Registration) -> int:
    return sum(one.months_actual + one.months_deemed for one in _others(known, row))


def _books(known: Known, row: port.Registration) -> Books:
    person: port.Person = known[port.PersonOf]
    account: port.Account | None = known[port.AccountOf]
    return Books(
        birth=month_text(month_number(person.birth)),
        group=person.retirement_group,
        region=row.region,
        rows=known[port.ContributionsOf],
        years=account.years if account else (),
        elsewhere=frozenset(one.region for one in _others(known, row)),
    )


def _granted(known: Known, kind: str) -> Values:
    """What the core has granted of this kind; the newest that still runs."""
    rows: Iterable[port.Benefit] = known[port.BenefitsOf]
    found = [one for one in rows if one.kind == kind and one.state != "ended"]
    one = max(found, key=lambda row: row.first_month, default=None)
    return {
        "is_granted": one is not None,
        "granted_number": one.number if one else "",
        "granted_monthly": one.monthly if one else 0,
        "granted_from": one.first_month if one else "",
        "granted_until": one.until_month if one else "",
    }


def _told(working: WorkingOut | None) -> Values:
    """A working-out as plain values, in the order in which it is read."""
    if working is None:
        return {"total": 0, "lines": [], "notes": [], "left_out": []}
    return {
        "total": working.total,
        "lines": [
            {
                "label": line.label,
                "formula": line.formula,
                "inputs": "，".join(f"{name} {value}" for name, value in line.inputs),
                "basis": line.basis,
                "amount": line.amount,
                "is_part": line.is_part,
            }
            for line in working.lines
        ],
        "notes": list(working.notes),
        "left_out": [f"{one.label}：{one.reason}" for one in working.not_calculated],
    }


_NO_LINE: Values = {
    "label": "", "formula": "", "inputs": "", "basis": "", "amount": "", "is_part": False,
}  # fmt: skip
_NO_AWARD: Values = {
    "is_calculated": False, "why": "", "start_month": "", "choice": "", "statutory_month": "",
    "first_month": "", "written_by": "", "required_months": 0, "paid_months": 0,
    "deemed_months": 0, "credited_months": 0, "missing_months": 0, "account": 0,
    "elsewhere_months": 0, "deferred_until": "", "has_later_payments": False,
    "is_carried_over": False,
}  # fmt: skip
_NO_RESIDENTS: Values = {
    "is_calculated": False, "why": "", "start_month": "", "first_month": "", "is_of_age": False,
    "paid_months": 0, "required_months": 0, "missing_months": 0, "is_transition": False,
}  # fmt: skip
_NO_DISABILITY: Values = {
    "is_calculated": False, "why": "", "first_month": "", "case": "", "is_provisional": False,
    "months_to_go": 0, "statutory_month": "", "required_months": 0, "limit_months": 0,
    "until_month": "", "refigured_month": "",
}  # fmt: skip
BUILDERS: Mapping[str, Callable[[Known], Values]] = {
    "pension_award": pension_award,
    "residents_pension": residents_pension,
    "disability": disability_facts,
    "unemployment_claim": unemployment_claim,
}
LABELS: Mapping[str, str] = {
    "pension_award": "基本养老金推算",
    "residents_pension": "城乡居民养老金推算",
    "disability": "病残津贴推算",
    "unemployment_claim": "失业保险金推算",
}


def facts(make: Any, source: str) -> tuple[Any, ...]:
    """These facts as words of the vocabulary, each made by ``make``."""
    return tuple(
        make(name=name, label=LABELS[name], source=source, questions=PENSION_QUESTIONS, build=build)
        for name, build in BUILDERS.items()
    )
