"""When people may retire: every row of the annex tables, and what must hold for all births."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.months import BadMonth, month_number, month_text
from shebao.law.retirement import (
    BadPaidMonths,
    Choice,
    Group,
    Special,
    StartOutOfRange,
    UnknownGroup,
    minimum_months,
    retirement,
    shortfall,
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


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("post", ["civil_servant", "leader", "manager"])
def test_who_holds_such_a_post_may_begin_early_but_not_late(
    ask: Ask, refuse: Ask, post: str
) -> None:
    found, free = retirement("1970-01", "male", post=post), retirement("1970-01", "male")

    assert (found.may_be_late, free.may_be_late) == (False, True)
    assert found.latest_month == found.statutory_month == free.statutory_month == "2031-05"
    assert (found.earliest_month, free.latest_month) == ("2030-01", "2034-05")
    assert start("2031-05", found).choice is Choice.STATUTORY
    with pytest.raises(StartOutOfRange, match=r"2031-06.*retirement\.not_late"):
        start("2031-06", found)
    with pytest.raises(StartOutOfRange) as caught:
        start("2034-06", free)
    assert "not_late" not in str(caught.value)
    assert any("第四条" in one for one in found.sources)
    assert len(found.sources) == len(set(found.sources)) == len(free.sources) + 1
    words = ("law", "retirement", "--birth", "1970-01", "--group", "male", "--post", post)
    assert ask(*words)["may_be_late"] is False
    assert "not_late" in refuse(*words, "--start", "2032-01")["words"]


def test_no_post_changes_what_is_not_elastic_at_all() -> None:
    before = retirement("1964-12", "male", post="manager")

    assert before == retirement("1964-12", "male")
    assert (before.is_elastic, before.may_be_late) == (False, False)
    assert not retirement("1970-01", "residents", post="leader").may_be_late
    with pytest.raises(UnknownGroup, match="civil_servant"):
        retirement("1970-01", "male", post="king")


@pytest.mark.clause("5.4.3d")
def test_the_first_pension_is_that_of_the_following_month(ask: Ask) -> None:
    found = retirement("1970-01", "male")

    assert start("2031-05", found).pension_from == "2031-06"
    assert start("2030-12", found).pension_from == "2031-01"
    asked = ask("law", "retirement", "--birth", "1970-01", "--group", "male", "--start", "2031-05")
    assert asked["start"]["pension_from"] == "2031-06"


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("chosen", "paid", "missing", "ways"),
    [
        ("2031-05", 192, 0, ()),
        ("2031-05", 191, 1, ("go_on", "lump_sum", "residents")),
        ("2030-01", 186, 0, ()),
        ("2030-01", 185, 1, ()),
        ("2034-05", 0, 192, ("go_on", "lump_sum", "residents")),
    ],
)
def test_who_is_short_hears_how_much_and_what_may_be_done(
    ask: Ask, chosen: str, paid: int, missing: int, ways: tuple[str, ...]
) -> None:
    found = shortfall(start(chosen, retirement("1970-01", "male")), paid)
    asked = ask(
        "law", "retirement", "--birth", "1970-01", "--group", "male", "--start", chosen,
        "--paid-months", str(paid),
    )  # fmt: skip

    assert (found.is_met, found.missing_months, found.ways) == (not missing, missing, ways)
    assert asked["shortfall"]["missing_months"] == missing
    assert asked["shortfall"]["ways"] == list(ways)


def test_the_ways_out_are_those_of_the_time() -> None:
    before = shortfall(start("2024-12", retirement("1964-12", "male")), 1)
    long_ago = shortfall(start("2010-01", retirement("1950-01", "male")), 1)

    assert before.ways == ("go_on", "residents")
    assert long_ago.ways == ()
    assert "第十六条" in before.sources[0]


@pytest.mark.parametrize("paid", [-1, 961, True, 10**30])
def test_months_nobody_can_have_paid_are_refused_by_name(paid: int) -> None:
    begin = start("2031-05", retirement("1970-01", "male"))

    with pytest.raises(BadPaidMonths, match="0 到 960"):
        shortfall(begin, paid)
    assert shortfall(begin, 960).is_met
    assert not shortfall(begin, 0).is_met


@pytest.mark.parametrize(
    ("birth", "required"),
    [
        ("1949-08", 0),
        ("1949-09", 0),
        ("1950-01", 4),
        ("1952-03", 30),
        ("1964-08", 179),
        ("1964-09", 180),
        ("1980-01", 180),
    ],
)
def test_residents_near_the_age_at_the_beginning_pay_for_the_years_left(
    birth: str, required: int
) -> None:
    found = retirement(birth, "residents")

    assert found.required_months == required
    assert start(found.statutory_month, found).required_months == required


def test_an_early_start_at_the_very_beginning_of_the_reform_is_not_before_it() -> None:
    assert retirement("1965-01", "male").earliest_month == "2025-01"
    assert retirement("1965-03", "male").earliest_month == "2025-03"
    assert retirement("1975-01", "female50").earliest_month == "2025-01"
    assert retirement("1984-11", "female50").earliest_month == "2036-11"
    assert retirement("1984-11", "female50").latest_month == "2042-11"
