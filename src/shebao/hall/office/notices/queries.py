"""A person's inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.notices.actions import INBOX
from shebao.hall.office.notices.models import Notice, Preference
from shebao.hall.office.notices.wishes import DEFAULT, Wishes, wishes_of

PROMPT = timedelta(seconds=10)


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
    """Messages that have not left yet, and those given up lately."""

    waiting: int
    failed: int


def outbox(*, since: datetime) -> Outbox:
    """How the messages that must leave the house stand; failures since a moment."""
    waiting = Notice.objects.filter(due_at__isnull=False).exclude(way=INBOX).count()
    return Outbox(waiting=waiting, failed=Notice.objects.filter(dead_at__gte=since).count())


@dataclass(frozen=True, kw_only=True)
class Dead:
    """A message that no carrier took; whom it was for stays covered."""

    pk: int
    way: str
    topic: str
    case: str
    title: str
    attempts: int
    problem: str
    at: datetime


def dead_letters(*, after: str = "", size: int = 30) -> Page[Dead]:
    """Messages given up, the newest first."""
    rows = Notice.objects.filter(dead_at__isnull=False).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_dead(row) for row in found[:size]], more)


def _dead(row: Notice) -> Dead:
    assert row.dead_at is not None  # noqa: S101
    return Dead(
        pk=row.pk,
        way=row.way,
        topic=row.topic,
        case=row.case,
        title=row.title,
        attempts=row.attempts,
        problem=row.reference,
        at=row.dead_at,
    )


@dataclass(frozen=True, kw_only=True)
class Punctuality:
    """How quickly messages left: how many were sent by one way, how many within ten seconds."""

    way: str
    sent: int
    prompt: int

    @property
    def percent(self) -> int | None:
        """Whole percent within ten seconds, rounded down; None where nothing was sent."""
        return self.prompt * 100 // self.sent if self.sent else None


def punctuality(*, since: datetime) -> tuple[Punctuality, ...]:
    """Messages that left since a moment, by way; quiet hours asked for are not counted as delay."""
    sent = Notice.objects.filter(sent_at__gte=since, wanted_at__isnull=False).exclude(way=INBOX)
    prompt = Count("pk", filter=Q(sent_at__lte=F("wanted_at") + PROMPT))
    rows = sent.values("way").annotate(sent=Count("pk"), prompt=prompt).order_by("way")
    return tuple(Punctuality(**row) for row in rows)


def wishes(subject: str) -> Wishes:
    """What a person wants to be told, and when not."""
    return wishes_of([subject]).get(subject, DEFAULT)


def held(subject: str) -> tuple[Holding, ...]:
    """Messages of every way, and what is wanted by which. Whoever shows it leaves a trace."""
    return _messages_held(subject), _wishes_held(subject)


def _wishes_held(subject: str) -> Holding:
    return holding(
        Preference.objects.filter(subject=subject),
        ("switched_off", "quiet_from", "quiet_until", "email", "email_asked", "changed_at"),
        label="消息怎么收",
        why="按您的意思告诉您",
        kept="到账号注销",
    )


def _messages_held(subject: str) -> Holding:
    return holding(
        Notice.objects.filter(subject=subject),
        ("way", "title", "words", "address", "case", "created_at", "sent_at", "read_at"),
        label="消息",
        why="告诉您进度和结果",
        kept="3 年",
    )
