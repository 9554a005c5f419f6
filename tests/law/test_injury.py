"""Work injury: grades, care, stop-work pay, death."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import injury
from shebao.law.injury import BadInjury, Dependant, Payer, Wage, death, grade, own_wage
from shebao.law.money import share
from shebao.law.tables import NoValueOn
from tests.law.known import TODAY, VECTORS, Ask

KNOWN = VECTORS["work_injury"]
AVERAGE = 1000000
SPOUSE, CHILD = Dependant(is_spouse=True), Dependant(is_spouse=False)
ORPHAN = Dependant(is_spouse=False, is_alone=True)
PEOPLE = st.lists(st.builds(Dependant, is_spouse=st.booleans(), is_alone=st.booleans()), max_size=9)


def wage_of(amount: int, average: int = AVERAGE) -> Wage:
    return own_wage([amount] * 12, local_average=average, on=TODAY)


@pytest.mark.parametrize("number", range(1, 11))
def test_every_grade_is_met(ask: Ask, number: int) -> None:
    wage, times = wage_of(800000), KNOWN["lump_sum_months_of_own_wage"][str(number)]
    percent = KNOWN["monthly_allowance_percent"].get(str(number), 0)

    found = grade(number, wage=wage, local_average=AVERAGE, on=TODAY)
    asked = ask("law", "injury", "--grade", str(number), "--wage", "8000", "--average", "10000")

    assert found.lump_sum == 800000 * times == asked["lump_sum_fen"]
    assert found.monthly == share(800000, percent) == asked["monthly_fen"]
    payer = Payer.FUND if number < 5 else Payer.EMPLOYER if number < 7 else Payer.NOBODY
    assert found.monthly_payer is payer
    assert asked["monthly_payer"] == payer
    assert [one.name for one in found.leaving.not_calculated] == [
        "leaving_medical",
        "leaving_employment",
    ][: 2 * (number > 4)]
    assert (found.leaving.total, asked["leaving"]["lines"]) == (0, [])
    assert asked["once"]["confidence"] == "A"


def test_the_employer_of_grades_five_and_six_pays_only_where_it_has_no_work() -> None:
    assert KNOWN["allowance_5_6_payer"] == Payer.EMPLOYER
    found = grade(5, wage=wage_of(800000), local_average=AVERAGE, on=TODAY, has_work=True)

    assert (found.monthly, found.monthly_payer) == (0, Payer.NOBODY)
    assert found.every_month.total == 0


def test_the_own_wage_lies_within_its_bounds_and_is_a_mean() -> None:
    low, high = KNOWN["own_wage_bounds_percent_of_local_avg"]

    assert wage_of(1).amount == share(AVERAGE, low)
    assert wage_of(10**9).amount == share(AVERAGE, high)
    assert own_wage([700000, 700001], local_average=AVERAGE, on=TODAY).amount == 700001


def test_the_allowance_is_lifted_to_the_minimum_wage() -> None:
    found = grade(
        4, wage=wage_of(300000, 300000), local_average=300000, on=TODAY, minimum_wage=236000
    )

    assert found.monthly == 236000


def test_care_is_a_part_of_the_local_average(ask: Ask) -> None:
    found = [
        grade(1, wage=wage_of(800000), local_average=AVERAGE, on=TODAY, care=one).care
        for one in injury.Care
    ]

    assert [one * 100 // AVERAGE for one in found] == KNOWN["care_percent_of_local_avg_wage"]
    asked = ask(
        "law", "injury", "--grade", "9", "--wage", "8000", "--average", "10000", "--care", "part"
    )
    assert (asked["care"], asked["monthly"]) == ("3,000.00", "0.00")


def test_a_death_brings_funeral_lump_sum_and_shares(ask: Ask) -> None:
    found = death(
        wage=wage_of(800000),
        local_average=AVERAGE,
        national_income=5418800,
        dependants=[SPOUSE, ORPHAN],
        on=TODAY,
    )
    asked = ask(
        "law", "injury", "--death", "work", "--wage", "8000", "--average", "10000",
        "--national-income", "54188", "--dependant", "spouse", "--dependant", "other-alone",
    )  # fmt: skip
    percent = KNOWN["dependant_percent"]

    assert found.funeral == AVERAGE * KNOWN["funeral_months_local_avg_wage"]
    assert found.lump_sum == 20 * 5418800 == asked["lump_sum_fen"]
    assert found.dependants == (
        8000 * percent["spouse"],
        8000 * (percent["other"] + percent["lonely_or_orphan_extra"]),
    )
    assert asked["dependants_fen"] == list(found.dependants)
    assert injury.missing_advance(found.lump_sum, on=TODAY) == 10 * 5418800
    assert found.advance == asked["advance_fen"] == 10 * 5418800


def test_who_dies_later_of_the_first_grades_leaves_no_lump_sum() -> None:
    found = death(
        wage=wage_of(800000), local_average=AVERAGE, national_income=5418800, dependants=[],
        on=TODAY, cause="later",
    )  # fmt: skip

    assert (found.lump_sum, found.once.total, found.dependants) == (0, found.funeral, ())
    assert found.advance == 0


@given(people=PEOPLE, amount=st.integers(0, 10**7), average=st.integers(0, 10**7))
def test_the_shares_of_the_dependants_are_never_above_the_wage(
    people: list[Dependant], amount: int, average: int
) -> None:
    wage = wage_of(amount, average)
    shares, _ = injury.dependant_shares(people, wage=wage, on=TODAY)

    assert len(shares) == len(people)
    assert 0 <= sum(shares) <= wage.amount
    assert all(one >= 0 for one in shares)


def test_shares_above_the_wage_give_way_alike_and_say_so() -> None:
    wage = wage_of(800000)

    within, sure = injury.dependant_shares([SPOUSE, CHILD], wage=wage, on=TODAY)
    above, unsure = injury.dependant_shares([SPOUSE, ORPHAN, CHILD], wage=wage, on=TODAY)

    assert within == (320000, 240000)
    assert sum(above) == 800000
    assert above == (290909, 290909, 218182)
    assert [one.confidence for one in sure] == ["A"]
    assert [one.confidence for one in unsure] == ["A", "U"]


@given(grades=st.integers(1, 9), amount=st.integers(0, 10**7))
def test_a_lighter_grade_never_brings_more(grades: int, amount: int) -> None:
    wage = wage_of(amount)
    heavy, light = (grade(one, wage=wage, local_average=AVERAGE, on=TODAY)
                    for one in (grades, grades + 1))  # fmt: skip

    assert heavy.lump_sum >= light.lump_sum
    assert heavy.monthly >= light.monthly


GUANGDONG = {5: (10, 50), 6: (8, 40), 7: (6, 25), 8: (4, 15), 9: (2, 8), 10: (1, 4)}


@pytest.mark.parametrize("number", GUANGDONG)
def test_a_province_with_its_own_grants_pays_them_when_the_employment_ends(
    ask: Ask, number: int
) -> None:
    medical, employment = GUANGDONG[number]
    asked = ask(
        "law", "injury", "--grade", str(number), "--wage", "8000", "--average", "10000",
        "--region", "440300", "--on", "2026-11-23",
    )["leaving"]  # fmt: skip

    assert [one["name"] for one in asked["lines"]] == ["leaving_medical", "leaving_employment"]
    assert [one["value"] for one in asked["lines"]] == [800000 * medical, 800000 * employment]
    assert asked["total_fen"] == 800000 * (medical + employment)
    assert asked["not_calculated"] == []
    assert asked["lines"][0]["inputs"] == [["本人工资（元）", "8,000.00"], ["月数", str(medical)]]
    assert asked["confidence"] == "K"


def test_a_grant_may_be_measured_by_the_local_average() -> None:
    found = grade(5, wage=wage_of(800000), local_average=AVERAGE, on=TODAY, region="990100").leaving

    assert [line.value for line in found.lines] == [18 * AVERAGE, 18 * AVERAGE]
    assert found.total == 36 * AVERAGE
    assert found.lines[0].formula == "当地月平均工资 × 月数"
    assert found.notes == ("示例数据:虚构的省,不代表任何地方",)


def test_grades_one_to_four_keep_their_employment_and_get_no_leaving_grant() -> None:
    found = grade(4, wage=wage_of(800000), local_average=AVERAGE, on=TODAY, region="440000")

    assert (found.leaving.lines, found.leaving.total) == ((), 0)
    assert found.leaving.not_calculated == ()


def test_before_a_province_set_its_grants_they_are_not_calculated() -> None:
    found = grade(
        5, wage=wage_of(800000), local_average=AVERAGE, on=date(2011, 12, 31), region="440000"
    ).leaving

    assert found.total == 0
    assert [one.label for one in found.not_calculated] == [
        "一次性工伤医疗补助金",
        "一次性伤残就业补助金",
    ]


def test_stop_work_pay_runs_twelve_months_and_twelve_more_when_confirmed(ask: Ask) -> None:
    assert injury.stop_work_pay(12, monthly_wage=800000, on=TODAY).total == 9600000
    longer = injury.stop_work_pay(24, monthly_wage=800000, on=TODAY, is_longer_confirmed=True)
    assert longer.total == 19200000
    for months, confirmed in ((13, False), (25, True), (0, False)):
        with pytest.raises(BadInjury, match=r"injury\.stop_work"):
            injury.stop_work_pay(months, monthly_wage=1, on=TODAY, is_longer_confirmed=confirmed)
    asked = ask("law", "injury", "--stop-work-months", "3", "--wage", "8000")
    assert (asked["pay"], asked["payer"]) == ("24,000.00", "employer")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--grade", "11", "--wage", "1", "--average", "1"), "bad_injury"),
        (("--grade", "1", "--wage", "1"), "bad_command"),
        (("--grade", "1", "--wage", "-1", "--average", "1"), "bad_injury"),
        (("--grade", "1", "--wage", "1", "--average", "1", "--on", "2010-12-31"), "no_value_on"),
        (("--death", "work", "--wage", "1", "--average", "1"), "bad_command"),
        (("--grade", "1", "--death", "work", "--wage", "1"), "bad_command"),
        (("--stop-work-months", "13", "--wage", "1"), "bad_injury"),
    ],
)
def test_a_bad_question_about_injury_is_refused(
    refuse: Ask, words: tuple[str, ...], code: str
) -> None:
    assert refuse("law", "injury", *words)["code"] == code


def test_wrong_values_are_refused_by_name() -> None:
    wage = wage_of(800000)
    with pytest.raises(BadInjury, match="whole"):
        grade(1, wage=wage, local_average=AVERAGE, on=TODAY, care="little")
    with pytest.raises(BadInjury, match="later"):
        death(wage=wage, local_average=1, national_income=1, dependants=[], on=TODAY, cause="x")
    with pytest.raises(BadInjury, match="12 个月"):
        own_wage([], local_average=AVERAGE, on=TODAY)
    with pytest.raises(NoValueOn, match=r"injury\.wage_floor"):
        own_wage([1], local_average=AVERAGE, on=date(2010, 1, 1))
