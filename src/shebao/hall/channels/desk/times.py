"""How much of a promise is left, in the words and the bar of the worklist (5.3.1b)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shebao.hall.kit.clock import ZONE, local_date
from shebao.hall.office.applications.promise import days_left, working_days_after
from shebao.law.workdays import Calendar

SOON = 3


@dataclass(frozen=True, kw_only=True)
class Left:
    """Words, how they press (``""``, ``warn``, ``bad``), and the share of the time used up."""

    words: str
    kind: str
    percent: int | None


def left(
    due: date | None,
    *,
    received: datetime,
    is_provisional: bool,
    today: date,
    calendar: Calendar,
) -> Left:
    """The time left until a due date, counted in working days."""
    if due is None:
        return Left(words=_("没有时限"), kind="", percent=None)
    days = days_left(due, today=today, calendar=calendar)
    whole = max(days_left(due, today=local_date(received), calendar=calendar), 1)
    share = min(max(round(100 * (whole - days) / whole), 0), 100)
    words = _words(days)
    if is_provisional:
        words = _("%(words)s（暂定）") % {"words": words}
    return Left(words=words, kind=_kind(days), percent=share)


def _words(days: int) -> str:
    if days < 0:
        over = ngettext("已超期 %(n)s 个工作日", "已超期 %(n)s 个工作日", -days)
        return over % {"n": -days}
    if days == 0:
        return _("今天到期")
    return ngettext("剩 %(n)s 个工作日", "剩 %(n)s 个工作日", days) % {"n": days}


def _kind(days: int) -> str:
    if days <= 0:
        return "bad"
    return "warn" if days <= SOON else ""


def soon_day(today: date, *, calendar: Calendar) -> date:
    """The last day that counts as soon."""
    return working_days_after(today, SOON, calendar=calendar).day


def start_of_day(now: datetime) -> datetime:
    """Midnight where the agencies are."""
    return datetime.combine(local_date(now), time(), tzinfo=ZONE)


def is_running(stops: Iterable[object]) -> bool:
    """Whether the clock runs: no stretch is without an end."""
    return all(getattr(stop, "until", None) is not None for stop in stops)
