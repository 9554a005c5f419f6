"""Employees' pensions: real notices to the fen, and what must hold for everybody."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.commands.main import main
from shebao.law.history import years_of
from shebao.law.money import fen
from shebao.law.payout import NoPayoutMonths
from shebao.law.pension import BadFact, Facts, NoPensionBase, pension, pension_base
from shebao.law.tables import FOLDER, BadTable, NoValueOn, load
from shebao.law.working import DoesNotAdd, Line, Unit, WorkingOut, value_text
from tests.law.known import VECTORS, Ask

EXAMPLES = VECTORS["pension_examples"]
NOTICE = EXAMPLES["transcribed_official_notices"][0]
SICHUAN = Facts(
    region="510000",
    month="2024-04",
    age_months=600,
    years=Fraction("17.33"),
    index=Fraction("0.84"),
    account=9114787,
)
AGES = {"117": 63 * 12, "139": 60 * 12}
REGIONS = st.sampled_from(["110000", "510000", "990000"])
MONTHS = st.integers(0, 480)
RATIOS = st.fractions(Fraction(6, 10), 3, max_denominator=10_000)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Somebody with any life of up to 40 years."""
    deemed, early, later = draw(MONTHS), draw(st.integers(0, 60)), draw(MONTHS)
    return Facts(
        region=draw(REGIONS),
        month="2025-06",
        age_months=draw(st.integers(50 * 12, 66 * 12)),
        years=years_of(deemed + early + later, "2025-06"),
        index=draw(RATIOS),
        account=draw(st.integers(0, 10**9)),
        base=draw(st.none() | st.integers(1, 10**7)),
        deemed_years=years_of(deemed, "2025-06"),
        early_years=years_of(early, "2025-06"),
        deemed_index=draw(st.none() | RATIOS),
    )


@pytest.mark.clause("5.4.3d")
def test_a_real_notice_is_met_to_the_fen() -> None:
    found = pension(SICHUAN)

    assert found.value("base") == fen(NOTICE["base"])
    assert found.value("indexed_wage") == fen(NOTICE["indexed_wage"])
    assert found.value("basic") == fen(NOTICE["basic"])
    assert found.value("account") == fen(NOTICE["account_pension"])
    assert found.value("transitional") == 0
    assert found.value("local") == fen(NOTICE["local_extra_0.1pct"])
    assert found.total == fen(NOTICE["total"])
    assert found.not_calculated == ()


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("case", EXAMPLES["arithmetic"], ids=lambda case: case["total"])
def test_the_national_formula_is_met_to_the_fen(case: dict[str, str]) -> None:
    person = Facts(
        region="000000",
        month="2025-06",
        age_months=AGES[case["divisor"]],
        years=Fraction(case["years"]),
        index=Fraction(case["index"]),
        account=fen(case["account"]),
        base=fen(case["base"]),
    )

    found = pension(person)

    assert found.value("basic") == fen(case["basic"])
    assert found.value("account") == fen(case["account_pension"])
    assert found.total == fen(case["total"])


@pytest.mark.clause("5.4.3d")
@given(person=facts())
def test_the_parts_of_a_pension_add_up_again(person: Facts) -> None:
    found = pension(person)
    record = found.as_record()

    assert sum(line.value for line in found.parts) == found.total
    assert sum(one["value"] for one in record["lines"] if one["is_part"]) == record["total_fen"]
    assert all(line.value >= 0 for line in found.lines)
    assert not found.not_calculated or person.region == "110000"


@pytest.mark.clause("5.4.3d")
@given(person=facts(), months=st.integers(1, 480), ratio=RATIOS)
def test_one_more_paid_month_never_lowers_a_pension(
    person: Facts, months: int, ratio: Fraction
) -> None:
    deemed = years_of(0, "2025-06")
    before = replace(
        person, years=years_of(months, "2025-06"), deemed_years=deemed, early_years=deemed
    )
    index = (before.index * months + ratio) / (months + 1)
    after = replace(
        before, years=years_of(months + 1, "2025-06"), index=index, account=before.account + 1
    )

    assert pension(after).total >= pension(before).total


