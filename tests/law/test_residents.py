"""The residents' pension and the disability allowance."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.disability import Case, Claimant, allowance
from shebao.law.pension import BadFact, Facts, NoPensionBase, pension
from shebao.law.residents import Resident, residents_pension
from shebao.law.tables import FOLDER, NoValueOn, load
from tests.law.known import Ask

LI = Resident(birth="1966-01", region="370000", month="2026-01", paid_months=180, account=1390000)
ZHAO = Claimant(
    birth="1970-01",
    group="male",
    region="990000",
    month="2026-05",
    paid_months=200,
    index=Fraction(1),
    account=9000000,
)
NATIONAL_BASES = {
    "2009-09": 5500,
    "2014-07": 7000,
    "2018-01": 8800,
    "2020-07": 9300,
    "2022-07": 9800,
    "2023-07": 10300,
    "2024-07": 12300,
    "2025-12": 14300,
}


@pytest.mark.clause("5.4.3d")
def test_a_resident_draws_the_base_and_the_account_over_139_months() -> None:
    found = residents_pension(LI)

    assert (found.first_month, found.is_of_age) == ("2026-01", True)
    assert (found.required_months, found.missing_months) == (180, 0)
    assert found.working.value("base") == 14300
    assert found.working.value("account") == 10000
    assert found.working.total == 24300
    assert found.working.confidence == "U"
    assert {one.name for one in found.working.not_calculated} == {"local"}
    assert "最低标准" in found.working.notes[0]


@pytest.mark.parametrize(("month", "base"), NATIONAL_BASES.items())
def test_the_national_base_is_that_of_the_day(month: str, base: int) -> None:
    person = replace(LI, birth="1940-01", month=month)

    assert residents_pension(person).working.value("base") == base


def test_a_region_pays_its_own_base_and_what_is_told() -> None:
    found = residents_pension(replace(LI, region="990101", extra=500))

    assert found.working.total == 17300 + 10000 + 500
    assert found.working.not_calculated == ()
    assert found.working.parts[-1].name == "extra"


def test_who_is_too_young_or_paid_too_short_hears_what_is_missing() -> None:
    found = residents_pension(replace(LI, birth="1968-04", paid_months=170))

    assert not found.is_of_age
    assert (found.first_month, found.missing_months) == ("2028-04", 10)


def test_extras_for_long_paying_and_high_age_follow_the_region(tmp_path: Path) -> None:
    row = 'from = 2020-01-01\nregion = "370000"\ndocument = "示例文件(一)"\nconfidence = "D"\n'
    (tmp_path / "residents.toml").write_text(
        '[long_paying]\nunit = "fen a month"\n[[long_paying.entry]]\n'
        f"value = {{ above_years = 15, per_year = 300 }}\n{row}"
        '[high_age]\nunit = "fen a month"\n[[high_age.entry]]\n'
        f"value = {{ from_age = 65, amount = 1000 }}\n{row}",
        encoding="utf-8",
    )
    tables = load(FOLDER, tmp_path)

    def parts(**known: Any) -> dict[str, int | Fraction]:
        found = residents_pension(replace(LI, **known), tables=tables).working
        assert found.not_calculated == ()
        return {line.name: line.value for line in found.parts}

    assert parts() == {"base": 14300, "account": 10000}
    assert parts(paid_months=15 * 12 + 35)["long_paying"] == 600
    assert parts(birth="1961-01")["high_age"] == 1000
    assert "high_age" not in parts(birth="1961-02")
    line = residents_pension(
        replace(LI, birth="1961-01", paid_months=203), tables=tables
    ).working.parts[2:]
    assert [(one.name, one.label, one.formula) for one in line] == [
        ("long_paying", "长缴加发", "缴费满 15 年后每多一整年 3.00 元"),
        ("high_age", "高龄加发", "年满 65 岁起"),
    ]
    assert {(one.basis, one.confidence, one.unit) for one in line} == {("示例文件(一)", "D", "fen")}


@given(
    months=st.integers(0, 500), account=st.integers(0, 10**9), region=st.sampled_from(["990000"])
)
def test_the_parts_of_a_residents_pension_add_up(months: int, account: int, region: str) -> None:
    person = replace(LI, paid_months=months, account=account, region=region)

    found = residents_pension(person)
    more = residents_pension(replace(person, paid_months=months + 1, account=account + 1))

    assert sum(line.value for line in found.working.parts) == found.working.total
    assert more.working.total >= found.working.total
    assert more.missing_months <= found.missing_months


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"birth": "2027-01"}, "还没有出生"),
        ({"paid_months": -1}, "paid_months"),
        ({"account": -1}, "account"),
        ({"extra": -1}, "extra"),
    ],
)
def test_a_resident_who_cannot_be_is_refused_by_name(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        residents_pension(replace(LI, **wrong))
    with pytest.raises(NoValueOn, match=r"residents\.base.*2009-08"):
        residents_pension(replace(LI, birth="1940-01", month="2009-08"))


@pytest.mark.clause("5.4.3d")
def test_within_five_years_of_the_age_the_allowance_is_the_pension() -> None:
    found = allowance(ZHAO)
    facts = Facts(
        region="990000",
        month="2026-05",
        age_months=56 * 12 + 4,
        years=Fraction("16.67"),
        index=Fraction(1),
        account=9000000,
    )

    assert (found.case, found.months_to_go, found.statutory_month) == (Case.NEAR, 60, "2031-05")
    assert not found.is_provisional
    assert found.limit_months is None
    assert found.working.total == pension(facts).total


@pytest.mark.clause("5.4.3d")
def test_further_from_the_age_only_the_basic_part_is_drawn_for_now() -> None:
    found = allowance(replace(ZHAO, month="2026-04"))

    assert (found.case, found.months_to_go) == (Case.FAR, 61)
    assert (found.refigured_month, found.is_provisional) == ("2026-05", True)
    assert [line.name for line in found.working.parts] == ["basic"]
    assert found.working.total == found.working.value("basic")
    assert any("暂定" in note for note in found.working.notes)


@pytest.mark.parametrize(
    ("paid", "months"), [(0, 12), (12, 12), (60, 12), (61, 15), (72, 15), (73, 18), (179, 42)]
)
def test_who_paid_too_short_draws_for_a_number_of_months(paid: int, months: int) -> None:
    found = allowance(replace(ZHAO, paid_months=paid))

    assert (found.case, found.limit_months) == (Case.SHORT, months)
    assert found.is_provisional
    assert found.required_months == 180


def test_the_young_have_an_allowance_though_no_payout_months() -> None:
    young = replace(ZHAO, birth="1995-01", group="female50", paid_months=30)

    assert allowance(young).working.total > 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"month": "2031-05"}, "已到法定退休年月"),
        ({"birth": "2026-06"}, "还没有出生"),
        ({"group": "residents"}, "只适用于职工"),
        ({"index": Fraction(-1)}, "index"),
        ({"paid_months": -1}, "paid_months"),
    ],
)
def test_a_claimant_who_cannot_be_is_refused_by_name(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        allowance(replace(ZHAO, **wrong))


def test_there_was_no_such_allowance_before_2025_nor_where_no_base_is_known() -> None:
    with pytest.raises(NoValueOn, match=r"disability\.near.*2024-12"):
        allowance(replace(ZHAO, month="2024-12"))
    with pytest.raises(NoPensionBase, match="370000"):
        allowance(replace(ZHAO, region="370000"))


@pytest.mark.clause("5.4.3d")
def test_the_commands_answer_alike(ask: Ask, refuse: Ask) -> None:
    words = ("law", "residents-pension", "--birth", "1966-01", "--months", "180", "--month")
    found = ask(*words, "2026-01", "--account", "13900.00", "--region", "370000")
    assert found["working"]["total"] == "243.00"
    assert found["first_month"] == "2026-01"
    assert refuse(*words, "2026-13", "--account", "0")["code"] == "bad_month"
    assert refuse(*words, "2026-01", "--account", "-1")["code"] == "bad_fact"
    assert refuse(*words, "2008-01", "--account", "0")["code"] == "no_value_on"

    words = ("law", "disability", "--birth", "1970-01", "--group", "male", "--months", "100")
    words += ("--index", "1", "--account", "90000", "--region", "990000", "--month")
    found = ask(*words, "2026-05")
    assert (found["case"], found["limit_months"]) == ("short", 24)
    assert refuse(*words, "2031-05")["code"] == "bad_fact"
    assert refuse(*words, "2024-05")["code"] == "no_value_on"
