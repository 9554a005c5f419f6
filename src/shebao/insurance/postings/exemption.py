"""A stay abroad goes on under the Chinese schemes alone: checked by the treaty, then entered."""

from collections.abc import Iterable
from datetime import date, datetime

from shebao.exchange.port import ExemptionsOf, Posting
from shebao.exchange.worked import earlier_of
from shebao.insurance import feed, province, sql
from shebao.insurance.answers.claims import exemptions
from shebao.insurance.books import local_date
from shebao.insurance.postings.outcome import NOBODY, Outcome, Refusal, Subject, living
from shebao.law import abroad as law

_ACTIVE = """
    SELECT DISTINCT scheme FROM insurance_registration WHERE person = %s AND state = 'active'"""


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Enter the stay; a unit does it for its own staff only."""
    person, unit = _whose(posting)
    values = posting.values
    start, end = (date.fromisoformat(values[name]) for name in ("start", "end"))
    schemes = values["schemes"].split(",")
    _demand_insured(person, schemes)
    found = _judged(posting, person, schemes, start, end)
    number = f"E{local_date(now):%Y%m%d}{feed.reserve(1):010d}"
    sql.change(
        sql.insert(
            "exemption",
            "number, person, employer, country, kind, schemes, first_day, last_day, certificate, "
            "is_extension",
        ),
        number,
        person.number,
        unit,
        values["country"],
        values["abroad_kind"],
        values["schemes"],
        start,
        end,
        found.certificate,
        values["is_extension"] == "1",
    )
    return Outcome(reference=number, values={"number": number, "certificate": found.certificate})


def _whose(posting: Posting) -> tuple[Subject, int]:
    """The person abroad, and the number of the unit that asks, 0 for the person alone."""
    staff = posting.values.get("person")
    if not staff:
        return living(posting.subject), 0
    person = living(staff)
    row = sql.first("SELECT employer FROM insurance_person WHERE number = %s", person.number)
    unit = sql.as_number(posting.subject)
    if row is None or row[0] != unit or unit <= 0:
        raise Refusal(NOBODY)
    return person, unit


def _demand_insured(person: Subject, schemes: Iterable[str]) -> None:
    paid = {row[0] for row in sql.rows(_ACTIVE, person.number)}
    if set(schemes) - paid:
        raise Refusal("申请免缴的险种要在国内正常参保缴费，请先续上参保。")


def _judged(
    posting: Posting, person: Subject, schemes: list[str], start: date, end: date
) -> law.Exemption:
    earlier = exemptions(ExemptionsOf(number=str(person.number)), start)
    try:
        found = law.exemption(
            country=posting.values["country"],
            schemes=schemes,
            start=start,
            end=end,
            kind=posting.values["abroad_kind"],
            earlier=earlier_of(earlier),
            is_extension=posting.values["is_extension"] == "1",
            tables=province.all_tables(),
        )
    except (law.BadRequest, law.UnknownCountry) as error:
        raise Refusal(str(error)[:200]) from None
    if found.outcome is law.Outcome.REFUSED:
        words = "；".join(one.words for one in found.reasons if one.is_final)
        raise Refusal(f"{words}。"[:200])
    return found
