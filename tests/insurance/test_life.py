"""The core's own life: each run once for its period, in the order of the calendar."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.port import ask_one
from shebao.insurance import province, sql
from shebao.insurance.life import contributions, runs
from shebao.insurance.life.tick import tick

from .conftest import AS_OF, NOW

pytestmark = pytest.mark.usefixtures("db")
Who = Callable[[str], Any]
Make = Callable[..., Any]
_BOOKS = (
    "registration", "contributionyear", "accountyear", "benefit", "paymentyear", "certification",
    "transfer", "transferstep", "change", "employer", "run", "book",
)  # fmt: skip


def _books() -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, sql.rows(f"SELECT * FROM insurance_{name}")))  # noqa: S608
        for name in _BOOKS
    }


def _feed(core: Any) -> list[port.Change]:
    found: list[port.Change] = []
    while True:
        after = found[-1].sequence if found else 0
        stretch = ask_one(core, port.ChangesSince(after=after, limit=1000)).value
        if not stretch.changes:
            return found
        found += stretch.changes


def test_a_fresh_nation_has_nothing_left_to_do() -> None:
    assert tick(AS_OF).done == {}


def test_a_tick_that_is_repeated_leaves_the_same_books() -> None:
    tick(date(2027, 1, 25))
    once = _books()
    assert tick(date(2027, 1, 25)).done == {}
    assert tick(date(2026, 12, 1)).day == date(2027, 1, 25)
    assert _books() == once


def test_one_long_tick_is_many_short_ones() -> None:
    from django.db import transaction

    ends = []
    for days in ((date(2027, 2, 21),), (date(2026, 12, 9), date(2026, 12, 21), date(2027, 2, 21))):
        point = transaction.savepoint()
        for day in days:
            tick(day)
        ends.append(_books())
        transaction.savepoint_rollback(point)
    for name in _BOOKS:
        assert ends[0][name] == ends[1][name], name


def test_a_month_of_contributions_is_booked_on_its_day(core: Any, who: Who) -> None:
    number = who("wang_fang").number
    before = ask_one(core, port.AccountOf(number=number)).value.years[-1]
    assert "contributions" not in tick(date(2026, 12, 19)).done
    assert tick(date(2026, 12, 20)).done["contributions"] > 1000
    rows = ask_one(core, port.RegistrationsOf(number=number)).value
    assert {(row.last_paid_month, row.months_actual) for row in rows} == {("2026-12", 153)}
    years = ask_one(core, port.ContributionsOf(number=number, from_year=2026)).value
    assert {row.states for row in years} == {"pppppppppppp"}
    after = ask_one(core, port.AccountOf(number=number)).value.years[-1]
    base = years[0].bases[-1]
    assert after.credited - before.credited == contributions.share(base, 800)


def test_an_employer_in_arrears_owes_one_month_more() -> None:
    row = sql.first(
        "SELECT e.number, e.arrears, p.number FROM insurance_employer e "
        "JOIN insurance_person p ON p.employer = e.number WHERE e.arrears > 0 LIMIT 1"
    )
    assert row is not None
    employer, owed, person = row
    tick(date(2026, 12, 20))
    after = sql.first("SELECT arrears FROM insurance_employer WHERE number = %s", employer)
    assert after is not None
    assert after[0] > owed
    states = sql.first(
        "SELECT states FROM insurance_contributionyear "
        "WHERE person = %s AND year = 2026 AND employer = %s",
        *(person, employer),
    )
    assert states is not None
    assert states[0].endswith("aaa")


def test_pensions_are_paid_on_their_day_and_withheld_from_the_suspended(
    core: Any, who: Who
) -> None:
    tick(date(2026, 12, 10))
    paid = ask_one(
        core, port.PaymentsOf(number=who("zhou_guiying").number, from_month="2026-12")
    ).value
    held = ask_one(core, port.PaymentsOf(number=who("sun_defu").number, from_month="2026-12")).value
    assert [(row.paid_on, row.result) for row in paid] == [(date(2026, 12, 10), "paid")]
    assert [(row.paid_on, row.result) for row in held] == [(None, "held")]


@pytest.mark.clause("5.4.3a")
def test_whose_certification_runs_out_is_suspended_the_day_after(core: Any, who: Who) -> None:
    number = who("zhao_xiulan").number
    tick(date(2026, 12, 3))
    assert not ask_one(core, port.CertificationOf(number=number)).value.suspended
    tick(date(2026, 12, 4))
    assert ask_one(core, port.CertificationOf(number=number)).value.suspended
    (benefit,) = ask_one(core, port.BenefitsOf(number=number)).value
    assert benefit.state == "suspended"
    told = [one for one in _feed(core) if one.subject == number and one.kind == "certification"]
    assert [one.values for one in told] == [{"state": "suspended", "next_due": "2026-12-03"}]


def test_a_late_proof_pays_back_what_the_months_withheld(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("sun_defu").number
    tick(date(2026, 12, 10))
    core.post(posting("certification", number, method="counter"))
    payments = ask_one(core, port.PaymentsOf(number=number, from_month="2026-10")).value
    assert [row.result for row in payments] == ["paid"] * 3


def test_the_account_year_is_closed_with_interest_and_the_next_one_opens(
    core: Any, who: Who
) -> None:
    number = who("wang_fang").number
    tick(date(2027, 1, 1))
    *_, closed, opened = ask_one(core, port.AccountOf(number=number)).value.years
    assert (closed.year, opened.year) == (2026, 2027)
    assert closed.rate == province.rate_text(province.interest(2026))
    assert closed.closing == closed.opening + closed.credited + closed.interest
    assert (opened.opening, opened.closing, opened.rate) == (closed.closing, closed.closing, "")


def test_unemployment_benefit_ends_when_its_months_are_used_up(core: Any, who: Who) -> None:
    number = who("lost_job_after_12_months").number
    (running,) = ask_one(core, port.BenefitsOf(number=number)).value
    assert (running.state, running.last_month) == ("active", "")
    tick(date(2027, 12, 11))
    (ended,) = ask_one(core, port.BenefitsOf(number=number)).value
    payments = ask_one(core, port.PaymentsOf(number=number)).value
    assert ended.state == "ended"
    assert len(payments) == 12
    assert ended.last_month == payments[0].month
    assert any(one.kind == "benefit" and one.subject == number for one in _feed(core))


def test_a_run_that_was_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributions, "PIECE", 500)
    whole = runs.run
    pieces = 0

    def cut_off(name: str, period: str, work: Any, **more: Any) -> int:
        def some(reached: int) -> Any:
            nonlocal pieces
            pieces += 1
            if pieces == 2:
                raise ConnectionError("the power went")
            return work(reached)

        return whole(name, period, some, **more)

    monkeypatch.setattr(contributions, "run", cut_off)
    with pytest.raises(ConnectionError):
        tick(date(2026, 12, 20))
    tick(date(2026, 12, 20))
    row = sql.first(
        "SELECT count, finished FROM insurance_run WHERE name = 'contributions' "
        "AND period = '2026-12'"
    )
    assert row is not None
    assert bool(row[1])
    (paying,) = sql.rows(
        "SELECT COUNT(*) FROM insurance_person WHERE base > 0 AND kind IN ('employee', 'flexible')"
    )
    assert row[0] == paying[0]
    twice = sql.first(
        "SELECT COUNT(*) FROM insurance_registration WHERE scheme = 'pension' "
        "AND last_paid_month = '2026-12' AND state = 'active'"
    )
    assert twice is not None
    assert 0 < twice[0] <= paying[0]


def test_the_feed_tells_each_run_once_and_its_numbers_only_rise(core: Any) -> None:
    tick(date(2027, 1, 25))
    changes = _feed(core)
    numbers = [change.sequence for change in changes]
    assert numbers == sorted(set(numbers))
    told = [(one.kind, one.subject) for one in changes if one.values.get("count")]
    assert told == [
        ("allowances", "2026-12"),
        ("payments", "2026-12"),
        ("contributions", "2026-12"),
        ("account-year", "2026"),
        ("allowances", "2027-01"),
        ("payments", "2027-01"),
        ("contributions", "2027-01"),
    ]


def test_the_data_date_follows_the_tick(core: Any, who: Who) -> None:
    tick(date(2026, 12, 2))
    assert ask_one(core, port.PersonOf(number=who("wang_fang").number)).data_date == date(
        2026, 12, 2
    )


def test_a_transfer_finishes_as_the_days_go_by(core: Any, who: Who, posting: Make) -> None:
    number = who("jiang_chen").number
    regions = {"from_region": "980100", "to_region": "990100"}
    core.post(posting("transfer", number, **regions))
    day = date(2027, 2, 20)
    tick(day, now=NOW)
    assert ask_one(core, port.TransfersOf(number=number)).value[0].state == "applied"
    tick(day)
    assert ask_one(core, port.TransfersOf(number=number)).value[0].state == "done"
