"""A working life: months counted once, the mean index, and the growth of an account."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.accounts import NoInterestRate, credits, grown, part_of_year
from shebao.law.contributions import account_year, interest_rate
from shebao.law.history import BadYear, NoWage, Row, career, published_wages, years_of
from shebao.law.pension import person_of
from shebao.law.tables import FOLDER, NoValueOn, load
from tests.law.known import VECTORS, Ask

WAGES = dict.fromkeys(range(1990, 2040), 500000)
LETTERS = st.text(st.sampled_from("ptmdaw-"), min_size=12, max_size=12)
ROWS = st.lists(
    st.builds(
        Row,
        year=st.integers(2006, 2012),
        bases=st.lists(st.integers(1, 3_000_000), min_size=12, max_size=12).map(tuple),
        states=LETTERS,
    ),
    max_size=12,
)
FLAT = (500000,) * 12


def told(states: str, *, year: int = 2020, base: int = 500000) -> Row:
    return Row(year=year, bases=(base,) * 12, states=states)


@pytest.mark.clause("5.2.2c", "5.4.3d")
def test_months_are_counted_by_kind_and_once() -> None:
    found = career(
        [told("pppmmddaaw--"), told("pp----------"), told("---p--------")], average_wages=WAGES
    )
    year = found.years[0]

    assert (year.actual, year.made_up, year.deemed, year.arrears) == (4, 1, 2, 2)
    assert (found.months, found.paid_months, found.deemed_months) == (7, 5, 2)
    assert (found.overlapping, found.arrears) == (3, 2)
    assert found.gaps == ()


@pytest.mark.clause("5.2.2c", "5.4.3d")
def test_a_year_without_a_known_wage_counts_but_does_not_measure() -> None:
    rows = [told("pppppppppppp", year=1989), told("pppppp------", base=250000)]

    found = career(rows, average_wages=WAGES, leaves_out_unknown=True)

    assert (found.months, found.unmeasured) == (18, (1989,))
    assert found.index == Fraction(6, 10)
    with pytest.raises(NoWage, match="1989"):
        career(rows, average_wages=WAGES)
    assert career(rows[1:], average_wages=WAGES).unmeasured == ()
    assert career(rows[:1], average_wages={}, leaves_out_unknown=True).index == 0


@pytest.mark.clause("5.2.2c")
def test_a_debt_on_a_higher_base_takes_no_month_away() -> None:
    rows = [told("dp----------", base=1), told("aa----------", base=900000)]

    found = career(rows, average_wages=WAGES)

    assert (found.deemed_months, found.paid_months, found.arrears) == (1, 1, 0)


@pytest.mark.clause("5.2.2c")
def test_the_stretches_that_do_not_count_are_named() -> None:
    rows = [told("pppp----pppp"), told("aapppppppppp", year=2022)]

    found = career(rows, average_wages=WAGES)

    assert found.gaps == (("2020-05", "2020-08"), ("2021-01", "2022-02"))
    assert found.paid_before("2020-09") == 4


@pytest.mark.clause("5.2.2c")
@given(rows=ROWS, cuts=st.lists(st.integers(1, 11), min_size=12, max_size=12))
def test_cutting_a_life_into_other_pieces_changes_nothing(rows: list[Row], cuts: list[int]) -> None:
    pieces = [
        replace(row, states=states)
        for row, cut in zip(rows, cuts, strict=False)
        for states in (row.states[:cut] + "-" * (12 - cut), "-" * cut + row.states[cut:])
    ]

    assert career(pieces, average_wages=WAGES) == career(rows, average_wages=WAGES)
    assert career(reversed(rows), average_wages=WAGES) == career(rows, average_wages=WAGES)
    assert credits(pieces) == credits(rows)


@given(rows=ROWS)
def test_the_mean_index_lies_between_the_bounds_and_the_months_add_up(rows: list[Row]) -> None:
    found = career(rows, average_wages=WAGES)

    assert not found.paid or Fraction(6, 10) <= found.index <= 3
    assert found.paid_months == sum(one.paid for one in found.years)
    assert not set(found.paid) & set(found.deemed)


def test_the_index_of_a_year_is_own_base_over_average_wage_within_bounds() -> None:
    def index(base: int) -> Fraction | None:
        return career([told("p" * 12, base=base)], average_wages=WAGES).years[0].index

    assert index(420000) == Fraction(84, 100)
    assert index(100000) == Fraction(60, 100)
    assert index(2000000) == 3
    mixed = [told("p" * 12), told("pppppp------", year=2021, base=1000000)]
    assert career(mixed, average_wages=WAGES).index == Fraction(12 + 12, 18)
    assert career([], average_wages={}).index == 0


def test_of_a_month_paid_twice_the_higher_base_counts() -> None:
    rows = [told("p" * 12, base=400000), told("p" * 12, base=600000), told("d" * 12, base=900000)]

    found = career(rows, average_wages=WAGES)

    assert found.years[0].base_total == 12 * 600000
    assert "pension.overlap" in {entry.name for entry in found.parameters}


@pytest.mark.parametrize(
    "row",
    [told("p"), told("x" * 12), told("p" * 12, base=-1), Row(year=2020, bases=(), states="p" * 12)],
)
def test_a_row_that_is_no_year_is_refused(row: Row) -> None:
    with pytest.raises(BadYear, match="2020"):
        career([row], average_wages=WAGES)


def test_a_year_without_a_published_wage_is_named() -> None:
    with pytest.raises(NoWage, match="2020"):
        career([told("p" * 12)], average_wages={2019: 500000})
    assert career([told("d" * 12)], average_wages={}).months == 12


@pytest.mark.parametrize(
    ("months", "years"), [(208, "17.33"), (0, "0"), (1, "0.08"), (209, "17.42"), (180, "15")]
)
def test_years_keep_two_decimals(months: int, years: str) -> None:
    assert years_of(months, "2024-04") == Fraction(years)


@pytest.mark.clause("5.2.2c")
def test_an_account_grows_by_the_published_rates() -> None:
    rates = VECTORS["account_interest_rate_percent"]["rows"]
    paid = dict.fromkeys(range(2016, 2026), 480000)

    found = grown(paid, until="2025-12", opening=1000000)

    assert [interest_rate(year).value for year, _ in found.years] == [
        Decimal(rate) for rate in rates.values()
    ]
    assert found.years[0][1] == account_year(1000000, 480000, Decimal("8.31"))
    for (_, one), (_, after) in zip(found.years, found.years[1:], strict=False):
        assert one.closing == after.opening
    assert found.balance == found.years[-1][1].closing
    assert found.assumed_years == ()


def test_a_rate_that_nobody_published_is_never_invented() -> None:
    with pytest.raises(NoInterestRate, match=r"interest\.account.*2015"):
        grown({2015: 100}, until="2016-12")
    with pytest.raises(NoInterestRate, match="2026"):
        grown({2025: 100}, until="2026-06")

    found = grown({2025: 100000}, until="2026-06", assumed_rate=Decimal("2.6"))

    assert found.assumed_years == (2026,)
    assert found.balance == 100000 + 750 + 1310


@given(opening=st.integers(0, 10**9), credited=st.integers(0, 10**7), months=st.integers(0, 12))
def test_a_part_of_a_year_never_earns_more_than_the_whole(
    opening: int, credited: int, months: int
) -> None:
    rate = Decimal("6.12")
    part = part_of_year(opening, credited, rate, months)

    assert part.interest <= account_year(opening, credited, rate).interest
    assert part_of_year(opening, credited, rate) == account_year(opening, credited, rate)


def test_a_month_before_accounts_credits_nothing_that_is_known() -> None:
    with pytest.raises(NoValueOn, match="1997"):
        credits([told("p" * 12, year=1997)])
    assert credits([told("pdma--------", base=100000)]) == {2020: 16000}
    assert credits([replace(told("p" * 12), scheme="injury")]) == {}


def test_rates_of_a_province_before_the_nation_set_one_are_its_own_data() -> None:
    tables = load(FOLDER, FOLDER.parents[1] / "insurance" / "tables")

    found = grown({2015: 100000}, until="2016-12", region="990000", tables=tables)

    assert found.balance == 100000 + 2250 + 8497
    assert [entry.region for entry in found.entries] == ["000000", "990000", "000000"]


def test_the_wages_a_region_published_are_those_its_core_bounds_bases_by() -> None:
    tables = load(FOLDER, FOLDER.parents[1] / "insurance" / "tables")
    core = tables.series("province.average_wage", region="990000")

    assert published_wages("990101") == {entry.since.year: entry.value for entry in core}
    assert published_wages("370000") == {}


@pytest.mark.clause("5.4.3d")
def test_a_working_life_becomes_the_person_of_a_projection() -> None:
    rows = [told("d" * 12, year=1996), told("p" * 12, year=1997), told("p" * 12, year=2020)]
    life = career(rows, average_wages=WAGES)
    known: dict[str, Any] = {
        "birth": "1975-01",
        "group": "male",
        "as_of": "2024-12",
        "account": 100,
    }

    found = person_of(life, region="990000", **known)

    assert (found.paid_months, found.deemed_months, found.early_months) == (24, 12, 12)
    assert found.index == life.index == 1
    assert {name: getattr(found, name) for name in known} == known
    assert found.region == "990000"
    assert person_of(life, region="370000", **known).early_months == 12
    assert person_of(life, region="510000", **known).early_months == 0


@pytest.mark.clause("5.2.2c")
def test_the_command_counts_a_working_life(ask: Ask, refuse: Ask) -> None:
    asked = ask(
        "law", "history", "--year", "2020:pppmmddaaw--:5000.00", "--year", "2020:pp----------:9000",
        "--year", "2021:----pppppppp:5000", "--wage", "2020:5000", "--wage", "2021:10000",
    )  # fmt: skip

    assert (asked["months"], asked["paid_months"], asked["deemed_months"]) == (15, 13, 2)
    assert (asked["years"], asked["arrears"], asked["overlapping"]) == ("1.25", 2, 2)
    assert asked["gaps"] == [["2020-08", "2021-04"]]
    first, second = asked["years_detail"]
    assert (first["actual"], first["made_up"], first["base_total_fen"]) == (3, 2, 3300000)
    assert (first["index"], second["index"]) == ("33/25", "3/5")
    assert asked["index"] == "57/65"
    assert asked["sources"]
    for words, code in (
        (("--year", "2020:ppp:5000", "--wage", "2020:5000"), "bad_year"),
        (("--year", "2020:pppppppppppx:5000", "--wage", "2020:5000"), "bad_year"),
        (("--year", "2020"), "bad_year"),
        (("--year", "2020:pppppppppppp:-5", "--wage", "2020:5000"), "bad_year"),
        (("--year", "2020:pppppppppppp:5000"), "no_wage"),
        (("--year", "2020:pppppppppppp:5000", "--wage", "2020:-1"), "bad_base"),
        (("--year", "2020:pppppppppppp:5000", "--wage", "x"), "bad_year"),
    ):
        assert refuse("law", "history", *words)["code"] == code
    known = ask("law", "history", "--year", "2010:pppppppppppp:3000", "--region", "990100")
    assert known["years_detail"][0]["average_wage_fen"] == published_wages("990000")[2010]


@pytest.mark.clause("5.2.2c")
def test_the_command_grows_an_account_year_by_year(ask: Ask, refuse: Ask) -> None:
    words = ("law", "account", "--credit", "2014:100", "--credit", "2014:100", "--until")
    asked = ask(*words, "2016-06", "--opening", "1000", "--region", "990000")

    assert [one["year"] for one in asked["years"]] == [2014, 2015, 2016]
    assert asked["years"][0] == {
        "year": 2014,
        "opening_fen": 100000,
        "credited_fen": 20000,
        "interest_fen": 3300,
        "closing_fen": 123300,
    }
    assert asked["years"][1]["interest_fen"] == 5549
    assert asked["years"][2]["interest_fen"] == 5354
    assert asked["balance_fen"] == 134203
    assert asked["assumed_years"] == []
    assert refuse(*words, "2016-06")["code"] == "no_interest_rate"
    assert ask(*words, "2016-06", "--assumed-rate", "2")["assumed_years"] == [2014, 2015]
    assert refuse(*words, "2016-13")["code"] == "bad_month"
    assert refuse("law", "account", "--credit", "2014:-1", "--until", "2016-06")["code"] == (
        "bad_base"
    )
    assert refuse(*words, "2016-06", "--opening", "-1")["code"] == "bad_base"
