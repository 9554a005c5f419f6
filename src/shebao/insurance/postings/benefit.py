"""Benefits before retirement: the unemployment benefit and the disability allowance."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from shebao.exchange.port import Posting
from shebao.insurance import claims, province, sql
from shebao.insurance.books import local_date, month_of
from shebao.insurance.granting import Grant, demand_proof, grant, leave_work, parts_of
from shebao.insurance.parts import DISABILITY, UNEMPLOYMENT
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living
from shebao.law import disability, unemployment
from shebao.law.months import later, month_number
from shebao.law.pension import NOT_WORKED_OUT
from shebao.law.tables import NoValueOn

_PAUSE = """
    UPDATE insurance_registration SET state = 'paused', ended = %s, employer = 0
    WHERE person = %s AND state = 'active' AND scheme IN ('pension', 'unemployment')"""
_CLOSE_INJURY = """
    UPDATE insurance_registration SET state = 'ended', ended = %s, employer = 0
    WHERE person = %s AND state = 'active' AND scheme = 'injury'"""


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Grant the benefit that is named; raises :class:`Refusal` where the rules say no."""
    person = living(posting.subject)
    known = claims.drawn(person)
    if claims.running_pension(known):
        raise Refusal("已经在领取养老待遇，不能再领取这项待遇。")
    kind, first = posting.values["benefit"], posting.values["first_month"]
    if claims.running(known, kind):
        raise Refusal("这项待遇正在领取，不用再申请。")
    given = _GRANTS[kind](person, first, local_date(now), known)
    values = grant(person, given, day=local_date(now))
    if given.until_month:
        values["until_month"] = given.until_month
    return Outcome(values=values, reference=values["number"])


def _unemployment(person: Subject, first: str, day: date, known: tuple[claims.Drawn, ...]) -> Grant:
    if person.kind != "jobless":
        raise Refusal("登记上还在就业或参保，停保以后才能领取失业保险金。")
    if month_number(first) > month_of(day):
        raise Refusal("首发月还没有到，请核对失业登记日期。")
    months = claims.unemployment_months(person, day=day)
    paid, carried = unemployment.since(months, claims.earlier_unemployment(known))
    on = province.first_day(month_number(first))
    right = unemployment.right(
        paid, on=on, left_by_own_will=False, is_registered=True, carried=carried
    )
    if not right.is_entitled or not right.duration.months:
        raise Refusal("；".join(right.words) + "，不能领取失业保险金。")
    return Grant(
        scheme="unemployment",
        kind=UNEMPLOYMENT,
        first_month=first,
        until_month=later(first, right.duration.months - 1),
        parts=((UNEMPLOYMENT, _monthly(person, on)),),
    )


def _monthly(person: Subject, on: date) -> int:
    try:
        entry = unemployment.monthly(on, region=person.region, tables=province.all_tables())
    except NoValueOn as error:
        raise Refusal(f"失业保险金标准还没有公布：{error}"[:200]) from None
    return int(entry.value)


def _disability(person: Subject, first: str, day: date, known: tuple[claims.Drawn, ...]) -> Grant:
    relation = claims.relation(person, "pension")
    try:
        found = disability.claimed(
            claims.books(person, relation.region, day=day),
            month=first,
            tables=province.all_tables(),
        )
    except NOT_WORKED_OUT as error:
        raise Refusal(f"病残津贴不能核定：{error}"[:200]) from None
    benefit = claims.running(known, UNEMPLOYMENT)
    if benefit:
        claims.end(person, benefit, last_month=later(first, -1))
    begins = province.first_day(month_number(first))
    sql.change(_PAUSE, begins, person.number)
    sql.change(_CLOSE_INJURY, begins, person.number)
    leave_work(person, kind="jobless")
    demand_proof(person, day=day)
    limit = found.limit_months
    return Grant(
        scheme="pension",
        kind=DISABILITY,
        first_month=first,
        until_month=later(first, limit - 1) if limit else "",
        parts=parts_of(found.working),
    )


_GRANTS: Mapping[str, Callable[[Subject, str, date, tuple[claims.Drawn, ...]], Grant]] = {
    UNEMPLOYMENT: _unemployment,
    DISABILITY: _disability,
}
