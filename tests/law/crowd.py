"""Crowds of working lives for the tests of the vector engine, and what the scalar code says."""

from typing import Any

import numpy as np

from shebao.law.months import month_number, month_text
from shebao.law.pension import Projection, project
from shebao.law.pension.arrays import GROUPS, Assumed, Choices, People
from shebao.law.retirement import retirement
from shebao.law.tables import Tables

REGIONS = (110000, 110105, 510000, 510100, 990000, 990101)
BOOKED = (month_number("2025-01"), month_number("2025-12"), month_number("2026-10"))
_OF = np.array([1, 7, 20, 100, 1000, 10**4, 10**6])
Crowd = tuple[People, Choices, Assumed]


def crowd(rows: int, *, seed: int, cohorts: int = 1500) -> Crowd:
    """People of many cohorts, each with the month to begin in common; all of them can be."""
    chance = np.random.default_rng(seed)
    cohort = _cohorts(cohorts, chance)[chance.integers(0, cohorts, rows)]
    birth, group, region, as_of, start = cohort.T
    life = as_of - birth
    paid = life * chance.integers(0, 700, rows) // 1000
    deemed = _some(chance, (life - paid) * chance.integers(0, 400, rows) // 1000)
    early = _some(chance, paid * chance.integers(0, 1001, rows) // 1000)
    index_of, own_of, deemed_of = (chance.choice(_OF, rows) for _ in range(3))
    people = People(
        birth=birth,
        group=group,
        region=region,
        as_of=as_of,
        paid_months=paid,
        index=chance.integers(0, 3 * index_of + 1),
        index_of=index_of,
        account=10 ** chance.integers(0, 10, rows) * chance.integers(0, 1000, rows) // 999,
        deemed_months=deemed,
        early_months=early,
        deemed_index=chance.integers(0, 3 * deemed_of + 1),
        deemed_index_of=_some(chance, deemed_of),
        average_wage=_some(chance, chance.integers(1, 3_000_000, rows)),
    )
    choices = Choices(
        start=start,
        ratio=chance.integers(0, 4 * own_of + 1),
        ratio_of=own_of,
        pays_until=_some(chance, as_of + chance.integers(-20, 480, rows)),
    )
    assumed = Assumed(
        wage_growth=chance.integers(-200, 1001, rows),
        interest=chance.integers(0, 1001, rows),
        price_growth=chance.integers(-200, 1001, rows),
    )
    return people, choices, assumed


def alone(crowd: Crowd, row: int, *, tables: Tables | None = None) -> Projection:
    """What the scalar code says of one of them; raises as it does."""
    people, choices, assumed = crowd
    return project(people.person(row), choices.choice(row), assumed.assumptions(row), tables=tables)


def is_alike(one: Projection, other: Projection) -> bool:
    """Equal in every field; the mean index may be spelled in longer or shorter numbers."""
    (above, of), (other_above, other_of) = one.ratio, other.ratio
    is_same_index = above * other_of == other_above * of
    return is_same_index and one._replace(ratio=other.ratio) == other


def _cohorts(count: int, chance: Any) -> Any:
    """Rows of birth, group, region, last booked month and month to begin (0: the statutory)."""
    rows = []
    while len(rows) < count:
        birth = int(chance.integers(month_number("1964-01"), month_number("2006-12")))
        group, as_of = int(chance.integers(0, len(GROUPS))), int(chance.choice(BOOKED))
        may = retirement(month_text(birth), GROUPS[group])
        first = max(month_number(may.earliest_month), as_of)
        last = month_number(may.latest_month)
        if first <= last:
            start = int(chance.integers(first, last + 1))
            is_statutory = chance.random() < 0.3 and month_number(may.statutory_month) >= as_of
            region = int(chance.choice(REGIONS))
            rows.append((birth, group, region, as_of, 0 if is_statutory else start))
    return np.array(rows)


def _some(chance: Any, column: Any) -> Any:
    """Half of the numbers, nothing in place of the others."""
    return np.where(chance.random(len(column)) < 0.5, column, 0)
