"""What the worker does with messages that must leave the house."""

from datetime import datetime, timedelta

from django.db.models import F

from shebao.hall.gateways.sms.port import CarrierDown, SmsCarrier
from shebao.hall.office.accounts.queries import name_and_mobile
from shebao.hall.office.notices.actions import SMS
from shebao.hall.office.notices.models import Notice

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8


def send_due(*, carrier: SmsCarrier, now: datetime, limit: int = 100) -> int:
    """Send text messages whose time has come; returns how many were tried.

    A row is claimed by moving its due time, so two workers never take the same one.
    """
    waiting = Notice.objects.filter(way=SMS, due_at__lte=now).order_by("due_at")
    rows = list(waiting[:limit])
    return sum(_send(row, carrier, now) for row in rows)


def _send(row: Notice, carrier: SmsCarrier, now: datetime) -> bool:
    mine = Notice.objects.filter(pk=row.pk, due_at=row.due_at)
    if not mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    _, mobile = name_and_mobile(row.subject)
    claimed = Notice.objects.filter(pk=row.pk)
    if not mobile:
        claimed.update(due_at=None, reference="no mobile number")
        return True
    try:
        reference = carrier.send(mobile=mobile, words=row.words, key=f"notice-{row.pk}")
    except CarrierDown as error:
        _try_later(row, now, str(error))
        return True
    claimed.update(due_at=None, sent_at=now, reference=reference[:120])
    return True


def _try_later(row: Notice, now: datetime, why: str) -> None:
    attempts = row.attempts + 1
    later = None if attempts >= MOST_ATTEMPTS else now + timedelta(seconds=30 * 2**attempts)
    Notice.objects.filter(pk=row.pk).update(due_at=later, reference=why[:120])
