"""One human being under two numbers (6.2.1): joined by one clerk with the proof, and another.

A new permit, or a passport before one, may have given somebody a second number in the core. Nothing
is moved: whoever is joined acts for their other number as for themselves, by a mandate of its own
nature, until the core has put the two together. The account under the other number is closed.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from shebao.exchange.port import Person
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.accounts.actions.closing import close_at_once
from shebao.hall.office.accounts.actions.mandating import NotAnother, NotYourself
from shebao.hall.office.accounts.actions.opening import sign_in_index
from shebao.hall.office.accounts.models import Account, Act, Mandate, MandateState, Nature
from shebao.hall.office.audit import actions as audit

PURPOSE = "one person under two numbers"


class AlreadyJoined(ValueError):
    """One of the two is joined, or is being joined, already."""


class NoAccount(ValueError):
    """Nobody has opened an account under the number that shall stay."""


def ask_joining(
    *, kept: Person, other: Person, proof: str, clerk: str, agency: str, now: datetime
) -> str:
    """Enter that two numbers are one person's; another clerk has to confirm it. Returns its number.

    Raises ``NotYourself`` for one and the same number, ``NoAccount`` or ``AlreadyJoined``.
    """
    if kept.number == other.number:
        raise NotYourself
    if not Account.objects.filter(person=kept.number, is_active=True).exists():
        raise NoAccount
    if _about(kept=kept.number, other=other.number).exists():
        raise AlreadyJoined
    mandate = Mandate(
        number=f"M{secret_code(12)}", nature=Nature.SELF, state=MandateState.ASKED,
        principal=other.number, principal_name=other.name, agent=kept.number,
        agent_name=kept.name, sign_in_index=sign_in_index(other.id_number),
        acts=sorted([Act.LOOK, Act.FILE]), since=local_date(now), asked_at=now, asked_by=clerk,
        proof=proof, agency=agency,
    )  # fmt: skip
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
            _note(mandate, "ask-joining", clerk, now)
    except IntegrityError:
        raise AlreadyJoined from None
    return mandate.number


def _about(*, kept: str, other: str) -> "QuerySet[Mandate]":
    """What joins one of these two already; whoever others were joined to cannot go itself."""
    open_ones = Mandate.objects.filter(
        nature=Nature.SELF, state__in=[MandateState.ASKED, MandateState.RUNNING]
    )
    return open_ones.filter(Q(principal__in=[kept, other]) | Q(agent=other))


def confirm_joining(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The second clerk's word: joined from now on, the other account is closed at once.

    False where nothing waits. Raises ``NotAnother``.
    """
    with transaction.atomic():
        waiting = Mandate.objects.filter(
            number=number, nature=Nature.SELF, state=MandateState.ASKED, agency=agency
        )
        row = waiting.select_for_update().first()
        if row is None:
            return False
        if row.asked_by == clerk:
            raise NotAnother
        _end_others(row, now)
        waiting.update(
            state=MandateState.RUNNING, confirmed_by=clerk, answered_at=now,
            since=local_date(now),
        )  # fmt: skip
        other = Account.objects.filter(person=row.principal).first()
        if other is not None:
            close_at_once(account=other.number, why="joined", now=now)
        _note(row, "confirm-joining", clerk, now)
    return True


def _end_others(row: Mandate, now: datetime) -> None:
    """What the two gave each other, or what the other number held, is over with its account."""
    open_ones = Mandate.objects.filter(
        state__in=[MandateState.ASKED, MandateState.RUNNING]
    ).exclude(pk=row.pk)
    between = open_ones.filter(principal=row.principal, agent=row.agent)
    for rows in (between, open_ones.filter(agent=row.principal)):
        rows.update(state=MandateState.ENDED, ended_at=now, ended_by="worker")


def end_joining(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """They are two after all: the number stands alone again; false where nothing is there."""
    with transaction.atomic():
        rows = Mandate.objects.filter(
            number=number, nature=Nature.SELF, agency=agency,
            state__in=[MandateState.ASKED, MandateState.RUNNING],
        )  # fmt: skip
        row = rows.first()
        if row is None or not rows.update(state=MandateState.ENDED, ended_at=now, ended_by=clerk):
            return False
        _note(row, "end-joining", clerk, now)
    return True


def is_joined(person: str) -> bool:
    """Whether this number belongs to somebody who has an account under another."""
    return Mandate.objects.filter(
        nature=Nature.SELF, state=MandateState.RUNNING, principal=person
    ).exists()


def joined_with(persons: Iterable[str]) -> dict[str, str]:
    """Under which number the people of these other numbers have their account."""
    rows = Mandate.objects.filter(
        nature=Nature.SELF, state=MandateState.RUNNING, principal__in=set(persons)
    )
    return dict(rows.order_by("pk").values_list("principal", "agent"))


def _note(row: Mandate, verb: str, actor: str, now: datetime) -> None:
    """Into both people's trail: each of the two can read it."""
    for subject in (row.principal, row.agent):
        audit.record(
            actor=actor, verb=verb, subject=subject, purpose=PURPOSE, channel="desk", now=now,
            details={"mandate": row.number},
        )  # fmt: skip
