"""The one verb for telling somebody something; it commits with what it tells about."""

from datetime import datetime

from shebao.hall.kit.inserting import insert
from shebao.hall.office.notices.models import Notice

INBOX, SMS = "inbox", "sms"
SIGNATURE = "【社会保险】"
WARNING = "请勿点击陌生链接，咨询请拨12333。"


def tell(
    *, event: str, subject: str, case: str, title: str, words: str, now: datetime, sms: str = ""
) -> None:
    """Put a message into the inbox and, with ``sms`` words, on its way to the phone (5.3.1c).

    ``event`` names what happened, once: telling it again changes nothing. The text message
    carries no link and no number but the case's last four digits.
    """
    rows = [
        Notice(
            event=event,
            subject=subject,
            way=INBOX,
            case=case,
            title=title,
            words=words,
            created_at=now,
            sent_at=now,
        )
    ]
    if sms:
        rows.append(
            Notice(
                event=event,
                subject=subject,
                way=SMS,
                case=case,
                title=title,
                words=f"{SIGNATURE}{sms}{WARNING}",
                created_at=now,
                due_at=now,
            )
        )
    insert(*rows, or_nothing=True)


def mark_read(*, subject: str, pk: int, now: datetime) -> None:
    """Remember that the person opened the message; the first time counts."""
    Notice.objects.filter(pk=pk, subject=subject, way=INBOX, read_at=None).update(read_at=now)
