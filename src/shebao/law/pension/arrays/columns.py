"""People, what they choose and what is assumed, as columns: an array a field, a row a person.

Columns are whole numbers.  A plain number speaks for all rows, and so does an array of one.
Months are month numbers (``year * 12 + month - 1``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from shebao.law.months import month_number, month_text
from shebao.law.pension.supposed import Assumptions, Choice, Person
from shebao.law.retirement import Group, UnknownGroup
from shebao.law.text import shown

Column: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Number: TypeAlias = Column | int
Given: TypeAlias = Any  # an array, a list or a number: whatever ``whole_numbers`` takes
GROUPS = tuple(one.value for one in Group)
LARGEST = 2**63 - 1


class BadColumn(ValueError):
    """A column is not whole numbers, or not as long as the others; the message names it."""


@dataclass(frozen=True)
class Columns:
    """Columns of one length; int64, or Python's own integers where some need more than 63 bits."""

    def __post_init__(self) -> None:
        """Raises :class:`BadColumn`."""
        given = {name: whole_numbers(name, column) for name, column in self.items()}
        lengths = {len(column) for column in given.values()} - {1}
        if len(lengths) > 1:
            found = "、".join(f"{name} {len(column)} 行" for name, column in given.items())
            raise BadColumn(f"各列的行数不一样：{found}，请核对")
        for name, column in given.items():
            object.__setattr__(self, name, np.broadcast_to(column, min(lengths, default=1)))

    def __len__(self) -> int:
        """How many rows."""
        return len(next(column for _, column in self.items()))

    def items(self) -> Iterator[tuple[str, Any]]:
        """Each column with its name."""
        return ((one.name, getattr(self, one.name)) for one in fields(self))

    def at(self, rows: slice | Column) -> Self:
        """Some of the rows, in the order asked for."""
        return type(self)(**{name: column[rows] for name, column in self.items()})

    def where(self, flags: Flags) -> Self:
        """The rows that are flagged; the same columns where all are."""
        return self if flags.all() else self.at(np.flatnonzero(flags))

    def stretched(self, rows: int) -> Self:
        """One row for all of them.  Raises :class:`BadColumn` where there are others than one."""
        if len(self) not in {1, rows}:
            raise BadColumn(f"{type(self).__name__} 有 {len(self)} 行，人员有 {rows} 行，请核对")
        return type(self)(**{name: np.broadcast_to(one, rows) for name, one in self.items()})


@dataclass(frozen=True, kw_only=True)
class People(Columns):
    """Working lives; what each field means and may be is said at ``supposed.Person``.

    ``group`` is a place in :data:`GROUPS`, ``region`` the six digits as a number.  A mean index is
    ``index ÷ index_of``; ``deemed_index_of`` is 0 where no deemed index is known, and
    ``average_wage`` is 0 where the region's newest base is to be taken.
    """

    birth: Given
    group: Given
    region: Given
    as_of: Given
    paid_months: Given
    index: Given
    index_of: Given
    account: Given
    deemed_months: Given = 0
    early_months: Given = 0
    deemed_index: Given = 0
    deemed_index_of: Given = 0
    average_wage: Given = 0

    @classmethod
    def of(cls, persons: Iterable[Person]) -> Self:
        """The same people as columns.  Raises ``UnknownGroup`` and :class:`BadColumn`."""
        return cls(**_turned(_PERSON, map(_numbers_of_person, persons)))

    def person(self, row: int) -> Person:
        """One of them.  Raises ``BadFact`` or ``months.BadMonth`` for one who cannot be."""
        deemed, deemed_of = self.deemed_index[row], self.deemed_index_of[row]
        return Person(
            birth=_text_of_month(self.birth[row]),
            group=_group(int(self.group[row])),
            region=f"{int(self.region[row]):06d}",
            as_of=_text_of_month(self.as_of[row]),
            paid_months=int(self.paid_months[row]),
            index=ratio("index", self.index[row], self.index_of[row]),
            account=int(self.account[row]),
            deemed_months=int(self.deemed_months[row]),
            early_months=int(self.early_months[row]),
            deemed_index=ratio("deemed_index", deemed, deemed_of) if deemed_of else None,
            average_wage=int(self.average_wage[row]) or None,
        )


@dataclass(frozen=True, kw_only=True)
class Choices(Columns):
    """What each person chooses, as ``supposed.Choice`` says.

    ``start`` is 0 for the statutory month, ``pays_until`` 0 for the starting month.  Rows with a
    gap are worked out one by one.
    """

    start: Given = 0
    ratio: Given = 1
    ratio_of: Given = 1
    pays_until: Given = 0
    gap_months: Given = 0

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> Self:
        """The same choices as columns.  Raises ``months.BadMonth``."""
        return cls(**_turned(_CHOICE, map(_numbers_of_choice, choices)))

    def choice(self, row: int) -> Choice:
        """One of them.  Raises ``BadFact`` or ``months.BadMonth``."""
        start, until = int(self.start[row]), int(self.pays_until[row])
        return Choice(
            start=_text_of_month(start) if start else "",
            ratio=ratio("ratio", self.ratio[row], self.ratio_of[row]),
            pays_until=_text_of_month(until) if until else "",
            gap_months=int(self.gap_months[row]),
        )