def local_sum(region: str, **known: Any) -> int | Fraction:
    """The transitional part of somebody with 10 deemed and 2 early years."""
    years = {"deemed_years": Fraction(10), "early_years": Fraction(2)} | known
    return pension(replace(SICHUAN, region=region, base=10000_00, **years)).value("transitional")


def test_each_region_makes_up_for_the_time_before_accounts_in_its_own_way() -> None:
    assert local_sum("110000") == 1000_00 + 168_00
    assert local_sum("510000") == fen(Decimal("9200") * 12 * Decimal("0.013"))
    assert local_sum("990000", deemed_index=Fraction(1)) == 1200_00
    assert local_sum("990000") == 1008_00


def test_a_region_without_a_formula_says_that_it_was_not_calculated() -> None:
    person = replace(SICHUAN, region="370000", base=800000, deemed_years=Fraction(3))

    found = pension(person)

    assert {one.name for one in found.not_calculated} == {"transitional", "local"}
    assert {line.name for line in found.parts} == {"basic", "account"}
    assert any("未计算 过渡性养老金" in line for line in found.spoken())


def test_nobody_without_early_years_misses_the_transitional_part() -> None:
    found = pension(replace(SICHUAN, region="370000", base=800000))

    assert {one.name for one in found.not_calculated} == {"local"}
    assert found.value("transitional") == 0


@pytest.mark.parametrize(
    ("month", "region", "base"),
    [
        ("2024-05", "110000", 1188300),
        ("2025-12", "110105", 1204900),
        ("2024-04", "510000", 807900),
        ("2025-01", "510100", 846200),
        ("2010-01", "990000", 259000),
        ("2026-11", "990101", 789000),
    ],
)
def test_the_base_is_the_published_one_of_the_year(month: str, region: str, base: int) -> None:
    assert pension_base(month, region=region).value == base


