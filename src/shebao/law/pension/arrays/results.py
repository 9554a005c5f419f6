"""What comes out for many people: a column a field of ``projection.Projection``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shebao.law.months import month_number, month_text
from shebao.law.pension.arrays.columns import Column, Flags
from shebao.law.pension.projection import Projection
from shebao.law.pension.regional import Parts
from shebao.law.retirement import Choice

CHOICES = tuple(one.value for one in Choice)
_FLAGS = ("is_transitional_known", "is_local_known")


@dataclass(frozen=True, kw_only=True)
class Projections:
    """Projections of many people, a row each, as :class:`Projection` holds one.

    All columns are int64 but the two flags; one of ``account``, ``base``, the parts, the totals and
    the index holds Python's own integers (dtype object) where a row needs more than 63 bits.
    Months are month numbers, ``met_month`` and ``written_by`` 0 where there is none, ``choice`` a
    place in :data:`CHOICES`.  The mean index is ``index ÷ index_of`` in lowest terms.  A part that
    could not be calculated is 0, and its flag says so.
    """

    start: Column
    choice: Column
    age_months: Column
    credited_months: Column
    paid_months: Column
    required_months: Column
    missing_months: Column
    met_month: Column
    written_by: Column
    base: Column
    index: Column
    index_of: Column
    account: Column
    payout_tenths: Column
    basic_part: Column
    account_part: Column
    transitional_part: Column
    local_part: Column
    is_transitional_known: Flags
    is_local_known: Flags
    total: Column
    total_today: Column

    @classmethod
    def empty(cls, rows: int) -> Self:
        """Nothing yet, for so many people."""
        kinds = {name: np.bool_ if name in _FLAGS else np.int64 for name in _NAMES}
        return cls(**{name: np.zeros(rows, kind) for name, kind in kinds.items()})

    def __len__(self) -> int:
        """How many rows."""
        return len(self.start)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Each column by its name."""
        return {name: getattr(self, name) for name in _NAMES}

    def row(self, row: int) -> Projection:
        """One of them, as the scalar code gives it, with its ratio in lowest terms."""
        one = {name: int(column[row]) for name, column in self.columns().items()}
        return Projection(
            month_text(one["start"]),
            CHOICES[one["choice"]],
            one["age_months"],
            one["credited_months"],
            one["paid_months"],
            one["required_months"],
            one["missing_months"],
            _perhaps_month(one["met_month"]),
            _perhaps_month(one["written_by"]),
            one["base"],
            (one["index"], one["index_of"]),
            one["account"],
            one["payout_tenths"],
            _parts(one),
            one["total"],
            one["total_today"],
        )

    def put(self, rows: slice | Column, found: Mapping[str, NDArray[Any]]) -> None:
        """Write columns into some of the rows, all of a name at once."""
        for name, column in found.items():
            if column.dtype == object and getattr(self, name).dtype != object:
                object.__setattr__(self, name, getattr(self, name).astype(object))
            getattr(self, name)[rows] = column


_NAMES = tuple(one.name for one in fields(Projections))


def row_of(found: Projection) -> dict[str, int | bool]:
    """A projection of the scalar code by the names of the columns."""
    parts = found.parts
    return {
        "start": month_number(found.start),
        "choice": CHOICES.index(found.choice),
        "age_months": found.age_months,
        "credited_months": found.credited_months,
        "paid_months": found.paid_months,
        "required_months": found.required_months,
        "missing_months": found.missing_months,
        "met_month": month_number(found.met_month) if found.met_month else 0,
        "written_by": month_number(found.written_by) if found.written_by else 0,
        "base": found.base,
        "index": found.mean_index.numerator,
        "index_of": found.mean_index.denominator,
        "account": found.account,
        "payout_tenths": found.payout_tenths,
        "basic_part": parts.basic,
        "account_part": parts.account,
        "transitional_part": parts.transitional or 0,
        "local_part": parts.local or 0,
        "is_transitional_known": parts.transitional is not None,
        "is_local_known": parts.local is not None,
        "total": found.total,
        "total_today": found.total_today,
    }


def _parts(one: Mapping[str, int]) -> Parts:
    return Parts(
        one["basic_part"],
        one["account_part"],
        one["transitional_part"] if one["is_transitional_known"] else None,
        one["local_part"] if one["is_local_known"] else None,
    )


def _perhaps_month(number: int) -> str:
    return month_text(number) if number else ""
