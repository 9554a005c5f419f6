"""The synthetic nation looks like one, and stands on both sides of every legal border."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from shebao.insurance.books import unpack
from shebao.insurance.cast import CAST
from shebao.insurance.nation.borders import borders
from shebao.insurance.nation.generate import Maker
from shebao.insurance.nation.rows import Batch
from shebao.insurance.nation.world import Ask, World, employer_row, retirement_month
from shebao.law.identifiers import IdKind, check

from .conftest import AS_OF

ASK = Ask(persons=25_000, seed=11, as_of=AS_OF)


@cache
def _batch() -> Batch:
    return Maker(ASK).batch(0, ASK.persons)


@cache
def _employers() -> list[tuple[object, ...]]:
    world, batch = World(ASK), _batch()
    return [
        employer_row(world, place, batch.heads.get(place, 0), batch.owed.get(place, 0))
        for place in range(len(world.workplaces))
    ]


def _persons() -> list[tuple]:
    return _batch().rows["person"]


def test_every_document_number_passes_its_own_check() -> None:
    for row in _persons():
        kind, number, country, birth = row[1], row[2], row[3], row[6]
        verdict = check(number, on=AS_OF, kind=IdKind(kind), country=country)
        assert verdict.is_valid, (kind, number, verdict.words)
        assert verdict.value == number
        assert verdict.birth in {None, date.fromisoformat(birth)}


def test_no_two_persons_share_a_document() -> None:
    documents = Counter(tuple(row[1:4]) for row in _persons())
    assert max(documents.values()) == 1


def test_numbers_rise_so_that_rows_lie_in_person_order() -> None:
    numbers = [row[0] for row in _persons()]
    assert all(before < after for before, after in pairwise(numbers))
    assert all(len(str(number)) == 13 for number in numbers)


def test_citizens_live_in_districts_that_are_assigned_to_nobody() -> None:
    citizens = [row for row in _persons() if row[1] == "citizen_id"]
    assert {row[2][:2] for row in citizens} == {"99"}
    assert len(citizens) > 0.97 * ASK.persons


def test_a_citizen_number_tells_sex_and_birth_of_its_holder() -> None:
    for row in _persons():
        if row[1] == "citizen_id":
            verdict = check(row[2], on=AS_OF)
            assert (verdict.sex, verdict.birth) == (row[5], date.fromisoformat(row[6]))


def test_all_ages_are_there_and_none_dominates() -> None:
    ages = Counter((AS_OF - date.fromisoformat(row[6])).days // 3653 for row in _persons())
    assert set(range(10)) <= set(ages)
    assert max(ages.values()) < 0.30 * ASK.persons


def test_each_kind_of_person_is_common_enough_to_be_met() -> None:
    kinds = Counter(row[7] for row in _persons())
    shares = {kind: count / ASK.persons for kind, count in kinds.items()}
    assert 0.30 < shares["employee"] < 0.50
    assert 0.10 < shares["pensioner"] < 0.30
    for kind in ("flexible", "jobless", "resident", "student", "not_insured"):
        assert shares[kind] > 0.01, kind
    assert shares["deceased"] > 0.001


def test_foreigners_and_people_from_hong_kong_macao_and_taiwan_are_among_them() -> None:
    kinds = Counter(row[1] for row in _persons())
    assert set(kinds) == {"citizen_id", "passport", "permanent_resident", "residence_permit"}
    countries = {row[3] for row in _persons() if row[1] == "residence_permit"}
    assert countries == {"HKG", "MAC", "TWN"}


def test_names_are_of_every_shape() -> None:
    names = {row[4] for row in _persons()}
    lengths = Counter(len(name) for name in names if name.isalpha() and not name.isascii())
    assert lengths[2] > 100
    assert lengths[3] > 100
    assert lengths[4] >= 1
    assert any("·" in name for name in names)
    assert any(ord(char) > 0xFFFF for name in names for char in name)
    assert len({name[0] for name in names}) > 80


def test_employers_have_a_long_tail_and_their_staff_adds_up() -> None:
    heads = sorted((row[7] for row in _employers()), reverse=True)
    employed = sum(1 for row in _persons() if row[15])
    assert sum(heads) == employed
    assert heads[0] == 3000
    assert 100 < heads[1] <= 5000
    small = sum(1 for count in heads if count <= 10)
    assert small > 0.6 * len(heads)


def test_every_unit_code_passes_its_check_and_is_its_own() -> None:
    codes = [str(row[1]) for row in _employers()]
    assert len(set(codes)) == len(codes)
    assert all(check(code, on=AS_OF, kind=IdKind.USCC).is_valid for code in codes)


def test_nobody_works_for_an_employer_that_had_not_joined_yet() -> None:
    joined = {row[0]: int(str(row[10])[:4]) for row in _employers()}
    for person, year, employer, *_ in _batch().rows["contributionyear"]:
        if employer:
            assert joined[employer] <= year, person


def test_careers_have_gaps_and_moves() -> None:
    employers: dict[object, set[object]] = {}
    regions: dict[object, set[object]] = {}
    gaps = set()
    for person, _, employer, footing, region, _, states in _batch().rows["contributionyear"]:
        if footing == "employee":
            employers.setdefault(person, set()).add(employer)
            regions.setdefault(person, set()).add(region)
            gaps |= {person} if "p-" in states else set()
    moved = sum(1 for one in employers.values() if len(one) > 1)
    assert moved > 0.3 * len(employers)
    assert sum(1 for one in regions.values() if len(one) > 1) > 0.05 * len(regions)
    assert len(gaps) > 0.1 * len(employers)


def test_bases_stay_within_the_bounds_of_their_year() -> None:
    world = World(ASK)
    for _, year, _, footing, _, bases, states in _batch().rows["contributionyear"][:40_000]:
        if footing in {"employee", "flexible"}:
            floor, ceiling = world.bounds[year]
            paid = [
                base for base, letter in zip(unpack(bases), states, strict=True) if letter != "-"
            ]
            assert all(floor <= base <= ceiling for base in paid)


def test_accounts_open_each_year_with_what_the_last_one_closed_with() -> None:
    for before, after in pairwise(_batch().rows["accountyear"]):
        if before[0] == after[0]:
            assert after[1] == before[1] + 1
            assert after[2] == before[6]
            assert after[6] == after[2] + after[3] + after[4] - after[5]
            assert after[6] >= 0


def test_registered_months_are_the_months_on_record() -> None:
    months: Counter[object] = Counter()
    for person, _, _, footing, region, _, states in _batch().rows["contributionyear"]:
        if footing in {"employee", "flexible"}:
            here = region[:2] == "99" or "t" in states
            months[person] += sum(states.count(letter) for letter in "pmt") if here else 0
    for row in _batch().rows["registration"]:
        if row[1] == "pension" and row[2][:2] == "99":
            assert row[9] == months[row[0]], row


def test_whoever_draws_a_pension_has_reached_the_age_and_paid_long_enough() -> None:
    births = {row[0]: (date.fromisoformat(row[6]), row[8]) for row in _persons()}
    months = {
        row[0]: row[9] + row[10]
        for row in _batch().rows["registration"]
        if row[1] == "pension" and row[2][:2] == "99"
    }
    drawing = [row for row in _batch().rows["benefit"] if row[3] == "pension"]
    assert len(drawing) > 1000
    for row in drawing:
        birth, group = births[row[0]]
        statutory = retirement_month(birth.year * 12 + birth.month - 1, group)
        year, month = map(int, row[4].split("-"))
        assert year * 12 + month - 1 == statutory + 1
        assert months[row[0]] >= 180


def test_parts_of_a_benefit_add_up_to_it() -> None:
    for row in _batch().rows["benefit"]:
        parts = [int(piece.rpartition(":")[2]) for piece in row[8].split(";")]
        assert sum(parts) == row[7]


def test_whoever_works_now_is_declared_up_to_the_last_booked_month() -> None:
    declared: dict[object, int] = {}
    for person, year, employer, footing, _, _, states in _batch().rows["contributionyear"]:
        if footing in {"employee", "flexible"} and states.strip("-"):
            last = max(place for place, letter in enumerate(states) if letter != "-")
            declared[(person, employer)] = year * 12 + last
    posted = World(ASK).posted
    for row in _persons():
        if row[7] in {"employee", "flexible"}:
            assert declared[(row[0], row[15])] == posted, row


def test_the_dead_draw_nothing_and_prove_nothing() -> None:
    dead = {row[0]: row[14] for row in _persons() if row[7] == "deceased"}
    assert dead
    assert not dead.keys() & {row[0] for row in _batch().rows["certification"]}
    for row in _batch().rows["paymentyear"]:
        if row[0] in dead:
            last = max(place for place, letter in enumerate(row[5]) if letter != "-")
            assert (row[2], last + 1) <= tuple(map(int, dead[row[0]].split("-")[:2]))


def test_the_cast_is_the_same_in_every_nation() -> None:
    stored = {row[2]: row for row in _persons()}
    for member in CAST:
        row = stored[member.id_number]
        assert (row[4], row[11]) == (member.name, member.mobile)
    assert len({member.id_number for member in CAST}) == len(CAST)
    assert [member.mobile for member in CAST] == [
        f"138000000{n:02d}" for n in (*range(1, 22), *range(27, 31))
    ]


BORDERS = {one.key: one for one in borders(World(ASK))}


@pytest.mark.parametrize(
    ("key", "birth"),
    [
        ("born_1964_12_male", (1964, 12)),
        ("born_1965_01_male", (1965, 1)),
        ("born_1976_08_male", (1976, 8)),
        ("born_1976_09_male", (1976, 9)),
        ("born_1969_12_female55", (1969, 12)),
        ("born_1970_01_female55", (1970, 1)),
        ("born_1974_12_female50", (1974, 12)),
        ("born_1984_11_female50", (1984, 11)),
    ],
)
def test_the_reform_finds_people_on_both_sides(key: str, birth: tuple[int, int]) -> None:
    assert (BORDERS[key].birth.year, BORDERS[key].birth.month) == birth


@pytest.mark.parametrize("group", ["male", "female55", "female50"])
def test_somebody_retires_last_month_this_month_and_next(group: str) -> None:
    now = AS_OF.year * 12 + AS_OF.month - 1
    for name, month in (("last", now - 1), ("this", now), ("next", now + 1)):
        birth = BORDERS[f"retires_{name}_month_{group}"].birth
        born = birth.year * 12 + birth.month - 1
        # The reform leaves out some months: nobody's age is reached in them.
        assert retirement_month(born, group) <= month < retirement_month(born + 1, group)


def test_the_ages_and_days_of_the_rules_are_met_exactly() -> None:
    born = {key: BORDERS[key].birth for key in BORDERS}
    assert born["turns_50_today"] == date(1976, 11, 23)
    assert born["turns_40_tomorrow"] - born["turns_40_yesterday"] == timedelta(days=2)
    assert born["turns_16_today"] == date(2010, 11, 23)
    dues = {key: one.due_in for key, one in BORDERS.items() if key.startswith("certification")}
    assert sorted(dues.values()) == [-150, -1, 0, 1]
    assert {BORDERS[f"paid_{months}_months"].months for months in (179, 180, 181)} == {
        179,
        180,
        181,
    }


def test_the_months_ordered_for_a_border_are_the_months_on_record() -> None:
    numbers = {row[2]: row[0] for row in _persons()}
    stored = {
        row[0]: row[9]
        for row in _batch().rows["registration"]
        if row[1] == "pension" and row[2] == "990100"
    }
    for months in (179, 180, 181):
        assert stored[numbers[BORDERS[f"paid_{months}_months"].id_number]] == months


@pytest.mark.parametrize("day", [AS_OF, date(2026, 3, 2), date(2026, 12, 31), date(2027, 5, 4)])
def test_on_any_day_somebody_stands_before_a_claim_and_can_sign_in(day: date) -> None:
    made = {one.key: one for one in borders(World(Ask(persons=60, seed=1, as_of=day)))}
    claimant = made["may_claim_a_pension"]
    born = claimant.birth.year * 12 + claimant.birth.month - 1
    assert retirement_month(born, "male") <= day.year * 12 + day.month - 1
    assert claimant.standing == "employee"
    assert {one.username for one in made.values() if one.username} == {"daoling", "jumin", "shiye"}


@pytest.mark.clause("5.4.3c", "5.4.3d")
def test_there_are_people_for_every_claim() -> None:
    """Dead people, injuries of several grades, staff abroad under a treaty in force."""
    living = {row[0] for row in _persons() if row[14] is None}
    injuries = [(*row[:1], *row[6:12]) for row in _batch().rows["injury"]]
    stays = [(row[0], row[3], row[6], row[7]) for row in _batch().rows["exemption"]]
    assert len(living) < len(_persons()) - 50
    assert {3, 7} < {grade for _, grade, *_ in injuries}
    for person, grade, _, wage, average, _, is_fatal in injuries:
        assert bool(grade) != is_fatal
        assert (person in living) != is_fatal
        assert 0 < wage <= 3 * average
    assert {"DEU", "JPN"} <= {country for _, country, *_ in stays} <= {"DEU", "KOR", "JPN"}
    assert all(person in living for person, *_ in stays)
    assert all(first < last for *_, first, last in stays)
