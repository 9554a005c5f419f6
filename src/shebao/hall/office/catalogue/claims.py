"""Facts about a death in the family and about work injuries, worked out by the law (5.4.3d)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shebao.exchange import port
from shebao.exchange.worked import death_of, family, grade_of, survivors_of
from shebao.hall.office.catalogue.expressions import months_between
from shebao.hall.office.catalogue.vocabulary import Known, Values
from shebao.law.identifiers import IdKind, Verdict, check
from shebao.law.injury import BadInjury, Grade, Payer
from shebao.law.survivors import Grant
from shebao.law.tables import Entry, NoValueOn, national
from shebao.law.working import Line, WorkingOut

DOUBT = "此数待核"
CARES = {"whole": "生活完全不能自理", "most": "生活大部分不能自理", "part": "生活部分不能自理"}
FUNERALS = {"pension": "职工养老保险", "injury": "工伤保险", "unemployment": "失业保险"}
NOT_PUBLISHED = "参保地上年度城镇居民人均可支配收入没有公布的数，不作估算。"
_UNSURE = "U"


def document_of(answers: Mapping[str, Any], who: str, *, today: date = date.max) -> Verdict | None:
    """The document that a form names with ``<who>_id_type`` and so on; None while it is blank."""
    kind, number = answers.get(f"{who}_id_type"), answers.get(f"{who}_id_number")
    if not kind or not number or kind not in set(IdKind):
        return None
    issuer = str(answers.get(f"{who}_country") or "CHN").upper()
    return check(str(number), on=min(today, _LAST_DAY), kind=IdKind(kind), country=issuer)


_LAST_DAY = date(9998, 12, 31)


def country_of(answers: Mapping[str, Any], who: str, verdict: Verdict) -> str:
    """Who issued the document: what the number tells, else what the form says."""
    return verdict.country or str(answers.get(f"{who}_country") or "CHN").upper()


def deceased_question(answers: Mapping[str, Any]) -> port.DeceasedOf | None:
    """Asked only once document and name are there and the number can be right."""
    verdict, name = document_of(answers, "deceased"), answers.get("deceased_name")
    if verdict is None or not verdict.is_valid or verdict.kind is None or not name:
        return None
    return port.DeceasedOf(
        id_type=str(verdict.kind),
        id_number=verdict.value,
        country=country_of(answers, "deceased", verdict),
        full_name=str(name),
    )


def deceased(known: Known) -> Values:
    """What the core tells of the dead person, where document and name fit."""
    verdict = document_of(known.answers, "deceased", today=known.today)
    found = _told(known)
    claimed = set(found.claimed) if found else set()
    died = found.died_on.isoformat() if found else ""
    return {
        "is_document_right": verdict is None or verdict.is_valid,
        "country": country_of(known.answers, "deceased", verdict) if verdict else "",
        "is_found": found is not None,
        "region": found.region if found else "",
        "died_on": died,
        "months_since": (months_between(died, known.today.isoformat()) if died else None) or 0,
        "scheme": found.scheme if found else "",
        "paid_months": found.paid_months if found else 0,
        "drawn_since": found.drawn_since if found else "",
        "is_pensioner": bool(found and found.drawn_since),
        "balance": found.balance if found else 0,
        "cause": str(found.cause) if found else "",
        "funeral_paid_by": found.funeral_paid_by if found else "",
        "funeral_words": FUNERALS.get(found.funeral_paid_by, "") if found else "",
        "has_had_pension": port.ClaimKind.SURVIVOR_PENSION in claimed,
        "has_had_account": port.ClaimKind.ACCOUNT in claimed,
        "has_had_injury": bool(
            claimed & {port.ClaimKind.DEATH_LUMP_SUM, port.ClaimKind.DEPENDANTS}
        ),
    }


def survivor_claim(known: Known) -> Values:
    """Funeral grant and survivors' pension with every step, or why there is no sum."""
    found = _told(known)
    if found is None or found.scheme != port.Scheme.PENSION:
        return {**_NO_SURVIVOR_CLAIM, "lines": [], "doubts": []}
    chosen = known.answers.get("funeral_from") or "pension"
    try:
        law = survivors_of(found, funeral_from=str(chosen) if chosen in set(Grant) else "pension")
    except NoValueOn:
        return {**_NO_SURVIVOR_CLAIM, "reason": NOT_PUBLISHED, "lines": [], "doubts": []}
    income = national().entry("income.province", found.died_on, region=found.region)
    return {
        "is_calculated": True,
        "reason": "",
        "income": int(income.value),
        "funeral": law.funeral,
        "pension": law.pension,
        "total": law.total,
        "cut": law.cut,
        "months": law.months.months,
        "before_drawn": law.months.before_drawn,
        "drawn_years": law.months.drawn_years,
        "lines": lines_of(law.working),
        "doubts": doubts_of([*law.working.parameters, income]),
    }


