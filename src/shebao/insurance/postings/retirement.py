"""Somebody retires: the pension is worked out from the core's own books, and runs from then on."""

from datetime import date, datetime

from shebao.exchange.port import Posting
from shebao.insurance import claims, province, sql
from shebao.insurance.books import local_date, month_of, split_parts
from shebao.insurance.granting import Grant, demand_proof, grant, leave_work, parts_of
from shebao.insurance.parts import DISABILITY, UNEMPLOYMENT
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living
from shebao.law import residents
from shebao.law.months import later, month_number, month_text
from shebao.law.pension import NOT_WORKED_OUT, Award, award, balance_at

_RETIRE = """
    UPDATE insurance_registration SET state = 'retired', ended = NULL, employer = 0
    WHERE person = %s AND scheme = %s AND region = %s"""
_CLOSE_OTHERS = """
    UPDATE insurance_registration SET state = 'ended', ended = %s, employer = 0
    WHERE person = %s AND scheme IN ('unemployment', 'injury') AND state <> 'ended'"""


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Grant the pension of one scheme; raises :class:`Refusal` where the rules say no."""
    person = living(posting.subject)
    scheme, month = posting.values["scheme"], posting.values["start_month"]
    day = local_date(now)
    known = claims.drawn(person)
    if claims.running_pension(known):
        raise Refusal("已经在领取养老待遇，不能重复领取。")
    if month_number(month) > month_of(day):
        raise Refusal(f"退休年月 {month} 还没有到，请到当月再申请。")
    if scheme == "residents":
        return _residents(person, month, day)
    return _employee(person, posting.values["choice"], month, day, known)


def _employee(
    person: Subject, choice: str, month: str, day: date, known: tuple[claims.Drawn, ...]
) -> Outcome:
    relation = claims.relation(person, "pension")
    allowance = claims.running(known, DISABILITY)
    if allowance and not allowance.until_month:
        parts = split_parts(allowance.parts)
    else:
        found = _award(person, relation.region, month, day)
        _demand_chosen(person, found, choice)
        _demand_months(found.missing_months, found.start.required_months)
        parts = parts_of(found.working)
    first = later(month, 1)
    for one in (allowance, claims.running(known, UNEMPLOYMENT)):
        if one:
            claims.end(person, one, last_month=month)
    given = Grant(scheme="pension", kind="pension", first_month=first, parts=parts)
    values = grant(person, given, day=day)
    sql.change(_RETIRE, person.number, "pension", relation.region)
    sql.change(_CLOSE_OTHERS, province.first_day(month_number(first)), person.number)
    leave_work(person, kind="pensioner")
    demand_proof(person, day=day)
    return Outcome(values=values, reference=values["number"])


def _award(person: Subject, region: str, month: str, day: date) -> Award:
    try:
        return award(
            claims.books(person, region, day=day), month=month, tables=province.all_tables()
        )
    except NOT_WORKED_OUT as error:
        raise Refusal(f"养老金还不能核定：{error}"[:200]) from None


def _demand_chosen(person: Subject, found: Award, choice: str) -> None:
    if found.start.choice != choice:
        raise Refusal(
            f"法定退休年月是 {found.statutory_month}，与所选的退休方式不符，"
            "请核对出生日期和退休年月。"
        )
    if choice == "late" and deferred_until(person) < found.start.month:
        raise Refusal("没有查到到这个月的延迟退休备案，请先备案，或按法定退休年月申请。")


def deferred_until(person: Subject) -> str:
    """Until when retirement is put off; empty where it is not."""
    row = sql.first("SELECT until_month FROM insurance_deferral WHERE person = %s", person.number)
    return str(row[0]) if row else ""


def _demand_months(missing: int, required: int) -> None:
    if missing:
        raise Refusal(
            f"到退休月累计缴费 {required - missing} 个月，最低要缴满 {required} 个月，"
            f"还差 {missing} 个月，现在不能按月领取。"
        )


def _residents(person: Subject, month: str, day: date) -> Outcome:
    relation = claims.relation(person, "residents")
    found = _residents_pension(person, relation, month, day)
    if not found.is_of_age:
        raise Refusal(f"{found.first_month} 年满 60 周岁，到那时才能领取。")
    _demand_months(found.missing_months, found.required_months)
    given = Grant(
        scheme="residents",
        kind="residents_pension",
        first_month=later(month, 1),
        parts=parts_of(found.working),
    )
    values = grant(person, given, day=day)
    sql.change(_RETIRE, person.number, "residents", relation.region)
    leave_work(person, kind="pensioner")
    demand_proof(person, day=day)
    return Outcome(values=values, reference=values["number"])


def _residents_pension(
    person: Subject, relation: claims.Relation, month: str, day: date
) -> residents.ResidentsPension:
    claimant = residents.Resident(
        birth=month_text(month_of(person.birth)),
        region=relation.region,
        month=month,
        paid_months=relation.months,
        account=balance_at(claims.account_years(person, day=day), month),
    )
    try:
        return residents.residents_pension(claimant, tables=province.all_tables())
    except NOT_WORKED_OUT as error:
        raise Refusal(f"养老金还不能核定：{error}"[:200]) from None
