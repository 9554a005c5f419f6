"""The vector engine: what it says of many people is what the law says of each, to the fen."""

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shebao.law.months import month_number, month_text
from shebao.law.pension import (
    Assumptions,
    BadFact,
    Choice,
    NoPensionBase,
    Person,
    Projection,
    project,
)
from shebao.law.pension.arrays import (
    CHOICES,
    GROUPS,
    Assumed,
    BadColumn,
    BadRow,
    Choices,
    People,
    project_many,
    project_sound,
    scenario_grid,
)
from shebao.law.pension.arrays.columns import LARGEST
from shebao.law.pension.arrays.part import LONGEST, divided
from shebao.law.pension.arrays.prices import at_todays_prices
from shebao.law.pension.growth import worth_today
from shebao.law.pension.terms import LOCAL, TRANSITIONAL, rounded
from shebao.law.retirement import StartOutOfRange, UnknownGroup
from shebao.law.tables import FOLDER, Tables, load, national
from tests.law.crowd import REGIONS, Crowd, alone, crowd, is_alike

WANG = Person(
    birth="1987-03",
    group="male",
    region="990000",
    as_of="2026-10",
    paid_months=180,
    index=Fraction(84, 100),
    account=9000000,
)
GROWING = Assumptions(wage_growth=250, interest=150, price_growth=200)
HUGE = Assumptions(wage_growth=2000, interest=2000, price_growth=-2000)
MONTHS = st.integers(month_number("1964-06"), month_number("2008-12"))
BOOKED = st.integers(month_number("2024-11"), month_number("2027-02"))
RATIOS = st.one_of(
    st.fractions(0, 4, max_denominator=1000),
    st.sampled_from([Fraction(0), Fraction(3), Fraction(6, 10), Fraction(59, 100)]),
    st.fractions(Fraction(1, 2), 3, max_denominator=10**15),
)
FEN = st.one_of(
    st.integers(0, 10**8), st.sampled_from([0, 10**14, 10**14 + 1, 10**15]), st.integers(0, 10**15)
)
PEOPLE = st.fixed_dictionaries({
    "birth": MONTHS,
    "group": st.integers(0, len(GROUPS) - 1),
    "region": st.sampled_from([*REGIONS, 370000]),
    "as_of": BOOKED,
    "paid_months": st.integers(0, 300),
    "index": RATIOS,
    "account": FEN,
    "deemed_months": st.sampled_from([0, 0, 1, 5, 200]),
    "early_months": st.sampled_from([0, 0, 1, 7, 150]),
    "deemed_index": st.none() | RATIOS,
    "average_wage": st.sampled_from([0, 0, 1, 600000, 10**11, 10**11 + 1, 10**15]),
    "start": st.one_of(st.just(0), MONTHS.map(lambda month: month + 62 * 12)),
    "ratio": RATIOS,
    "pays_until": st.one_of(st.just(0), BOOKED, BOOKED.map(lambda month: month + 200)),
    "gap_months": st.sampled_from([0, 0, 7, 500, -1]),
    "wage_growth": st.sampled_from([0, 250, -200, 2000, -2000]),
    "interest": st.sampled_from([0, 150, 2000]),
    "price_growth": st.sampled_from([0, 200, -1, -2000, 2000]),
})  # fmt: skip


def columns_of(rows: Sequence[dict[str, Any]]) -> Crowd:
    """Raw numbers as columns, whatever they are: nobody looked at them before."""
    told = [{**row, **_in_two(row)} for row in rows]
    return tuple(
        kind(**{one.name: [row[one.name] for row in told] for one in fields(kind)})
        for kind in (People, Choices, Assumed)
    )  # type: ignore[return-value]


def _in_two(row: dict[str, Any]) -> dict[str, int]:
    deemed = row["deemed_index"]
    return {
        "index": row["index"].numerator,
        "index_of": row["index"].denominator,
        "ratio": row["ratio"].numerator,
        "ratio_of": row["ratio"].denominator,
        "deemed_index": deemed.numerator if deemed is not None else 0,
        "deemed_index_of": deemed.denominator if deemed is not None else 0,
    }


def assert_alike(asked: Crowd, *, tables: Tables | None = None) -> int:
    """Compare every row with the scalar code, also in what it refuses; how many are projected."""
    found, bad = project_sound(*asked, tables=tables)
    refused = {one.row: (type(one.error), str(one.error)) for one in bad}
    for row in range(len(found)):
        expected = outcome(asked, row, tables)
        if isinstance(expected, Projection):
            assert row not in refused
            assert is_alike(found.row(row), expected), (found.row(row), expected)
        else:
            assert refused[row] == expected
    return len(found) - len(refused)


