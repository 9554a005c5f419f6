"""Leave around a birth and its allowance."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.maternity import BadBirth, allowance, birth_leave, miscarriage_leave
from shebao.law.tables import FOLDER, NoValueOn, load
from tests.law.known import TODAY, Ask


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ((), 98),
        (("--difficult",), 113),
        (("--babies", "2"), 113),
        (("--babies", "3", "--difficult"), 143),
        (("--miscarriage", "3"), 15),
        (("--miscarriage", "4"), 42),
        (("--miscarriage", "0"), 15),
    ],
)
def test_the_leave_is_made_of_its_parts(ask: Ask, options: tuple[str, ...], days: int) -> None:
    asked = ask("law", "maternity", *options)

    assert asked["days"] == days
    assert asked["sources"][0]["confidence"] == "K"
    parts = ("base", "difficult", "further_babies", "province")
    assert sum(asked[name] for name in parts) == days


def test_the_allowance_is_the_daily_average_wage_times_the_days(ask: Ask) -> None:
    leave = birth_leave(on=TODAY)

    assert allowance(leave, average_wage=900000, on=TODAY).total == 2940000
    assert allowance(leave, average_wage=1000000, on=TODAY).total == 3266667
    asked = ask("law", "maternity", "--average-wage", "10000")
    assert (asked["allowance"], asked["working"]["total_fen"]) == ("32,666.67", 3266667)


def test_what_a_province_adds_is_its_own_entry(tmp_path: Path) -> None:
    (tmp_path / "maternity.toml").write_text(
        '[province_days]\nunit = "days"\n[[province_days.entry]]\nvalue = 60\nregion = "990000"\n'
        'from = 2022-01-01\ndocument = "示例省条例(示例)"\nconfidence = "D"\n',
        encoding="utf-8",
    )
    tables = load(FOLDER, tmp_path)

    assert birth_leave(on=TODAY, region="990101", tables=tables).days == 158
    national = birth_leave(on=TODAY, tables=tables)
    assert (national.days, national.sources[1].confidence) == (98, "U")


@given(wage=st.integers(0, 10**9), babies=st.integers(1, 9))
def test_one_more_baby_never_brings_less(wage: int, babies: int) -> None:
    fewer, more = (birth_leave(on=TODAY, babies=one) for one in (babies, babies + 1))

    assert more.days == fewer.days + 15
    assert (
        allowance(more, average_wage=wage, on=TODAY).total
        >= allowance(fewer, average_wage=wage, on=TODAY).total
    )


def test_wrong_questions_are_answered_by_name(refuse: Ask) -> None:
    for babies in (0, 11, True):
        with pytest.raises(BadBirth):
            birth_leave(on=TODAY, babies=babies)
    with pytest.raises(BadBirth, match="怀孕"):
        miscarriage_leave(11, on=TODAY)
    with pytest.raises(BadBirth, match="工资"):
        allowance(birth_leave(on=TODAY), average_wage=-1, on=TODAY)
    with pytest.raises(NoValueOn, match=r"maternity\.leave"):
        birth_leave(on=date(2012, 4, 27))
    assert refuse("law", "maternity", "--babies", "0")["code"] == "bad_birth"
    assert (
        refuse("law", "maternity", "--babies", "2", "--miscarriage", "1")["code"] == "bad_command"
    )
    assert refuse("law", "maternity", "--region", "1")["code"] == "bad_region"
