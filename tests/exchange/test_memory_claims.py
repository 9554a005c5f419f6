"""Claims in memory: worked out by the law from the record's own books, and seen afterwards."""

from datetime import date
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.memory import (
    CHEN,
    DAY,
    GAO,
    LIN,
    MENG,
    QIAN,
    SUN,
    WANG,
    ZHOU,
    MemoryInsurance,
)
from shebao.exchange.port import Posting, PostingKind, Receipt, ReceiptState, ask_one
from shebao.law.disability import claimed
from shebao.law.pension import Books, award
from tests.exchange.sides import NOON


def _post(
    memory: MemoryInsurance, kind: str, subject: str, key: str = "", **values: str
) -> Receipt:
    return memory.post(
        Posting(
            key=key or f"{kind}-{subject}",
            kind=PostingKind(kind),
            subject=subject,
            case="",
            decided_at=NOON,
            values=values,
        )
    )


def _value(memory: MemoryInsurance, question: Any) -> Any:
    return ask_one(memory, question).value


def _benefit(memory: MemoryInsurance, number: str) -> port.Benefit:
    return _value(memory, port.BenefitsOf(number=number))[0]


def _books(memory: MemoryInsurance, number: str) -> Books:
    person = _value(memory, port.PersonOf(number=number))
    return Books(
        birth=f"{person.birth:%Y-%m}",
        group=person.retirement_group,
        region="990100",
        rows=_value(memory, port.ContributionsOf(number=number)),
        years=_value(memory, port.AccountOf(number=number)).years,
    )


@pytest.mark.clause("5.4.3d", "6.4.4")
@pytest.mark.parametrize(("number", "choice"), [(GAO, "statutory"), (MENG, "early")])
def test_a_pension_is_worked_out_by_the_law_and_paid_from_the_next_month(
    memory: MemoryInsurance, number: str, choice: str
) -> None:
    expected = award(_books(memory, number), month="2026-03")
    receipt = _post(
        memory, "retirement", number, scheme="pension", choice=choice, start_month="2026-03"
    )

    benefit = _benefit(memory, number)
    assert receipt.state is ReceiptState.DONE
    assert expected.missing_months == 0
    assert (benefit.monthly, benefit.first_month) == (expected.working.total, "2026-04")
    assert _value(memory, port.PersonOf(number=number)).kind == "pensioner"
    memory.advance(date(2026, 5, 20))
    paid = _value(memory, port.PaymentsOf(number=number))
    assert [row.month for row in paid] == ["2026-05", "2026-04"]


def test_a_residents_pension_has_its_base_and_its_account(memory: MemoryInsurance) -> None:
    values = {"scheme": "residents", "choice": "statutory", "start_month": "2026-03"}
    assert _post(memory, "retirement", SUN, **values).state is ReceiptState.DONE
    assert [name for name, _ in _benefit(memory, SUN).parts] == ["base", "account"]


def test_an_unemployment_benefit_ends_by_itself(memory: MemoryInsurance) -> None:
    claim = {"benefit": "unemployment_benefit", "first_month": "2026-02"}
    assert _post(memory, "benefit", QIAN, **claim).state is ReceiptState.DONE
    benefit = _benefit(memory, QIAN)
    assert (benefit.until_month, benefit.monthly) == ("2027-01", 162000)
    assert [row.month for row in _value(memory, port.PaymentsOf(number=QIAN))] == ["2026-02"]
    memory.advance(date(2027, 3, 20))
    over = _benefit(memory, QIAN)
    assert (over.state, over.last_month) == ("ended", "2027-01")
    assert len(_value(memory, port.PaymentsOf(number=QIAN))) == 12


def test_a_disability_allowance_pauses_the_relation(memory: MemoryInsurance) -> None:
    expected = claimed(_books(memory, ZHOU), month="2026-04")
    claim = {"benefit": "disability_allowance", "first_month": "2026-04"}
    assert _post(memory, "benefit", ZHOU, **claim).state is ReceiptState.DONE
    assert _benefit(memory, ZHOU).monthly == expected.working.total
    (row, *_) = _value(memory, port.RegistrationsOf(number=ZHOU))
    assert row.state == "paused"


@pytest.mark.parametrize(
    ("kind", "subject", "values", "words"),
    [
        ("retirement", CHEN, {"scheme": "pension", "choice": "statutory"}, "已经在领取"),
        ("retirement", WANG, {"scheme": "pension", "choice": "statutory"}, "可以选"),
        ("retirement", GAO, {"scheme": "pension", "choice": "late"}, "退休方式不符"),
        ("retirement", WANG, {"scheme": "residents", "choice": "statutory"}, "没有可以领取"),
        ("benefit", LIN, {"benefit": "unemployment_benefit"}, "停保以后"),
        ("benefit", GAO, {"benefit": "disability_allowance"}, "应申请基本养老金"),
        ("retirement_deferral", LIN, {"until_month": "2031-05"}, "晚于法定退休年月"),
        ("retirement_deferral", LIN, {"until_month": "2050-05"}, "可以选"),
    ],
)
def test_what_the_rules_forbid_is_refused_in_words(
    memory: MemoryInsurance, kind: str, subject: str, values: dict[str, str], words: str
) -> None:
    month = {"retirement": "start_month", "benefit": "first_month"}.get(kind)
    given = values | ({month: "2026-03"} if month else {})
    receipt = _post(memory, kind, subject, **given)
    assert receipt.state is ReceiptState.REFUSED
    assert words in receipt.reason


def test_an_agreement_stands_beside_the_relation_until_retirement(memory: MemoryInsurance) -> None:
    assert _post(memory, "retirement_deferral", GAO, until_month="2026-12").state == "done"
    (row, *_) = _value(memory, port.RegistrationsOf(number=GAO))
    assert row.deferred_until == "2026-12"
    memory.advance(date(2026, 6, 2))
    assert memory.day > DAY
    values = {"scheme": "pension", "choice": "late", "start_month": "2026-06"}
    assert _post(memory, "retirement", GAO, **values).state is ReceiptState.DONE
    (row, *_) = _value(memory, port.RegistrationsOf(number=GAO))
    assert (row.state, row.deferred_until) == ("retired", "")


def test_costs_of_an_injury_are_paid_back_once_and_stand_beside_it(memory: MemoryInsurance) -> None:
    hurt, *_ = _value(memory, port.InjuriesOf(number=LIN))
    day = hurt.happened_on.isoformat()
    values = {"injury": hurt.number, "cost": "device", "start": day, "end": day, "amount": "52000"}

    done = _post(memory, "injury_cost", LIN, **values)
    again = _post(memory, "injury_cost", LIN, key="again", **values)
    unknown = _post(memory, "injury_cost", LIN, key="unknown", **{**values, "injury": "none"})

    assert done.state is ReceiptState.DONE
    assert "报销过" in again.reason
    assert "没有查到这次工伤" in unknown.reason
    after, *_ = _value(memory, port.InjuriesOf(number=LIN))
    assert [(one.kind, one.amount) for one in after.costs] == [("device", 52000)]
    paid = _value(memory, port.PaymentsOf(number=LIN))
    assert [one.amount for one in paid if one.kind == "injury_cost"] == [52000]
