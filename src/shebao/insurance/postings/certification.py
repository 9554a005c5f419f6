"""A proof that a benefit may go on: the due date moves, what was withheld is paid."""

from datetime import date, datetime

from shebao.exchange.port import Posting
from shebao.insurance import province, sql
from shebao.insurance.books import local_date, mark, pack, put, same_day_after, unpack
from shebao.insurance.postings.outcome import Outcome, Refusal, living

_HELD = "h"
_BACK_PAID = "b"


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """The next proof is due twelve months after this one (rolling); a suspension ends at once."""
    person = living(posting.subject)
    row = sql.first(
        "SELECT last_on, suspended FROM insurance_certification WHERE person = %s", person.number
    )
    if row is None:
        raise Refusal("没有需要认证的待遇，不用办理资格认证。")
    day = max(local_date(posting.decided_at), row[0] or date.min)
    due = same_day_after(day, province.amount("certification_months", day))
    sql.change(
        "UPDATE insurance_certification SET last_on = %s, method = %s, next_due = %s, "
        "suspended = %s WHERE person = %s",
        day,
        posting.values["method"],
        due,
        False,
        person.number,
    )
    values = {"state": "certified", "next_due": due.isoformat()}
    if row[1]:
        values |= _resume(person.number, paid_on=local_date(now))
    return Outcome(values=values)


def _resume(person: int, *, paid_on: date) -> dict[str, str]:
    sql.change(
        "UPDATE insurance_benefit SET state = 'active' WHERE person = %s AND state = 'suspended'",
        person,
    )
    found = sql.rows(
        sql.locked(
            "SELECT place, year, amounts, days, results FROM insurance_paymentyear "
            "WHERE person = %s AND results LIKE %s"
        ),
        person,
        f"%{_HELD}%",
    )
    amount = sum(_pay(person, row, paid_on) for row in found)
    return {"resumed": "yes", "back_paid": str(amount)}


def _pay(person: int, row: sql.Row, paid_on: date) -> int:
    """Pay the withheld months of a year; returns how much that is."""
    place, year, packed, days, results = row
    amounts, ordinals, total = unpack(packed), unpack(days), 0
    for month, letter in enumerate(results):
        if letter == _HELD:
            results = mark(results, month, _BACK_PAID)
            ordinals = put(ordinals, month, paid_on.toordinal())
            total += amounts[month]
    sql.change(
        "UPDATE insurance_paymentyear SET days = %s, results = %s "
        "WHERE person = %s AND place = %s AND year = %s",
        pack(ordinals),
        results,
        person,
        place,
        year,
    )
    return total
