"""Acting for an employer (6.2.2): the mandate a handler holds."""

from datetime import date, datetime

from django.db import transaction

from shebao.hall.office.accounts.models import Handler
from shebao.hall.office.audit import actions as audit


def appoint_handler(
    *, person: str, employer: str, employer_name: str, since: date, now: datetime
) -> None:
    """Let a person act for an employer (6.2.2); doing it twice changes nothing."""
    with transaction.atomic():
        _, is_new = Handler.objects.get_or_create(
            person=person,
            employer=employer,
            ended_at=None,
            defaults={"employer_name": employer_name, "since": since},
        )
        if is_new:
            audit.record(
                actor=person,
                verb="appoint-handler",
                subject=employer,
                purpose="handling for an employer",
                channel="web",
                now=now,
            )
