"""Rates, bounds and interest by scheme and date."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import contributions
from shebao.law.contributions import (
    BadBase,
    NoRate,
    Payer,
    account_year,
    average_wage,
    bounds,
    interest_rate,
    shares,
)
from shebao.law.money import share
from shebao.law.months import BadMonth
from shebao.law.tables import NoValueOn
from tests.law.known import VECTORS, Ask

RATES = VECTORS["account_interest_rate_percent"]["rows"]


@pytest.mark.parametrize(
    ("scheme", "month", "own", "employer"),
    [
        ("pension", "2025-03", "640.00", "1,280.00"),
        ("pension", "2019-05", "640.00", "1,280.00"),
        ("pension", "2019-04", "640.00", "1,600.00"),
        ("pension", "2003-12", "560.00", "1,600.00"),
        ("flexible", "2025-03", "1,600.00", "0.00"),
        ("unemployment", "2025-03", "40.00", "40.00"),
        ("unemployment", "2010-01", "80.00", "160.00"),
        ("injury", "2025-03", "0.00", "16.00"),
    ],
)
def test_the_shares_are_those_of_the_month(
    ask: Ask, scheme: str, month: str, own: str, employer: str
) -> None:
    asked = ask("law", "shares", "--scheme", scheme, "--month", month, "--base", "8,000.00")

    assert (asked["own"], asked["employer"]) == (own, employer)
    assert shares(scheme, month, 800000) == (asked["own_fen"], asked["employer_fen"])
    assert asked["sources"]


def test_work_injury_is_paid_by_the_risk_of_the_trade() -> None:
    paid = [shares("injury", "2025-03", 100000, injury_class=one)[1] for one in range(1, 9)]

    assert paid == [200, 400, 700, 900, 1100, 1300, 1600, 1900]
    assert shares("injury", "2014-01", 100000, injury_class=3) == (0, 2000)
    for outside in (0, 9, -1):
        with pytest.raises(NoRate, match="1 到 8"):
            shares("injury", "2025-03", 100000, injury_class=outside)


@given(base=st.integers(0, 10**9), scheme=st.sampled_from(Payer))
def test_a_higher_base_never_pays_less(base: int, scheme: Payer) -> None:
    lower, higher = shares(scheme, "2025-03", base), shares(scheme, "2025-03", base + 100)

    assert higher[0] >= lower[0]
    assert higher[1] >= lower[1]


def test_a_base_lies_between_sixty_and_three_hundred_percent(ask: Ask) -> None:
    limits = bounds(1000001, "2025-03")

    assert (limits.floor, limits.ceiling) == (600001, 3000003)
    assert [limits.applied_to(wage) for wage in (1, 700000, 10**9)] == [600001, 700000, 3000003]
    asked = ask("law", "shares", "--month", "2025-03", "--base", "100", "--average", "10000")
    assert (asked["base"], asked["floor"], asked["ceiling"]) == (
        "6,000.00",
        "6,000.00",
        "30,000.00",
    )


@pytest.mark.parametrize("base", [-1, -800000])
def test_a_negative_base_is_refused_by_name(refuse: Ask, base: int) -> None:
    with pytest.raises(BadBase, match="缴费基数"):
        shares("pension", "2025-03", base)
    asked = refuse("law", "shares", "--month", "2025-03", f"--base={base / 100:.2f}")
    assert asked["code"] == "bad_base"
    assert "--base" in asked["words"]
    assert shares("pension", "2025-03", 0) == (0, 0)


@pytest.mark.parametrize("average", [0, -1])
def test_an_average_wage_is_more_than_nothing(average: int) -> None:
    with pytest.raises(BadBase, match="平均工资"):
        bounds(average, "2025-03")
    assert bounds(1, "2025-03").ceiling == 3


def test_the_bounds_follow_the_regions_own_average_of_the_year(ask: Ask, refuse: Ask) -> None:
    words = ("law", "bounds", "--month", "2010-03", "--region")
    average = average_wage("2010-03", region="990000")
    asked = ask(*words, "990101")

    assert average.value == asked["average_fen"]
    assert asked["floor_fen"] == share(average.value, 60)
    assert asked["ceiling_fen"] == 3 * average.value
    assert asked["sources"][0]["name"] == "average_wage.monthly"
    assert asked["documents"]
    assert refuse(*words, "110000")["code"] == "no_value_on"
    assert "average_wage.monthly" in refuse(*words, "110000")["words"]
    told = ask(*words, "110000", "--average", "1000.00")
    assert (told["floor"], told["ceiling"], told["sources"]) == ("600.00", "3,000.00", [])


def test_a_wage_is_bounded_by_the_table_where_asked(ask: Ask, refuse: Ask) -> None:
    words = ("law", "shares", "--month", "2010-03", "--base", "1.00", "--bounded", "--region")
    average = average_wage("2010-03", region="990000").value

    assert ask(*words, "990000")["base_fen"] == share(average, 60)
    assert refuse(*words, "110000")["code"] == "no_value_on"


def test_before_2016_a_provinces_own_rate_is_data(ask: Ask, refuse: Ask) -> None:
    asked = ask("law", "interest", "--year", "2015", "--region", "990100")

    assert (asked["rate"], asked["region"]) == ("4.50", "990000")
    assert ask("law", "interest", "--year", "2016", "--region", "990100")["rate"] == "8.31"
    assert refuse("law", "interest", "--year", "2015", "--region", "110000")["code"] == (
        "no_value_on"
    )


@pytest.mark.parametrize(("year", "rate"), RATES.items())
def test_every_published_account_rate_is_there(ask: Ask, year: str, rate: str) -> None:
    assert interest_rate(int(year)).value == Decimal(rate)
    assert ask("law", "interest", "--year", year)["rate"] == rate


def test_a_year_without_a_published_rate_is_refused() -> None:
    for year in (2015, 2026):
        with pytest.raises(NoValueOn, match=f"{year}-01-01"):
            interest_rate(year)


def test_an_account_earns_a_year_on_its_opening_and_half_a_year_on_its_credits() -> None:
    year = account_year(100000, 20000, Decimal("2.62"))

    assert year.interest == 2882
    assert account_year(1, 99, Decimal("0.99")).interest == 0
    assert account_year(1, 99, 1).interest == 1
    assert year.closing == 122882
    assert account_year(0, 0, Decimal("8.31")).closing == 0


@given(opening=st.integers(0, 10**11), credited=st.integers(0, 10**9))
def test_an_account_never_shrinks(opening: int, credited: int) -> None:
    year = account_year(opening, credited, Decimal("1.50"))

    assert year.closing == opening + credited + year.interest
    assert year.interest >= 0


def test_the_account_takes_eight_percent_since_2006() -> None:
    assert contributions.account_rate("2005-12") == 11
    assert contributions.account_rate("2006-01") == 8


@pytest.mark.parametrize("scheme", ["residents", "medical", "", None, "\ud800"])
def test_a_scheme_without_a_rate_says_how_it_is_paid(scheme: str) -> None:
    with pytest.raises(NoRate, match="缴费档次"):
        shares(scheme, "2025-03", 800000)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--month", "2025-13", "--base", "1"), "bad_month"),
        (("--month", "1990-01", "--base", "1"), "no_value_on"),
        (("--month", "2025-03", "--base", "1.234"), "bad_amount"),
        (("--month", "2025-03", "--base", "9" * 5_000_000), "bad_amount"),
        (("--month", "2025-03", "--base", "\ud800"), "bad_amount"),
        (
            ("--month", "2025-03", "--base", "1", "--scheme", "injury", "--injury-class", "9"),
            "no_rate",
        ),
        (("--month", "2025-03", "--base", "1", "--region", "12"), "bad_region"),
        (("--month", "2025-03"), "bad_command"),
    ],
)
def test_a_bad_question_about_shares_is_refused(
    refuse: Ask, words: tuple[str, ...], code: str
) -> None:
    assert refuse("law", "shares", *words)["code"] == code


def test_bad_years_of_interest_are_refused(refuse: Ask) -> None:
    assert refuse("law", "interest", "--year", "2015")["code"] == "no_value_on"
    assert refuse("law", "interest", "--year", "0")["code"] == "bad_month"
    assert refuse("law", "interest", "--year", "99999")["code"] == "bad_month"
    with pytest.raises(BadMonth):
        interest_rate(-1)
