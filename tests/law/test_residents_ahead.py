"""A residents' pension ahead: so much a year until it begins, with interest."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.pension import BadFact
from shebao.law.residents_ahead import Plan, Saver, project_residents

ZHOU = Saver(
    birth="1968-06",
    region="990100",
    as_of="2025-10",
    paid_months=156,
    account=1_000_000,
    paid_until_year=2025,
)
STILL = Plan(yearly=36_000, interest=0)


@pytest.mark.clause("5.4.3d")
def test_every_full_year_before_the_start_is_paid_for() -> None:
    found = project_residents(ZHOU, STILL)

    assert found.start == "2028-06"
    assert found.paid_months == 156 + 24
    assert found.account == 1_000_000 + 2 * 36_000
    assert found.pension.missing_months == 0
    assert found.pension.working.total == 17300 + round(found.account / 139)


@pytest.mark.clause("5.4.3d")
def test_a_year_that_is_not_paid_for_yet_is_paid_this_year() -> None:
    behind = replace(ZHOU, paid_until_year=2024)

    assert project_residents(behind, STILL).paid_months == 156 + 36
    assert project_residents(behind, replace(STILL, gap_years=1)).paid_months == 156 + 24
    assert project_residents(behind, replace(STILL, last_year=2026)).paid_months == 156 + 24
    december = replace(behind, as_of="2025-12")
    assert project_residents(december, STILL).account == 1_000_000 + 3 * 36_000


def test_interest_is_that_of_an_account() -> None:
    """November and December 2025, two whole years, then January to June 2028."""
    found = project_residents(ZHOU, replace(STILL, interest=200))

    balance = 1_000_000 + 3_333
    for _ in range(2):
        balance += 36_000 + round((balance + 18_000) * 0.02)
    assert abs(found.account - (balance + round(balance * 0.01))) <= 1


@pytest.mark.clause("5.4.3d")
@given(
    yearly=st.integers(0, 500_000),
    interest=st.integers(0, 1000),
    months=st.integers(0, 120),
    start=st.sampled_from(["", "2028-06", "2029-01", "2033-12"]),
)
def test_paying_more_never_lowers_it(yearly: int, interest: int, months: int, start: str) -> None:
    saver = replace(ZHOU, paid_months=months)
    plan = Plan(yearly=yearly, interest=interest, start=start)
    found = project_residents(saver, plan)
    more = project_residents(saver, replace(plan, yearly=yearly + 100))

    assert more.account >= found.account
    assert more.pension.working.total >= found.pension.working.total
    assert found.pension.missing_months == max(180 - found.paid_months, 0)


def test_somebody_already_of_age_begins_now_at_the_earliest() -> None:
    old = replace(ZHOU, birth="1964-01")

    assert project_residents(old, STILL).start == "2025-10"
    with pytest.raises(BadFact, match="2025-10"):
        project_residents(old, replace(STILL, start="2025-09"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"yearly": -1}, "yearly"),
        ({"interest": 2001}, "interest"),
        ({"gap_years": -1}, "gap_years"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        project_residents(ZHOU, replace(STILL, **wrong))
    with pytest.raises(BadFact, match="account"):
        project_residents(replace(ZHOU, account=-1), STILL)
