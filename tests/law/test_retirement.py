"""When people may retire: every row of the annex tables, and what must hold for all births."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.months import BadMonth, month_number, month_text
from shebao.law.retirement import (
    Choice,
    Group,
    Special,
    StartOutOfRange,
    UnknownGroup,
    minimum_months,
    retirement,
    start,
)
from shebao.law.tables import NoValueOn
from tests.law.known import VECTORS, Ask

AGES = VECTORS["retirement_age"]
ROWS = [(group, *row) for group, rows in AGES["full_tables"].items() for row in rows]
ANCHORS = AGES["anchors"]
ELASTIC = VECTORS["elastic_retirement"]
MINIMUM = VECTORS["minimum_contribution_months_by_year"]["rows"]
BIRTHS = st.integers(1900 * 12, 2026 * 12 + 10)
EMPLOYEES = st.sampled_from([Group.MALE, Group.FEMALE55, Group.FEMALE50])


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("group", "birth", "delay", "years", "months", "month"), ROWS + ANCHORS)
def test_every_row_of_the_annexes_is_met(
    group: str, birth: str, delay: int, years: int, months: int, month: str
) -> None:
    found = retirement(birth, group)

    assert found.delay_months == delay
    assert found.age_months == years * 12 + months
    assert found.statutory_month == month


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("group", "birth", "delay", "years", "months", "month"), ROWS + ANCHORS)
def test_the_command_answers_every_row_alike(
    ask: Ask, group: str, birth: str, delay: int, years: int, months: int, month: str
) -> None:
    found = ask("law", "retirement", "--birth", birth, "--group", group)

    assert found["delay_months"] == delay
    assert found["age"] == {"years": years, "months": months}
    assert found["statutory_month"] == month


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("case", ELASTIC["range"], ids=lambda case: case["birth"])
def test_the_flexible_range_is_three_years_but_never_below_the_original_age(
    ask: Ask, case: dict[str, str]
) -> None:
    found = retirement(case["birth"], case["category"])
    asked = ask("law", "retirement", "--birth", case["birth"], "--group", case["category"])

    assert found.statutory_month == asked["statutory_month"] == case["statutory"]
    assert found.earliest_month == asked["earliest_month"] == case["earliest_elastic"]
    assert found.latest_month == asked["latest_month"] == case["latest_elastic"]


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("case", ELASTIC["minimum_cases"], ids=lambda case: case["start"])
def test_the_minimum_is_of_the_chosen_year_when_early_and_of_the_statutory_year_when_late(
    ask: Ask, case: dict[str, str]
) -> None:
    found = start(case["start"], retirement(case["birth"], case["category"]))
    words = ("--birth", case["birth"], "--group", case["category"], "--start", case["start"])
    asked = ask("law", "retirement", *words)["start"]

    assert found.required_months == asked["required_months"] == case["required_months"]
    assert found.reference_year == asked["reference_year"] == case["reference_year"]


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("year", "months"), MINIMUM.items())
def test_every_year_of_the_minimum_table_is_met(ask: Ask, year: str, months: int) -> None:
    assert minimum_months(int(year)).value == months
    assert ask("law", "minimum-months", "--year", year)["required_months"] == months


def test_the_minimum_follows_its_rule_far_beyond_the_table() -> None:
    for year in range(1998, 2200):
        expected = 180 if year <= 2029 else min(240, 180 + 6 * (year - 2029))
        assert minimum_months(year).value == expected


@pytest.mark.clause("5.4.3d")
@given(birth=BIRTHS, group=st.sampled_from(Group))
def test_being_born_later_never_means_retiring_earlier(birth: int, group: Group) -> None:
    one, next_one = (retirement(month_text(number), group) for number in (birth, birth + 1))

    assert next_one.statutory_month >= one.statutory_month
    assert next_one.delay_months >= one.delay_months


@given(birth=BIRTHS, group=EMPLOYEES)
def test_the_parts_of_an_answer_agree_with_one_another(birth: int, group: Group) -> None:
    found = retirement(month_text(birth), group)
    original = {"male": 720, "female55": 660, "female50": 600}[group]

    assert found.age_months == original + found.delay_months
    assert month_number(found.statutory_month) == birth + found.age_months
    assert found.earliest_month <= found.statutory_month <= found.latest_month
    assert month_number(found.earliest_month) >= birth + original
    assert month_number(found.statutory_month) - month_number(found.earliest_month) <= 36
    assert all(found.sources)


@given(birth=st.integers(1965 * 12, 2020 * 12), group=EMPLOYEES, data=st.data())
def test_every_month_of_the_range_may_be_chosen_and_no_other(
    birth: int, group: Group, data: st.DataObject
) -> None:
    found = retirement(month_text(birth), group)
    first, last = month_number(found.earliest_month), month_number(found.latest_month)
    chosen = data.draw(st.integers(first, last))

    begin = start(month_text(chosen), found)

    assert (begin.choice is Choice.STATUTORY) == (begin.written_by == "")
    assert begin.written_by < begin.month
    for outside in (first - 1, last + 1):
        with pytest.raises(StartOutOfRange, match=found.earliest_month):
            start(month_text(outside), found)


def test_the_day_of_birth_does_not_matter() -> None:
    assert retirement("1970-01-01", "male") == retirement(date(1970, 1, 31), Group.MALE)


def test_written_notice_is_three_months_before_an_early_start_and_one_before_the_statutory() -> (
    None
):
    found = retirement("1970-01", "male")

    assert start("2031-01", found).written_by == "2030-10"
    assert start("2031-05", found).written_by == ""
    assert start("2033-01", found).written_by == "2031-04"


@pytest.mark.parametrize("birth", ["1950-03", "1966-12", "1990-06"])
def test_residents_stay_at_sixty(birth: str) -> None:
    found = retirement(birth, "residents")

    assert found.age_months == 720
    assert not found.is_elastic
    assert found.earliest_month == found.latest_month == found.statutory_month
    assert retirement("1990-06", "residents").required_months == 180


def test_hazardous_trades_keep_ages_of_their_own() -> None:
    assert retirement("1980-01", "male", special=Special.HAZARDOUS).age_months == 55 * 12
    assert retirement("1985-01", "female55", special="hazardous").age_months == 45 * 12
    assert retirement("1985-01", "female50", special="hazardous").delay_months == 0


def test_leaving_for_total_disability_ended_with_the_year_2024() -> None:
    assert retirement("1970-01", "male", special="disabled").age_months == 50 * 12
    with pytest.raises(NoValueOn, match=r"retirement\.disabled"):
        retirement("1980-01", "male", special="disabled")
    with pytest.raises(UnknownGroup, match="城乡居民"):
        retirement("1980-01", "residents", special="hazardous")


def test_who_retired_before_the_reform_is_told_the_older_document() -> None:
    assert "国发〔1978〕104号" in retirement("1964-12", "male").sources[0]
    assert "2024-09-13" in retirement("1965-01", "male").sources[0]
    assert not retirement("1964-12", "male").is_elastic


@pytest.mark.parametrize(
    "birth",
    ["1970-13", "1970-00", "1970-02-30", "", "0000-01", "\x00", "\ud800", None, "9" * 10**6],
)
def test_a_bad_month_is_named_in_plain_words(birth: str) -> None:
    with pytest.raises(BadMonth) as caught:
        retirement(birth, "male")

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 80


def test_an_unknown_group_is_named_with_the_groups_there_are() -> None:
    for group in ("man", "", None, "\ud800"):
        with pytest.raises(UnknownGroup, match="female55"):
            retirement("1970-01", group)
    with pytest.raises(UnknownGroup, match="hazardous"):
        retirement("1970-01", "male", special="tired")


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("--birth", "1970-13", "--group", "male"), "bad_month", "01 到 12"),
        (
            ("--birth", "2027-01", "--group", "male", "--on", "2026-11-23"),
            "birth_in_future",
            "晚于",
        ),
        (("--birth", "1970-01", "--group", "man"), "bad_command", "female55"),
        (("--group", "male"), "bad_command", "--birth"),
        (("--birth", "", "--group", "male"), "bad_month", "2031-05"),
        (("--birth", "x" * 5_000_000, "--group", "male"), "bad_month", "…"),
        (("--birth", "\ud800\x00", "--group", "male"), "bad_month", "?"),
        (
            ("--birth", "1970-01", "--group", "male", "--start", "2029-12"),
            "start_out_of_range",
            "2030",
        ),
        (("--birth", "1970-01", "--group", "male", "--on", ""), "bad_date", "2026-02-14"),
    ],
)
def test_a_bad_question_is_refused_in_one_clear_line(
    refuse: Ask, words: tuple[str, ...], code: str, part: str
) -> None:
    error = refuse("law", "retirement", *words)

    assert error["code"] == code
    assert part in error["words"]
