"""Stopping and starting the promise clock; every stretch is kept with its reason."""

from datetime import date
from typing import Any

from shebao.hall.office.applications.models import Application, Pause
from shebao.hall.office.applications.promise import after_pause, may_pause
from shebao.hall.office.catalogue.item import Item
from shebao.law.workdays import Calendar


def stop_clock(case: Application, item: Item, reason: str, *, today: date) -> None:
    """Let the clock stand still, if the item lists this reason."""
    if may_pause(item, reason):
        Pause.objects.create(case=case.number, reason=reason, since=today)


def start_clock(case: Application, *, calendar: Calendar, today: date) -> dict[str, Any]:
    """Let the clock run again, and return the due date that the move after it writes.

    Harmless when it was running; then there is nothing to write.
    """
    pause = Pause.objects.filter(case=case.number, until=None).first()
    if pause is None:
        return {}
    Pause.objects.filter(pk=pause.pk).update(until=today)
    if case.due_on is None:
        return {}
    due = after_pause(case.due_on, since=pause.since, until=today, calendar=calendar)
    return {"due_on": due.day, "due_is_provisional": due.is_provisional}
