"""Proofs of eligibility: due dates, reminders, states, and what a late proof brings back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import certification as rule
from shebao.law.certification import BadOrder, Loss, State, UnknownScheme, certification, due
from shebao.law.workdays import national as workdays
from tests.law.known import Ask

DAYS = st.dates(date(2018, 7, 1), date(2090, 12, 31))


@pytest.mark.clause("5.4.3a")
@pytest.mark.parametrize(
    ("last", "expected"),
    [("2025-03-15", "2026-03-15"), ("2024-02-29", "2025-02-28"), ("2025-12-31", "2026-12-31")],
)
def test_the_next_proof_is_due_twelve_months_after_the_last(
    ask: Ask, last: str, expected: str
) -> None:
    assert str(due(date.fromisoformat(last), "pension")) == expected
    asked = ask("law", "certification", "--last", last, "--on", last)
    assert asked["due_on"] == expected
    assert asked["sources"][0]["name"] == "certification.pension_months"


@pytest.mark.clause("5.4.3a")
@given(first=DAYS, second=DAYS, scheme=st.sampled_from(rule.Scheme))
def test_a_later_proof_is_never_due_earlier(first: date, second: date, scheme: str) -> None:
    earlier, later = sorted((first, second))

    assert due(earlier, scheme) <= due(later, scheme)


def test_a_region_may_have_a_period_of_its_own() -> None:
    last = date(2022, 4, 1)

    assert due(last, "residents", region="460100") == date(2022, 10, 1)
    assert due(last, "residents", region="990101") == date(2023, 4, 1)
    assert due(last, "pension", region="460100") == date(2023, 4, 1)


@pytest.mark.clause("5.4.3a")
@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-61, State.CURRENT),
        (-60, State.DUE_SOON),
        (0, State.DUE_SOON),
        (1, State.OVERDUE),
    ],
)
def test_the_state_follows_the_due_day(days: int, state: State) -> None:
    last = date(2025, 6, 1)

    found = certification(last, "pension", on=date(2026, 6, 1) + timedelta(days=days))

    assert found.state is state
    assert found.days_left == -days
    assert [(one - found.due_on).days for one in found.reminders] == [-60, -30, -7]


def test_a_suspension_and_a_loss_come_before_the_due_day() -> None:
    last = date(2025, 6, 1)

    suspended = certification(last, "pension", on=last, is_suspended=True)
    lost = certification(last, "pension", on=last, is_suspended=True, loss=Loss.DEATH)

    assert (suspended.state, lost.state) == (State.SUSPENDED, State.ENDED)


@pytest.mark.clause("5.4.3a")
def test_a_late_proof_pays_every_withheld_month_back(ask: Ask) -> None:
    found = rule.resumption(date(2026, 11, 23), "pension", withheld_since="2026-08")
    asked = ask(
        "law", "certification", "--last", "2025-07-20", "--withheld-since", "2026-08",
        "--on", "2026-11-23",
    )  # fmt: skip

    assert found.back_paid == ("2026-08", "2026-09", "2026-10", "2026-11")
    assert found.due_on == date(2027, 11, 23)
    assert asked["back_paid"] == list(found.back_paid)
    assert (asked["state"], asked["next_due_on"]) == ("suspended", "2027-11-23")


def test_the_family_tells_of_a_loss_within_twenty_working_days() -> None:
    assert rule.report_by(date(2026, 3, 2), workdays()) == workdays().add(date(2026, 3, 2), 20)


@pytest.mark.clause("5.4.3a")
def test_the_command_tells_until_when_a_loss_is_to_be_reported(ask: Ask) -> None:
    asked = ask(
        "law", "certification", "--last", "2025-12-01", "--on", "2026-03-05", "--loss", "death",
        "--lost-on", "2026-03-02",
    )  # fmt: skip
    assert (asked["state"], asked["report_by"]) == ("ended", "2026-03-30")


def test_wrong_questions_are_answered_by_name(refuse: Ask) -> None:
    with pytest.raises(UnknownScheme, match="residents"):
        due(date(2026, 1, 1), "medical")
    with pytest.raises(BadOrder, match="2026-01-02"):
        certification(date(2026, 1, 2), "pension", on=date(2026, 1, 1))
    with pytest.raises(BadOrder, match="2026-02"):
        rule.resumption(date(2026, 1, 1), "pension", withheld_since="2026-02")
    asked = ("law", "certification", "--last")
    assert refuse(*asked, "2000-01-01")["code"] == "no_value_on"
    assert refuse(*asked, "9999-12-31", "--on", "9999-12-31")["code"] == "bad_month"
    assert refuse(*asked, "2025-01-32")["code"] == "bad_date"
