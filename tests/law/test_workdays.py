"""Working days: every day of every year in the table, counted naively and compared."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.seed_workdays import NOTICES, render

from shebao.law.tables import BadTable
from shebao.law.workdays import (
    NATIONAL_TABLE,
    Calendar,
    NegativeDays,
    Reason,
    UnknownYear,
    national,
)
from tests.law.known import VECTORS, Ask

FIRST, LAST = date(2013, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
DAYS = st.dates(FIRST, LAST)
# Somebody who is asked well before the table ends always gets an answer.
EARLY_DAYS = st.dates(FIRST, date(2026, 9, 30))
LIMITS = {
    name: days for name, days in VECTORS["statutory_working_days"].items() if isinstance(days, int)
}


def naive(day: date, working_days: int) -> date:
    while working_days:
        day += timedelta(days=1)
        working_days -= national().explain(day).is_workday
    return day


@pytest.mark.clause("5.3.1b")
def test_every_day_of_every_year_agrees_with_an_independent_calendar() -> None:
    differing = [
        day
        for day in EVERY_DAY
        if national().is_workday(day) != chinese_calendar.is_workday(day)
        or national().explain(day).is_workday != national().is_workday(day)
    ]

    assert differing == []


def test_the_table_is_what_the_seeding_tool_draws() -> None:
    assert NATIONAL_TABLE.read_text(encoding="utf-8") == render()


def test_every_year_names_its_notice_and_every_exceptional_day_too() -> None:
    assert national().years == tuple(NOTICES)
    for day in EVERY_DAY:
        about = national().explain(day)
        is_plain = about.reason in {Reason.ORDINARY, Reason.WEEKEND}
        assert is_plain == (about.document == "")
        assert is_plain or "明电〔" in about.document
        assert about.name


def test_the_years_have_as_many_days_off_and_made_up_as_their_notices() -> None:
    found = {
        year: Counter(national().explain(day).reason for day in EVERY_DAY if day.year == year)
        for year in (2013, 2024, 2025, 2026)
    }

    assert [found[year][Reason.HOLIDAY] for year in found] == [29, 28, 28, 33]
    assert [found[year][Reason.MAKE_UP] for year in found] == [12, 8, 5, 6]


@pytest.mark.clause("5.3.1b")
@pytest.mark.parametrize(("errand", "limit"), LIMITS.items())
def test_every_statutory_deadline_is_right_on_every_day_of_the_table(
    errand: str, limit: int
) -> None:
    calendar = national()
    last_start = calendar.add(date(2026, 10, 1), 1)
    days = [day for day in EVERY_DAY if day <= last_start]
    for day in days:
        due = calendar.add(day, limit)
        between = sum(
            calendar.explain(day + timedelta(days=step)).is_workday
            for step in range(1, (due - day).days + 1)
        )
        assert between == limit
        assert calendar.is_workday(due)


@pytest.mark.clause("5.3.1b")
@given(day=EARLY_DAYS, working_days=st.integers(0, 40))
def test_adding_days_is_counting_them_one_by_one(day: date, working_days: int) -> None:
    assert national().add(day, working_days) == naive(day, working_days)


@pytest.mark.clause("5.3.1b")
@given(day=EARLY_DAYS, working_days=st.integers(0, 40))
def test_count_undoes_add(day: date, working_days: int) -> None:
    assert national().count(day, national().add(day, working_days)) == working_days


@given(day=EARLY_DAYS, more=st.integers(0, 30), working_days=st.integers(0, 20))
def test_accepted_later_is_never_due_earlier(day: date, more: int, working_days: int) -> None:
    later = day + timedelta(days=more)

    assert national().add(later, working_days) >= national().add(day, working_days)
    assert national().add(day, working_days + 1) > national().add(day, working_days)


@given(start=DAYS, end=DAYS)
def test_counting_backwards_is_the_negative(start: date, end: date) -> None:
    assert national().count(start, end) == -national().count(end, start)


@given(day=EARLY_DAYS)
def test_the_next_workday_is_today_or_the_first_after(day: date) -> None:
    found = national().next_workday(day)

    assert national().is_workday(found)
    assert found == day or national().count(day, found) == 1


def test_each_reason_is_named(ask: Ask) -> None:
    expected = {
        "2026-02-14": (True, "make_up", "春节调休上班"),
        "2026-02-15": (False, "holiday", "春节放假"),
        "2026-02-28": (True, "make_up", "春节调休上班"),
        "2026-03-01": (False, "weekend", "周末"),
        "2026-03-02": (True, "ordinary", "工作日"),
        "2018-12-29": (True, "make_up", "元旦调休上班"),
        "2020-02-01": (False, "holiday", "春节放假"),
    }
    for day, (is_workday, reason, name) in expected.items():
        found = ask("law", "workday", day)
        assert (found["is_workday"], found["reason"], found["name"]) == (is_workday, reason, name)
    assert ask("law", "workday", "2018-12-31")["document"] == "国办发明电〔2018〕15号"
    assert ask("law", "workday", "2019-05-05")["document"] == "国办发明电〔2019〕3号"


def test_the_command_counts_over_a_long_holiday(ask: Ask) -> None:
    assert ask("law", "workday", "2026-02-14", "--plus", "10")["result"] == "2026-03-06"
    assert ask("law", "workday", "2026-09-25", "--plus", "20")["result"] == "2026-10-29"
    assert ask("law", "workday", "2026-02-14", "--until", "2026-03-06")["working_days"] == 10
    assert ask("law", "workday", "2026-02-15", "--plus", "0")["result"] == "2026-02-15"


@pytest.mark.parametrize(
    "day", [date(2012, 12, 31), date(2027, 1, 1), date(1, 1, 1), date(9999, 12, 31)]
)
def test_a_year_without_a_table_is_never_answered(day: date) -> None:
    calendar = national()
    for question in (
        lambda: calendar.is_workday(day),
        lambda: calendar.explain(day),
        lambda: calendar.add(day, 0),
        lambda: calendar.next_workday(day),
        lambda: calendar.count(date(2026, 1, 1), day),
    ):
        with pytest.raises(UnknownYear, match=rf"workdays\.toml 里还没有 {day.year} 年"):
            question()


def test_a_deadline_beyond_the_table_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownYear, match="2027"):
        national().add(date(2026, 12, 20), 20)
    with pytest.raises(UnknownYear):
        national().add(date(2026, 1, 1), 10**30)


def test_negative_days_are_refused() -> None:
    with pytest.raises(NegativeDays, match="负数"):
        national().add(date(2026, 1, 5), -1)


@pytest.mark.clause("5.3.1b")
def test_an_agency_that_closes_for_a_day_gives_its_reason_and_moves_its_deadlines() -> None:
    storm = date(2026, 7, 15)
    closed = national().closed_on({storm: "台风停办"})

    assert closed.explain(storm).reason is Reason.CLOSING
    assert closed.explain(storm).name == "台风停办"
    assert closed.add(date(2026, 7, 14), 1) == date(2026, 7, 16)
    assert national().is_workday(storm)
    assert closed.closed_on({date(2026, 7, 16): "停电"}).add(storm, 1) == date(2026, 7, 17)
    assert closed.explain(date(2026, 2, 14)).document


def test_an_agency_adds_the_next_year_by_a_file_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "workdays-2027.toml"
    own.write_text(year_table(2027, "示例通知", "2027-01-01"), encoding="utf-8")

    assert national(own).add(date(2026, 12, 31), 1) == date(2027, 1, 4)


def year_table(year: int, document: str, off: str) -> str:
    holiday = f'[[year.holiday]]\nname = "元旦"\noff = [{off}]\n' if off else "holiday = []\n"
    return f'[[year]]\nyear = {year}\ndocument = "{document}"\n{holiday}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[year",
        year_table(2029, "甲", ""),
        year_table(2027, "", "2027-01-01"),
        year_table(2027, "甲", "2026-01-01"),
    ],
)
def test_a_broken_table_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadTable, match="节假日表"):
        national(path)


def test_a_calendar_without_years_is_refused() -> None:
    with pytest.raises(BadTable):
        Calendar({})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("2027-02-14",), "unknown_year"),
        (("2026-02-30",), "bad_date"),
        (("20260214",), "bad_date"),
        (("x" * 5_000_000,), "bad_date"),
        (("\ud800",), "bad_date"),
        (("2026-02-14", "--plus", "-1"), "negative_days"),
        (("2026-02-14", "--plus", "ten"), "bad_command"),
        (("2026-02-14", "--plus", "9" * 5000), "bad_command"),
        (("2026-02-14", "--plus", "999999999"), "unknown_year"),
        ((), "bad_command"),
    ],
)
def test_a_bad_question_about_days_is_refused(
    refuse: Ask, words: tuple[str, ...], code: str
) -> None:
    assert refuse("law", "workday", *words)["code"] == code
