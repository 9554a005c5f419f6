"""Retirement age (5.4.3d): the gradual reform, the flexible range and the months that must be paid.

Which group a woman belongs to is a fact of her post, not of her identity number: it is asked or
read from the core, never guessed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from shebao.law.months import first_day, later, month_number, month_text
from shebao.law.tables import Entry, NoValueOn, Tables, national
from shebao.law.text import shown, told

_MOST_PAID = 80 * 12


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


class Post(StrEnum):
    """What somebody does, where that decides whether a late start may be agreed on."""

    EMPLOYEE = "employee"
    CIVIL_SERVANT = "civil_servant"
    LEADER = "leader"
    MANAGER = "manager"


class Way(StrEnum):
    """What somebody may do who is short of the minimum at the age."""

    GO_ON = "go_on"
    LUMP_SUM = "lump_sum"
    RESIDENTS = "residents"


class Choice(StrEnum):
    """When a person wants to begin, seen from the statutory month."""

    EARLY = "early"
    STATUTORY = "statutory"
    LATE = "late"


class UnknownGroup(ValueError):
    """No group or post has this name, or the special age is not for this group."""


class BadPaidMonths(ValueError):
    """Nobody can have paid so many months; the message names the number."""


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
    may_be_late: bool
    required_months: int
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Start:
    """A chosen month to begin: the year whose minimum counts, and the month to put it in writing.

    ``written_by`` is empty for the statutory month: nothing need be written then.  ``pension_from``
    is the first month with a pension.
    """

    month: str
    choice: Choice
    reference_year: int
    required_months: int
    written_by: str
    pension_from: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """Are enough months paid for a start, how many are missing, and what may be done then.

    An early start has no ways: it may not be chosen until the months are there.
    """

    is_met: bool
    missing_months: int
    ways: tuple[Way, ...]
    sources: tuple[str, ...]


def retirement(
    birth: str | date,
    group: Group | str,
    tables: Tables | None = None,
    *,
    special: Special | str | None = None,
    post: Post | str = Post.EMPLOYEE,
) -> Retirement:
    """The statutory month of somebody born then, with its range and minimum (5.4.3d).

    Only the month of birth matters.  Whoever reaches an age before a new table begins keeps the
    old one.  Raises ``months.BadMonth``, :class:`UnknownGroup`, ``NoValueOn``.
    """
    number, known, tables = month_number(birth), _known(group), tables or national()
    if special is not None:
        return _special(number, known, _known_special(special), tables)
    found = _retirement(number, known, tables)
    return _punctual(found, tables) if _must_be_punctual(found, post, tables) else found


def start(chosen: str | date, of: Retirement, tables: Tables | None = None) -> Start:
    """What beginning in the chosen month asks for (人社部发〔2024〕94号).

    Early: the minimum of the chosen year; late: that of the statutory year.
    Raises :class:`StartOutOfRange` or ``months.BadMonth``.
    """
    tables = tables or national()
    month = month_text(month_number(chosen))
    choice = _choice(month, of)
    is_early = choice is Choice.EARLY
    year = int((month if is_early else of.statutory_month)[:4])
    minimum = minimum_months(year, tables, group=of.group)
    return Start(
        month=month,
        choice=choice,
        reference_year=year,
        required_months=minimum.value if is_early else of.required_months,
        written_by=_written_by(month, choice, of, tables),
        pension_from=later(month, tables.value("retirement.pension_starts", _day_of(month))),
        sources=tuple(dict.fromkeys((*of.sources, minimum.document))),
    )


def shortfall(begin: Start, paid_months: int, tables: Tables | None = None) -> Shortfall:
    """What is missing to the minimum of a start, and the ways the law of that time knows (法 16).

    Raises :class:`BadPaidMonths` or ``NoValueOn``.
    """
    if isinstance(paid_months, bool) or not 0 <= paid_months <= _MOST_PAID:
        raise BadPaidMonths(
            f"缴费月数应在 0 到 {_MOST_PAID} 之间，现在是 {told(paid_months)}，请核对"
        )
    missing = max(begin.required_months - paid_months, 0)
    entry = (tables or national()).entry("retirement.short_of_minimum", _day_of(begin.month))
    is_closed = not missing or begin.choice is Choice.EARLY
    return Shortfall(
        is_met=not missing,
        missing_months=missing,
        ways=() if is_closed else tuple(Way(one) for one in entry.value),
        sources=(entry.document,),
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


def _known_post(post: Post | str) -> Post:
    try:
        return Post(post)
    except ValueError:
        raise UnknownGroup(f"没有“{shown(post)}”这一类岗位，可以是：{'、'.join(Post)}") from None


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


def _phases_in(group: Group, tables: Tables) -> tuple[_Phase, ...]:
    """The newest first."""
    return tuple(_phase(entry) for entry in reversed(tables.series(f"retirement.{group}")))


_phases = lru_cache(maxsize=256)(_phases_in)


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


def _worked_out(birth: int, group: Group, tables: Tables) -> Retirement:
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
        may_be_late=elastic is not None,
        required_months=_required(minimum, statutory, group, tables),
        sources=tuple(dict.fromkeys((*documents, minimum.document))),
    )


_retirement = lru_cache(maxsize=8192)(_worked_out)


def _required(minimum: Entry, statutory: int, group: Group, tables: Tables) -> int:
    """Residents near the age when their scheme began pay for the years left to it, no more."""
    required: int = minimum.value
    if group is not Group.RESIDENTS:
        return required
    began = month_number(tables.value("residents.began", first_day(statutory)))
    return max(min(required, statutory - began), 0)


def _must_be_punctual(found: Retirement, post: Post | str, tables: Tables) -> bool:
    known, on = _known_post(post), _day_of(found.statutory_month)
    return found.may_be_late and known in tables.value("retirement.not_late", on)


def _punctual(found: Retirement, tables: Tables) -> Retirement:
    document = tables.entry("retirement.not_late", _day_of(found.statutory_month)).document
    return replace(
        found,
        latest_month=found.statutory_month,
        may_be_late=False,
        sources=tuple(dict.fromkeys((*found.sources, document))),
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
        may_be_late=False,
        required_months=minimum.value,
        sources=(entry.document, minimum.document),
    )


def _choice(month: str, of: Retirement) -> Choice:
    if not of.earliest_month <= month <= of.latest_month:
        is_late = of.is_elastic and not of.may_be_late and month > of.latest_month
        why = "，这类岗位到龄应当退休，不能延迟（参数表“retirement.not_late”）" if is_late else ""
        raise StartOutOfRange(
            f"可以选 {of.earliest_month} 到 {of.latest_month} 之间的月份，现在选的是 {month}{why}"
        )
    if month < of.statutory_month:
        return Choice.EARLY
    return Choice.STATUTORY if month == of.statutory_month else Choice.LATE


def _written_by(month: str, choice: Choice, of: Retirement, tables: Tables) -> str:
    if choice is Choice.STATUTORY:
        return ""
    elastic = tables.value("retirement.elastic", _day_of(of.statutory_month))
    if choice is Choice.EARLY:
        return later(month, -elastic["earlier_notice"])
    return later(of.statutory_month, -elastic["later_notice"])


def _day_of(month: str) -> date:
    return first_day(month_number(month))
