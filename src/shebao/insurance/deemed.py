"""Deemed months: work before accounts existed, counted without money."""

from collections.abc import Iterable
from datetime import date

from shebao.insurance import sql
from shebao.insurance.books import NOTHING, mark, month_of
from shebao.insurance.province import FIRST_MONTH
from shebao.law.months import month_number

_NO_MONEY = bytes(48)
COUNTED = frozenset("pmtd")


def rewrite_deemed(person: int, *, first_work: date) -> dict[str, str]:
    """Deemed months begin with the first work: write them anew for somebody who has some.

    They end where they ended before; work that began after accounts existed leaves none.
    """
    row = sql.first(
        sql.locked(
            "SELECT region, months_deemed FROM insurance_registration "
            "WHERE person = %s AND scheme = 'pension' AND months_deemed > 0"
        ),
        person,
    )
    if row is None:
        return {}
    region, _ = row
    months = deemed_months(person)
    last = max(months, default=FIRST_MONTH - 1)
    sql.change(
        "DELETE FROM insurance_contributionyear WHERE person = %s AND footing = 'deemed'", person
    )
    kept = range(month_of(first_work), last + 1)
    write_deemed(person, region, kept)
    sql.change(
        "UPDATE insurance_registration SET months_deemed = %s, joined = %s "
        "WHERE person = %s AND scheme = 'pension' AND region = %s",
        len(kept),
        first_work,
        person,
        region,
    )
    return {"months_deemed": str(len(kept))}


def write_deemed(person: int, region: str, months: Iterable[int]) -> None:
    """Mark these months as deemed, beside those already marked."""
    years: dict[int, str] = {}
    for month in sorted({*months, *deemed_months(person)}):
        year, place = divmod(month, 12)
        years[year] = mark(years.get(year, NOTHING), place, "d")
    sql.change(
        "DELETE FROM insurance_contributionyear WHERE person = %s AND footing = 'deemed'", person
    )
    sql.change_many(
        sql.insert("contributionyear", "person, year, employer, footing, region, bases, states"),
        ((person, year, 0, "deemed", region, _NO_MONEY, states) for year, states in years.items()),
    )


def deemed_months(person: int) -> set[int]:
    """The numbers of the months that are deemed so far."""
    return _months(person, "AND footing = 'deemed'")


def counted_months(person: int) -> set[int]:
    """The numbers of all months that count for the employees' pension already."""
    return _months(person, "AND footing <> 'resident'")


def _months(person: int, condition: str) -> set[int]:
    found = sql.rows(
        f"SELECT year, states FROM insurance_contributionyear WHERE person = %s {condition}",  # noqa: S608
        person,
    )
    return {
        year * 12 + place
        for year, states in found
        for place, letter in enumerate(states)
        if letter in COUNTED
    }


def span(first: str, last: str) -> range:
    """All months from one to another, both included."""
    return range(month_number(first), month_number(last) + 1)
