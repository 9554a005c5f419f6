"""Months of earlier work that the agency decided to count."""

from datetime import date, datetime

from shebao.exchange.port import Posting
from shebao.insurance import sql
from shebao.insurance.books import local_date, month_of
from shebao.insurance.deemed import counted_months, span, write_deemed
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living
from shebao.insurance.province import first_day
from shebao.law.months import month_text


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Add the months to the pension relation the person has now."""
    person = living(posting.subject)
    if person.kind == "pensioner":
        raise Refusal("已经领取养老待遇，视同缴费年限要随待遇重新核定，请到窗口办理。")
    months = _months(posting, today=local_date(now))
    region = _region(person)
    if counted_months(person.number).intersection(months):
        raise Refusal("这段时间里有的月份已经计入缴费年限，不能重复认定，请核对起止年月。")
    write_deemed(person.number, region, months)
    began = min(first_day(months[0]), person.first_work or date.max)
    _count(person, region, len(months), began)
    return Outcome(values={"months": str(len(months)), "from_month": month_text(months[0])})


def _months(posting: Posting, *, today: date) -> range:
    whole = span(posting.values["from_month"], posting.values["to_month"])
    wanted = int(posting.values["months"])
    if not 0 < wanted <= len(whole):
        raise Refusal("认定的月数应大于 0，并且不多于起止年月之间的月数。")
    if whole[-1] >= month_of(today):
        raise Refusal("认定的月份应在本月以前。")
    return whole[:wanted]


def _region(person: Subject) -> str:
    """Where the person pays now, else where they paid last."""
    row = sql.first(
        sql.locked(
            "SELECT region FROM insurance_registration WHERE person = %s AND scheme = 'pension' "
            "AND state IN ('active', 'paused') ORDER BY state, last_paid_month DESC"
        ),
        person.number,
    )
    if row is None:
        raise Refusal("还没有职工养老保险关系，请先参保登记。")
    return str(row[0])


def _count(person: Subject, region: str, months: int, began: date) -> None:
    sql.change(
        "UPDATE insurance_registration SET months_deemed = months_deemed + %s, "
        "joined = CASE WHEN joined < %s THEN joined ELSE %s END "
        "WHERE person = %s AND scheme = 'pension' AND region = %s",
        months,
        began,
        began,
        person.number,
        region,
    )
    sql.change(
        "UPDATE insurance_person SET first_work = %s WHERE number = %s", began, person.number
    )
