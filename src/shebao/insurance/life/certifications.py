"""Every day: whose proof is overdue is paid no further until it is given."""

from datetime import date, datetime, timedelta

from shebao.insurance import feed, sql
from shebao.insurance.books import end_of
from shebao.insurance.life.runs import PIECE

_OVERDUE = """
    SELECT person, next_due FROM insurance_certification
    WHERE suspended = %s AND next_due < %s ORDER BY next_due, person LIMIT %s"""


def suspend_overdue(day: date, *, at: datetime) -> int:
    """Suspend the benefits of all whose proof was due before this day; returns how many."""
    suspended = 0
    while count := _piece(day, at):
        suspended += count
    return suspended


def _piece(day: date, at: datetime) -> int:
    with sql.together():
        found = sql.rows(sql.locked(_OVERDUE), False, day, PIECE)
        persons = [(row[0],) for row in found]
        sql.change_many(
            "UPDATE insurance_certification SET suspended = TRUE WHERE person = %s", persons
        )
        sql.change_many(
            "UPDATE insurance_benefit SET state = 'suspended' WHERE person = %s "
            "AND state = 'active' AND scheme IN ('pension', 'residents')",
            persons,
        )
        feed.tell([_news(person, due) for person, due in found], at=at)
    return len(found)


def _news(person: int, due: date) -> feed.News:
    values = {"state": "suspended", "next_due": due.isoformat()}
    at = end_of(due + timedelta(days=1))
    return feed.News(kind="certification", subject=str(person), values=values, at=at)
