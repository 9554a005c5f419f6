"""From a record across the wall to a life: what counts, what does not, and why there is no sum."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.exchange import port
from shebao.hall.office.catalogue.estimating import Situation, estimate_of, life_of
from shebao.law.history import career, published_wages
from tests.office.catalogue.estimating import TODAY, YEARS, registration, told, year

LETTERS = st.text(st.sampled_from("ptmdaw-"), min_size=12, max_size=12)
LIVES = st.lists(
    st.builds(
        year,
        st.integers(2006, 2025),
        LETTERS,
        bases=st.lists(st.integers(1, 3_000_000), min_size=12, max_size=12).map(tuple),
        region=st.sampled_from(["990100", "990200", "980100"]),
    ),
    min_size=1,
    max_size=8,
)
GONE = port.Benefit(
    number="B1", scheme=port.Scheme.PENSION, kind="pension", first_month="2015-04", last_month="",
    monthly=428_650, parts=(("basic", 301_200), ("account", 127_450)), state="active",
    payee_bank="示例银行", payee_tail="6618",
)  # fmt: skip


@pytest.mark.clause("5.2.2c", "5.4.3d")
@given(rows=LIVES)
def test_every_month_counts_once_by_its_letter(rows: list[port.ContributionYear]) -> None:
    found = life_of(told(*rows))
    months = {
        (row.year, place): letter
        for letters in ("a", "d", "ptm")
        for row in rows
        for place, letter in enumerate(row.states)
        if letter in letters
    }
    paid = [one for one in months.values() if one in "ptm"]
    deemed = [one for one in months.values() if one == "d"]

    assert found.months.credited == len(paid) + len(deemed)
    assert found.months.actual + found.months.made_up == len(paid)
    assert found.months.deemed == len(deemed)
    if found.person is not None:
        assert found.person.paid_months == len(paid)
        assert found.person.deemed_months == len(deemed)


@pytest.mark.clause("5.4.3d")
@given(rows=LIVES, cut=st.integers(1, 11))
def test_a_year_told_in_two_rows_tells_the_same(
    rows: list[port.ContributionYear], cut: int
) -> None:
    pieces = [
        replace(row, states=states, employer_number=name)
        for row in rows
        for name, states in (
            ("8", row.states[:cut] + "-" * (12 - cut)),
            ("9", "-" * cut + row.states[cut:]),
        )
    ]

    assert life_of(told(*rows)) == life_of(told(*pieces))


@pytest.mark.clause("5.4.3d")
def test_a_life_is_the_laws_own_career() -> None:
    found = life_of(told())
    own = career(YEARS, average_wages=published_wages("990100"))

    assert found.standing is Situation.EMPLOYEE
    assert found.person is not None
    assert (found.person.index, found.person.paid_months) == (own.index, own.months)
    assert (found.person.account, found.person.as_of) == (9_000_000, "2026-02")
    assert (found.months.credited, found.checks, found.remarks) == (194, (), ())


@pytest.mark.clause("5.2.2c")
def test_gaps_arrears_made_up_and_transferred_months_are_told_apart() -> None:
    rows = (year(2020, "pppaaa--mmtt"), year(2021, "dddddddddddd"), year(2025))
    found = life_of(told(*rows, registrations=(registration(19, 12),)))

    assert found.months.actual == 17
    assert found.months.made_up == 2
    assert found.months.transferred == 2
    assert found.months.deemed == 12
    assert found.months.arrears == 3
    assert found.gaps == (("2020-04", "2020-08"), ("2022-01", "2024-12"))
    assert found.checks == ()
    assert any("3 个月欠费" in one for one in found.remarks)
    assert any("2 个月是补缴的" in one for one in found.remarks)


@pytest.mark.clause("5.2.2c")
def test_months_in_two_places_count_once_on_the_higher_base() -> None:
    rows = (year(2025), year(2025, region="980100", bases=(1_200_000,) * 12))
    found = life_of(told(*rows, registrations=(registration(12), registration(12))))

    assert found.months.credited == 12
    assert found.months.overlapping == 12
    assert found.checks == ()
    assert found.person is not None
    assert found.person.index == Fraction(1_200_000, 771_000)


@pytest.mark.clause("5.4.3d")
def test_months_of_another_province_are_counted_and_to_be_moved() -> None:
    rows = (year(2015, region="980100"), year(2016, "tttttttttttt"), *YEARS[10:])
    found = life_of(told(*rows))

    assert found.months.elsewhere == (("980100", 12),)
    assert any("12 个月在外省" in one for one in found.remarks)
    assert life_of(told(year(2015, region="990200"), *YEARS[10:])).months.elsewhere == ()


@pytest.mark.clause("5.4.3d")
def test_bases_outside_the_bounds_are_bounded_and_said() -> None:
    low, high = year(2024, bases=(1,) * 12), year(2025, bases=(9_999_999,) * 12)
    found = life_of(told(low, high))

    assert found.person is not None
    assert found.person.index == (Fraction(6, 10) + 3) / 2
    assert [one for one in found.remarks if "下限" in one or "上限" in one] == [
        "有 1 年的缴费基数低于下限，缴费指数按下限算",
        "有 1 年的缴费基数高于上限，缴费指数按上限算",
    ]
    assert found.ratio == 300


@pytest.mark.clause("5.4.3d")
def test_years_without_a_published_wage_count_and_measure_nothing() -> None:
    found = life_of(told(year(1995, bases=(30_000,) * 12), *YEARS))

    assert found.months.credited == 206
    assert found.person is not None
    assert found.person.index == life_of(told()).person.index  # type: ignore[union-attr]
    assert any("1995 至 1995 年没有公布的平均工资" in one for one in found.remarks)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("region", ["980100", "110000", ""])
def test_without_a_published_base_no_number_is_made_up(region: str) -> None:
    found = life_of(told(person={"region": region}))
    estimate = estimate_of(found, today=TODAY)

    assert found.standing is Situation.NO_BASE
    assert estimate.scenarios == ()
    assert "没有公布" in estimate.reason
    assert (estimate.statutory_month, estimate.months.credited) == ("2043-06", 194)
    assert (estimate.required_months, estimate.missing_now) == (240, 46)


@pytest.mark.clause("5.2.2c")
def test_rows_and_registrations_that_differ_are_said() -> None:
    found = life_of(told(registrations=(registration(200, 30),)))

    assert [(one.label, one.by_rows, one.by_registrations) for one in found.checks] == [
        ("实际缴费月数", 194, 200),
        ("视同缴费月数", 0, 30),
    ]
    assert found.months.deemed == 30
    moved = registration(38, state=port.RegistrationState.MOVED)
    assert life_of(told(registrations=(registration(194), moved))).checks == ()


@pytest.mark.clause("5.4.3d")
def test_a_mans_group_is_known_and_a_womans_is_asked() -> None:
    unknown = told(person={"retirement_group": ""})

    assert life_of(unknown).standing is Situation.NO_GROUP
    assert life_of(unknown).asks_group
    assert life_of(unknown, group="female50").retirement.statutory_month == "2040-06"  # type: ignore[union-attr]
    assert life_of(unknown, group="male").standing is Situation.NO_GROUP
    assert life_of(told(), group="female50").group == "female55"
    man = life_of(told(person={"retirement_group": "", "sex": "male"}))
    assert (man.group, man.asks_group) == ("male", False)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("bent", "standing"),
    [
        ({"benefits": (GONE,)}, Situation.DRAWING),
        ({"benefits": (replace(GONE, last_month="2020-01"),)}, Situation.EMPLOYEE),
        ({"person": {"died_on": date(2026, 1, 1)}}, Situation.DECEASED),
        ({"person": {"birth": date(1955, 1, 1)}}, Situation.BEYOND),
        ({"person": {"birth": date(2024, 1, 1)}}, Situation.UNCLEAR),
        ({"account": None}, Situation.EMPLOYEE),
    ],
)
def test_whoever_cannot_be_projected_has_a_standing_of_their_own(
    bent: dict[str, Any], standing: Situation
) -> None:
    found = life_of(told(**bent))

    assert found.standing is standing
    assert (estimate_of(found, today=TODAY).reason == "") == found.is_projected


@pytest.mark.clause("5.4.3d")
def test_nobody_and_nothing_are_told_kindly() -> None:
    nobody = replace(told(), person=None)
    unpaid = replace(told(), contributions=(), registrations=(registration(0),))
    unread = replace(told(), contributions=(year(2020, "x" * 12),))
    lost = replace(told(), contributions=())

    assert life_of(nobody).standing is Situation.NOTHING
    assert life_of(unpaid).standing is Situation.NOTHING
    assert life_of(unread).standing is Situation.UNCLEAR
    assert life_of(lost).standing is Situation.UNCLEAR
    assert any("从零算起" in one for one in life_of(told(account=None)).remarks)


@pytest.mark.clause("5.4.3d")
def test_pending_months_are_on_their_way_and_pauses_are_said() -> None:
    rows = (*YEARS[:-1], year(2026, "pw----------"))
    paused = YEARS[:-2]

    assert life_of(told(*rows)).as_of == "2026-01"
    assert life_of(told()).as_of == "2026-02"
    assert life_of(told(*paused)).as_of == "2026-02"
    assert any("2025-01 起没有缴费" in one for one in life_of(told(*paused)).remarks)


@pytest.mark.clause("5.4.3d")
def test_residents_save_by_years() -> None:
    rows = tuple(year(one, scheme=port.Scheme.RESIDENTS, bases=(0,) * 12)
                 for one in range(2013, 2026))  # fmt: skip
    held = registration(156, scheme=port.Scheme.RESIDENTS, last_paid_month="2025-12")
    person = {"kind": port.PersonKind.RESIDENT, "retirement_group": "", "birth": date(1970, 2, 1)}
    found = life_of(told(*rows, person=person, registrations=(held,)))
    by_book = life_of(replace(told(person=person, registrations=(held,)), contributions=()))

    assert found.standing is by_book.standing is Situation.RESIDENT
    assert found.saver is not None
    assert (found.saver.paid_months, found.saver.paid_until_year) == (156, 2025)
    assert by_book.saver == found.saver
    assert any("按登记的 156 个月算" in one for one in by_book.remarks)
    assert [one.by_rows for one in by_book.checks] == [0]


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(("country", "words"), [("DEU", "外国人"), ("HKG", "港澳台")])
def test_people_from_elsewhere_are_told_their_rule(country: str, words: str) -> None:
    found = life_of(told(person={"country": country, "id_type": "passport"}))

    assert found.standing is Situation.EMPLOYEE
    assert any(words in one for one in found.remarks)
