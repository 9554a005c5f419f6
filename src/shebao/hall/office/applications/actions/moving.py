"""The only place where a case changes its state, and what is written whenever it does."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from shebao.hall.kit.inserting import insert
from shebao.hall.office.applications.models import Application, Trace
from shebao.hall.office.applications.moves import FINAL, MOVES, Status
from shebao.hall.office.audit import actions as audit

# What a case's story can be replayed from; nothing of it is personal data.
STATE = (
    "status", "turn", "step", "role", "clerk", "first_clerk", "agency", "due_on",
    "due_is_provisional", "supplement_until", "was_supplemented", "was_looked_at_again",
)  # fmt: skip


class NotAllowed(ValueError):
    """The case does not stand where this can be done; somebody else may have been first."""


def move(case: Application, to: Status, *, now: datetime, **changes: Any) -> None:
    """Claim the move in the database itself, so that two people cannot both make it.

    A case that is being filed is in nobody else's hands yet: it is only changed in memory.
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
    _claim(case, changes)


def claim_turn(case: Application, **changes: Any) -> None:
    """Change a case within its state, unless somebody else was first."""
    _claim(case, changes | {"turn": case.turn + 1})


def _claim(case: Application, changes: dict[str, Any]) -> None:
    if case.pk is not None:
        _claim_stored(case, changes)
    for name, value in changes.items():
        setattr(case, name, value)


def _claim_stored(case: Application, changes: dict[str, Any]) -> None:
    mine = Application.objects.filter(pk=case.pk, turn=case.turn)
    try:
        if not mine.update(**changes):
            raise NotAllowed("somebody else was first")
    except IntegrityError:
        raise NotAllowed("another case of the same errand is open") from None


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
    """Write what happened into the case's timeline and into the trail.

    What follows while a case is being filed is covered by the trail's entry of its filing.
    """
    insert(
        Trace(
            case=case.number, at=now, event=event, words=words[:200], actor=actor, channel=channel
        )
    )
    if case.pk is not None:
        record_change(case, event, actor=actor, channel=channel, now=now, details=details)


def record_filing(
    case: Application, *, channel: str, now: datetime, details: dict[str, Any]
) -> None:
    """Write the filing and its immediate outcome into the trail."""
    record_change(case, "submitted", actor=case.account, channel=channel, now=now, details=details)


def state_of(case: Application) -> dict[str, Any]:
    """Where the case stands, as the trail keeps it: what is empty is left out."""
    found = ((name, getattr(case, name)) for name in STATE)
    said = {name: one.isoformat() if isinstance(one, date) else one for name, one in found if one}
    return {**said, "status": str(case.status), "turn": case.turn}


def record_change(
    case: Application,
    verb: str,
    *,
    actor: str,
    channel: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Write into the trail what happened and where the case stands now (6.3.2)."""
    audit.record(
        actor=actor,
        verb=verb,
        subject=case.subject,
        purpose=f"handling {case.item}",
        channel=channel,
        case=case.number,
        now=now,
        details={**state_of(case), "version": case.version[:12], **(details or {})},
    )
