"""A person's inbox."""

from dataclasses import dataclass
from datetime import datetime

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.notices.actions import INBOX, SMS
from shebao.hall.office.notices.models import Notice


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as the person reads it."""

    pk: int
    at: datetime
    title: str
    words: str
    case: str
    is_read: bool


def _message(row: Notice) -> Message:
    return Message(
        pk=row.pk,
        at=row.created_at,
        title=row.title,
        words=row.words,
        case=row.case,
        is_read=row.read_at is not None,
    )


def inbox(subject: str, *, after: str = "", size: int = 20) -> Page[Message]:
    """Messages to this subject, newest first."""
    rows = Notice.objects.filter(subject=subject, way=INBOX).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_message(row) for row in found[:size]], more)


def message(subject: str, pk: int) -> Message:
    """One message. Raises ``Hidden``."""
    row = Notice.objects.filter(subject=subject, way=INBOX, pk=pk).first()
    if row is None:
        raise Hidden(str(pk))
    return _message(row)


def unread(subject: str) -> int:
    """How many messages wait, told up to 99."""
    rows = Notice.objects.filter(subject=subject, way=INBOX, read_at=None)
    return rows.order_by()[:99].count()


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """Text messages that have not left yet, and those given up lately."""

    waiting: int
    failed: int


def outbox(*, since: datetime) -> Outbox:
    """How the messages that must leave the house stand; failures since a moment."""
    waiting = Notice.objects.filter(way=SMS, due_at__isnull=False).count()
    failed = Notice.objects.filter(
        way=SMS, due_at=None, sent_at=None, created_at__gte=since
    ).exclude(reference="no mobile number")
    return Outbox(waiting=waiting, failed=failed.count())


def held(subject: str) -> Holding:
    """Messages of every way. Whoever shows it leaves a trace."""
    return holding(
        Notice.objects.filter(subject=subject),
        ("way", "title", "words", "case", "created_at", "sent_at", "read_at"),
        label="消息",
        why="告诉您进度和结果",
        kept="3 年",
    )
