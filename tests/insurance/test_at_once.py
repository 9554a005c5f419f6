"""Deliveries that arrive at the same time, from threads and from processes."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from shebao.exchange import port
from shebao.exchange.port import ReceiptState, ask_one
from shebao.insurance import sql

pytestmark = pytest.mark.usefixtures("lasting")
Who = Callable[[str], Any]
Make = Callable[..., Any]

_POSTER = """
import sys
import django
from django.conf import settings
from shebao.insurance import settings_test
settings_test.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from datetime import UTC, datetime
from shebao.exchange.port import Posting, PostingKind
from shebao.insurance.core import CoreInsurance
core = CoreInsurance(clock=lambda: datetime(2026, 11, 24, 2, 30, tzinfo=UTC))
posting = Posting(key="at-once-processes", kind=PostingKind.CONTACT, subject=sys.argv[2], case="",
                  decided_at=datetime(2026, 11, 24, tzinfo=UTC), values={"mobile": "15400000088"})
sys.stdin.readline()
receipt = core.post(posting)
print(receipt.reference, receipt.at.isoformat())
"""


def _closing(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def _keys(core: Any) -> list[str]:
    rows: list[str] = []
    after = 0
    while (stretch := ask_one(core, port.ChangesSince(after=after)).value).changes:
        rows += [change.key for change in stretch.changes]
        after = stretch.last
    return rows


def test_one_posting_from_eight_threads_is_applied_once(core: Any, who: Who, posting: Make) -> None:
    once = posting("contact", who("lin_qiang").number, key="at-once-1", mobile="15400000042")
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: _closing(lambda: core.post(once)), range(16)))
    assert len(set(map(repr, receipts))) == 1
    assert _keys(core).count("at-once-1") == 1


def test_one_transfer_from_many_threads_is_started_once(core: Any, who: Who, posting: Make) -> None:
    mover = who("turns_50_tomorrow")
    regions = {"from_region": "990100", "to_region": "980100"}
    different = [
        posting("transfer", mover.number, key=f"at-once-t{n}", **regions) for n in range(6)
    ]
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda one: _closing(lambda: core.post(one)), different))
    states = [receipt.state for receipt in receipts]
    assert states.count(ReceiptState.STARTED) == 1
    assert states.count(ReceiptState.REFUSED) == 5
    assert len(ask_one(core, port.TransfersOf(number=mover.number)).value) == 1


def test_many_postings_at_once_leave_a_feed_without_gap_or_repetition(
    core: Any, who: Who, posting: Make
) -> None:
    before = len(_keys(core))
    number = who("wu_dashan").number
    many = [
        posting("contact", number, key=f"at-once-many-{n}", mobile=f"154{n:08d}") for n in range(24)
    ]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: _closing(lambda: core.post(one)), many))
    keys = _keys(core)[before:]
    assert sorted(keys) == sorted(one.key for one in many)


def test_one_posting_from_four_processes_is_applied_once(core: Any, who: Who) -> None:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", _POSTER, name, who("lin_qiang").number]
    around = {
        **os.environ,
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "shebao.insurance.settings_test",
    }
    posters = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=around,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(4)
    ]
    said = [poster.communicate("\n", timeout=60)[0] for poster in posters]
    assert all(poster.returncode == 0 for poster in posters)
    assert len(set(said)) == 1
    assert said[0]
    assert _keys(core).count("at-once-processes") == 1


def test_two_ticks_at_once_are_one_tick(core: Any, who: Who) -> None:
    from shebao.insurance import sql
    from shebao.insurance.life.tick import tick

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: _closing(lambda: tick(date(2026, 12, 20))), range(3)))
    rows = ask_one(core, port.RegistrationsOf(number=who("wang_fang").number)).value
    assert {row.months_actual for row in rows} == {153}
    payments = ask_one(
        core, port.PaymentsOf(number=who("zhou_guiying").number, from_month="2026-12")
    ).value
    assert [row.result for row in payments] == ["paid"]
    told = sql.rows("SELECT kind, subject FROM insurance_change WHERE subject = '2026-12'")
    assert sorted(told) == [
        ("allowances", "2026-12"),
        ("contributions", "2026-12"),
        ("payments", "2026-12"),
    ]


@pytest.mark.clause("5.4.3d")
def test_of_eight_relatives_at_once_one_is_paid(core: Any, posting: Make) -> None:
    gone = sql.first(
        "SELECT p.id_type, p.id_number, p.country, p.name FROM insurance_person p "
        "JOIN insurance_registration r ON r.person = p.number AND r.scheme = 'pension' "
        "WHERE p.died_on IS NOT NULL AND r.months_actual > 0 ORDER BY p.number DESC"
    )
    kin = sql.rows(
        "SELECT p.number FROM insurance_person p JOIN insurance_card c ON c.person = p.number "
        "WHERE p.died_on IS NULL AND c.state = 'normal' ORDER BY p.number DESC LIMIT 8"
    )
    assert gone is not None
    names = dict(zip(("id_type", "id_number", "country", "name"), gone, strict=True))
    claims = [
        posting("survivor", str(one), relation="child", funeral_from="pension", **names)
        for (one,) in kin
    ]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda one: _closing(lambda: core.post(one)), claims))
    states = [receipt.state for receipt in receipts]
    assert states.count(ReceiptState.DONE) == 1
    assert states.count(ReceiptState.REFUSED) == 7
    paid = [
        one.kind
        for (number,) in kin
        for one in ask_one(core, port.BenefitsOf(number=str(number))).value
        if one.kind == "survivor_grant"
    ]
    assert paid == ["survivor_grant"]