def outcome(asked: Crowd, row: int, tables: Tables | None) -> Projection | tuple[Any, str]:
    """The projection of the scalar code, or its error."""
    try:
        return alone(asked, row, tables=tables)
    except (LookupError, ValueError) as error:
        return type(error), str(error)


@pytest.mark.clause("5.4.3d")
def test_a_hundred_thousand_working_lives_are_projected_as_each_by_itself() -> None:
    asked = crowd(100_000, seed=20261125)

    assert assert_alike(asked) == 100_000


def test_the_hundred_thousand_meet_every_group_and_every_provincial_formula() -> None:
    people, _, _ = crowd(100_000, seed=20261125)
    tables = national()
    entries = [*tables.regions("pension.transitional"), *tables.regions("pension.local")]
    patterns = {
        one.value["pattern"]
        for name in ("transitional", "local")
        for region in entries
        for one in tables.series(f"pension.{name}", region=region)
    }

    assert set(np.unique(people.group)) == set(range(len(GROUPS)))
    assert patterns == {*TRANSITIONAL, *LOCAL, "none"}
    assert {f"{region:06d}"[:2] for region in REGIONS} == {region[:2] for region in entries}
    assert {region[:2] for region in tables.regions("pension_base.monthly")} == {
        region[:2] for region in entries
    }


@pytest.mark.clause("5.4.3d")
@given(rows=st.lists(PEOPLE, min_size=1, max_size=12))
def test_whoever_is_odd_is_projected_or_refused_as_by_itself(rows: list[dict[str, Any]]) -> None:
    assert_alike(columns_of(rows))


@pytest.mark.parametrize("account", [10**14 - 1, 10**14, 10**14 + 1, 10**15])
@pytest.mark.parametrize("wage", [10**10, 10**11, 10**11 + 1, 10**15])
@pytest.mark.parametrize("supposed", [GROWING, HUGE])
def test_no_sum_overflows_however_large(account: int, wage: int, supposed: Assumptions) -> None:
    """Each beside ordinary people, who must not suffer from it."""
    rich = replace(WANG, account=account, average_wage=wage, birth="2006-12", paid_months=0)
    people = [WANG, rich, replace(rich, birth="1990-05"), replace(WANG, region="510000")]
    choice = Choice(ratio=Fraction(299_999_999, 10**8))

    found = project_many(People.of(people), choice, supposed)

    for row, person in enumerate(people):
        assert is_alike(found.row(row), project(person, choice, supposed))


def test_a_result_beyond_63_bits_is_kept_whole() -> None:
    rich = replace(WANG, birth="2008-12", paid_months=0, account=10**15, average_wage=10**15)

    found = project_many(People.of([WANG, rich]), Choice(), HUGE)

    assert found.account.dtype == object
    assert found.start.dtype == np.int64
    assert found.account[1] > LARGEST
    assert found.account[1] == project(rich, Choice(), HUGE).account


def test_an_index_of_a_whole_working_life_may_be_as_long_as_it_is() -> None:
    """The mean over many years has a denominator of hundreds of digits."""
    long = sum((Fraction(1, wage) for wage in range(5000, 5040)), Fraction(1, 2))
    people = [WANG, replace(WANG, index=long), replace(WANG, deemed_months=12, deemed_index=long)]

    found = project_many(People.of(people), Choice(), GROWING)

    for row, person in enumerate(people):
        assert is_alike(found.row(row), project(person, Choice(), GROWING))


@given(number=st.integers(0, LONGEST), above=st.integers(0, LONGEST), below=st.integers(1, LONGEST))
def test_a_long_product_is_divided_exactly(number: int, above: int, below: int) -> None:
    above = min(above, 3 * below)
    columns = (np.array([one, LONGEST]) for one in (number, above, below))

    found, rest = divided(*columns)

    assert (found[0], rest[0]) == divmod(number * above, below)


@given(
    totals=st.lists(st.integers(0, 2**45) | st.integers(0, 10**7), min_size=1, max_size=20),
    months=st.integers(0, 1200),
    growth=st.integers(-2000, 2000) | st.sampled_from([-2000, 0]),
)
@example(totals=[0, 1, 10**6, 2**40, 2**45], months=1200, growth=-2000)
@example(totals=[0, 1, 10**6, 2**40, 2**45], months=792, growth=-2000)
def test_prices_of_any_day_are_exact_or_said_to_be_too_large(
    totals: list[int], months: int, growth: int
) -> None:
    above, of = worth_today(months, growth)
    rows = len(totals)

    found, fits = at_todays_prices(np.array(totals), np.full(rows, months), np.full(rows, growth))

    for total, worth, is_known in zip(totals, found.tolist(), fits.tolist(), strict=True):
        expected = rounded(total * above, of)
        assert worth == expected if is_known else max(total, expected) > 2**38


