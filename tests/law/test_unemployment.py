"""How long the unemployment benefit runs and who may draw it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import unemployment as rule
from shebao.law.tables import NoValueOn
from shebao.law.unemployment import Missing, duration, extended_to, right
from tests.law.known import TODAY, VECTORS, Ask

KNOWN = VECTORS["unemployment_max_months"]


@pytest.mark.parametrize("case", KNOWN["cases"])
def test_every_worked_case_is_met(ask: Ask, case: dict[str, int]) -> None:
    asked = ask("law", "unemployment", "--paid-months", str(case["paid_months"]))

    assert duration(case["paid_months"], on=TODAY).months == case["max"]
    assert asked["months"] == case["max"]
    assert asked["is_entitled"] == (case["max"] > 0)
    assert asked["sources"][0]["confidence"] == "A"


@given(paid=st.integers(0, 600), carried=st.integers(0, 24))
def test_one_more_paid_year_never_shortens_and_nothing_is_above_the_cap(
    paid: int, carried: int
) -> None:
    less = duration(paid, on=TODAY, carried=carried).months
    more = duration(paid + 12, on=TODAY, carried=carried).months

    assert less <= more <= KNOWN["cap_with_carry_over"]


def test_unused_months_are_carried_within_the_cap(ask: Ask) -> None:
    assert duration(59, on=TODAY, carried=6).months == 18
    assert duration(120, on=TODAY, carried=6).months == 24
    asked = ask(
        "law", "unemployment", "--paid-months", "6", "--carried", "5", "--first-month", "2026-11"
    )
    assert (asked["is_entitled"], asked["months"], asked["last_month"]) == (True, 5, "2027-03")


def test_every_reason_against_is_told(ask: Ask) -> None:
    found = right(3, on=TODAY, left_by_own_will=True, is_registered=False, draws_pension=True)
    asked = ask(
        "law", "unemployment", "--paid-months", "3", "--own-will", "--not-registered",
        "--draws-pension",
    )  # fmt: skip

    assert found.missing == tuple(Missing)
    assert len(found.words) == 4
    assert "12 个月" in found.words[0]
    assert (asked["is_entitled"], asked["missing"]) == (False, list(Missing))
    assert right(12, on=TODAY, left_by_own_will=False, is_registered=True).is_entitled


def test_near_retirement_the_benefit_runs_on(ask: Ask) -> None:
    assert extended_to("2026-10", statutory_month="2027-05", on=TODAY) == "2027-05"
    for far in ("2027-10", "2026-10", "2026-01"):
        assert extended_to("2026-10", statutory_month=far, on=TODAY) == ""
    asked = ask(
        "law", "unemployment", "--paid-months", "12", "--first-month", "2026-01",
        "--statutory-month", "2027-03",
    )  # fmt: skip
    assert (asked["last_month"], asked["extended_to"]) == ("2026-12", "2027-03")


def test_drawing_does_not_begin_before_the_work_was_lost(ask: Ask, refuse: Ask) -> None:
    words = ("law", "unemployment", "--paid-months", "12", "--on", "2026-03-15", "--first-month")

    assert ask(*words, "2026-03")["last_month"] == "2027-02"
    asked = refuse(*words, "2026-02")
    assert asked["code"] == "bad_order"
    assert "2026-02" in asked["words"]


def test_the_amount_lies_between_subsistence_and_minimum_wage() -> None:
    assert rule.demand_lawful(180000, minimum_wage=200000, subsistence=100000) == 180000
    for amount in (200000, 99999):
        with pytest.raises(rule.OutOfBounds, match="最低工资"):
            rule.demand_lawful(amount, minimum_wage=200000, subsistence=100000)


def test_wrong_questions_are_answered_by_name(refuse: Ask) -> None:
    with pytest.raises(rule.BadCount, match="缴费月数"):
        duration(-1, on=TODAY)
    with pytest.raises(NoValueOn, match=r"unemployment\.months"):
        duration(1, on=date(1999, 1, 1))
    asked = ("law", "unemployment", "--paid-months")
    assert refuse(*asked, "12", "--carried", "-1")["code"] == "bad_count"
    assert refuse(*asked, "12", "--first-month", "2026-13")["code"] == "bad_month"
    assert refuse(*asked, "a year")["code"] == "bad_command"
