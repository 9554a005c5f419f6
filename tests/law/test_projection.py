"""Projections: what a choice leads to, if everything grows as assumed."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.accounts import grown
from shebao.law.contributions import account_year
from shebao.law.months import BadMonth, later
from shebao.law.pension import (
    Assumptions,
    BadFact,
    Choice,
    NoPensionBase,
    Person,
    Projection,
    project,
    scenarios,
    worked_out,
)
from shebao.law.retirement import StartOutOfRange
from tests.law.known import Ask

WANG = Person(
    birth="1987-03",
    group="male",
    region="990000",
    as_of="2026-10",
    paid_months=180,
    index=Fraction(84, 100),
    account=9000000,
)
STILL = Assumptions(wage_growth=0, interest=0)
GROWING = Assumptions(wage_growth=250, interest=150, price_growth=200)
PEOPLE = st.builds(
    Person,
    birth=st.sampled_from(["1971-02", "1975-12", "1990-07", "1999-01"]),
    group=st.sampled_from(["male", "female55"]),
    region=st.sampled_from(["990000", "110000", "510000"]),
    as_of=st.sampled_from(["2025-01", "2025-06", "2025-12"]),
    paid_months=st.integers(0, 200),
    index=st.fractions(Fraction(6, 10), 3, max_denominator=1000),
    account=st.integers(0, 10**8),
    deemed_months=st.integers(0, 60),
    deemed_index=st.none() | st.just(Fraction(1)),
)
CHOICES = st.builds(
    Choice,
    ratio=st.fractions(Fraction(1, 10), 4, max_denominator=100),
    pays_until=st.sampled_from(["", "2025-12", "2030-06"]),
)
SUPPOSED = st.builds(
    Assumptions,
    wage_growth=st.integers(-200, 800),
    interest=st.integers(0, 800),
    price_growth=st.integers(-100, 500),
)


@pytest.mark.clause("5.4.3d")
@given(person=PEOPLE, choice=CHOICES, supposed=SUPPOSED)
def test_the_working_out_of_a_projection_is_the_projection(
    person: Person, choice: Choice, supposed: Assumptions
) -> None:
    found = project(person, choice, supposed)
    working = worked_out(person, choice, supposed)

    assert working.total == found.total == found.parts.total
    assert working.value("basic") == found.parts.basic
    assert working.value("account") == found.parts.account
    assert working.value("base") == found.base
    assert working.value("index") == found.mean_index
    assert "仅供参考" in working.notes[0]


@pytest.mark.clause("5.4.3d")
@given(person=PEOPLE, choice=CHOICES, supposed=SUPPOSED)
def test_paying_on_more_never_lowers_the_pension(
    person: Person, choice: Choice, supposed: Assumptions
) -> None:
    found = project(person, choice, supposed)
    higher = project(person, replace(choice, ratio=choice.ratio + 1), supposed)

    assert higher.total >= found.total
    assert higher.account >= found.account


@pytest.mark.clause("5.4.3d")
@given(person=PEOPLE, more=st.fractions(0, 2, max_denominator=100), supposed=SUPPOSED)
def test_another_month_on_the_mean_index_or_more_never_lowers_the_pension(
    person: Person, more: Fraction, supposed: Assumptions
) -> None:
    found, longer = one_month_more(person, person.index + more, supposed)

    assert longer.account >= found.account
    assert longer.mean_index >= found.mean_index
    assert longer.total >= found.total


@pytest.mark.clause("5.4.3d")
@given(
    person=PEOPLE,
    ratio=st.fractions(Fraction(1, 10), 4, max_denominator=100),
    supposed=SUPPOSED,
)
def test_another_month_on_any_base_never_lowers_what_paid_years_alone_bring(
    person: Person, ratio: Fraction, supposed: Assumptions
) -> None:
    """Years kept to two decimals may move by less than a month; the month itself brings more."""
    found, longer = one_month_more(replace(person, deemed_months=0), ratio, supposed)

    assert longer.account >= found.account
    assert longer.total >= found.total


def test_another_month_on_a_low_base_may_lower_what_deemed_years_bring() -> None:
    """The mean of few paid months also counts for many deemed ones, and falls with each."""
    person = replace(WANG, paid_months=2, deemed_months=200, index=Fraction(3))

    found, longer = one_month_more(person, Fraction(6, 10), STILL)

    assert longer.account > found.account
    assert longer.mean_index < found.mean_index
    assert longer.parts.basic < found.parts.basic
    assert longer.total < found.total


def one_month_more(
    person: Person, ratio: Fraction, supposed: Assumptions
) -> tuple[Projection, Projection]:
    """Paying for a month after the last booked one, and for two."""
    first = later(person.as_of, 1)
    until = Choice(ratio=ratio, pays_until=first), Choice(ratio=ratio, pays_until=later(first, 1))
    return project(person, until[0], supposed), project(person, until[1], supposed)


@given(supposed=SUPPOSED, months=st.integers(0, 480))
def test_whole_years_grow_as_an_account_does(supposed: Assumptions, months: int) -> None:
    """From one December to the retirement month, against the account's own arithmetic."""
    person = replace(WANG, as_of="2025-12", paid_months=months // 2, average_wage=600000)
    choice = Choice(pays_until="2025-12")
    rate = Fraction(supposed.interest, 100)

    found = project(person, choice, supposed)
    years = grown({}, until="2025-12", opening=person.account)
    balance = person.account
    for _ in range(2026, 2050):
        balance = account_year(balance, 0, rate).closing
    rest = balance * supposed.interest * 3

    assert years.balance >= person.account
    assert found.start == "2050-03"
    assert found.account == balance + (2 * rest + 120_000) // 240_000


@pytest.mark.clause("5.4.3d")
def test_without_growth_a_projection_can_be_checked_by_hand() -> None:
    found = project(WANG, Choice(ratio=Fraction(84, 100)), STILL)

    assert (found.start, found.age_months, found.payout_tenths) == ("2050-03", 63 * 12, 1170)
    assert (found.paid_months, found.credited_months) == (461, 461)
    assert found.base == 789000
    assert found.mean_index == Fraction(84, 100)
    assert found.account == 9000000 + 281 * 53021
    assert found.total == found.total_today
    assert found.is_met
    assert found.met_month == "2031-10"


@pytest.mark.clause("5.4.3d")
@given(person=PEOPLE, supposed=SUPPOSED, gap=st.integers(0, 120))
def test_a_gap_costs_its_months_and_never_raises_a_pension(
    person: Person, supposed: Assumptions, gap: int
) -> None:
    steady = project(person, Choice(), supposed)
    found = project(person, Choice(gap_months=gap), supposed)
    longer = project(person, Choice(gap_months=gap + 1), supposed)

    assert found.paid_months == max(steady.paid_months - gap, person.paid_months)
    assert longer.account <= found.account <= steady.account
    assert longer.parts.basic <= found.parts.basic or found.mean_index < 1
    assert worked_out(person, Choice(gap_months=gap), supposed).total == found.total


def test_a_gap_moves_the_month_of_the_minimum_and_the_payments_behind_it() -> None:
    person = replace(WANG, paid_months=100)

    found = project(person, Choice(gap_months=10), STILL)

    assert project(person, Choice(), STILL).met_month == "2038-06"
    assert found.met_month == "2039-04"
    assert found.account == person.account + (281 - 10) * 63120
    assert project(person, Choice(gap_months=960), STILL).paid_months == 100


def test_payments_made_late_earn_no_interest_before_they_are_made() -> None:
    """Twelve months unpaid at once, or the last twelve: as many months, less in the account."""
    first = project(WANG, Choice(gap_months=12), GROWING)
    last = project(WANG, Choice(pays_until="2049-03"), GROWING)

    assert first.paid_months == last.paid_months
    assert first.account != last.account


def test_money_of_a_later_day_is_told_at_todays_prices() -> None:
    found = project(WANG, Choice(), GROWING)

    assert found.total_today < found.total
    years, odd = 23, 5
    exact = found.total / (Fraction(102, 100) ** years * (1 + Fraction(2, 100) * odd / 12))
    assert abs(found.total_today - exact) <= Fraction(1, 2)


@pytest.mark.clause("5.4.3d")
def test_what_is_missing_is_said_with_the_month_in_which_it_is_reached() -> None:
    late = replace(WANG, birth="1967-05", as_of="2026-10", paid_months=100)

    found = project(late, Choice(), STILL)

    assert (found.start, found.required_months) == ("2028-01", 180)
    assert found.credited_months == 115
    assert found.missing_months == 65
    assert not found.is_met
    assert found.met_month == "2033-06"
    assert project(replace(late, paid_months=180), Choice(), STILL).met_month == ""


@pytest.mark.clause("5.4.3d")
def test_the_three_choices_stand_side_by_side() -> None:
    early, middle, late = scenarios(WANG, Choice(), GROWING)

    assert [one.choice for one in (early, middle, late)] == ["early", "statutory", "late"]
    assert (early.start, middle.start, late.start) == ("2047-03", "2050-03", "2053-03")
    assert early.payout_tenths > middle.payout_tenths > late.payout_tenths
    assert early.total < middle.total < late.total
    soon = replace(WANG, birth="1966-01", paid_months=400)
    assert [one.choice for one in scenarios(soon, Choice(), STILL)] == ["late", "late"]


def test_published_numbers_are_taken_as_they_are() -> None:
    soon = replace(WANG, birth="1965-05", as_of="2025-01", paid_months=400)

    found = worked_out(soon, Choice(), GROWING)

    assert found.value("base") == 771000
    assert "pension_base.monthly" in {entry.name for entry in found.parameters}
    assert any("2.5%" in note for note in found.notes)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"birth": "2027-01"}, "birth.*还没有出生"),
        ({"paid_months": -1}, "paid_months"),
        ({"paid_months": 500}, "paid_months"),
        ({"deemed_months": 400}, "deemed_months"),
        ({"early_months": 181}, "early_months"),
        ({"index": Fraction(4)}, "index"),
        ({"deemed_index": Fraction(4)}, "deemed_index"),
        ({"account": -1}, "account"),
        ({"average_wage": 0}, "average_wage"),
    ],
)
def test_a_person_who_cannot_be_is_refused_by_name(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        replace(WANG, **wrong)


def test_a_choice_that_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(BadFact, match="ratio"):
        Choice(ratio=Fraction(-1))
    with pytest.raises(BadFact, match="gap_months"):
        Choice(gap_months=-1)
    with pytest.raises(BadFact, match="wage_growth"):
        Assumptions(wage_growth=2001, interest=0)
    with pytest.raises(BadFact, match="interest"):
        Assumptions(wage_growth=0, interest=-1)
    with pytest.raises(BadFact, match="price_growth"):
        Assumptions(wage_growth=0, interest=0, price_growth=-2001)
    with pytest.raises(BadMonth, match="as_of"):
        replace(WANG, as_of="2026-13")
    with pytest.raises(StartOutOfRange, match="2047-03"):
        project(WANG, Choice(start="2046-01"), STILL)
    with pytest.raises(BadFact, match="start"):
        project(replace(WANG, birth="1960-01", paid_months=300), Choice(), STILL)
    with pytest.raises(NoPensionBase, match=r"pension_base.*370000"):
        project(replace(WANG, region="370000"), Choice(), STILL)
    with pytest.raises(NoPensionBase, match="000000"):
        project(replace(WANG, region="000000"), Choice(), STILL)


@pytest.mark.clause("5.4.3d")
def test_the_command_projects_alike(ask: Ask, refuse: Ask) -> None:
    life = ("--birth", "1987-03", "--group", "male", "--region", "990000", "--as-of", "2026-10")
    life += ("--months", "180", "--index", "0.84", "--account", "90000.00")
    growth = ("--wage-growth", "2.5", "--interest", "1.5", "--price-growth", "2")

    found = ask("law", "project", *life, *growth, "--start", "2049-01", "--ratio", "1.2")
    direct = project(WANG, Choice(start="2049-01", ratio=Fraction(12, 10)), GROWING)

    assert (found["total_fen"], found["total_today_fen"]) == (direct.total, direct.total_today)
    assert (found["choice"], found["payout_months"]) == ("early", "126.2")
    assert found["parts"] == {
        "basic_fen": direct.parts.basic,
        "account_fen": direct.parts.account,
        "transitional_fen": 0,
        "local_fen": 0,
    }
    assert found["working"]["total_fen"] == direct.total
    assert found["written_by"] == "2048-10"
    assert refuse("law", "project", *life, "--start", "2049-13")["code"] == "bad_month"
    assert refuse("law", "project", *life, "--start", "2070-01")["code"] == "start_out_of_range"
    assert refuse("law", "project", *life, "--interest", "1.555")["code"] == "bad_number"
    assert refuse("law", "project", *life, "--wage-growth", "99")["code"] == "bad_fact"
    elsewhere = [*life[:5], "370000", *life[6:]]
    assert refuse("law", "project", *elsewhere)["code"] == "no_pension_base"
    unborn = ["--birth", "2026-11", *life[2:]]
    assert refuse("law", "project", *unborn)["code"] == "bad_fact"
