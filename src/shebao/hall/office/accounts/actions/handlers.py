"""Handlers of an employer (6.2.2) name each other, within limits and under four eyes.

Whoever handles all affairs of an employer may name a colleague for all of them or for some. Where
others handle all affairs too, one of them has to confirm it; whoever is alone could do everything
alone anyway. Ending the others first opens no way around: they count for a while longer.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from shebao.hall.kit.limits.actions import count
from shebao.hall.office.accounts.actions.entering_mandates import check_not_handler, confirmed
from shebao.hall.office.accounts.actions.mandating import (
    GIVEN,
    Named,
    NotYourself,
    Terms,
    asked,
    running_on,
    written,
)
from shebao.hall.office.accounts.models import Account, Act, Mandate, MandateState, Nature

# So long does a handler whom others ended still count as a second pair of eyes.
COUNTS_ON = timedelta(days=30)
ALONE = "alone"


class NotAll(ValueError):
    """Only whoever handles all affairs of an employer names or confirms others."""


def name_handler(
    *,
    employer: str,
    employer_name: str,
    account: str,
    to: Named,
    terms: Terms,
    channel: str,
    now: datetime,
    today: date,
) -> str:
    """Name a colleague as handler; it runs once confirmed, where needed, and accepted.

    Returns the mandate's number. Raises ``NotAll``, ``NotYourself``, ``TooLong``,
    ``AlreadyGiven``, and ``TooMany`` beyond twenty a day.
    """
    count(GIVEN, key=employer, now=now)
    holder = Account.objects.get(number=account)
    _check_all(holder.person, employer, today)
    if holder.document_index == to.index:
        raise NotYourself
    check_not_handler(to, employer, today)
    mandate = asked(
        nature=Nature.HANDLER, principal=employer, principal_name=employer_name, to=to,
        terms=terms, by=account, now=now, today=today,
    )  # fmt: skip
    if not has_second(employer=employer, besides=holder.person, now=now, today=today):
        mandate.confirmed_by = ALONE
    return written(mandate, actor=account, channel=channel, now=now)


def confirm_handler(
    *, number: str, employer: str, account: str, channel: str, now: datetime, today: date
) -> bool:
    """Another handler's word on a colleague; false where nothing waits.

    Raises ``NotAll``, and ``NotAnother`` for whoever named the colleague.
    """
    _check_all(Account.objects.get(number=account).person, employer, today)
    waiting = Mandate.objects.filter(
        number=number, nature=Nature.HANDLER, principal=employer, agency="",
        state=MandateState.ASKED,
    )  # fmt: skip
    return confirmed(waiting, by=account, channel=channel, now=now)


def has_second(*, employer: str, besides: str, now: datetime, today: date) -> bool:
    """Whether somebody besides this person handles all of the employer's affairs, or just did."""
    counts = Q(pk__in=running_on(today)) | Q(
        state=MandateState.ENDED, ended_at__gte=now - COUNTS_ON
    )
    rows = Mandate.objects.filter(counts, nature=Nature.HANDLER, principal=employer)
    others = [row for row in rows.exclude(agent__in=["", besides]) if handles_all(row)]
    return bool(others) and not all(_left(row) for row in others)


def handles_all(row: Mandate) -> bool:
    """Whether a mandate names no services and lets its agent apply."""
    return not row.items and Act.FILE in row.acts


def _left(row: Mandate) -> bool:
    """Whether a handler went by themselves, or their time was over."""
    own: Iterable[str] = Account.objects.filter(person=row.agent).values_list("number", flat=True)
    return row.state == MandateState.ENDED and row.ended_by in {*own, "worker"}


def _check_all(person: str, employer: str, today: date) -> None:
    rows = running_on(today).filter(nature=Nature.HANDLER, agent=person, principal=employer)
    if not any(handles_all(row) for row in rows):
        raise NotAll
