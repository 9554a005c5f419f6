"""Proof that a benefit may go on (5.4.3a): when it is due, when to remind, where it stands."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shebao.law.months import BadMonth, month_number, month_text
from shebao.law.tables import NATIONAL, Entry, Tables, national
from shebao.law.text import shown
from shebao.law.workdays import Calendar


class Scheme(StrEnum):
    """Whose benefit has to be proved every so often."""

    PENSION = "pension"
    RESIDENTS = "residents"
    INJURY = "injury"
    SURVIVORS = "survivors"


class State(StrEnum):
    """Where a proof stands on a day."""

    CURRENT = "current"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Loss(StrEnum):
    """What ends the right to the benefit."""

    DEATH = "death"
    MISSING = "missing"
    PRISON = "prison"
    NATIONALITY = "nationality"
    DUPLICATE = "duplicate"


class UnknownScheme(ValueError):
    """No benefit of this name is proved every so often; the message lists those that are."""


class BadOrder(ValueError):
    """A day lies before the one it has to follow; the message names both."""


@dataclass(frozen=True, kw_only=True)
class Certification:
    """The cycle of one benefit as it looks on one day; ``days_left`` is negative when overdue."""

    scheme: Scheme
    last_on: date
    due_on: date
    months: int
    reminders: tuple[date, ...]
    state: State
    days_left: int
    words: str
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Resumption:
    """A suspended benefit after its proof: the months to be paid back and the next due day."""

    back_paid: tuple[str, ...]
    due_on: date
    sources: tuple[Entry, ...]


def due(
    last_on: date, scheme: str, *, region: str = NATIONAL, tables: Tables | None = None
) -> date:
    """The last day of the cycle that began with a proof on ``last_on`` (rolling).

    Raises :class:`UnknownScheme` or ``NoValueOn``.
    """
    return same_day_after(last_on, period(scheme, last_on, region=region, tables=tables).value)


def period(scheme: str, on: date, *, region: str = NATIONAL, tables: Tables | None = None) -> Entry:
    """The table entry of the months of a cycle; raises :class:`UnknownScheme`, ``NoValueOn``."""
    name = f"certification.{_known(scheme)}_months"
    return (tables or national()).entry(name, on, region=region)


def certification(
    last_on: date,
    scheme: str,
    *,
    on: date,
    region: str = NATIONAL,
    is_suspended: bool = False,
    loss: Loss | None = None,
    tables: Tables | None = None,
) -> Certification:
    """How the proof stands ``on`` this day, and when people are told (5.4.3a).

    Raises :class:`UnknownScheme`, :class:`BadOrder` or ``NoValueOn``.
    """
    if on < last_on:
        raise BadOrder(f"认证日 {last_on} 晚于 {on}，请核对")
    months = period(scheme, last_on, region=region, tables=tables)
    days = (tables or national()).entry("certification.reminder_days", last_on, region=region)
    due_on = same_day_after(last_on, months.value)
    reminders = tuple(due_on + timedelta(days=one) for one in sorted(days.value))
    state = _state(on, due_on, reminders, is_suspended=is_suspended, loss=loss)
    return Certification(
        scheme=_known(scheme),
        last_on=last_on,
        due_on=due_on,
        months=months.value,
        reminders=reminders,
        state=state,
        days_left=(due_on - on).days,
        words=_WORDS[state].format(due=due_on),
        sources=(months, days),
    )


_WORDS = {
    State.CURRENT: "资格认证有效，{due} 前随时可以再认证",
    State.DUE_SOON: "请在 {due} 前完成资格认证",
    State.OVERDUE: "已过认证期限 {due}，经办机构先做数据比对，请尽快认证",
    State.SUSPENDED: "待遇已暂停发放，认证通过后恢复发放并补发",
    State.ENDED: "待遇资格已丧失，不再认证",
}


def resumption(
    certified_on: date,
    scheme: str,
    *,
    withheld_since: str | date,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> Resumption:
    """What a proof brings back: every withheld month up to its own, and a new cycle.

    Raises :class:`UnknownScheme`, :class:`BadOrder`, ``months.BadMonth`` or ``NoValueOn``.
    """
    first, last = month_number(withheld_since), month_number(certified_on)
    if first > last:
        raise BadOrder(f"停发月份 {month_text(first)} 晚于认证日 {certified_on}，请核对")
    months = period(scheme, certified_on, region=region, tables=tables)
    return Resumption(
        back_paid=tuple(month_text(one) for one in range(first, last + 1)),
        due_on=same_day_after(certified_on, months.value),
        sources=(months,),
    )


def report_by(lost_on: date, calendar: Calendar, tables: Tables | None = None) -> date:
    """The last day on which the family has to tell of a loss (经办条例 art. 25).

    Raises ``NoValueOn`` or ``workdays.UnknownYear``.
    """
    return calendar.add(lost_on, (tables or national()).value("clocks.loss_report", lost_on))


def same_day_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month.

    Raises ``months.BadMonth`` where the calendar ends.
    """
    number = month_number(day) + months
    year, month = number // 12, number % 12 + 1
    if not 1 <= year <= 9999:
        raise BadMonth("算出的日期超出了公元 1 年到 9999 年，请核对")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _known(scheme: str) -> Scheme:
    try:
        return Scheme(scheme)
    except ValueError:
        raise UnknownScheme(
            f"“{shown(scheme)}”没有资格认证，需要认证的有：{'、'.join(Scheme)}"
        ) from None


def _state(
    on: date, due_on: date, reminders: tuple[date, ...], *, is_suspended: bool, loss: Loss | None
) -> State:
    if loss is not None:
        return State.ENDED
    if is_suspended:
        return State.SUSPENDED
    if on > due_on:
        return State.OVERDUE
    return State.DUE_SOON if reminders and on >= reminders[0] else State.CURRENT