def test_a_half_fen_at_todays_prices_goes_up() -> None:
    """A fifth less a year: two fen become two and a half."""
    found, _ = at_todays_prices(np.array([2, 6]), np.array([12, 12]), np.array([-2000, -2000]))

    assert found.tolist() == [3, 8]


@pytest.mark.parametrize(("chunk", "threads"), [(1, 1), (7, 2), (299, 2), (300, 1), (10**6, 2)])
def test_cutting_people_into_chunks_changes_nothing(chunk: int, threads: int) -> None:
    people, choices, assumed = crowd(300, seed=5, cohorts=50)
    people = People(**{
        name: np.where(np.arange(300) == 150, -1, column) if name == "account" else column
        for name, column in people.items()
    })  # fmt: skip
    whole, bad = project_sound(people, choices, assumed)

    found, also_bad = project_sound(people, choices, assumed, chunk=chunk, threads=threads)

    for name, column in whole.columns().items():
        assert (found.columns()[name] == column).all(), name
    assert [one.row for one in bad] == [one.row for one in also_bad] == [150]


def test_one_choice_for_all_is_that_choice_for_each() -> None:
    people = [WANG, replace(WANG, birth="1990-01"), replace(WANG, group="female50")]
    choice = Choice(ratio=Fraction(12, 10), pays_until="2030-01")

    together = project_many(People.of(people), choice, GROWING)
    each = project_many(People.of(people), Choices.of([choice] * 3), Assumed.of([GROWING] * 3))

    assert [together.row(row) for row in range(3)] == [each.row(row) for row in range(3)]
    assert len(project_many(People.of([]), choice, GROWING)) == 0


def test_columns_hold_what_they_were_made_of() -> None:
    people = [WANG, replace(WANG, deemed_index=Fraction(1, 3), average_wage=5, deemed_months=1)]
    choices = [Choice(), Choice(start="2047-03", ratio=Fraction(1, 3), pays_until="2030-12")]
    told, chosen = People.of(people), Choices.of(choices)

    assert [told.person(row) for row in range(2)] == people
    assert [chosen.choice(row) for row in range(2)] == choices
    assert Assumed.of([HUGE]).assumptions(0) == HUGE
    assert CHOICES == ("early", "statutory", "late")


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"birth": month_number("2027-01")}, BadFact, "birth.*还没有出生"),
        ({"paid_months": 500}, BadFact, "paid_months"),
        ({"early_months": 181}, BadFact, "early_months"),
        ({"index": 400}, BadFact, "index"),
        ({"index_of": 0}, BadColumn, "index_of"),
        ({"deemed_index": 1, "deemed_index_of": -1}, BadColumn, "deemed_index_of"),
        ({"account": -1}, BadFact, "account"),
        ({"account": 10**30}, BadFact, "account"),
        ({"average_wage": -1}, BadFact, "average_wage"),
        ({"region": 370000}, NoPensionBase, "370000"),
        ({"group": 9}, UnknownGroup, "9"),
        ({"as_of": 5}, ValueError, "年"),
    ],
)
def test_who_cannot_be_is_named_and_stops_nobody_else(
    wrong: dict[str, int], error: type[Exception], words: str
) -> None:
    good = dict(People.of([WANG]).items())
    people = People(**{
        name: [int(column[0]), wrong.get(name, int(column[0])), int(column[0])]
        for name, column in good.items()
    })  # fmt: skip

    found, (bad,) = project_sound(people, Choice(), GROWING)

    assert (bad.row, type(bad.error)) == (1, error) or isinstance(bad.error, error)
    assert [found.total[0] > 0, found.total[1], found.total[2]] == [True, 0, found.total[0]]
    with pytest.raises(BadRow, match=f"第 2 行.*{words}"):
        project_many(people, Choice(), GROWING)


def test_a_choice_that_cannot_be_is_named_by_its_row() -> None:
    people = People.of([WANG, WANG])

    with pytest.raises(BadRow, match="第 2 行.*2047-03") as refused:
        project_many(people, Choices(start=[0, month_number("2046-01")]), GROWING)
    assert isinstance(refused.value.error, StartOutOfRange)
    with pytest.raises(BadRow, match="第 1 行.*ratio"):
        project_many(people, Choices(ratio=[-1, 1]), GROWING)
    with pytest.raises(BadRow, match="第 2 行.*interest"):
        project_many(people, Choice(), Assumed(wage_growth=0, interest=[0, -1]))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"account": [1.5, 2.0]}, "account"),
        ({"account": np.array([1.0, 2.0])}, "account.*float64"),
        ({"account": [True, False]}, "account"),
        ({"account": ["1", "2"]}, "account"),
        ({"account": [[1, 2], [3, 4]]}, "account"),
        ({"account": [[1, 2], [3]]}, "account"),
        ({"account": [1, 2, 3]}, "account 3 行"),
    ],
)
def test_a_column_that_is_no_whole_numbers_is_refused(columns: dict[str, Any], words: str) -> None:
    good = dict(People.of([WANG, WANG]).items())

    with pytest.raises(BadColumn, match=words):
        People(**{**good, **columns})


