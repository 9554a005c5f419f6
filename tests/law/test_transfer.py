"""Transfers between provinces: where the pension is drawn, what moves, who acts until when."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import transfer, transfer_clock
from shebao.law.tables import NoValueOn, national
from shebao.law.transfer import Ground, Landing, PaidYear, Rule, Stay, arrival, drawing_place, moved
from shebao.law.transfer_clock import Holder, Leg, OutOfOrder, State, clocks
from shebao.law.workdays import national as workdays
from tests.law.known import TODAY, VECTORS, Ask

CASES = VECTORS["pension_place"]["cases"]
DAYS = VECTORS["statutory_working_days"]
PLACES = st.sampled_from(["110000", "310000", "440300", "440100", "510000"])
STAYS = st.lists(
    st.builds(Stay, place=PLACES, months=st.integers(0, 300), is_temporary=st.booleans()),
    max_size=6,
)


def stays_of(case: Any) -> list[Stay]:
    return [
        Stay(place=place, months=months, is_temporary=place in case["temporary"])
        for place, months in case["months"].items()
    ]


@pytest.mark.clause("5.4.3b")
@pytest.mark.parametrize("case", CASES)
def test_every_worked_case_of_the_place_is_met(ask: Ask, case: Any) -> None:
    found = drawing_place(
        stays_of(case), current=case["current"], household=case["household"], on=TODAY
    )
    words = [
        f"--stay={one.place}:{one.months}{':temporary' if one.is_temporary else ''}"
        for one in stays_of(case)
    ]
    asked = ask(
        "law", "transfer-place", "--household", case["household"], "--current", case["current"],
        *words,
    )  # fmt: skip

    assert (found.place, found.number) == (case["place"], case["rule"])
    assert (asked["place"], asked["number"]) == (case["place"], case["rule"])
    assert asked["sources"][0]["confidence"] == "B"


@pytest.mark.clause("5.4.3b")
def test_the_last_long_place_comes_before_the_household() -> None:
    stays = [Stay(place=place, months=months) for place, months in
             (("110000", 150), ("310000", 130), ("440000", 20))]  # fmt: skip

    found = drawing_place(stays, current="440000", household="510000", on=TODAY)

    assert (found.place, found.rule) == ("310000", Rule.LAST_LONG)
    assert found.gathered == ("110000", "440000")


def test_places_are_compared_by_province_and_their_months_added() -> None:
    stays = [Stay(place="440300", months=60), Stay(place="440100", months=60)]

    found = drawing_place(stays, current="440100", household="510000", on=TODAY)

    assert (found.place, found.rule, found.months) == ("440000", Rule.CURRENT, 120)


def test_without_a_household_the_longest_place_decides_and_of_equals_the_last() -> None:
    stays = [Stay(place="110000", months=60), Stay(place="310000", months=90),
             Stay(place="440000", months=90),
             Stay(place="510000", months=200, is_temporary=True)]  # fmt: skip

    found = drawing_place(stays, current="110000", household="", on=TODAY)

    assert (found.place, found.rule) == ("440000", Rule.LONGEST)
    with pytest.raises(transfer.NoPlace):
        drawing_place(stays[3:], current="510000", household="", on=TODAY)


@pytest.mark.clause("5.4.3b")
@given(stays=STAYS, current=PLACES, household=PLACES)
def test_the_place_is_always_one_of_the_places_or_the_household(
    stays: list[Stay], current: str, household: str
) -> None:
    found = drawing_place(stays, current=current, household=household, on=TODAY)

    ordinary = {transfer.province(one.place) for one in stays if not one.is_temporary}
    assert found.place in ordinary | {transfer.province(household)}
    assert found.place not in found.gathered


@given(stays=STAYS, current=PLACES, household=PLACES)
def test_a_temporary_account_never_decides(stays: list[Stay], current: str, household: str) -> None:
    ordinary = [one for one in stays if not one.is_temporary]

    with_them = drawing_place(stays, current=current, household=household, on=TODAY)
    without = drawing_place(ordinary, current=current, household=household, on=TODAY)

    assert (with_them.place, with_them.rule) == (without.place, without.rule)


@pytest.mark.clause("5.4.3b")
@pytest.mark.parametrize(
    ("sex", "birth", "options", "landing", "ground"),
    [
        ("male", "1976-11-24", {}, Landing.MOVES, Ground.YOUNG),
        ("male", "1976-11-23", {}, Landing.TEMPORARY, Ground.AGE),
        ("female", "1986-11-24", {}, Landing.MOVES, Ground.YOUNG),
        ("female", "1986-11-23", {}, Landing.TEMPORARY, Ground.AGE),
        ("male", "1970-01-01", {"household": "440300"}, Landing.MOVES, Ground.HOME),
        ("male", "1970-01-01", {"is_approved": True}, Landing.MOVES, Ground.APPROVED),
        ("male", "1970-01-01", {"is_continuous": True}, Landing.MOVES, Ground.CONTINUOUS),
    ],
)
def test_from_an_age_on_a_relation_moves_only_home_or_by_exception(
    sex: str, birth: str, options: Any, landing: Landing, ground: Ground
) -> None:
    known = {"household": "510000", **options}
    found = arrival(
        sex=sex, birth=date.fromisoformat(birth), to="440100", on=TODAY,
        **known,
    )  # fmt: skip

    assert (found.landing, found.ground) == (landing, ground)


def test_whoever_is_born_on_a_leap_day_turns_on_the_last_of_february() -> None:
    found = arrival(sex="male", birth=date(1976, 2, 29), to="1", household="2", on=TODAY)

    assert found.turns_on == date(2026, 2, 28)


@pytest.mark.clause("5.4.3b")
def test_twelve_percent_of_the_own_bases_since_1998_and_the_account_move(ask: Ask) -> None:
    years = [
        PaidYear(year=1997, months=12, bases=600000),
        PaidYear(year=1998, months=12, bases=720000),
        PaidYear(year=2020, months=3, bases=2400001),
    ]

    found = moved(years, account_since_1998=100000, own_before_1998=5000, on=date(2021, 6, 1))
    asked = ask(
        "law", "transfer-amount", "--account", "1000.00", "--account-before", "50.00",
        "--year", "1997:12:6000", "--year", "1998:12:7200", "--year", "2020:3:24000.01",
        "--on", "2021-06-01",
    )  # fmt: skip

    assert [one.amount for one in found.years] == [0, 86400, 288000]
    assert (found.account, found.pooled, found.total) == (105000, 374400, 479400)
    assert (asked["total_fen"], asked["pooled"]) == (479400, "3,744.00")
    assert asked["sources"][0]["confidence"] == "B"


@pytest.mark.clause("5.4.3b")
def test_what_lies_in_temporary_accounts_follows_whole(ask: Ask) -> None:
    found = moved([], account_since_1998=100, temporary=250075, on=TODAY)
    asked = ask("law", "transfer-amount", "--account", "1.00", "--temporary", "2500.75")

    assert (found.account, found.temporary, found.total) == (100, 250075, 250175)
    assert (asked["temporary_fen"], asked["total_fen"]) == (250075, 250175)
    with pytest.raises(transfer.BadStay, match="-1"):
        moved([], account_since_1998=0, temporary=-1, on=TODAY)


@pytest.mark.clause("5.4.3b")
def test_whoever_draws_a_pension_moves_nothing_not_even_home(ask: Ask) -> None:
    asked = ask(
        "law", "transfer-arrival", "--sex", "male", "--birth", "1960-01-01", "--to", "440300",
        "--household", "440100", "--retired", "--on", "2026-11-23",
    )  # fmt: skip

    assert (asked["landing"], asked["ground"]) == ("stays", "retired")


def test_nobody_moves_before_being_born(refuse: Ask) -> None:
    asked = refuse(
        "law", "transfer-arrival", "--sex", "male", "--birth", "2026-11-24", "--to", "440300",
        "--on", "2026-11-23",
    )  # fmt: skip
    assert asked["code"] == "bad_stay"
    assert "2026-11-24" in asked["words"]
    assert arrival(sex="male", birth=TODAY, to="1", household="2", on=TODAY).landing == "moves"


def test_since_national_pooling_the_pooled_part_is_marked_unsure() -> None:
    found = moved([], account_since_1998=0, on=TODAY)

    assert found.sources[0].confidence == "U"
    assert "经办机构" in found.sources[0].note


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("个人社会保险登记(art 6)", "clocks.person_registration"),
        ("变更或注销登记(art 10)", "clocks.change_or_end"),
        ("领取基本养老金申请(art 18)", "clocks.pension_claim"),
        ("医疗费用手工报销(art 20)", "clocks.medical_claim"),
        ("生育津贴(art 20)", "clocks.maternity_allowance"),
        ("工伤费用手工报销(art 22)", "clocks.injury_claim"),
        ("失业保险金(art 24)", "clocks.unemployment_benefit"),
        ("职业培训等补贴(art 24)", "clocks.training_subsidy"),
        ("丧失资格告知(art 25, duty of the beneficiary side)", "clocks.loss_report"),
        ("养老关系转移: 新参保地审核", "transfer.review_days"),
        ("养老关系转移: 原参保地办理", "transfer.statement_days"),
        ("养老关系转移: 新参保地办结", "transfer.merging_days"),
    ],
)
def test_every_statutory_clock_is_in_the_tables(ask: Ask, name: str, table: str) -> None:
    assert national().value(table, TODAY) == DAYS[name]
    assert ask("law", "explain", table)["value"] == DAYS[name]
    assert len(DAYS) == 14


@pytest.mark.clause("5.4.3b", "5.3.1b")
def test_each_agency_has_fifteen_working_days(ask: Ask) -> None:
    calendar, applied = workdays(), date(2026, 3, 2)

    review, statement, merging = clocks(applied, on=date(2026, 3, 3), calendar=calendar)

    assert [one.holder for one in (review, statement, merging)] == ["new", "old", "new"]
    assert [one.has_begun for one in (review, statement, merging)] == [True, False, False]
    assert review.due_on == calendar.add(applied, 15)
    assert merging.due_on == calendar.add(applied, 45)
    assert not review.is_late
    asked = ask("law", "transfer-clock", "--applied", "2026-03-02", "--on", "2026-03-03")
    assert asked["latest"] == str(merging.due_on)


def test_a_leg_that_ends_early_brings_the_next_one_forward_and_lateness_is_seen() -> None:
    ended = {Leg.REVIEW: date(2026, 3, 9)}

    review, statement, _ = clocks(
        date(2026, 3, 2), on=date(2026, 4, 30), calendar=workdays(), ended=ended
    )

    assert (review.is_late, statement.is_late) == (False, True)
    assert statement.starts_on == date(2026, 3, 9)


@pytest.mark.parametrize(
    "ended", [{Leg.REVIEW: date(2026, 3, 1)}, {Leg.STATEMENT: date(2026, 4, 1)}]
)
def test_legs_out_of_order_are_refused(ended: Any) -> None:
    with pytest.raises(OutOfOrder):
        clocks(date(2026, 3, 2), on=TODAY, calendar=workdays(), ended=ended)


def test_a_day_in_a_year_without_known_holidays_stays_open_and_is_never_guessed(ask: Ask) -> None:
    review, statement, merging = clocks(date(2026, 12, 1), on=TODAY, calendar=workdays())

    assert review.due_on == workdays().add(date(2026, 12, 1), 15)
    assert (statement.starts_on, statement.due_on) == (review.due_on, None)
    assert (merging.starts_on, merging.due_on, merging.is_late) == (None, None, False)
    asked = ask("law", "transfer-clock", "--applied", "2026-12-01", "--on", "2026-12-01")
    assert asked["latest"] is None


@pytest.mark.clause("5.4.3b")
def test_every_state_is_held_by_one_agency_until_it_is_final() -> None:
    for state, following in transfer_clock.MOVES.items():
        is_final = not following
        assert (transfer_clock.holder(state) is Holder.NOBODY) == is_final
    assert transfer_clock.holder("accepted") is Holder.OLD
    assert {State.REFUSED, State.DONE} == {
        one for one, to in transfer_clock.MOVES.items() if not to
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("transfer-place", "--current", "1", "--stay", "110000"), "bad_stay"),
        (("transfer-place", "--current", "1"), "no_place"),
        (("transfer-place", "--current", "1", "--on", "2009-12-31"), "no_value_on"),
        (("transfer-amount", "--account", "1", "--year", "2020:13:1"), "bad_stay"),
        (("transfer-amount", "--account", "1", "--year", "2020:1"), "bad_amount"),
        (("transfer-amount", "--account", "-1"), "bad_stay"),
        (("transfer-arrival", "--sex", "male", "--birth", "9999-01-01", "--to", "1"), "bad_stay"),
        (("transfer-arrival", "--sex", "x", "--birth", "1990-01-01", "--to", "1"), "bad_command"),
    ],
)
def test_a_bad_question_about_transfers_is_refused(
    refuse: Ask, words: tuple[str, ...], code: str
) -> None:
    assert refuse("law", *words)["code"] == code


def test_wrong_stays_are_refused_by_name() -> None:
    for stay in (
        Stay(place="", months=1),
        Stay(place="a", months=-1),
        Stay(place="a", months=True),
    ):
        with pytest.raises(transfer.BadStay):
            drawing_place([stay], current="a", household="b", on=TODAY)
    with pytest.raises(transfer.BadStay, match="两次"):
        moved([PaidYear(year=2020, months=1, bases=1)] * 2, account_since_1998=0, on=TODAY)
    with pytest.raises(transfer.BadStay, match="male"):
        arrival(sex="x", birth=TODAY, to="1", household="2", on=TODAY)
    with pytest.raises(NoValueOn, match=r"transfer\.stay_from"):
        arrival(sex="male", birth=TODAY, to="1", household="2", on=date(2000, 1, 1))
