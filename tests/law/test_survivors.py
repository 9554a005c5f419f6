"""What the family gets after a death not caused by work."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import survivors as rule
from shebao.law.survivors import NeedsOwnContributions, funeral_choice, pension_months, survivors
from shebao.law.tables import FOLDER, NoValueOn, Tables, load
from tests.law.known import TODAY, VECTORS, Ask

KNOWN = VECTORS["survivor_months"]
INCOME = 6018000


@pytest.mark.parametrize("case", KNOWN["cases_whole_years"])
def test_every_worked_year_is_met(ask: Ask, case: dict[str, int]) -> None:
    paid = case["paid"] * 12
    asked = ask(
        "law", "survivor", "--paid-months", str(paid), "--monthly-income", "5015",
        "--own-contributions", "1000000",
    )  # fmt: skip

    assert pension_months(paid, on=TODAY).months == case["months"]
    assert asked["months"] == case["months"]
    assert asked["pension_fen"] == 501500 * case["months"]


def test_the_pensioners_least_is_the_published_one(ask: Ask) -> None:
    worked = KNOWN["worked"]
    asked = ask(
        "law", "survivor", "--paid-months", "180", "--drawn-months", "240",
        "--monthly-income", worked["monthly_income"], "--on", "2022-05-01",
    )  # fmt: skip

    assert asked["months"] == KNOWN["retiree_floor_months"]
    assert asked["total"].replace(",", "") == worked["floor_total"]
    assert asked["funeral_fen"] == 501500 * KNOWN["funeral_months"]


@given(paid=st.integers(0, 600), drawn=st.none() | st.integers(0, 600))
def test_one_more_paid_year_never_lowers_the_months(paid: int, drawn: int | None) -> None:
    less = pension_months(paid, on=TODAY, drawn_months=drawn).months
    more = pension_months(paid + 12, on=TODAY, drawn_months=drawn).months

    assert less <= more <= 24


@given(paid=st.integers(0, 600), drawn=st.integers(0, 600))
def test_a_pensioners_family_gets_at_least_nine_months(paid: int, drawn: int) -> None:
    found = pension_months(paid, on=TODAY, drawn_months=drawn)

    assert 9 <= found.months <= max(9, found.before_drawn)
    assert pension_months(paid, on=TODAY, drawn_months=drawn + 12).months <= found.months


def with_odd_months(folder: Path, way: str) -> Tables:
    path = folder / "survivors_local.toml"
    text = (FOLDER / "survivors.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('value = "floor"', f'value = "{way}"'), encoding="utf-8")
    path.rename(folder / "survivors.toml")
    return load(folder)


def test_a_part_of_a_year_counts_as_the_setting_says_and_is_marked(tmp_path: Path) -> None:
    as_whole = with_odd_months(tmp_path, "ceil")

    floor = pension_months(186, on=TODAY)

    assert floor.months == 9
    assert pension_months(186, on=TODAY, tables=as_whole).months == 10
    assert [one.confidence for one in floor.sources] == ["B", "U"]
    assert [one.confidence for one in pension_months(192, on=TODAY).sources] == ["B"]
    assert survivors(186, yearly_income=INCOME, on=TODAY).working.confidence == "U"


def test_below_five_years_the_two_stay_within_the_own_contributions() -> None:
    plenty = survivors(59, yearly_income=INCOME, own_contributions=9999999, on=TODAY)
    little = survivors(59, yearly_income=INCOME, own_contributions=1200000, on=TODAY)
    least = survivors(59, yearly_income=INCOME, own_contributions=600000, on=TODAY)

    assert (plenty.cut, plenty.total) == (0, 501500 * 5)
    assert (little.funeral, little.pension, little.total) == (1003000, 197000, 1200000)
    assert (least.funeral, least.pension, least.total) == (600000, 0, 600000)
    with pytest.raises(NeedsOwnContributions, match=r"survivors\.own_cap_below"):
        survivors(59, yearly_income=INCOME, on=TODAY)


@given(paid=st.integers(0, 500), income=st.integers(0, 10**9), own=st.integers(0, 10**8))
def test_the_steps_always_add_up(paid: int, income: int, own: int) -> None:
    found = survivors(paid, yearly_income=income, own_contributions=own, on=TODAY)

    assert found.total == found.funeral + found.pension == found.working.total
    assert found.total <= max(own, 0) or paid >= 60


def test_a_family_takes_one_funeral_grant(ask: Ask) -> None:
    offers = {"pension": 1000000, "injury": 6000000, "unemployment": 900000}

    best = funeral_choice(offers, on=TODAY)
    own = funeral_choice(offers, on=TODAY, chosen="pension")

    assert (best.chosen, best.amount, set(best.given_up)) == (
        "injury", 6000000, {"pension", "unemployment"},
    )  # fmt: skip
    assert (own.chosen, own.amount) == ("pension", 1000000)
    asked = ask(
        "law", "survivor", "--paid-months", "120", "--yearly-income", "60180",
        "--funeral-from", "injury",
    )  # fmt: skip
    assert asked["funeral_fen"] == 0
    assert asked["total"] == asked["pension"]
    assert any("其他险种" in note for note in asked["working"]["notes"])


def test_wrong_questions_are_answered_by_name(refuse: Ask) -> None:
    for months in (-1, True, 1.5):
        with pytest.raises(rule.BadCount, match="缴费月数"):
            pension_months(months, on=TODAY)  # type: ignore[arg-type]
    with pytest.raises(rule.UnknownGrant, match="unemployment"):
        funeral_choice({"medical": 1}, on=TODAY)
    with pytest.raises(rule.UnknownGrant):
        funeral_choice({}, on=TODAY)
    with pytest.raises(NoValueOn, match=r"survivors\.pension_months"):
        pension_months(1, on=date(2021, 8, 31))
    asked = ("law", "survivor", "--paid-months")
    assert refuse(*asked, "12", "--yearly-income", "1")["code"] == "needs_own_contributions"
    assert refuse(*asked, "-5", "--yearly-income", "1")["code"] == "bad_count"
    assert refuse(*asked, "12")["code"] == "bad_command"
