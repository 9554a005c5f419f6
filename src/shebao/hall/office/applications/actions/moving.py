"""The only place where a case changes its state, and what is written whenever it does."""

from datetime import datetime
from typing import Any

from shebao.hall.office.applications.models import Application, Trace
from shebao.hall.office.applications.moves import FINAL, MOVES, Status
from shebao.hall.office.audit import actions as audit


class NotAllowed(ValueError):
    """The case does not stand where this can be done; somebody else may have been first."""


def move(case: Application, to: Status, *, now: datetime, **changes: Any) -> None:
    """Claim the move in the database itself, so that two people cannot both make it.

    Raises ``NotAllowed``; the record in hand is brought up to date.
    """
    start = Status(case.status)
    if to not in MOVES[start]:
        raise NotAllowed(f"{start} -> {to}")
    changes |= {
        "status": to,
        "turn": case.turn + 1,
        "closed_at": now if to in FINAL else None,
    }
    claimed = Application.objects.filter(pk=case.pk, turn=case.turn).update(**changes)
    if not claimed:
        raise NotAllowed("somebody else was first")
    for name, value in changes.items():
        setattr(case, name, value)


def claim_turn(case: Application, **changes: Any) -> None:
    """Change a case within its state, unless somebody else was first."""
    changes["turn"] = case.turn + 1
    if not Application.objects.filter(pk=case.pk, turn=case.turn).update(**changes):
        raise NotAllowed("somebody else was first")
    for name, value in changes.items():
        setattr(case, name, value)


def note(
    case: Application,
    event: str,
    words: str,
    *,
    actor: str,
    channel: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Write what happened into the case's timeline and into the trail."""
    Trace.objects.create(
        case=case.number, at=now, event=event, words=words[:200], actor=actor, channel=channel
    )
    audit.record(
        actor=actor,
        verb=event,
        subject=case.subject,
        purpose=f"handling {case.item}",
        channel=channel,
        case=case.number,
        now=now,
        details={"status": str(case.status), "version": case.version[:12]} | (details or {}),
    )
