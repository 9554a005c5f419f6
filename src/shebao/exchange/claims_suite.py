"""What every core does with claims of benefits (6.4.4), as checks beside those of ``suite``.

They change something, so they are left out unless the sample allows changes.
"""

from shebao.exchange import port
from shebao.exchange.port import Insurance, Person, Posting, PostingKind, ask_one
from shebao.exchange.suite import Check, Skipped, Subject, require
from shebao.law.retirement import retirement


def a_pension_is_granted_once_only(subject: Subject) -> None:
    """Whoever draws a pension is refused another one, with a reason, and nothing changes."""
    number = _changeable(subject, subject.sample.pensioner)
    before = _benefits(subject.insurance, number)
    require(bool(before), "the pensioner of the sample has no benefit")
    values = {"scheme": "pension", "choice": "statutory", "start_month": before[-1].first_month}
    receipt = subject.insurance.post(
        _posting(subject, PostingKind.RETIREMENT, number, "pension", values)
    )
    require(receipt.state is port.ReceiptState.REFUSED, "a second pension was granted")
    require(bool(receipt.reason), "a refusal gives no reason")
    require(_benefits(subject.insurance, number) == before, "a refusal changed the benefits")


def nobody_at_work_draws_the_unemployment_benefit(subject: Subject) -> None:
    """Nobody who is insured and at work is granted an unemployment benefit."""
    number = _changeable(subject, subject.sample.test_person)
    before = _benefits(subject.insurance, number)
    values = {"benefit": "unemployment_benefit", "first_month": f"{subject.at:%Y-%m}"}
    receipt = subject.insurance.post(
        _posting(subject, PostingKind.BENEFIT, number, "benefit", values)
    )
    require(receipt.state is port.ReceiptState.REFUSED, "a benefit was granted at work")
    require(bool(receipt.reason), "a refusal gives no reason")
    require(_benefits(subject.insurance, number) == before, "a refusal changed the benefits")


def an_agreement_to_retire_later_shows(subject: Subject) -> None:
    """The month stands beside the pension relation, and repeating it changes nothing."""
    number = _changeable(subject, subject.sample.test_person)
    person: Person | None = ask_one(subject.insurance, port.PersonOf(number=number)).value
    if person is None or not person.retirement_group:
        raise Skipped("the test person has no statutory age")
    until = retirement(person.birth, person.retirement_group).latest_month
    posting = _posting(
        subject, PostingKind.RETIREMENT_DEFERRAL, number, "late", {"until_month": until}
    )
    first, second = subject.insurance.post(posting), subject.insurance.post(posting)
    require(first.state is not port.ReceiptState.REFUSED, f"refused: {first.reason}")
    require(first == second, "repeating a posting gave another receipt")
    rows = ask_one(subject.insurance, port.RegistrationsOf(number=number)).value
    shown = {row.deferred_until for row in rows if row.scheme is port.Scheme.PENSION}
    require(until in shown, "the agreed month is not shown beside the relation")


CLAIM_CHECKS: tuple[Check, ...] = (
    a_pension_is_granted_once_only,
    nobody_at_work_draws_the_unemployment_benefit,
    an_agreement_to_retire_later_shows,
)


def _changeable(subject: Subject, number: str) -> str:
    if not (subject.sample.may_change and subject.sample.test_person):
        raise Skipped("the sample does not allow changes")
    return number


def _posting(
    subject: Subject, kind: PostingKind, number: str, name: str, values: dict[str, str]
) -> Posting:
    return Posting(
        key=f"check-{subject.run}-{name}",
        kind=kind,
        subject=number,
        case="",
        decided_at=subject.at,
        values=values,
    )


def _benefits(insurance: Insurance, number: str) -> tuple[port.Benefit, ...]:
    return tuple(ask_one(insurance, port.BenefitsOf(number=number)).value)
