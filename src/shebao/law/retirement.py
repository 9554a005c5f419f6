"""Retirement age (5.4.3d): the gradual reform, the flexible range and the months that must be paid.

Which group a woman belongs to is a fact of her post, not of her identity number: it is asked or
read from the core, never guessed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from shebao.law.months import first_day, later, month_number, month_text
from shebao.law.tables import Entry, NoValueOn, Tables, national
from shebao.law.text import shown


class Group(StrEnum):
    """Who has which statutory age: the three groups of employees, and residents."""

    MALE = "male"
    FEMALE55 = "female55"
    FEMALE50 = "female50"
    RESIDENTS = "residents"


class Special(StrEnum):
    """Employees with an age of their own: hazardous trades; total loss of working ability."""

    HAZARDOUS = "hazardous"
    DISABLED = "disabled"


class Choice(StrEnum):
    """When a person wants to begin, seen from the statutory month."""

    EARLY = "early"
    STATUTORY = "statutory"
    LATE = "late"


class UnknownGroup(ValueError):
    """Nobody belongs to a group of this name, or the special age is not for this group."""


class StartOutOfRange(ValueError):
    """The chosen month is not one this person may begin in; the message names the range."""


@dataclass(frozen=True, kw_only=True)
class Retirement:
    """When a person may retire; months are ``"YYYY-MM"``, ages and delays are in months.

    ``required_months`` is for beginning at the statutory month; see :func:`start` for another.
    """

    birth_month: str
    group: Group
    age_months: int
    delay_months: int
    statutory_month: str
    earliest_month: str
    latest_month: str
    is_elastic: bool
    required_months: int
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Start:
    """A chosen month to begin: the year whose minimum counts, and the month to put it in writing.

    ``written_by`` is empty for the statutory month: nothing need be written then.
    """

    month: str
    choice: Choice
    reference_year: int
    required_months: int
    written_by: str
    sources: tuple[str, ...]


def retirement(
    birth: str | date,
    group: Group | str,
    tables: Tables | None = None,
    *,
    special: Special | str | None = None,
) -> Retirement:
    """The statutory month of somebody born then, with its range and minimum (5.4.3d).

    Only the month of birth matters.  Whoever reaches an age before a new table begins keeps the
    old one.  Raises ``months.BadMonth``, :class:`UnknownGroup`, ``NoValueOn``.
    """
    number, known = month_number(birth), _known(group)
    if special is None:
        return _retirement(number, known, tables or national())
    return _special(number, known, _known_special(special), tables or national())


def start(chosen: str | date, of: Retirement, tables: Tables | None = None) -> Start:
    """What beginning in the chosen month asks for (人社部发〔2024〕94号).

    Early: the minimum of the chosen year; late: that of the statutory year.
    Raises :class:`StartOutOfRange` or ``months.BadMonth``.
    """
    tables = tables or national()
    month = month_text(month_number(chosen))
    choice = _choice(month, of)
    year = int((month if choice is Choice.EARLY else of.statutory_month)[:4])
    minimum = minimum_months(year, tables, group=of.group)
    return Start(
        month=month,
        choice=choice,
        reference_year=year,
        required_months=minimum.value,
        written_by=_written_by(month, choice, of, tables),
        sources=tuple(dict.fromkeys((*of.sources, minimum.document))),
    )


def minimum_months(
    year: int, tables: Tables | None = None, *, group: Group | str = Group.MALE
) -> Entry:
    """The table entry of the months to be paid for a pension beginning in ``year``.

    Raises ``NoValueOn`` for a year before the tables, ``months.BadMonth`` outside 1-9999.
    """
    series = "residents" if _known(group) is Group.RESIDENTS else "employees"
    return (tables or national()).entry(f"minimum_months.{series}", first_day(year * 12))


def _known(group: Group | str) -> Group:
    try:
        return Group(group)
    except ValueError:
        raise UnknownGroup(f"没有“{shown(group)}”这一类人员，可以是：{'、'.join(Group)}") from None


def _known_special(special: Special | str) -> Special:
    try:
        return Special(special)
    except ValueError:
        raise UnknownGroup(
            f"没有“{shown(special)}”这种提前退休，可以是：{'、'.join(Special)}"
        ) from None


@dataclass(frozen=True)
class _Phase:
    """How one group's age climbs: by one month for every ``step`` birth months, to a ceiling."""

    original: int
    step: int
    first_birth: int
    ceiling: int
    since: int
    document: str

    def delay(self, birth: int) -> int:
        births_late = birth - self.first_birth
        return 0 if births_late < 0 else min(births_late // self.step + 1, self.ceiling)

    def month(self, birth: int) -> int:
        return birth + self.original + self.delay(birth)


@lru_cache(maxsize=256)
def _phases(group: Group, tables: Tables) -> tuple[_Phase, ...]:
    """The newest first."""
    return tuple(_phase(entry) for entry in reversed(tables.series(f"retirement.{group}")))


def _phase(entry: Entry) -> _Phase:
    value: dict[str, Any] = entry.value
    return _Phase(
        original=value["original"],
        step=value["step"],
        first_birth=month_number(value["first_birth"]),
        ceiling=value["ceiling"],
        since=month_number(entry.since),
        document=entry.document,
    )


def _phase_for(birth: int, phases: tuple[_Phase, ...]) -> _Phase:
    """The newest phase that began before its own retirement month, else the oldest."""
    fitting: Iterator[_Phase] = (one for one in phases if one.month(birth) >= one.since)
    return next(fitting, phases[-1])


@lru_cache(maxsize=8192)
def _retirement(birth: int, group: Group, tables: Tables) -> Retirement:
    phase = _phase_for(birth, _phases(group, tables))
    statutory = phase.month(birth)
    elastic = None if group is Group.RESIDENTS else _elastic(statutory, tables)
    earliest = latest = statutory
    documents = [phase.document]
    if elastic is not None:
        earliest = max(birth + phase.original, statutory - elastic.value["earlier"])
        earliest = max(earliest, min(statutory, month_number(elastic.since)))
        latest = statutory + elastic.value["later"]
        documents.append(elastic.document)
    minimum = minimum_months(statutory // 12, tables, group=group)
    return Retirement(
        birth_month=month_text(birth),
        group=group,
        age_months=statutory - birth,
        delay_months=phase.delay(birth),
        statutory_month=month_text(statutory),
        earliest_month=month_text(earliest),
        latest_month=month_text(latest),
        is_elastic=elastic is not None,
        required_months=minimum.value,
        sources=tuple(dict.fromkeys((*documents, minimum.document))),
    )


def _elastic(statutory: int, tables: Tables) -> Entry | None:
    try:
        return tables.entry("retirement.elastic", first_day(statutory))
    except NoValueOn:
        return None


def _special(birth: int, group: Group, special: Special, tables: Tables) -> Retirement:
    if group is Group.RESIDENTS:
        raise UnknownGroup("特殊工种和病退的年龄只适用于职工，不适用于城乡居民")
    sex = "male" if group is Group.MALE else "female"
    series = tables.series(f"retirement.{special}")
    age = series[-1].value[sex]
    entry = tables.entry(f"retirement.{special}", max(first_day(birth + age), series[0].since))
    statutory = birth + entry.value[sex]
    minimum = minimum_months(statutory // 12, tables)
    month = month_text(statutory)
    return Retirement(
        birth_month=month_text(birth),
        group=group,
        age_months=statutory - birth,
        delay_months=0,
        statutory_month=month,
        earliest_month=month,
        latest_month=month,
        is_elastic=False,
        required_months=minimum.value,
        sources=(entry.document, minimum.document),
    )


def _choice(month: str, of: Retirement) -> Choice:
    if not of.earliest_month <= month <= of.latest_month:
        raise StartOutOfRange(
            f"可以选 {of.earliest_month} 到 {of.latest_month} 之间的月份，现在选的是 {month}"
        )
    if month < of.statutory_month:
        return Choice.EARLY
    return Choice.STATUTORY if month == of.statutory_month else Choice.LATE


def _written_by(month: str, choice: Choice, of: Retirement, tables: Tables) -> str:
    if choice is Choice.STATUTORY:
        return ""
    elastic = tables.value("retirement.elastic", first_day(month_number(of.statutory_month)))
    if choice is Choice.EARLY:
        return later(month, -elastic["earlier_notice"])
    return later(of.statutory_month, -elastic["later_notice"])
