"""The language of rules: known names only, whole money, dates as texts, named failures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.catalogue import expressions as cel


def value(source: str, **values: object) -> object:
    return cel.value_of(source, cel.context(values))


def test_names_bound_inside_a_list_are_not_facts() -> None:
    found = cel.compiled("registrations.list.exists(one, one.state == 'x') && answers.a == 'b.c'")
    assert found.names == {"registrations", "answers"}
    assert found.paths == {("registrations", "list"), ("answers", "a")}


def test_a_name_used_whole_is_told_from_its_parts() -> None:
    assert cel.compiled("size(person) > 1 && person.age > 1").paths == {
        ("person",),
        ("person", "age"),
    }
    assert ("person",) in cel.compiled("person['age'] > 1").paths


def test_an_expression_is_compiled_once() -> None:
    assert cel.compiled("answers.a == 1") is cel.compiled("answers.a == 1")


@pytest.mark.parametrize("source", ["answers.", "a b", "'open", "(", "x" * 3000, "a.b ===  1"])
def test_what_does_not_compile_is_named(source: str) -> None:
    with pytest.raises(cel.BadExpression):
        cel.compiled(source)


@pytest.mark.parametrize("source", ["perosn.name == ''", "today > now", "evil(answers.a)"])
def test_unknown_names_and_functions_are_refused(source: str) -> None:
    with pytest.raises(cel.BadExpression):
        cel.demand_known(cel.compiled(source), {"answers", "today", "person"})


def test_money_stays_whole() -> None:
    found = value("answers.fen * 3 + 1", answers={"fen": 33333333333333})
    assert found == 100000000000000
    assert isinstance(found, int)


@pytest.mark.parametrize(
    "source",
    ["answers.b == 1", "answers.a + 'x' == 1", "1 / 0 == 1", "answers.l[3]", "nothing == 1",
     "months_between('', today) > 1", "9223372036854775807 + 1 > 0", "answers.a"],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_undecided(source: str) -> None:
    around = cel.context({"answers": {"a": 1, "l": [1]}, "today": "2025-11-24"})
    with pytest.raises(cel.Undecided):
        cel.is_true(source, around)


def test_the_reason_names_what_is_missing_and_no_trace() -> None:
    with pytest.raises(cel.Undecided, match="Nothing is known of 'b'"):
        value("answers.b", answers={})


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2025-01-31", "2025-02-28", 1),
        ("2025-01-31", "2025-02-27", 0),
        ("2025-01-15", "2025-02-14", 0),
        ("2025-01-15", "2025-02-15", 1),
        ("2024-11", "2025-11", 12),
        ("2025-11", "2024-11", -12),
        ("1988-03-12", "2004-03-11", 191),
        ("1988-03-12", "2004-03-12", 192),
        ("", "2025-01", None),
        ("2025-02-30", "2025-03-01", None),
    ],
)
def test_whole_months_are_counted(earlier: str, later: str, months: int | None) -> None:
    assert cel.months_between(earlier, later) == months


DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(day=DATES, months=st.integers(-600, 600))
def test_adding_months_and_counting_them_agree(day: date, months: int) -> None:
    moved = cel.add_months(day.isoformat(), months)
    assert moved is not None
    counted = cel.months_between(day.isoformat(), moved)
    assert counted == months


@given(one=DATES, other=DATES)
def test_dates_compare_as_texts_as_they_do_as_dates(one: date, other: date) -> None:
    assert (one.isoformat() < other.isoformat()) == (one < other)
    assert cel.is_before(one.isoformat(), other.isoformat()) == (one < other)


@given(text=st.text(), number=st.integers())
def test_no_function_ever_fails(text: str, number: int) -> None:
    assert cel.months_between(text, "2025-01-01") is None or text
    cel.years_between("2025-01-01", text)
    cel.add_months(text, number)
    cel.add_days(text, number)
    cel.month_of(text)
    cel.year_of(text)
    cel.is_before(text, text)
    assert cel.length(text) == len(text)
    cel.province(text)
    cel.city(text)


def test_regions_know_their_city_and_province() -> None:
    assert value("city('990102')") == "990100"
    assert value("province('990102')") == "990000"
    assert value("city('')") == ""
    assert value("length('参保')") == 2
