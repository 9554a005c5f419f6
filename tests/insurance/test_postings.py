"""Postings are applied once, refused with a reason, and seen in the feed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.port import ReceiptState, ask_one
from shebao.exchange.troubles import Conflict
from shebao.insurance import sql

pytestmark = pytest.mark.usefixtures("db")
Who = Callable[[str], Any]
Make = Callable[..., Any]


def _feed(core: Any) -> list[port.Change]:
    return list(ask_one(core, port.ChangesSince(limit=1000)).value.changes)


@pytest.mark.clause("6.4.4")
def test_repeating_a_posting_gives_the_same_receipt_and_changes_nothing_more(
    core: Any, who: Who, posting: Make
) -> None:
    lin = who("lin_qiang")
    once = posting("contact", lin.number, mobile="15400000001")
    first = core.post(once)
    core.post(posting("contact", lin.number, mobile="15400000002"))
    assert core.post(once) == first
    assert who("lin_qiang").mobile == "15400000002"
    assert [change.key for change in _feed(core)].count(once.key) == 1


def test_a_key_belongs_to_one_content(core: Any, who: Who, posting: Make) -> None:
    once = posting("contact", who("lin_qiang").number, mobile="15400000001")
    core.post(once)
    with pytest.raises(Conflict):
        core.post(replace(once, values={"mobile": "15400000009"}))
    assert who("lin_qiang").mobile == "15400000001"


def test_a_refusal_is_remembered_too(core: Any, posting: Make) -> None:
    once = posting("contact", "3999999999999", mobile="15400000001")
    receipt = core.post(once)
    assert receipt.state is ReceiptState.REFUSED
    assert "查无此人" in receipt.reason
    assert core.post(once) == receipt
    assert _feed(core) == []


def test_nothing_can_be_changed_for_the_dead(core: Any, who: Who, posting: Make) -> None:
    receipt = core.post(posting("contact", who("ding_bonian").number, mobile="15400000001"))
    assert receipt.state is ReceiptState.REFUSED
    assert "死亡" in receipt.reason


def test_what_is_not_posted_stays(core: Any, who: Who, posting: Make) -> None:
    before = who("wang_fang")
    core.post(posting("contact", before.number, address="示例省示例市新港区学府路9号"))
    after = who("wang_fang")
    assert after.address == "示例省示例市新港区学府路9号"
    assert after.mobile == before.mobile


def test_a_changed_sex_changes_the_retirement_group(core: Any, who: Who, posting: Make) -> None:
    lin = who("lin_qiang")
    core.post(posting("key_facts", lin.number, sex="female"))
    assert who("lin_qiang").retirement_group == "female50"
    core.post(posting("key_facts", lin.number, sex="male"))
    assert who("lin_qiang").retirement_group == "male"


def test_a_later_birth_makes_a_running_pension_smaller(core: Any, who: Who, posting: Make) -> None:
    zhao = who("zhao_xiulan")
    (before,) = ask_one(core, port.BenefitsOf(number=zhao.number)).value
    receipt = core.post(posting("key_facts", zhao.number, birth="1966-04-18"))
    (after,) = ask_one(core, port.BenefitsOf(number=zhao.number)).value
    assert receipt.state is ReceiptState.DONE
    # 50 years: 195 months; 48 years: 204 months.
    assert dict(after.parts)["account"] == round(dict(before.parts)["account"] * 195 / 204)
    assert after.monthly == sum(amount for _, amount in after.parts)


def test_an_earlier_first_work_lengthens_the_deemed_months(
    core: Any, who: Who, posting: Make
) -> None:
    zhou = who("zhou_guiying")
    assert zhou.first_work == date(1976, 11, 1)
    core.post(posting("key_facts", zhou.number, first_work="1976-09-01"))
    (row,) = ask_one(core, port.RegistrationsOf(number=zhou.number)).value
    years = ask_one(core, port.ContributionsOf(number=zhou.number)).value
    assert row.months_deemed == 242
    assert sum(year.states.count("d") for year in years) == 242


def test_facts_that_cannot_be_true_are_refused(core: Any, who: Who, posting: Make) -> None:
    number = who("wang_fang").number
    for values in ({"birth": "2031-01-01"}, {"first_work": "1990-01-01"}, {"name": " "}):
        receipt = core.post(posting("key_facts", number, **values))
        assert receipt.state is ReceiptState.REFUSED
        assert receipt.reason.endswith("。")
    assert who("wang_fang").birth == date(1985, 3, 7)


@pytest.mark.clause("5.4.3a")
def test_a_certification_moves_the_due_date_by_twelve_months(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("zhao_xiulan").number
    core.post(posting("certification", number, method="face"))
    proof = ask_one(core, port.CertificationOf(number=number)).value
    assert (proof.last_on, proof.next_due) == (date(2026, 11, 24), date(2027, 11, 24))
    assert proof.method == "face"


@pytest.mark.clause("5.4.3a")
def test_a_certification_brings_back_a_suspended_pension_and_what_was_held(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("sun_defu").number
    once = posting("certification", number, method="village")
    core.post(once)
    (benefit,) = ask_one(core, port.BenefitsOf(number=number)).value
    payments = ask_one(core, port.PaymentsOf(number=number, from_month="2026-09")).value
    assert benefit.state == "active"
    assert [(row.result, row.paid_on) for row in payments] == [
        ("paid", date(2026, 11, 24)),
        ("paid", date(2026, 11, 24)),
        ("paid", date(2026, 9, 10)),
    ]
    (change,) = _feed(core)
    assert change.values["back_paid"] == str(2 * benefit.monthly)
    assert change.values["resumed"] == "yes"


def test_whoever_draws_nothing_need_not_certify(core: Any, who: Who, posting: Make) -> None:
    receipt = core.post(posting("certification", who("wang_fang").number, method="face"))
    assert receipt.state is ReceiptState.REFUSED
    assert "不用办理" in receipt.reason


def test_deemed_months_are_added_and_shown(core: Any, who: Who, posting: Make) -> None:
    number = who("zheng_jianguo").number
    span = {"from_month": "1988-03", "to_month": "1990-02", "months": "24"}
    assert core.post(posting("deemed_years", number, **span)).state is ReceiptState.DONE
    rows = ask_one(core, port.RegistrationsOf(number=number)).value
    (pension,) = (row for row in rows if row.scheme == "pension")
    years = ask_one(core, port.ContributionsOf(number=number, to_year=1990)).value
    assert pension.months_deemed == 24
    assert pension.joined == date(1988, 3, 1)
    assert [year.states for year in years] == ["--dddddddddd", "dddddddddddd", "dd----------"]
    assert who("zheng_jianguo").first_work == date(1988, 3, 1)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (("1988-03", "1988-05", "4"), "月数"),
        (("2020-01", "2020-03", "3"), "已经计入"),
        (("2027-01", "2027-03", "3"), "本月以前"),
    ],
)
def test_deemed_months_must_make_sense(
    core: Any, who: Who, posting: Make, span: tuple[str, str, str], words: str
) -> None:
    values = dict(zip(("from_month", "to_month", "months"), span, strict=True))
    receipt = core.post(posting("deemed_years", who("zheng_jianguo").number, **values))
    assert receipt.state is ReceiptState.REFUSED
    assert words in receipt.reason


def test_the_same_deemed_months_are_not_counted_twice(core: Any, who: Who, posting: Make) -> None:
    number = who("zheng_jianguo").number
    span = {"from_month": "1988-03", "to_month": "1988-12", "months": "10"}
    assert core.post(posting("deemed_years", number, **span)).state is ReceiptState.DONE
    assert core.post(posting("deemed_years", number, **span)).state is ReceiptState.REFUSED


def test_a_posting_that_fails_half_way_leaves_nothing(
    core: Any, who: Who, posting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shebao.insurance import feed

    def broken(news: Any, *, at: datetime) -> None:
        raise RuntimeError("the feed is broken")

    once = posting("contact", who("lin_qiang").number, mobile="15400000077")
    with monkeypatch.context() as patch:
        patch.setattr(feed, "tell", broken)
        with pytest.raises(RuntimeError):
            core.post(once)
    assert who("lin_qiang").mobile != "15400000077"
    assert sql.first("SELECT 1 FROM insurance_postingreceipt WHERE key = %s", once.key) is None
    assert core.post(once).state is ReceiptState.DONE