def test_columns_of_other_people_are_refused() -> None:
    with pytest.raises(BadColumn, match="3 行"):
        project_many(People.of([WANG, WANG]), Choices(start=[0, 0, 0]), GROWING)
    with pytest.raises(UnknownGroup, match="nobody"):
        People.of([replace(WANG, group="nobody")])
    with pytest.raises(BadColumn, match="region"):
        People.of([replace(WANG, region="99")])


def test_unsigned_and_short_columns_are_whole_numbers_too() -> None:
    good = dict(People.of([WANG]).items())
    short = {name: column.astype(np.uint32) for name, column in good.items()}
    large = {**short, "account": np.array([2**64 - 1], np.uint64)}

    assert project_many(People(**short), Choice(), GROWING).row(0) == project_many(
        People(**good), Choice(), GROWING
    ).row(0)
    with pytest.raises(BadRow, match="account"):
        project_many(People(**large), Choice(), GROWING)


TABLES = """
[monthly]
[[monthly.entry]]
value = 500000
from = 2020-01-01
document = "d"
region = "980000"
confidence = "D"
"""
RULES = """
[transitional]
[[transitional.entry]]
value = {{ pattern = "{pattern}", early_before = "1998-01", {rates} }}
from = 2006-01-01
document = "d"
region = "980000"
confidence = "D"
[local]
[[local.entry]]
value = {{ pattern = "indexed_years", rate = 0.3 }}
from = 2006-01-01
to = 2049-12-31
document = "d"
region = "980000"
confidence = "D"
"""


@pytest.mark.parametrize("pattern", sorted(TRANSITIONAL))
@pytest.mark.parametrize("rate", ["1.3", "0.000000123456789", "2000"])
def test_an_agencys_own_numbers_hold_for_many_as_for_one(
    tmp_path: Path, pattern: str, rate: str
) -> None:
    """Rates of any length, and rules that end between the months people begin in."""
    folder = tmp_path / "tables"
    folder.mkdir()
    rates = f"rate = {rate}, deemed_rate = {rate}, early_rate = 0.7"
    (folder / "pension_base.toml").write_text(TABLES)
    (folder / "pension.toml").write_text(RULES.format(pattern=pattern, rates=rates))
    people, choices, assumed = crowd(200, seed=3, cohorts=40)
    own = People(**{**dict(people.items()), "region": 980000})

    assert assert_alike((own, choices, assumed), tables=load(FOLDER, folder)) == 200


def test_an_agencys_decimals_are_never_cut_off(tmp_path: Path) -> None:
    """A base of half a fen is no base of whole fen: the scalar code speaks for it."""
    (tmp_path / "pension_base.toml").write_text(TABLES.replace("500000", "500000.5"))
    tables = load(FOLDER, tmp_path)
    people, choices, assumed = crowd(50, seed=4, cohorts=10)
    own = People(**{**dict(people.items()), "region": 980000})

    found, _ = project_sound(own, choices, assumed, tables=tables)

    for row in range(50):
        assert found.total[row] == alone((own, choices, assumed), row, tables=tables).total


@pytest.mark.clause("5.4.3d")
def test_a_grid_of_scenarios_is_each_of_them() -> None:
    starts = [month_text(month_number("2047-03") + later) for later in range(0, 73, 9)]
    ratios = [Fraction(percent, 100) for percent in (60, 84, 100, 217, 300)]

    grid = scenario_grid(WANG, starts, ratios, GROWING, pays_until="2040-01")

    for row, start in enumerate(starts):
        for column, ratio in enumerate(ratios):
            choice = Choice(start=start, ratio=ratio, pays_until="2040-01")
            assert is_alike(grid.at(row, column), project(WANG, choice, GROWING))
    with pytest.raises(BadRow, match="2047-03"):
        scenario_grid(WANG, ["2046-01"], ratios, GROWING)


@pytest.mark.parametrize("gap", [1, 12, 31, 400])
def test_a_gap_before_paying_goes_on_is_worked_out_alike(gap: int) -> None:
    choices = [Choice(gap_months=gap), Choice()]

    found = project_many(People.of([WANG, WANG]), Choices.of(choices), GROWING)

    for row, choice in enumerate(choices):
        assert is_alike(found.row(row), project(WANG, choice, GROWING))
