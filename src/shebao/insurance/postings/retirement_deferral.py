"""An agreement to retire later: kept, and shown beside the relation (人社部发〔2024〕94号)."""

from datetime import datetime

from shebao.exchange.port import Posting
from shebao.insurance import claims, province, sql
from shebao.insurance.books import local_date, month_of
from shebao.insurance.postings.outcome import Outcome, Refusal, living
from shebao.law.months import month_text
from shebao.law.pension import NOT_WORKED_OUT
from shebao.law.retirement import Choice, Start, retirement, start

_KEEP = sql.insert(
    "deferral",
    "person, until_month, key, decided_on",
    "ON CONFLICT (person) DO UPDATE SET until_month = excluded.until_month, key = excluded.key, "
    "decided_on = excluded.decided_on",
)


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Keep the agreed month; a later agreement takes the place of an earlier one."""
    person = living(posting.subject)
    if claims.running_pension(claims.drawn(person)):
        raise Refusal("已经在领取养老待遇，不能再延迟退休。")
    claims.relation(person, "pension")
    until = posting.values["until_month"]
    chosen = _start(month_text(month_of(person.birth)), person.group, until)
    if chosen.choice is not Choice.LATE:
        raise Refusal("延迟到的年月应晚于法定退休年月，请核对。")
    sql.change(_KEEP, person.number, until, posting.key, local_date(posting.decided_at))
    return Outcome(values={"until_month": until})


def _start(birth: str, group: str, until: str) -> Start:
    try:
        age = retirement(birth, group, province.all_tables())
        return start(until, age, province.all_tables())
    except NOT_WORKED_OUT as error:
        raise Refusal(f"延迟退休不能备案：{error}"[:200]) from None
