"""Accepting what has to be accepted (6.2.4)."""

from datetime import date, datetime

from django.db import transaction

from shebao.hall.kit.inserting import insert
from shebao.hall.office.accounts import agreements
from shebao.hall.office.accounts.models import Acceptance
from shebao.hall.office.audit import actions as audit


class NotTheText(ValueError):
    """What was read is not what holds today: a new version came meanwhile."""


def accept(
    *, account: str, person: str, read: str, channel: str, today: date, now: datetime
) -> None:
    """Accept all agreements of today, as they were read; twice changes nothing.

    ``read`` is the mark of the versions that were shown. Raises ``NotTheText``.
    """
    wanted = agreements.current(today)
    if read != agreements.mark(wanted):
        raise NotTheText
    rows = [
        Acceptance(
            account=account,
            agreement=one.key,
            version=one.version,
            digest=one.digest,
            channel=channel,
            at=now,
        )
        for one in wanted
    ]
    with transaction.atomic():
        if insert(*rows, or_nothing=True):
            audit.record(
                actor=account,
                verb="accept-agreements",
                subject=person,
                purpose="agreeing to the terms",
                channel=channel,
                now=now,
                details={one.key: f"{one.version} {one.digest}" for one in wanted},
            )
