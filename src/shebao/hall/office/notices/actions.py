"""Telling somebody something: it commits with what it tells about, or neither happens."""

from datetime import datetime

from django.db import transaction

from shebao.hall.kit.inserting import insert
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.notices.fitness import fit
from shebao.hall.office.notices.models import Notice
from shebao.hall.office.notices.wishes import Topic, Way

INBOX, SMS = Way.INBOX, Way.SMS
SIGNATURE = "【社会保险】"
WARNING = "请勿点击陌生链接，咨询请拨12333。"


def tell(
    *,
    event: str,
    subject: str,
    case: str,
    title: str,
    words: str,
    now: datetime,
    sms: str = "",
    topic: Topic = Topic.CASE,
) -> None:
    """Put a message into the inbox and, with ``sms`` words, on its way to the phone (5.3.1c).

    ``event`` names what happened, once: telling it again changes nothing. The text message
    carries no link and no personal number; words that hold one are replaced. The worker looks
    at each inbox message once, for those who want it by e-mail too.
    """
    ways = {Way.INBOX: words} | ({Way.SMS: f"{SIGNATURE}{fit(sms)}{WARNING}"} if sms else {})
    insert(
        *(
            Notice(
                event=event,
                subject=subject,
                way=way,
                case=case,
                title=title,
                words=told,
                topic=topic,
                lane="" if topic is Topic.SECURITY else lane_of(way, case or subject),
                created_at=now,
                wanted_at=now,
                due_at=now,
                sent_at=now if way is Way.INBOX else None,
            )
            for way, told in ways.items()
        ),
        or_nothing=True,
    )


def lane_of(way: str, of: str) -> str:
    """Messages of one lane arrive in the order in which they were written; without one, freely."""
    return f"{way}:{of}"


def mark_read(*, subject: str, pk: int, now: datetime) -> None:
    """Remember that the person opened the message; the first time counts."""
    Notice.objects.filter(pk=pk, subject=subject, way=INBOX, read_at=None).update(read_at=now)


def replay(*, pk: int, actor: str, now: datetime) -> bool:
    """Put a dead message back on its way; false when it is not dead."""
    with transaction.atomic():
        dead = Notice.objects.filter(pk=pk, dead_at__isnull=False)
        if not dead.update(dead_at=None, due_at=now, wanted_at=now, attempts=0, reference=""):
            return False
        subject = Notice.objects.values_list("subject", flat=True).get(pk=pk)
        audit.record(
            actor=actor, verb="message-replayed", subject=subject, purpose="running the hall",
            channel="manage", now=now,
        )  # fmt: skip
    return True
