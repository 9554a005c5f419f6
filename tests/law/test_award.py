"""A claimed pension: from the books to the parts, cut at the month of retiring."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.disability import Case, claimed
from shebao.law.history import NoWage, Row, years_of
from shebao.law.months import month_number
from shebao.law.pension import Books, Facts, award, balance_at, pension
from shebao.law.pension.award import UNPAID_INTEREST
from shebao.law.residents import Resident, residents_pension
from shebao.law.retirement import StartOutOfRange
from shebao.law.tables import NoValueOn
from shebao.law.unemployment import Earlier, monthly, since

REGION = "990100"


@dataclass(frozen=True, kw_only=True)
class _Year:
    year: int
    opening: int
    credited: int
    closing: int


def _row(year: int, letters: str, base: int = 6_000_00, region: str = REGION) -> Row:
    bases = tuple(base if letter in "ptm" else 0 for letter in letters)
    return Row(year=year, bases=bases, states=letters, region=region)


def _books(first: int = 2008, last: str = "p" * 12, **more: object) -> Books:
    rows = (*(_row(year, "p" * 12) for year in range(first, 2026)), _row(2026, last))
    years = (
        _Year(year=2025, opening=80_000_00, credited=5_760_00, closing=87_500_00),
        _Year(year=2026, opening=87_500_00, credited=5_760_00, closing=93_260_00),
    )
    values = {"birth": "1966-03", "group": "male", "region": REGION, "rows": rows, "years": years}
    return Books(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.clause("5.4.3d")
def test_an_award_is_the_pension_of_the_months_that_count() -> None:
    # Born in 1966-03: the statutory age is 60 years and 4 months, in 2026-07.
    found = award(_books(last="ppppppp-----"), month="2026-07")
    months = 18 * 12 + 7
    expected = pension(
        Facts(
            region=REGION,
            month="2026-07",
            age_months=60 * 12 + 4,
            years=years_of(months, "2026-07"),
            index=found.counted.life.index,
            account=93_260_00,
        )
    )
    assert (found.start.choice, found.first_month) == ("statutory", "2026-08")
    assert found.counted.life.months == months
    assert found.missing_months == 0
    assert found.working.total == expected.total
    assert found.working.parts == expected.parts
    assert UNPAID_INTEREST in found.working.notes


def test_what_was_paid_after_retiring_counts_neither_as_months_nor_in_the_account() -> None:
    whole = award(_books(last="p" * 7 + "-" * 5), month="2026-07")
    more = award(_books(last="p" * 9 + "-" * 3), month="2026-07")
    credit = 2 * 480_00
    assert more.counted.life.months == whole.counted.life.months
    assert whole.counted.account - more.counted.account == credit


def test_months_kept_in_another_region_do_not_count_until_they_are_brought() -> None:
    rows = (*_books().rows, _row(2003, "p" * 12, region="980100"))
    here = award(_books(rows=rows, elsewhere=frozenset({"980100"})), month="2026-07")
    both = award(_books(rows=rows), month="2026-07")
    assert both.counted.life.months - here.counted.life.months == 12


def test_early_takes_the_minimum_of_the_chosen_year_and_names_what_is_missing() -> None:
    found = award(_books(first=2013, last="ppp---------"), month="2026-03")
    assert (found.start.choice, found.start.written_by) == ("early", "2025-12")
    assert found.start.required_months == 180
    assert found.missing_months == 180 - (13 * 12 + 3)


@pytest.mark.parametrize("month", ["2026-02", "2029-08"])
def test_a_month_outside_the_range_is_refused_by_name(month: str) -> None:
    with pytest.raises(StartOutOfRange):
        award(_books(), month=month)


def test_a_region_without_published_wages_is_not_worked_out() -> None:
    with pytest.raises(NoWage):
        award(_books(region="980100"), month="2026-07")


def test_an_account_of_the_year_is_its_opening_and_what_came_in() -> None:
    years = _books().years
    assert balance_at(years, "2026-07") == 93_260_00
    assert balance_at(years, "2025-12") == 85_760_00
    assert balance_at(years, "2030-01") == 93_260_00
    assert balance_at(years, "2001-01") == 0
    assert balance_at((), "2026-07") == 0


@given(cut=st.integers(0, 11))
def test_one_more_paid_month_never_makes_an_award_smaller(cut: int) -> None:
    def paid(count: int) -> Books:
        credited = count * 480_00
        year = _Year(year=2025, opening=80_000_00, credited=credited, closing=80_000_00 + credited)
        rows = (
            *(_row(one, "p" * 12) for one in range(2008, 2025)),
            _row(2025, "p" * count + "-" * (12 - count)),
        )
        return _books(rows=rows, years=(year,))

    assert (
        award(paid(cut + 1), month="2026-07").working.total
        >= award(paid(cut), month="2026-07").working.total
    )


@given(cut=st.integers(1, 11))
def test_cutting_a_year_into_two_rows_changes_nothing(cut: int) -> None:
    whole = _books()
    year = whole.rows[4]
    halves = (
        replace(year, states=year.states[:cut].ljust(12, "-")),
        replace(year, states=year.states[cut:].rjust(12, "-")),
    )
    rows = (*whole.rows[:4], *halves, *whole.rows[5:])
    assert (
        award(replace(whole, rows=rows), month="2026-07").working
        == award(whole, month="2026-07").working
    )


@pytest.mark.clause("5.4.3d")
def test_an_allowance_counts_to_the_end_of_the_month_before() -> None:
    found = claimed(_books(birth="1966-06", last="p" * 12), month="2026-04")
    assert found.case is Case.NEAR
    assert found.working.value("years") == years_of(18 * 12 + 3, "2026-04")


def test_residents_who_were_old_when_the_scheme_began_need_only_the_months_since() -> None:
    def asked(birth: str, paid: int) -> tuple[int, int, bool]:
        found = residents_pension(
            Resident(birth=birth, region=REGION, month="2026-03", paid_months=paid, account=0)
        )
        return found.required_months, found.missing_months, found.is_transition

    # The scheme of the invented province began in 2010-01.
    assert asked("1960-05", 124) == (124, 0, True)
    assert asked("1960-05", 123) == (124, 1, True)
    assert asked("1965-01", 180) == (180, 0, False)
    assert asked("1964-12", 179) == (179, 0, True)
    assert asked("1951-01", 12) == (12, 0, True)


def test_without_a_start_of_its_own_a_place_takes_the_nations_first_one() -> None:
    found = residents_pension(
        Resident(birth="1960-05", region="510000", month="2026-03", paid_months=124, account=0)
    )
    assert (found.required_months, found.is_transition) == (128, True)


@pytest.mark.clause("5.4.3d")
def test_months_since_the_last_benefit_are_counted_anew_and_the_rest_is_kept() -> None:
    paid = range(month_number("2012-07"), month_number("2025-08") + 1)
    earlier = Earlier(last_month="2019-12", until_month="2020-12")
    assert since(paid, None) == (len(paid), 0)
    assert since(paid, earlier) == (68, 12)
    assert since(paid, replace(earlier, until_month="")) == (68, 0)
    assert since((), Earlier(last_month="2020-12", until_month="2020-12")) == (0, 0)


def test_an_amount_nobody_published_is_not_made_up() -> None:
    from datetime import date

    assert monthly(date(2026, 3, 1), region="990200").value == 1620_00
    with pytest.raises(NoValueOn):
        monthly(date(2026, 3, 1), region="510000")
