"""A recognised and graded injury: what the fund pays once, and what it pays every month."""

from datetime import datetime

from shebao.exchange.port import InjuriesOf, Injury, Posting
from shebao.exchange.worked import grade_of
from shebao.insurance import province, sql
from shebao.insurance.answers.claims import injuries
from shebao.insurance.books import local_date, month_of
from shebao.insurance.postings.outcome import Outcome, Refusal, living
from shebao.insurance.postings.payout import pay_monthly, pay_once, payee
from shebao.law import injury as law
from shebao.law.months import month_text

HERE = "injury"
REPLACED = "已经领取基本养老金的，伤残津贴由养老金代替；养老金低于津贴的差额请到窗口核定。"
_PENSION = """
    SELECT 1 FROM insurance_benefit
    WHERE person = %s AND scheme IN ('pension', 'residents') AND state <> 'ended'"""


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Lump sum at once; allowance and care from the month after the grading (条例 34-37)."""
    person, day = living(posting.subject), local_date(now)
    sql.first(sql.locked(_LOCK), person.number)
    found = _injury(posting, day)
    grade = grade_of(found, tables=province.all_tables())
    if grade.monthly_payer is law.Payer.FUND and sql.first(_PENSION, person.number):
        raise Refusal(REPLACED)
    to = payee(person.number)
    _mark(person.number, found, day)
    once = {"disability_lump_sum": grade.lump_sum}
    number = pay_once(to, scheme=HERE, kind="injury_grant", parts=once, day=day)
    values = {"benefit": number, "amount": str(grade.lump_sum)}
    monthly = from_fund(grade)
    if monthly:
        assert found.graded_on is not None  # noqa: S101
        first = month_text(month_of(found.graded_on) + 1)
        running = pay_monthly(
            to, scheme=HERE, kind="injury_pension", parts=monthly, first=first, day=day
        )
        values |= {"monthly": str(sum(monthly.values())), "running": running}
    return Outcome(reference=number, values=values)


def from_fund(grade: law.Grade) -> dict[str, int]:
    """The monthly pieces that the fund pays."""
    allowance = grade.monthly if grade.monthly_payer is law.Payer.FUND else 0
    parts = {"disability_allowance": allowance, "care": grade.care}
    return {name: amount for name, amount in parts.items() if amount}


_LOCK = "SELECT place FROM insurance_injury WHERE person = %s"


def _injury(posting: Posting, day: object) -> Injury:
    rows = injuries(InjuriesOf(number=posting.subject), day)
    found = next((row for row in rows if row.number == posting.values["injury"]), None)
    if found is None:
        raise Refusal("没有查到这次工伤的认定，请核对。")
    if found.graded_on is None or not found.grade:
        raise Refusal("还没有伤残等级鉴定结论，请先申请劳动能力鉴定。")
    if found.is_claimed:
        raise Refusal("这次工伤的伤残待遇已经核定过了。")
    return found


def _mark(person: int, found: Injury, day: object) -> None:
    sql.change(
        "UPDATE insurance_injury SET claimed_on = %s WHERE person = %s AND place = %s",
        day,
        person,
        int(found.number.rpartition("-")[2]),
    )
