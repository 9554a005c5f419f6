"""What the worker does with messages that must leave the house."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from shebao.hall.gateways.mail.port import MailCarrier
from shebao.hall.gateways.sms.port import SmsCarrier
from shebao.hall.kit.inserting import insert
from shebao.hall.office.accounts.queries import mobiles_of
from shebao.hall.office.notices import sending
from shebao.hall.office.notices.actions import lane_of
from shebao.hall.office.notices.models import Notice
from shebao.hall.office.notices.wishes import DEFAULT, Way, Wishes, wishes_of

KEPT = timedelta(days=3 * 365)
SEE_THERE = "详情请登录网上办事大厅，在“消息”里查看。这封邮件不含链接和个人信息，请勿回复。"


def send_due(*, carrier: SmsCarrier, now: datetime, limit: int = 100) -> int:
    """Send text messages whose time has come; returns how many were tried."""
    rows = sending.claim(Way.SMS, now=now, limit=limit)
    mobiles = mobiles_of(row.subject for row in rows)
    sending.deliver(
        rows,
        address_of=lambda row: mobiles.get(row.subject, ""),
        hand=lambda to, row, key: carrier.send(mobile=to, words=row.words, key=key),
        now=now,
    )
    return len(rows)


def send_mail(*, carrier: MailCarrier, now: datetime, limit: int = 100) -> int:
    """Send e-mails whose time has come; returns how many were tried."""
    rows = sending.claim(Way.EMAIL, now=now, limit=limit)
    found = wishes_of(row.subject for row in rows)
    sending.deliver(
        rows,
        address_of=lambda row: row.address or found.get(row.subject, DEFAULT).email,
        hand=lambda to, row, key: carrier.send(
            address=to, title=row.title, words=row.words, key=key
        ),
        now=now,
    )
    return len(rows)


def spread(*, now: datetime, limit: int = 500) -> int:
    """Put new inbox messages on their other ways, for those who want that; returns how many.

    Each inbox message is looked at once: its due time says that it was not yet.
    """
    waiting = Notice.objects.filter(way=Way.INBOX, due_at__lte=now).order_by("due_at", "id")
    with transaction.atomic():
        rows = list(waiting.select_for_update(skip_locked=True)[:limit])
        letters = _letters(rows, now)
        if letters:
            insert(*letters, or_nothing=True)
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=None)
    return len(rows)


def _letters(rows: Iterable[Notice], now: datetime) -> list[Notice]:
    found = wishes_of(row.subject for row in rows)
    return [
        _letter(row, now)
        for row in rows
        if row.subject in found and _is_wanted(row, found[row.subject])
    ]


def _is_wanted(row: Notice, wish: Wishes) -> bool:
    return bool(wish.email) and wish.wants(Way.EMAIL, row.topic)


def _letter(row: Notice, now: datetime) -> Notice:
    return Notice(
        event=row.event,
        subject=row.subject,
        way=Way.EMAIL,
        case=row.case,
        title=row.title,
        words=SEE_THERE,
        topic=row.topic,
        lane=lane_of(Way.EMAIL, row.case or row.subject) if row.lane else "",
        created_at=row.created_at,
        wanted_at=row.wanted_at,
        due_at=now,
    )


def forget_old(*, now: datetime, limit: int = 1000) -> int:
    """Delete messages that are older than they are kept; returns how many."""
    old = Notice.objects.filter(created_at__lt=now - KEPT, due_at=None).order_by("id")
    return Notice.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()[0]
