"""What the worker does for accounts: bring text messages, forget what is over."""

from datetime import datetime, timedelta

from django.db.models import F

from shebao.hall.gateways.sms.port import CarrierDown, SmsCarrier
from shebao.hall.office.accounts.actions.closing import forget_closed
from shebao.hall.office.accounts.actions.warning import warn_of_endings
from shebao.hall.office.accounts.models import SignUp, Text, Ticket

__all__ = ["forget_closed", "forget_sign_ups", "send_texts", "warn_of_endings"]

LEASE = timedelta(seconds=30)
REST = timedelta(seconds=5)
SIGN_UP_LIVES = timedelta(days=1)
TICKETS_KEPT = timedelta(days=30)


def send_texts(*, carrier: SmsCarrier, now: datetime, limit: int = 100) -> int:
    """Hand due messages to the carrier; returns how many were tried.

    A row is claimed by moving its due time. What came too late to be of use is not sent.
    """
    rows = list(Text.objects.filter(due_at__lte=now).order_by("due_at")[:limit])
    return sum(_send(row, carrier, now) for row in rows)


def _send(row: Text, carrier: SmsCarrier, now: datetime) -> bool:
    mine = Text.objects.filter(pk=row.pk)
    taken = mine.filter(due_at=row.due_at).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    if not row.mobile or row.stale_at <= now:
        why = "stale" if row.mobile else "no phone"
        mine.update(due_at=None, mobile="", words="", reference=why)
        return True
    try:
        reference = carrier.send(mobile=row.mobile, words=row.words, key=f"text-{row.pk}")
    except CarrierDown as error:
        mine.update(due_at=now + REST, reference=str(error)[:120])
        return True
    mine.update(due_at=None, mobile="", words="", sent_at=now, reference=reference[:120])
    return True


def forget_sign_ups(*, now: datetime) -> int:
    """Remove registrations that nobody finished within a day, with all that was typed."""
    return SignUp.objects.filter(created_at__lt=now - SIGN_UP_LIVES).delete()[0]


def forget_tickets(*, now: datetime) -> int:
    """Remove tickets of programs a month after they ran out; returns how many."""
    return Ticket.objects.filter(expires_at__lt=now - TICKETS_KEPT).delete()[0]
