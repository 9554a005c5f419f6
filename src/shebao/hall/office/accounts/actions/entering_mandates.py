"""Guardians and handlers entered at the desk (6.2.2): one clerk with the proof, then another."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from shebao.hall.office.accounts.actions.mandating import (
    CHECKED,
    AlreadyGiven,
    Named,
    NotAnother,
    Terms,
    asked,
    ended,
    note,
    running_on,
    written,
)
from shebao.hall.office.accounts.models import Account, Mandate, MandateState, Nature


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a clerk has seen, who the clerk is, and in which agency."""

    proof: str
    clerk: str
    agency: str


def enter_mandate(
    *,
    nature: Nature,
    principal: str,
    principal_name: str,
    agent: Named,
    terms: Terms,
    seen: Seen,
    now: datetime,
    today: date,
) -> str:
    """Enter a guardian or a handler with the proof seen; another clerk has to confirm it.

    Raises ``TooLong`` and ``AlreadyGiven``.
    """
    if nature is Nature.HANDLER:
        check_not_handler(agent, principal, today)
    mandate = asked(
        nature=nature, principal=principal, principal_name=principal_name, to=agent,
        terms=terms, by=seen.clerk, now=now, today=today,
    )  # fmt: skip
    mandate.proof, mandate.agency = seen.proof, seen.agency
    return written(mandate, actor=seen.clerk, channel="desk", now=now)


def check_not_handler(agent: Named, employer: str, today: date) -> None:
    """Raise ``AlreadyGiven`` for somebody who acts for the employer already, however that began."""
    there = Account.objects.filter(document_index=agent.index).values_list("person", flat=True)
    if running_on(today).filter(principal=employer, agent__in=list(there)).exists():
        raise AlreadyGiven


def confirm_mandate(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The second clerk's word; false where nothing waits. Raises ``NotAnother``."""
    waiting = _of(number, agency).filter(state=MandateState.ASKED)
    return confirmed(waiting, by=clerk, channel="desk", now=now)


def confirmed(waiting: "QuerySet[Mandate]", *, by: str, channel: str, now: datetime) -> bool:
    """A second pair of eyes on the one of these rows that lacks it. Raises ``NotAnother``."""
    with transaction.atomic():
        unseen = waiting.filter(confirmed_by="")
        row = unseen.first()
        if row is None:
            return False
        if row.asked_by == by:
            raise NotAnother
        if not unseen.update(confirmed_by=by):
            return False
        note(row, "confirm-mandate", by, channel, now)
    return True


def refuse_mandate(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The proof does not hold: end it, asked or running, at the desk that entered it."""
    return ended(_of(number, agency), clerk, "desk", now)


def _of(number: str, agency: str) -> "QuerySet[Mandate]":
    return Mandate.objects.filter(number=number, nature__in=CHECKED, agency=agency)
