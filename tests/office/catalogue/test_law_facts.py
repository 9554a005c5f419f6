"""Facts worked out by the law: for the choice on the form, and never made up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.memory import GAO, QIAN, MemoryInsurance
from shebao.exchange.port import Posting, PostingKind
from shebao.hall.office.catalogue.facts import gather
from shebao.hall.office.catalogue.personas import SampleCore
from shebao.law.pension import Books, award
from tests.support.cast import MONDAY

TODAY = date(2025, 11, 24)
DAY = date(2026, 3, 2)


def _of(persona: str, name: str, *, today: date = TODAY, **answers: Any) -> dict[str, Any]:
    core = SampleCore(persona, today=today)
    found = gather(core, [name], subject=core.subject, today=today, answers=answers)
    return dict(found.values[name])


@pytest.mark.clause("5.4.3d")
def test_a_pension_is_worked_out_for_the_month_on_the_form() -> None:
    statutory = _of("near_retiree", "pension_award")
    early = _of("near_retiree", "pension_award", start_month="2025-11")
    assert (statutory["choice"], statutory["start_month"]) == ("statutory", "2026-01")
    assert (early["choice"], early["written_by"]) == ("early", "2025-08")
    assert early["credited_months"] == 260
    assert sum(line["is_part"] for line in early["lines"]) == 3
    assert all(line["basis"] for line in early["lines"] if line["is_part"])
    assert early["left_out"] == []


def test_a_month_outside_the_range_has_no_choice_and_says_why() -> None:
    found = _of("near_retiree", "pension_award", start_month="2025-09")
    assert (found["choice"], found["is_calculated"], found["missing_months"]) == ("", False, 0)
    assert "可以选 2025-10 到" in found["why"]


def test_without_published_numbers_the_months_are_told_and_no_amount() -> None:
    found = _of("mover", "pension_award")
    assert (found["is_calculated"], found["total"], found["lines"]) == (False, 0, [])
    assert "平均工资" in found["why"]
    assert (found["credited_months"], found["elsewhere_months"]) == (7, 344)
    assert found["missing_months"] > 0


@pytest.mark.parametrize(
    ("persona", "name", "words"),
    [
        ("elder_resident", "pension_award", "没有查到职工养老保险"),
        ("employee", "residents_pension", "没有查到城乡居民养老保险"),
        ("retiree", "disability", "应申请基本养老金"),
        ("not_insured", "disability", "没有查到职工养老保险"),
    ],
)
def test_what_does_not_apply_is_said_in_words(persona: str, name: str, words: str) -> None:
    found = _of(persona, name)
    assert not found["is_calculated"]
    assert words in found["why"]


@pytest.mark.clause("5.4.3d")
def test_the_allowance_follows_its_three_cases() -> None:
    near, far, short = (
        _of(persona, "disability") for persona in ("near_retiree", "employee", "jobless")
    )
    assert [one["case"] for one in (near, far, short)] == ["near", "far", "short"]
    assert (near["limit_months"], near["refigured_month"]) == (0, "")
    assert far["refigured_month"] == "2041-03"
    assert (short["limit_months"], short["until_month"]) == (36, "2028-11")


@pytest.mark.clause("5.4.3d")
def test_an_unemployment_claim_counts_anew_and_carries_the_rest() -> None:
    found = _of("unemployed", "unemployment_claim", registered_on="2025-09-10")
    assert (found["paid_months"], found["earned_months"]) == (68, 18)
    assert (found["carried_months"], found["used_months"]) == (12, 6)
    assert (found["months"], found["first_month"], found["until_month"]) == (
        24,
        "2025-09",
        "2027-08",
    )
    assert found["monthly"] == 1620_00


def test_a_date_that_is_none_leaves_the_month_of_today() -> None:
    assert _of("unemployed", "unemployment_claim", registered_on="??")["first_month"] == "2025-11"


def _gathered(memory: MemoryInsurance, number: str, name: str, **answers: Any) -> dict[str, Any]:
    found = gather(memory, [name], subject=number, today=DAY, answers=answers)
    return dict(found.values[name])


def _post(memory: MemoryInsurance, kind: PostingKind, number: str, **values: str) -> None:
    posting = Posting(
        key=f"{kind}-{number}", kind=kind, subject=number, case="", decided_at=MONDAY,
        values=values,
    )  # fmt: skip
    assert memory.post(posting).state is port.ReceiptState.DONE


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_after_the_core_granted_it_the_same_lines_stand_beside_what_was_granted() -> None:
    memory = MemoryInsurance()
    before = _gathered(memory, GAO, "pension_award", start_month="2026-03")
    _post(
        memory, PostingKind.RETIREMENT, GAO, scheme="pension", choice="statutory",
        start_month="2026-03",
    )  # fmt: skip
    after = _gathered(memory, GAO, "pension_award", start_month="2026-03")
    assert not before["is_granted"]
    assert after["granted_monthly"] == after["total"] == before["total"]
    assert after["lines"] == before["lines"]
    assert after["granted_from"] == "2026-04"


def test_a_granted_benefit_keeps_the_months_it_was_granted_for() -> None:
    memory = MemoryInsurance()
    before = _gathered(memory, QIAN, "unemployment_claim", registered_on="2026-01-08")
    _post(memory, PostingKind.BENEFIT, QIAN, benefit="unemployment_benefit", first_month="2026-01")
    after = _gathered(memory, QIAN, "unemployment_claim", registered_on="2026-01-08")
    assert (after["months"], after["until_month"]) == (before["months"], before["until_month"])
    assert (after["is_drawing"], after["granted_until"]) == (True, before["until_month"])


def test_an_allowance_near_the_age_goes_over_into_the_pension_as_it_is() -> None:
    memory = MemoryInsurance()
    record = memory._records[GAO]
    granted = port.Benefit(
        number="B1", scheme=port.Scheme.PENSION, kind="disability_allowance",
        first_month="2025-06", last_month="", monthly=2345_67, parts=(("basic", 2345_67),),
        state="active", payee_bank="示例银行", payee_tail="0001",
    )  # fmt: skip
    memory._records[GAO] = replace(record, benefits=(granted,))
    found = _gathered(memory, GAO, "pension_award", start_month="2026-03")
    assert (found["is_carried_over"], found["total"]) == (True, 2345_67)
    assert len(found["lines"]) == 1


def test_the_fact_is_the_laws_own_award() -> None:
    memory = MemoryInsurance()
    record = memory._records[GAO]
    assert record.account is not None
    books = Books(
        birth=f"{record.person.birth:%Y-%m}", group="female55", region="990100",
        rows=record.contributions, years=record.account.years,
    )  # fmt: skip
    found = _gathered(memory, GAO, "pension_award", start_month="2026-03")
    assert found["total"] == award(books, month="2026-03").working.total