@dataclass(frozen=True, kw_only=True)
class Assumed(Columns):
    """What is assumed for each, in hundredths of a percent a year, as ``supposed.Assumptions``."""

    wage_growth: Given
    interest: Given
    price_growth: Given = 0

    @classmethod
    def of(cls, assumptions: Iterable[Assumptions]) -> Self:
        """The same assumptions as columns."""
        rows = ((one.wage_growth, one.interest, one.price_growth) for one in assumptions)
        return cls(**_turned([one.name for one in fields(cls)], rows))

    def assumptions(self, row: int) -> Assumptions:
        """One row of them.  Raises ``BadFact``."""
        return Assumptions(
            wage_growth=int(self.wage_growth[row]),
            interest=int(self.interest[row]),
            price_growth=int(self.price_growth[row]),
        )


class Cases(NamedTuple):
    """People with their choices and what is assumed for them, row by row."""

    people: People
    choices: Choices
    assumed: Assumed

    def at(self, rows: slice) -> "Cases":
        """Some of the rows."""
        return Cases(self.people.at(rows), self.choices.at(rows), self.assumed.at(rows))

    def where(self, flags: Flags) -> "Cases":
        """The rows that are flagged."""
        return Cases(self.people.where(flags), self.choices.where(flags), self.assumed.where(flags))


def whole_numbers(name: str, values: Given) -> NDArray[Any]:
    """The values as int64, or as Python's integers where one needs more than 63 bits.

    Raises :class:`BadColumn` for anything else: a float is never rounded in silence.
    """
    column = _array(name, values)
    if column.ndim != 1 or column.dtype.kind not in "iuO":
        raise BadColumn(f"列 {name} 应是一列整数，现在是 {column.dtype} {column.shape}，请核对")
    if column.dtype.kind == "O" and not all(map(_is_whole, column)):
        raise BadColumn(f"列 {name} 应全是整数，请核对")
    if column.dtype.kind == "i" or not len(column):
        return column.astype(np.int64, copy=False)
    if max(abs(int(column.max())), abs(int(column.min()))) > LARGEST:
        return column.astype(object)
    return column.astype(np.int64)


def _array(name: str, values: Given) -> NDArray[Any]:
    """Of anything but an array every value is looked at, unless numpy finds them whole."""
    if isinstance(values, np.ndarray):
        return np.atleast_1d(values)
    try:
        found = np.atleast_1d(np.asarray(values))
        return found if found.dtype == np.int64 else np.atleast_1d(np.array(values, object))
    except ValueError:
        raise BadColumn(f"列 {name} 应是一列整数，请核对") from None


def same(column: Column) -> Number:
    """The number all rows share, if they do: dividing by one number is several times faster."""
    is_same = len(column) and (is_spread(column) or (column == column[0]).all())
    return int(column[0]) if is_same else column


def picked(column: Column, rows: Column) -> Column:
    """Some rows of a column; one number that stands for all rows goes on doing so."""
    return column[: len(rows)] if is_spread(column) else column[rows]


def is_spread(column: Column) -> bool:
    """Is this one number, told of every row, without memory of its own for each?"""
    return column.strides == (0,)


def ratio(name: str, above: int, of: int) -> Fraction:
    """``above ÷ of`` as an exact fraction.  Raises :class:`BadColumn` for nothing below."""
    if of < 1:
        raise BadColumn(f"{name}_of 应大于 0，现在是 {of}，请核对")
    return Fraction(int(above), int(of))


def _text_of_month(number: int) -> str:
    return month_text(int(number))


def _group(place: int) -> str:
    return GROUPS[place] if 0 <= place < len(GROUPS) else str(place)


def _turned(names: Iterable[str], rows: Iterable[tuple[int, ...]]) -> dict[str, list[int]]:
    """Rows as columns, by name."""
    names, columns = list(names), list(zip(*rows, strict=True))
    return {name: list(columns[place]) if columns else [] for place, name in enumerate(names)}


_PERSON = [one.name for one in fields(People)]
_CHOICE = [one.name for one in fields(Choices)]


def _numbers_of_person(person: Person) -> tuple[int, ...]:
    deemed = person.deemed_index
    return (
        month_number(person.birth),
        _place(person.group),
        _digits(person.region),
        month_number(person.as_of),
        person.paid_months,
        *person.index.as_integer_ratio(),
        person.account,
        person.deemed_months,
        person.early_months,
        *((0, 0) if deemed is None else deemed.as_integer_ratio()),
        person.average_wage or 0,
    )


def _numbers_of_choice(choice: Choice) -> tuple[int, ...]:
    return (
        month_number(choice.start) if choice.start else 0,
        *choice.ratio.as_integer_ratio(),
        month_number(choice.pays_until) if choice.pays_until else 0,
        choice.gap_months,
    )


def _place(group: str) -> int:
    if group not in GROUPS:
        raise UnknownGroup(f"没有“{shown(group)}”这一类人员，可以是：{'、'.join(GROUPS)}")
    return GROUPS.index(group)


def _digits(region: str) -> int:
    if not re.fullmatch("[0-9]{6}", region):
        raise BadColumn(f"行政区划代码（region）应是 6 位数字，现在是“{shown(region)}”，请改一改")
    return int(region)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
