"""A running pension after a key fact changed: its account part is spread over other months."""

from datetime import date

from shebao.insurance import sql
from shebao.insurance.books import half_up, join_parts, month_of, split_parts
from shebao.insurance.parts import ACCOUNT, payout_tenths
from shebao.law.months import month_number


def refigured(person: int, *, before: date, born: date) -> dict[str, str]:
    """Spread the account anew from the age at which the pension began; returns the new monthly.

    The months already paid stay as they were; their difference is settled by people.
    """
    row = sql.first(
        "SELECT place, first_month, parts FROM insurance_benefit "
        "WHERE person = %s AND kind = 'pension' AND state <> 'ended'",
        person,
    )
    if row is None:
        return {}
    place, first_month, stored = row
    parts = dict(split_parts(stored))
    retired = month_number(first_month) - 1
    old, new = (payout_tenths(retired - month_of(birth)) for birth in (before, born))
    parts[ACCOUNT] = half_up(parts.get(ACCOUNT, 0) * old, new)
    monthly = sum(parts.values())
    sql.change(
        "UPDATE insurance_benefit SET parts = %s, monthly = %s WHERE person = %s AND place = %s",
        join_parts(parts.items()),
        monthly,
        person,
        place,
    )
    return {"monthly": str(monthly)}
