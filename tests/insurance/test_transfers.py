"""A transfer's two-agency life, and the rules on who may transfer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.port import ReceiptState, ask_one
from shebao.insurance.books import end_of
from shebao.insurance.life.transfers import advance
from shebao.insurance.stations import STATIONS

from .conftest import NOW

pytestmark = pytest.mark.usefixtures("db")
Who = Callable[[str], Any]
Make = Callable[..., Any]
FAR = datetime(2027, 12, 31, tzinfo=UTC)


def _start(core: Any, who: Who, posting: Make, key: str = "jiang_chen") -> port.Receipt:
    regions = {"from_region": "980100", "to_region": "990100"}
    receipt: port.Receipt = core.post(posting("transfer", who(key).number, **regions))
    return receipt


def _transfer(core: Any, who: Who, key: str = "jiang_chen") -> port.Transfer:
    (transfer,) = ask_one(core, port.TransfersOf(number=who(key).number)).value
    return transfer


@pytest.mark.clause("5.4.3b")
def test_a_transfer_is_started_and_says_who_holds_it(core: Any, who: Who, posting: Make) -> None:
    receipt = _start(core, who, posting)
    transfer = _transfer(core, who)
    assert receipt.state is ReceiptState.STARTED
    assert receipt.reference == transfer.number
    assert transfer.state == "applied"
    assert transfer.holder == "示例市社会保险中心"
    assert transfer.due == date(2026, 12, 15)
    assert transfer.months == 38


@pytest.mark.clause("5.4.3b")
def test_a_transfer_passes_every_station_and_both_agencies(
    core: Any, who: Who, posting: Make
) -> None:
    _start(core, who, posting)
    assert advance(FAR) == len(STATIONS) - 1
    transfer = _transfer(core, who)
    assert [step.state for step in transfer.steps] == [station.state for station in STATIONS]
    assert {step.agency for step in transfer.steps} == {"示例市社会保险中心", "望海市社会保险中心"}
    assert transfer.state == "done"
    assert transfer.due is None
    days = [step.at for step in transfer.steps]
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)


def test_no_leg_takes_longer_than_the_law_allows(core: Any, who: Who, posting: Make) -> None:
    _start(core, who, posting)
    at = NOW
    while _transfer(core, who).state != "done":
        at += timedelta(days=1)
        advance(at)
        due = _transfer(core, who).due
        assert due is None or due >= at.date()
    assert at - NOW < timedelta(days=63)


def test_months_and_money_arrive_with_the_merging(core: Any, who: Who, posting: Make) -> None:
    number = who("jiang_chen").number
    before = ask_one(core, port.AccountOf(number=number)).value
    _start(core, who, posting)
    advance(FAR)
    transfer = _transfer(core, who)
    after = ask_one(core, port.AccountOf(number=number)).value
    rows = ask_one(core, port.RegistrationsOf(number=number)).value
    states = {row.region: row for row in rows if row.scheme == "pension"}
    assert transfer.amount_account > 0
    assert transfer.amount_pooled > transfer.amount_account
    assert after.years[-1].closing == before.years[-1].closing + transfer.amount_account
    assert states["980100"].state is port.RegistrationState.MOVED
    assert (states["980100"].months_actual, states["990100"].months_actual) == (0, 69)
    years = ask_one(core, port.ContributionsOf(number=number)).value
    moved = [row for row in years if row.region == "980100"]
    assert {letter for row in moved for letter in row.states} == {"t", "-"}
    assert {row.scheme for row in moved} == {port.Scheme.PENSION}
    assert sum(row.states.count("t") for row in moved) == 38


def test_every_step_is_told_with_the_posting_that_began_it(
    core: Any, who: Who, posting: Make
) -> None:
    receipt = _start(core, who, posting)
    advance(FAR)
    changes = ask_one(core, port.ChangesSince()).value.changes
    assert {change.kind for change in changes} == {"transfer"}
    assert {change.key for change in changes} == {receipt.key}
    assert [change.values["state"] for change in changes] == [one.state for one in STATIONS]
    assert all(change.values["words"] for change in changes)


def test_advancing_twice_makes_no_step_twice(core: Any, who: Who, posting: Make) -> None:
    _start(core, who, posting)
    some = end_of(date(2026, 12, 10))
    made = advance(some)
    assert made > 0
    assert advance(some) == 0
    assert advance(FAR) == len(STATIONS) - 1 - made


def test_a_setting_makes_the_other_agency_quick(
    core: Any, who: Who, posting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEBAO_CORE_TRANSFER_STEP_SECONDS", "5")
    _start(core, who, posting)
    assert advance(NOW + timedelta(seconds=12)) == 2
    assert advance(NOW + timedelta(seconds=35)) == len(STATIONS) - 3


def test_a_second_transfer_waits_for_the_first(core: Any, who: Who, posting: Make) -> None:
    _start(core, who, posting)
    again = _start(core, who, posting)
    assert again.state is ReceiptState.REFUSED
    assert "正在办理" in again.reason


@pytest.mark.parametrize(
    ("key", "regions", "words"),
    [
        ("xu_guoqing", ("980100", "990100"), "已经领取养老待遇"),
        ("wang_fang", ("980100", "990100"), "没有可以转移"),
        ("jiang_chen", ("980100", "980100"), "同一个地方"),
        ("jiang_chen", ("990100", "980200"), "还没有参保"),
        ("han_mei", ("980100", "990100"), "40 周岁"),
        ("turns_50_today", ("980100", "990100"), "50 周岁"),
        ("turns_50_yesterday", ("980100", "990100"), "50 周岁"),
        ("turns_40_today", ("980100", "990100"), "40 周岁"),
        ("ma_xiaoyu", ("980100", "990100"), "没有可以转移"),
    ],
)
def test_a_transfer_against_the_rules_is_refused_with_the_reason(
    core: Any, who: Who, posting: Make, key: str, regions: tuple[str, str], words: str
) -> None:
    values = dict(zip(("from_region", "to_region"), regions, strict=True))
    receipt = core.post(posting("transfer", who(key).number, **values))
    assert receipt.state is ReceiptState.REFUSED
    assert words in receipt.reason


def test_before_the_birthday_and_back_to_the_household_a_transfer_is_possible(
    core: Any, who: Who, posting: Make
) -> None:
    # The core's clock stands a day after the data date.
    young = who("turns_40_tomorrow")
    back = {"from_region": "990100", "to_region": "980100"}
    assert core.post(posting("transfer", young.number, **back)).state is ReceiptState.STARTED
    old = who("han_mei")
    assert core.post(posting("transfer", old.number, **back)).state is ReceiptState.STARTED


def test_returning_home_needs_no_relation_there_and_keeps_the_account(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("han_mei").number
    back = {"from_region": "990100", "to_region": "980200"}
    assert core.post(posting("transfer", number, **back)).state is ReceiptState.STARTED
    advance(FAR)
    rows = ask_one(core, port.RegistrationsOf(number=number)).value
    months = {row.region: row.months_actual for row in rows if row.scheme == "pension"}
    assert months == {"980100": 55, "980200": 16, "990100": 0}
