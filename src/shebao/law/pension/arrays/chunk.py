"""One chunk of people: the arrays take the plain rows, the scalar code all others."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shebao.law.months import BadMonth
from shebao.law.payout import NoPayoutMonths
from shebao.law.pension.arrays.columns import LARGEST, BadColumn, Cases, Column
from shebao.law.pension.arrays.plain import can_be, narrowed
from shebao.law.pension.arrays.planning import planned
from shebao.law.pension.arrays.results import Projections, row_of
from shebao.law.pension.arrays.sums import summed
from shebao.law.pension.facts import BadFact
from shebao.law.pension.projection import project
from shebao.law.retirement import StartOutOfRange, UnknownGroup
from shebao.law.tables import NoValueOn, Tables

# What the scalar code says of a row; a broken table is the fault of none.
REFUSALS = (
    BadColumn,
    BadFact,
    BadMonth,
    NoPayoutMonths,
    NoValueOn,
    StartOutOfRange,
    UnknownGroup,
)


class BadRow(ValueError):
    """Somebody cannot be projected: which row it is, counted from 0, and the law's own error."""

    def __init__(self, row: int, error: Exception) -> None:
        super().__init__(f"第 {row + 1} 行：{error}")
        self.row = row
        self.error = error

    def moved(self, rows: int) -> "BadRow":
        """The same row where so many others come before."""
        return BadRow(self.row + rows, self.error)


class Found(NamedTuple):
    """The projections of a chunk, zeros in bad rows, and what is wrong with those."""

    projections: Projections
    bad: list[BadRow]


def project_chunk(cases: Cases, tables: Tables) -> Found:
    """What ``project`` says of each."""
    rows, columns = _by_columns(cases, tables)
    if len(rows) == len(cases.people):
        return Found(Projections(**columns), [])
    found, bad = Projections.empty(len(cases.people)), []
    found.put(rows, columns)
    is_left = np.ones(len(found), np.bool_)
    is_left[rows] = False
    for row in np.flatnonzero(is_left).tolist():
        try:
            found.put(slice(row, row + 1), _by_itself(cases, row, tables))
        except REFUSALS as error:
            bad.append(BadRow(row, error))
    return Found(found, bad)


def _by_columns(cases: Cases, tables: Tables) -> tuple[Column, dict[str, Any]]:
    """The rows of which every step is sure, and what becomes of them."""
    cases, fits = narrowed(cases)
    is_plain = fits & can_be(cases)
    rows, cases = np.flatnonzero(is_plain), cases.where(is_plain)
    plan = planned(cases.people, cases.choices, tables)
    rows, cases = rows[plan.sure], cases.where(plan.sure)
    columns, sure = summed(cases, plan.known())
    if sure.all():
        return rows, columns
    return rows[sure], {name: column[sure] for name, column in columns.items()}


def _by_itself(cases: Cases, row: int, tables: Tables) -> dict[str, NDArray[Any]]:
    person, choice = cases.people.person(row), cases.choices.choice(row)
    found = project(person, choice, cases.assumed.assumptions(row), tables=tables)
    return {name: _as_column(value) for name, value in row_of(found).items()}


def _as_column(value: int) -> NDArray[Any]:
    """A flag, a number, or one that needs more than 63 bits."""
    return np.array([value]) if value <= LARGEST else np.array([value], object)
