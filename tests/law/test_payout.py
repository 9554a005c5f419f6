"""The months over which an account is paid out: every row of the annex, and odd months."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.payout import NoPayoutMonths, payout_months
from tests.law.known import VECTORS

MONTHS = VECTORS["payout_months"]
EXPANDED = MONTHS["non_integer_age"]["expanded_50_to_66"]
CONFIRMED = MONTHS["non_integer_age"]["confirmed"]


def age_of(text: str) -> int:
    """``"60y1m"`` in months."""
    years, odd = text.rstrip("m").split("y")
    return int(years) * 12 + int(odd)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("age", "months"), [*EXPANDED.items(), *CONFIRMED.items()])
def test_odd_months_lie_between_the_years(age: str, months: str) -> None:
    found = payout_months(age_of(age), "2025-06")

    assert found.months == Fraction(months)
    assert Fraction(found.text) == Fraction(months)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("age", "months"), MONTHS["by_age"].items())
def test_whole_years_are_the_annex(age: str, months: int) -> None:
    found = payout_months(int(age) * 12, date(2024, 4, 1))

    assert found.tenths == months * 10
    assert found.text == str(months)
    assert len(found.entries) == 1


def test_before_2025_odd_months_do_not_count() -> None:
    found = payout_months(60 * 12 + 7, "2024-12")

    assert (found.tenths, found.way) == (1390, "floor")
    assert payout_months(70 * 12, "2025-01").tenths == 560


@given(age=st.integers(40 * 12, 70 * 12 - 1))
def test_an_older_beginner_is_never_paid_out_over_more_months(age: int) -> None:
    assert payout_months(age + 1, "2025-01").tenths <= payout_months(age, "2025-01").tenths


@pytest.mark.parametrize("age", [0, 40 * 12 - 1, 70 * 12 + 1, 200 * 12, -5])
def test_an_age_outside_the_annex_is_refused_by_name(age: int) -> None:
    with pytest.raises(NoPayoutMonths, match=r"payout_months\.by_age.*40 到 70 岁"):
        payout_months(age, "2025-01")


def test_what_other_copies_print_is_said_where_it_matters() -> None:
    said = [age for age in range(45 * 12, 50 * 12) if payout_months(age, "2025-01").also_seen]

    assert said == list(range(46 * 12 + 1, 48 * 12))
    assert payout_months(47 * 12, "2025-01").also_seen == "47 岁另见 207"
    assert payout_months(47 * 12, "2025-01").tenths == 2080
