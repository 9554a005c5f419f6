"""Costs of an injury that somebody paid in advance: the fund pays them back, each day's once."""

from datetime import date, datetime

from shebao.exchange.port import InjuriesOf, Injury, Posting
from shebao.exchange.worked import cost_fault
from shebao.insurance import sql
from shebao.insurance.answers.claims import injuries
from shebao.insurance.books import local_date
from shebao.insurance.postings.outcome import Outcome, Refusal, living
from shebao.insurance.postings.payout import pay_once, payee

HERE = "injury"
_COST = sql.insert("injurycost", "person, place, injury, kind, start, last, amount, paid_on")


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Pay the approved sum to the person's own card (工伤保险条例 30-32)."""
    person, day, values = living(posting.subject), local_date(now), posting.values
    found = _injury(posting, day)
    cost, amount = values["cost"], int(values["amount"])
    start, end = (date.fromisoformat(values[name]) for name in ("start", "end"))
    if words := cost_fault(found, cost=cost, start=start, end=end, today=day):
        raise Refusal(words)
    to = payee(person.number)
    injury = int(found.number.rpartition("-")[2])
    sql.change(_COST, person.number, _next(person.number), injury, cost, start, end, amount, day)
    number = pay_once(to, scheme=HERE, kind="injury_cost", parts={f"cost_{cost}": amount}, day=day)
    return Outcome(reference=number, values={"benefit": number, "amount": str(amount)})


def _injury(posting: Posting, day: date) -> Injury:
    rows = injuries(InjuriesOf(number=posting.subject), day)
    found = next((row for row in rows if row.number == posting.values["injury"]), None)
    if found is None:
        raise Refusal("没有查到这次工伤的认定，请核对。")
    return found


def _next(person: int) -> int:
    row = sql.first("SELECT MAX(place) FROM insurance_injurycost WHERE person = %s", person)
    return int(row[0] or 0) + 1 if row else 1