def death_claim(known: Known) -> Values:
    """What a death at work brings, with every step, or why there is no sum."""
    found = _told(known)
    if found is None or found.cause is port.DeathCause.UNKNOWN:
        return {**_NO_DEATH_CLAIM, "lines": [], "monthly_lines": [], "doubts": []}
    try:
        law = death_of(found, _relatives(known.answers))
    except (NoValueOn, BadInjury) as error:
        nothing: Values = {"lines": [], "monthly_lines": [], "doubts": []}
        return {**_NO_DEATH_CLAIM, "reason": str(error), **nothing}
    is_here = known.answers.get("funeral_from", "injury") == "injury"
    funeral = law.funeral if is_here else 0
    once = [one for one in lines_of(law.once) if is_here or one["name"] != "funeral"]
    income = national().entry("income.nation", found.died_on)
    numbers = [*law.once.parameters, *law.every_month.parameters, income]
    return {
        "is_calculated": True,
        "reason": "",
        "funeral": funeral,
        "lump_sum": law.lump_sum,
        "total": funeral + law.lump_sum,
        "monthly": sum(law.dependants),
        "count": len(law.dependants),
        "lines": [one for one in once if one["amount"]],
        "monthly_lines": lines_of(law.every_month),
        "doubts": doubts_of(numbers),
    }


def injuries(known: Known) -> Values:
    """The recognised injuries, and what the one that the form names brings."""
    rows: tuple[port.Injury, ...] = known[port.InjuriesOf]
    open_rows = [row for row in rows if row.grade and row.graded_on and not row.is_claimed]
    asked = str(known.answers.get("happened_on") or "")
    chosen = next((row for row in rows if row.happened_on.isoformat() == asked), None)
    grade = grade_of(chosen) if chosen and chosen.grade else None
    return {
        "list": [_injury(row) for row in rows],
        "count": len(rows),
        "open_count": len(open_rows),
        "open_on": open_rows[0].happened_on.isoformat() if open_rows else "",
        "chosen": _chosen(chosen, grade),
        "lines": lines_of(grade.once) if grade else [],
        "monthly_lines": lines_of(grade.every_month) if grade else [],
        "doubts": doubts_of(
            [*grade.once.parameters, *grade.every_month.parameters] if grade else []
        ),
    }


def lines_of(working: WorkingOut) -> list[Values]:
    """The steps of a sum as rows: what, how, by which article, how much, and whether it is sure."""
    return [_line(line) for line in working.lines]


def doubts_of(entries: Iterable[Entry]) -> list[str]:
    """In words, which numbers of the law were not seen in an official text, each once."""
    unsure = [entry for entry in entries if entry.confidence == _UNSURE]
    return list(dict.fromkeys(f"{one.document}：{one.note or ''}（{DOUBT}）" for one in unsure))


def _line(line: Line) -> Values:
    taken = "，".join(f"{name} {value}" for name, value in line.inputs)
    return {
        "name": line.name,
        "label": line.label,
        "how": f"{line.formula}（{taken}）" if taken else line.formula,
        "basis": line.basis,
        "amount": int(line.value),
        "note": DOUBT if line.confidence == _UNSURE else "",
    }


def _told(known: Known) -> port.Deceased | None:
    found: port.Deceased | None = known.told.get(port.DeceasedOf)
    return found


def _relatives(answers: Mapping[str, Any]) -> Any:
    others, alone = (int(answers.get(name) or 0) for name in ("others", "alone"))
    return family(spouse=bool(answers.get("spouse")), others=others, alone=alone)


def _injury(row: port.Injury) -> Values:
    return {
        "number": row.number,
        "employer_name": row.employer_name,
        "happened_on": row.happened_on.isoformat(),
        "grade": row.grade,
        "is_claimed": row.is_claimed,
    }


def _cost(paid: port.InjuryCost) -> Values:
    return {
        "kind": paid.kind,
        "start": paid.start.isoformat(),
        "end": paid.end.isoformat(),
        "amount": paid.amount,
        "paid_on": paid.paid_on.isoformat(),
    }


def _chosen(row: port.Injury | None, grade: Grade | None) -> Values:
    if row is None:
        return {"is_found": False, **_NO_INJURY}
    is_fund = grade is not None and grade.monthly_payer is Payer.FUND
    monthly, care = (grade.monthly, grade.care) if grade else (0, 0)
    left_out = grade.once.not_calculated if grade else ()
    return {
        "is_found": True,
        **_injury(row),
        "costs": [_cost(one) for one in row.costs],
        "recognised_on": row.recognised_on.isoformat(),
        "graded_on": row.graded_on.isoformat() if row.graded_on else "",
        "care": row.care,
        "care_words": CARES.get(row.care, ""),
        "lump_sum": grade.lump_sum if grade else 0,
        "monthly": monthly,
        "payer": str(grade.monthly_payer) if grade else "",
        "care_amount": care,
        "from_fund": (monthly if is_fund else 0) + care,
        "left_out": "；".join(f"{one.label}：{one.reason}" for one in left_out),
    }


_NO_INJURY: Values = {
    "number": "", "employer_name": "", "happened_on": "", "grade": 0, "is_claimed": False,
    "costs": [], "recognised_on": "", "graded_on": "", "care": "", "care_words": "", "lump_sum": 0,
    "monthly": 0, "payer": "", "care_amount": 0, "from_fund": 0, "left_out": "",
}  # fmt: skip
_NO_SURVIVOR_CLAIM: Values = {
    "is_calculated": False, "reason": "", "income": 0, "funeral": 0, "pension": 0, "total": 0,
    "cut": 0, "months": 0, "before_drawn": 0, "drawn_years": 0,
}  # fmt: skip
_NO_DEATH_CLAIM: Values = {
    "is_calculated": False, "reason": "", "funeral": 0, "lump_sum": 0, "total": 0, "monthly": 0,
    "count": 0,
}  # fmt: skip
