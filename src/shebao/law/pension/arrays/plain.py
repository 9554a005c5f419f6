"""Which rows the arrays may work on: people who can be, in numbers of a size that cannot overflow.

All others are left to the scalar code, which answers them or says what is wrong with them.
"""

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from shebao.law.months import month_number
from shebao.law.pension.arrays.columns import (
    GROUPS,
    LARGEST,
    Assumed,
    Cases,
    Choices,
    Columns,
    Flags,
    People,
)

Table = TypeVar("Table", bound=Columns)
# So that a ratio times a ratio of the tables, or a sum of months, stays far below 2**63.
LONGEST_RATIO = 2**40
_MOST_MONEY = 10**15
_MOST_INDEX = 3
_LIKELY = 2000
FIRST_MONTH, LAST_MONTH = month_number("0001-01"), month_number("9999-12")


def narrowed(cases: Cases) -> tuple[Cases, Flags]:
    """The cases in int64, and which rows fit; one that does not holds zeros."""
    people, one = _narrowed(cases.people)
    choices, two = _narrowed(cases.choices)
    assumed, three = _narrowed(cases.assumed)
    return Cases(people, choices, assumed), one & two & three


def can_be(cases: Cases) -> Flags:
    """Rows that keep the bounds of ``Person``, ``Choice`` and ``Assumptions``, in small numbers."""
    people, choices, assumed = cases
    return _lives(people) & _money(people) & _chosen(choices) & _likely(assumed)


def _narrowed(table: Table) -> tuple[Table, Flags]:
    fits, columns = np.ones(len(table), np.bool_), {}
    for name, column in table.items():
        if column.dtype == object:
            is_small = ((column <= LARGEST) & (column >= -LARGEST)).astype(np.bool_)
            fits &= is_small
            column = np.where(is_small, column, 0).astype(np.int64)
            columns[name] = column
    return replace(table, **columns) if columns else table, fits


def _lives(people: People) -> Flags:
    life = people.as_of - people.birth
    can_live: Flags = (
        _is_month(people.birth)
        & _is_month(people.as_of)
        & _within(people.group, 0, len(GROUPS) - 1)
        & _within(people.region, 0, 999_999)
        & (life >= 0)
        & _within(people.paid_months, 0, life)
        & _within(people.deemed_months, 0, life - people.paid_months)
        & _within(people.early_months, 0, people.paid_months)
    )
    return can_live


def _money(people: People) -> Flags:
    has_no_own = people.deemed_index_of == 0
    can_be_paid: Flags = (
        _is_ratio(people.index, people.index_of, _MOST_INDEX)
        & (has_no_own | _is_ratio(people.deemed_index, people.deemed_index_of, _MOST_INDEX))
        & _within(people.account, 0, _MOST_MONEY)
        & _within(people.average_wage, 0, _MOST_MONEY)
    )
    return can_be_paid


def _chosen(choices: Choices) -> Flags:
    can_be_chosen: Flags = (
        (_is_month(choices.start) | (choices.start == 0))
        & (_is_month(choices.pays_until) | (choices.pays_until == 0))
        & _within(choices.ratio, 0, LONGEST_RATIO)
        & _within(choices.ratio_of, 1, LONGEST_RATIO)
    )
    return can_be_chosen


def _likely(assumed: Assumed) -> Flags:
    return (
        _within(assumed.wage_growth, -_LIKELY, _LIKELY)
        & _within(assumed.interest, 0, _LIKELY)
        & _within(assumed.price_growth, -_LIKELY, _LIKELY)
    )


def _is_month(number: Any) -> Flags:
    return _within(number, FIRST_MONTH, LAST_MONTH)


def _is_ratio(above: Any, of: Any, most: int) -> Flags:
    """Where ``of`` is too long the product may be anything: the row is out already."""
    return _within(of, 1, LONGEST_RATIO) & _within(above, 0, most * of)


def _within(value: Any, least: Any, most: Any) -> Flags:
    is_within: Flags = (value >= least) & (value <= most)
    return is_within
