"""A new mobile number or address."""

from datetime import datetime

from shebao.exchange.port import Posting
from shebao.insurance import sql
from shebao.insurance.postings.outcome import Outcome, Refusal, living


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Write what was given; what is missing stays as it was."""
    person = living(posting.subject)
    given = {name: posting.values[name].strip() for name in posting.values}
    if not any(given.values()):
        raise Refusal("没有要变更的内容。")
    sql.change(
        "UPDATE insurance_person SET mobile = COALESCE(%s, mobile), "
        "address = COALESCE(%s, address) WHERE number = %s",
        given.get("mobile"),
        given.get("address"),
        person.number,
    )
    return Outcome(values={"changed": ",".join(sorted(given))})
