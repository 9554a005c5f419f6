"""The core in memory: its people are well formed, and every posting shows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.memory import (
    CHEN,
    DAY,
    DONGHU,
    GAO,
    LIN,
    MENG,
    QIAN,
    RARE,
    SUN,
    WANG,
    ZHAO,
    ZHOU,
    MemoryInsurance,
)
from shebao.exchange.memory.cast import AWAY, HOME
from shebao.exchange.port import (
    MonthState,
    Posting,
    PostingKind,
    Question,
    Receipt,
    ReceiptState,
    RegistrationState,
    Rejected,
    Unreachable,
    ask_one,
)
from shebao.law.identifiers import IdKind, check
from tests.exchange.sides import NOON

EVERYBODY = (WANG, LIN, CHEN, ZHAO, ZHOU, RARE, GAO, MENG, SUN, QIAN)


def _value(memory: MemoryInsurance, question: Question[Any]) -> Any:
    return ask_one(memory, question).value


def _posting(kind: PostingKind, subject: str, key: str = "k-1", **values: str) -> Posting:
    return Posting(key=key, kind=kind, subject=subject, case="", decided_at=NOON, values=values)


def _post(memory: MemoryInsurance, kind: PostingKind, subject: str, **values: str) -> Receipt:
    return memory.post(_posting(kind, subject, **values))


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("number", EVERYBODY)
def test_documents_are_well_formed_and_belong_to_nobody(
    memory: MemoryInsurance, number: str
) -> None:
    person = _value(memory, port.PersonOf(number=number))
    verdict = check(person.id_number, on=DAY, kind=IdKind.CITIZEN)

    assert verdict.is_valid
    assert (verdict.sex, verdict.birth) == (person.sex, person.birth)
    assert verdict.warnings


@pytest.mark.clause("6.4.4")
def test_the_unit_has_a_well_formed_code_and_its_staff(memory: MemoryInsurance) -> None:
    unit = _value(memory, port.EmployerOf(number=DONGHU))
    staff = _value(memory, port.StaffOf(number=DONGHU))

    assert check(unit.code, on=DAY, kind=IdKind.USCC).is_valid
    assert [member.number for member in staff.members] == [WANG, LIN, RARE]
    assert unit.headcount == 3


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("number", EVERYBODY)
def test_records_agree_with_themselves(memory: MemoryInsurance, number: str) -> None:
    registrations = _value(memory, port.RegistrationsOf(number=number))
    years = _value(memory, port.ContributionsOf(number=number))
    account = _value(memory, port.AccountOf(number=number))

    for row in registrations:
        counted = sum(
            year.states.count(MonthState.PAID)
            for year in years
            if (year.scheme, year.region) == (row.scheme, row.region)
        )
        assert row.months_actual == counted
    assert account.balance == account.years[-1].closing


@pytest.mark.clause("6.4.4")
def test_contact_and_key_facts_change_the_person(memory: MemoryInsurance) -> None:
    _post(memory, PostingKind.CONTACT, WANG, mobile="13900000009", address="临江市渡口区 1 号")
    memory.post(_posting(PostingKind.KEY_FACTS, WANG, "k-2", name="王方", birth="1985-06-02"))

    person = _value(memory, port.PersonOf(number=WANG))

    assert (person.mobile, person.address) == ("13900000009", "临江市渡口区 1 号")
    assert (person.name, person.birth, person.sex) == ("王方", date(1985, 6, 2), "female")


@pytest.mark.clause("5.4.3a", "6.4.4")
def test_a_certification_resumes_the_pension_and_pays_what_was_held(
    memory: MemoryInsurance,
) -> None:
    held = len(_value(memory, port.PaymentsOf(number=ZHAO)))
    _post(memory, PostingKind.CERTIFICATION, ZHAO, method="face")

    proof = _value(memory, port.CertificationOf(number=ZHAO))
    (benefit,) = _value(memory, port.BenefitsOf(number=ZHAO))
    payments = _value(memory, port.PaymentsOf(number=ZHAO))

    assert (proof.suspended, proof.last_on, proof.next_due) == (False, DAY, date(2027, 3, 2))
    assert benefit.state == "active"
    assert len(payments) == held + 2
    assert payments[0].month == "2026-02"


@pytest.mark.clause("6.4.4")
def test_whoever_draws_nothing_needs_no_certification(memory: MemoryInsurance) -> None:
    receipt = _post(memory, PostingKind.CERTIFICATION, WANG, method="face")

    assert receipt.state is ReceiptState.REFUSED
    assert receipt.reason


@pytest.mark.clause("5.4.3b", "6.4.4")
def test_a_transfer_goes_from_station_to_station_and_brings_the_months(
    memory: MemoryInsurance,
) -> None:
    receipt = _post(memory, PostingKind.TRANSFER, RARE, from_region=AWAY, to_region=HOME)
    assert receipt.state is ReceiptState.STARTED

    for step in range(1, 5):
        memory.advance(DAY + timedelta(days=20 * step))

    (transfer,) = _value(memory, port.TransfersOf(number=RARE))
    old, new = (
        row
        for row in _value(memory, port.RegistrationsOf(number=RARE))
        if row.scheme is port.Scheme.PENSION
    )
    feed = _value(memory, port.ChangesSince())
    assert (transfer.number, transfer.state, transfer.due) == (receipt.reference, "merged", None)
    assert [step.state for step in transfer.steps] == [
        "applied", "letter_sent", "accepted", "info_sent", "merged",
    ]  # fmt: skip
    assert (old.state, old.months_actual) == (RegistrationState.MOVED, 0)
    assert new.months_actual == 81 + transfer.months == 272
    assert [change.values.get("state") for change in feed.changes if change.key][-1] == "merged"


@pytest.mark.clause("5.4.3b", "6.4.4")
@pytest.mark.parametrize(
    ("number", "from_region", "to_region"),
    [(CHEN, AWAY, HOME), (RARE, HOME, HOME), (WANG, AWAY, HOME)],
)
def test_a_transfer_that_cannot_be_is_refused_with_its_reason(
    memory: MemoryInsurance, number: str, from_region: str, to_region: str
) -> None:
    receipt = _post(
        memory, PostingKind.TRANSFER, number, from_region=from_region, to_region=to_region
    )

    assert receipt.state is ReceiptState.REFUSED
    assert receipt.reason


@pytest.mark.clause("5.4.3b", "6.4.4")
def test_one_transfer_at_a_time(memory: MemoryInsurance) -> None:
    first = _posting(PostingKind.TRANSFER, RARE, from_region=AWAY, to_region=HOME)
    memory.post(first)

    assert memory.post(replace(first, key="k-2")).state is ReceiptState.REFUSED


@pytest.mark.clause("6.4.4")
def test_deemed_years_are_counted_once(memory: MemoryInsurance) -> None:
    posting = _posting(
        PostingKind.DEEMED_YEARS, LIN, from_month="1988-09", to_month="1992-07", months="47"
    )
    memory.post(posting)
    memory.post(posting)

    years = _value(memory, port.ContributionsOf(number=LIN, to_year=1992))
    registrations = _value(memory, port.RegistrationsOf(number=LIN))
    deemed = sum(year.states.count(MonthState.DEEMED) for year in years)
    assert (deemed, sum(row.months_deemed for row in registrations)) == (47, 47)


@pytest.mark.clause("6.4.4")
def test_more_deemed_months_than_there_are_is_refused(memory: MemoryInsurance) -> None:
    receipt = _post(
        memory, PostingKind.DEEMED_YEARS, LIN, from_month="1990-01", to_month="1990-12", months="13"
    )

    assert receipt.state is ReceiptState.REFUSED


@pytest.mark.clause("5.4.3a", "6.4.4")
def test_a_proof_that_is_overdue_suspends_and_stands_in_the_feed(memory: MemoryInsurance) -> None:
    memory.advance(DAY + timedelta(days=25))

    assert _value(memory, port.CertificationOf(number=CHEN)).suspended
    (change,) = _value(memory, port.ChangesSince()).changes
    assert (change.kind, change.subject) == ("certification", CHEN)


@pytest.mark.clause("6.4.4")
def test_pensions_are_paid_as_the_months_go_by(memory: MemoryInsurance) -> None:
    memory.advance(DAY + timedelta(days=14))

    newest = _value(memory, port.PaymentsOf(number=CHEN))[0]
    assert (newest.month, newest.paid_on) == ("2026-03", date(2026, 3, 15))


@pytest.mark.clause("6.4.4")
def test_while_it_is_down_nothing_is_known_and_nothing_changes(memory: MemoryInsurance) -> None:
    memory.is_down = True

    with pytest.raises(Unreachable):
        memory.ask(port.PersonOf(number=WANG))
    with pytest.raises(Unreachable):
        _post(memory, PostingKind.CONTACT, WANG, mobile="13900000009")

    memory.is_down = False
    assert _value(memory, port.PersonOf(number=WANG)).mobile == "13800000001"


@pytest.mark.clause("6.4.4")
def test_it_refuses_what_the_wall_would_refuse(memory: MemoryInsurance) -> None:
    with pytest.raises(Rejected):
        _post(memory, PostingKind.CONTACT, WANG, salary="1")
    with pytest.raises(Rejected):
        memory.ask(port.StaffOf(number=DONGHU, limit=0))


@pytest.mark.clause("6.4.4")
def test_one_test_never_sees_what_another_posted() -> None:
    first, second = MemoryInsurance(), MemoryInsurance()
    _post(first, PostingKind.CONTACT, WANG, mobile="13900000009")

    assert _value(second, port.PersonOf(number=WANG)).mobile == "13800000001"
