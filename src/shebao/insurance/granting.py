"""A benefit that was granted: its row, the months already past, and what else it changes."""

from dataclasses import dataclass
from datetime import date

from shebao.insurance import province, sql
from shebao.insurance.books import NOTHING, join_parts, mark, pack, put, same_day_after
from shebao.insurance.life.payments import BACK_PAID, NAME, take_out
from shebao.insurance.parts import ACCOUNT
from shebao.insurance.postings.outcome import Refusal, Subject
from shebao.law.months import month_number, month_text
from shebao.law.working import WorkingOut

NO_CARD = "还没有社会保障卡，待遇没有账户可发。请先申领社会保障卡，再来申请。"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A benefit from its first month on; ``until_month`` is empty where nothing limits it."""

    scheme: str
    kind: str
    first_month: str
    parts: tuple[tuple[str, int], ...]
    until_month: str = ""

    @property
    def monthly(self) -> int:
        """All pieces together, in fen."""
        return sum(amount for _, amount in self.parts)


def parts_of(working: WorkingOut) -> tuple[tuple[str, int], ...]:
    """The pieces of a working-out that are money, as they are stored."""
    return tuple((line.name, int(line.value)) for line in working.parts if line.value)


def grant(person: Subject, given: Grant, *, day: date) -> dict[str, str]:
    """Write the benefit; months whose payment day has gone by are paid on this day.

    Returns what the feed tells.  Raises :class:`Refusal` without an account to pay to.
    """
    bank, tail = _payee(person)
    place = _next_place(person)
    sql.change(
        sql.insert(
            "benefit",
            "person, place, scheme, kind, first_month, last_month, until_month, monthly, parts, "
            "state, payee_bank, payee_tail",
        ),
        *(person.number, place, given.scheme, given.kind, given.first_month, ""),
        *(given.until_month, given.monthly, join_parts(given.parts), "active", bank, tail),
    )
    past = _past_months(person, given)
    _pay_back(person, place, given, past, day=day, payee=(bank, tail))
    return {
        "number": f"{person.number}{place:02d}",
        "kind": given.kind,
        "first_month": given.first_month,
        "monthly": str(given.monthly),
        "back_paid": str(given.monthly * len(past)),
    }


def demand_proof(person: Subject, *, day: date) -> None:
    """Whoever draws a pension proves once in twelve months that it may go on."""
    due = same_day_after(day, province.amount("certification_months", day))
    sql.change(
        sql.insert(
            "certification",
            "person, last_on, method, next_due, suspended",
            "ON CONFLICT (person) DO NOTHING",
        ),
        *(person.number, None, "", due, False),
    )


def leave_work(person: Subject, *, kind: str) -> None:
    """The person works no more; the unit's head count follows."""
    sql.change(
        "UPDATE insurance_employer SET headcount = headcount - 1 WHERE headcount > 0 AND number = "
        "(SELECT employer FROM insurance_person WHERE number = %s AND employer > 0)",
        person.number,
    )
    sql.change(
        "UPDATE insurance_person SET kind = %s, employer = 0, employed_since = NULL, base = 0 "
        "WHERE number = %s",
        *(kind, person.number),
    )


def _payee(person: Subject) -> tuple[str, str]:
    row = sql.first(
        "SELECT bank, card_number FROM insurance_card WHERE person = %s AND state <> 'cancelled'",
        person.number,
    )
    if row is None:
        raise Refusal(NO_CARD)
    return str(row[0]), str(row[1])[-4:]


def _next_place(person: Subject) -> int:
    row = sql.first("SELECT MAX(place) FROM insurance_benefit WHERE person = %s", person.number)
    return int(row[0] or 0) + 1 if row else 1


def _past_months(person: Subject, given: Grant) -> range:
    last = paid_until(person.number)
    if given.until_month:
        last = min(last, month_number(given.until_month))
    return range(month_number(given.first_month), last + 1)


def paid_until(person: int) -> int:
    """The last month that was paid before this transaction, as far as this person is concerned.

    The next month's run is claimed: one that is under way has either passed this person, or will
    find what is being written.
    """
    row = sql.first("SELECT data_date FROM insurance_book WHERE id = 1")
    last = province.last_payment_month(row[0]) if row else 0
    period = month_text(last + 1)
    sql.change(
        sql.insert(
            "run", "name, period, reached, count, finished", "ON CONFLICT (name, period) DO NOTHING"
        ),
        *(NAME, period, 0, 0, False),
    )
    found = sql.first(
        sql.locked("SELECT reached, finished FROM insurance_run WHERE name = %s AND period = %s"),
        *(NAME, period),
    )
    has_passed = found is not None and (found[1] or found[0] >= person)
    return last + 1 if has_passed else last


def _pay_back(
    person: Subject,
    place: int,
    given: Grant,
    months: range,
    *,
    day: date,
    payee: tuple[str, str],
) -> None:
    for year in sorted({month // 12 for month in months}):
        amounts: tuple[int, ...] = (0,) * 12
        days, letters = amounts, NOTHING
        for month in (month % 12 for month in months if month // 12 == year):
            amounts = put(amounts, month, given.monthly)
            days = put(days, month, day.toordinal())
            letters = mark(letters, month, BACK_PAID)
        sql.change(
            sql.insert(
                "paymentyear", "person, place, year, amounts, days, results, bank, account_tail"
            ),
            *(person.number, place, year, pack(amounts), pack(days), letters, *payee),
        )
    account = dict(given.parts).get(ACCOUNT, 0) * len(months)
    if account:
        take_out([(account, person.number)])
