"""The way of a transfer between two agencies (5.4.3b): states, who holds it, each leg's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebao.law.tables import Entry, Tables, national
from shebao.law.workdays import Calendar, UnknownYear


class State(StrEnum):
    """Where a transfer stands; submitted is not done."""

    APPLIED = "applied"
    REVIEWING = "reviewing"
    REFUSED = "refused"
    LETTER_SENT = "letter_sent"
    ACCEPTED = "accepted"
    INFO_SENT = "info_sent"
    RECEIVED = "received"
    MERGED = "merged"
    DONE = "done"


class Holder(StrEnum):
    """Which agency has to act."""

    NEW = "new"
    OLD = "old"
    NOBODY = "nobody"


class Leg(StrEnum):
    """The three pieces of work that have a clock."""

    REVIEW = "review"
    STATEMENT = "statement"
    MERGING = "merging"


MOVES: Mapping[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.REVIEWING}),
    State.REVIEWING: frozenset({State.REFUSED, State.LETTER_SENT}),
    State.REFUSED: frozenset(),
    State.LETTER_SENT: frozenset({State.ACCEPTED}),
    State.ACCEPTED: frozenset({State.INFO_SENT}),
    State.INFO_SENT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.MERGED}),
    State.MERGED: frozenset({State.DONE}),
    State.DONE: frozenset(),
}
LEGS: Mapping[State, Leg | None] = {
    State.APPLIED: Leg.REVIEW,
    State.REVIEWING: Leg.REVIEW,
    State.REFUSED: None,
    State.LETTER_SENT: Leg.STATEMENT,
    State.ACCEPTED: Leg.STATEMENT,
    State.INFO_SENT: Leg.MERGING,
    State.RECEIVED: Leg.MERGING,
    State.MERGED: Leg.MERGING,
    State.DONE: None,
}
HOLDERS: Mapping[Leg | None, Holder] = {
    Leg.REVIEW: Holder.NEW,
    Leg.STATEMENT: Holder.OLD,
    Leg.MERGING: Holder.NEW,
    None: Holder.NOBODY,
}


class OutOfOrder(ValueError):
    """A leg is said to end before it began; the message names the days."""


@dataclass(frozen=True, kw_only=True)
class LegClock:
    """One leg: its agency, its days, when it is due (None: not known yet) and when it was over."""

    leg: Leg
    holder: Holder
    has_begun: bool
    starts_on: date | None
    working_days: int
    due_on: date | None
    ended_on: date | None
    is_late: bool
    source: Entry


def holder(state: State | str) -> Holder:
    """The agency that has to act now."""
    return HOLDERS[LEGS[State(state)]]


def leg_days(leg: Leg | str, on: date, tables: Tables | None = None) -> Entry:
    """The working days a leg has when it begins on this day; raises ``NoValueOn``."""
    return (tables or national()).entry(f"transfer.{Leg(leg)}_days", on)


def clocks(
    applied_on: date,
    *,
    on: date,
    calendar: Calendar,
    ended: Mapping[Leg, date] | None = None,
    tables: Tables | None = None,
) -> tuple[LegClock, ...]:
    """Every leg from the day it began; one that has not begun stands as late as it may begin.

    ``on`` is today: a leg is late when it ended after, or is still open past, its last day.  A day
    in a year whose holidays are not known is None, and so is what follows from it: never guessed.
    Raises :class:`OutOfOrder` or ``NoValueOn``.
    """
    found: list[LegClock] = []
    starts_on: date | None = applied_on
    has_begun, over = True, dict(ended or {})
    for leg in Leg:
        ended_on = over.get(leg)
        _demand_in_order(leg, starts_on, ended_on, has_begun=has_begun)
        entry = leg_days(leg, starts_on or on, tables)
        due_on = _due(starts_on, entry.value, calendar)
        clock = LegClock(
            leg=leg,
            holder=HOLDERS[leg],
            has_begun=has_begun,
            starts_on=starts_on,
            working_days=entry.value,
            due_on=due_on,
            ended_on=ended_on,
            is_late=has_begun and due_on is not None and (ended_on or on) > due_on,
            source=entry,
        )
        found.append(clock)
        starts_on = ended_on or (due_on and max(due_on, on))
        has_begun = ended_on is not None
    return tuple(found)


def _due(starts_on: date | None, working_days: int, calendar: Calendar) -> date | None:
    try:
        return calendar.add(starts_on, working_days) if starts_on else None
    except UnknownYear:
        return None


def _demand_in_order(
    leg: Leg, starts_on: date | None, ended_on: date | None, *, has_begun: bool
) -> None:
    if ended_on is None:
        return
    if not has_begun or starts_on is None:
        raise OutOfOrder(f"{leg} 之前的一段还没有办完，不能先写它的办结日 {ended_on}")
    if ended_on < starts_on:
        raise OutOfOrder(f"办结日 {ended_on} 早于开始日 {starts_on}，请核对")
