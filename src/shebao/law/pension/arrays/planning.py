"""What of a projection depends on months and places alone, a row a person."""

from typing import Any, NamedTuple, Self

import numpy as np

from shebao.law.pension.arrays.columns import Choices, Column, Flags, People, picked
from shebao.law.pension.arrays.looking import (
    Ages,
    Places,
    ages_of,
    places_of,
    required_of,
    wages_of,
)
from shebao.law.pension.arrays.results import CHOICES
from shebao.law.retirement import Choice
from shebao.law.tables import Tables

_EARLY, _STATUTORY, _LATE = (
    CHOICES.index(one) for one in (Choice.EARLY, Choice.STATUTORY, Choice.LATE)
)


class Plan(NamedTuple):
    """As ``projection`` plans for one person: ``first`` is the month after the last booked one."""

    first: Column
    start: Column
    choice: Column
    age_months: Column
    required: Column
    written_by: Column
    wage: Column
    place: Places
    sure: Flags

    def known(self) -> Self:
        """Only the rows that are sure."""
        if self.sure.all():
            return self
        return type(self)(*(_some(one, self.sure) for one in self))


def planned(people: People, choices: Choices, tables: Tables) -> Plan:
    """The plan of each; a row that is not sure is one the scalar code refuses or must answer."""
    ages = ages_of(people.birth, people.group, tables)
    start = np.where(choices.start == 0, ages.statutory, choices.start)
    choice = np.sign(start - ages.statutory) + _STATUTORY
    year = np.where(choice == _EARLY, start, ages.statutory) // 12
    required, is_required = required_of(year, people.group, tables)
    wage, is_wage = wages_of(people.region, people.as_of, tables)
    place = places_of(people.region, start, start - people.birth, tables)
    is_in_range = (ages.earliest <= start) & (start <= ages.latest) & (people.as_of <= start)
    return Plan(
        first=people.as_of + 1,
        start=start,
        choice=choice,
        age_months=start - people.birth,
        required=required,
        written_by=_written_by(start, choice, ages),
        wage=np.where(people.average_wage > 0, people.average_wage, wage),
        place=place,
        sure=is_in_range & ages.sure & is_required & is_wage & place.sure,
    )


def _written_by(start: Column, choice: Column, ages: Ages) -> Column:
    early, late = start - ages.earlier_notice, ages.statutory - ages.later_notice
    return np.where(choice == _EARLY, early, np.where(choice == _LATE, late, 0))


def _some(column: Any, rows: Flags) -> Any:
    if isinstance(column, Places):
        return Places(*(_some(one, rows) for one in column))
    return picked(column, np.flatnonzero(rows)) if isinstance(column, np.ndarray) else column