@pytest.mark.parametrize(
    ("month", "region"), [("2026-01", "510000"), ("2024-01", "370000"), ("2024-01", "000000")]
)
def test_a_base_is_never_invented(month: str, region: str) -> None:
    with pytest.raises(NoPensionBase, match=rf"pension_base.*{region}.*{month}"):
        pension(replace(SICHUAN, region=region, month=month))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"base": -1}, "base"),
        ({"base": 0}, "base"),
        ({"account": -1}, "account"),
        ({"index": Fraction(-1)}, "index"),
        ({"index": Fraction(301, 100)}, "index.*不能大于 3"),
        ({"years": Fraction(81)}, "years"),
        ({"deemed_years": Fraction(18)}, "deemed_years"),
        ({"early_years": Fraction(18)}, "early_years"),
        ({"deemed_index": Fraction(4)}, "deemed_index"),
        ({"age_months": -1}, "age"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_name(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        pension(replace(SICHUAN, **wrong))


def test_an_age_or_a_month_outside_the_tables_is_refused_by_name() -> None:
    with pytest.raises(NoPayoutMonths, match=r"payout_months\.by_age.*40 到 70"):
        pension(replace(SICHUAN, age_months=39 * 12))
    with pytest.raises(NoValueOn, match=r"pension\.basic_rate.*2005"):
        pension(replace(SICHUAN, month="2005-12", base=100000))


def test_a_region_may_not_name_a_formula_that_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "pension.toml").write_text(
        '[local]\nunit = "pattern"\n[[local.entry]]\nvalue = { pattern = "magic" }\n'
        'from = 2006-01-01\nregion = "370000"\ndocument = "示例文件(一)"\nconfidence = "D"\n',
        encoding="utf-8",
    )

    with pytest.raises(BadTable, match="magic"):
        pension(replace(SICHUAN, region="370000", base=800000), tables=load(FOLDER, tmp_path))


def test_the_working_out_says_where_every_number_comes_from() -> None:
    found = pension(SICHUAN)
    record = found.as_record()

    assert [one["name"] for one in record["parameters"]] == [
        "pension_base.monthly",
        "pension.basic_rate",
        "payout_months.by_age",
        "pension.local",
    ]
    assert record["total"] == "1,873.11"
    assert record["confidence"] == found.confidence == "B"
    assert ["缴费年限", "17.33"] in record["lines"][6]["inputs"]
    assert "合计：1,873.11 元" in found.spoken()
    assert pension(replace(SICHUAN, base=807900)).confidence == "D"


def test_fractions_are_told_exactly_and_shown_shortly() -> None:
    assert value_text(Fraction(1733, 100)) == "17.33"
    assert value_text(Fraction(2, 3)) == "0.666667"
    assert value_text(Fraction(-1, 2)) == "-0.5"
    assert value_text(5) == "5"


def words_of(case: dict[str, str], *, region: str, month: str, age: str) -> tuple[str, ...]:
    words = ("law", "pension", "--region", region, "--month", month, "--age", age)
    words += ("--base", case["base"], "--index", case["index"], "--years", case["years"])
    return (*words, "--account", case["account"])


@pytest.mark.clause("5.4.3d")
def test_the_command_reads_the_notice_alike(ask: Ask) -> None:
    found = ask(*words_of(NOTICE, region="510000", month="2024-04", age=NOTICE["age"]))
    sums = {line["name"]: line["text"] for line in found["lines"]}

    assert found["total"] == "1,873.11"
    assert (sums["basic"], sums["account"], sums["local"]) == ("1,288.08", "467.42", "117.61")
    for case in EXAMPLES["arithmetic"]:
        age = {"117": "63y0m", "139": "60"}[case["divisor"]]
        found = ask(*words_of(case, region="000000", month="2025-06", age=age))
        assert found["total_fen"] == fen(case["total"])


@pytest.mark.clause("5.4.3d")
def test_the_command_looks_up_the_base_and_counts_months(ask: Ask, refuse: Ask) -> None:
    words = ("law", "pension", "--age", "50y0m", "--index", "0.84", "--months", "208")
    words += ("--account", "91147.87", "--region")

    assert ask(*words, "510000", "--month", "2024-04")["total"] == "1,873.11"
    for region, month, code in (
        ("370000", "2024-04", "no_pension_base"),
        ("510000", "2024-13", "bad_month"),
        ("510000", "1999-01", "no_value_on"),
        ("51", "2024-04", "bad_region"),
    ):
        assert refuse(*words, region, "--month", month)["code"] == code
    for option, value, code in (
        ("--age", "60y12m", "bad_age"),
        ("--age", "sixty", "bad_age"),
        ("--age", "30y0m", "no_payout_months"),
        ("--index", "-1", "bad_fact"),
        ("--index", "1/2", "bad_number"),
        ("--base", "-1", "bad_fact"),
        ("--account", "-0.01", "bad_fact"),
        ("--months", "-5", "bad_fact"),
        ("--years", "3", "bad_command"),
    ):
        refused = refuse(*words, "510000", "--month", "2024-04", f"{option}={value}")
        assert refused["code"] == code


def test_the_command_prints_the_lines_of_the_working_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = words_of(NOTICE, region="510000", month="2024-04", age="50y0m")

    assert main(list(words)) == 0
    printed = capsys.readouterr().out.splitlines()

    found = pension(replace(SICHUAN, base=807900))
    assert printed == [found.title, *found.spoken()]


@pytest.mark.clause("5.4.3d")
def test_the_command_gives_the_payout_months(ask: Ask, refuse: Ask) -> None:
    assert ask("law", "payout-months", "--age", "60y1m", "--month", "2025-06")["tenths"] == 1384
    assert ask("law", "payout-months", "--age", "47")["also_seen"] == "47 岁另见 207"
    assert refuse("law", "payout-months", "--age", "71")["code"] == "no_payout_months"


def test_a_working_out_whose_parts_do_not_add_up_is_never_handed_on() -> None:
    line = Line(name="basic", label="基础养老金", value=100, unit=Unit.FEN, is_part=True)

    assert WorkingOut(title="甲", lines=(line,), total=100).parts == (line,)
    with pytest.raises(DoesNotAdd, match="甲"):
        WorkingOut(title="甲", lines=(line, line), total=100)
