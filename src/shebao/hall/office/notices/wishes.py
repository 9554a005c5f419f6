"""What people want to be told, by which way, and when not (5.4.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext_noop

from shebao.hall.kit.clock import ZONE
from shebao.hall.office.notices.models import Preference

QUIET_FROM, QUIET_UNTIL = 22, 7


class Way(StrEnum):
    """How a message reaches somebody."""

    INBOX = "inbox"
    SMS = "sms"
    EMAIL = "email"


class Topic(StrEnum):
    """What a message is about; only security cannot be switched off, and it never waits."""

    CASE = "case"
    RECORD = "record"
    OFFER = "offer"
    VISIT = "visit"
    SECURITY = "security"


WAY_WORDS: Mapping[str, str] = {
    Way.INBOX: gettext_noop("站内消息"),
    Way.SMS: gettext_noop("短信"),
    Way.EMAIL: gettext_noop("电子邮件"),
}
TOPIC_WORDS: Mapping[str, str] = {
    Topic.CASE: gettext_noop("办件的进度和结果"),
    Topic.VISIT: gettext_noop("预约和到窗口的提醒"),
    Topic.RECORD: gettext_noop("缴费、账户和待遇的变动"),
    Topic.OFFER: gettext_noop("您可能可以享受的待遇"),
    Topic.SECURITY: gettext_noop("账号安全"),
}


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """One person's wishes; the defaults where nothing was chosen. Hours are those of the day."""

    switched_off: frozenset[str] = field(default_factory=frozenset)
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    email: str = ""

    @property
    def email_covered(self) -> str:
        """The address with only its first letter and its domain."""
        local, _, domain = self.email.partition("@")
        return f"{local[:1]}***@{domain}" if domain else ""

    def wants(self, way: str, topic: str) -> bool:
        """Whether a message about this may come by this way."""
        return topic == Topic.SECURITY or f"{way}:{topic}" not in self.switched_off

    def not_before(self, topic: str, now: datetime) -> datetime:
        """The earliest moment for a message: now, or the end of the quiet hours."""
        local = now.astimezone(ZONE)
        if topic == Topic.SECURITY or not self._is_quiet(local.hour):
            return now
        end = datetime.combine(local.date(), time(self.quiet_until), tzinfo=ZONE)
        return end if end > local else end + timedelta(days=1)

    def _is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


DEFAULT = Wishes()


def wishes_of(subjects: Iterable[str]) -> Mapping[str, Wishes]:
    """The wishes of those who chose something; everybody else has ``DEFAULT``."""
    return {
        row.subject: Wishes(
            switched_off=frozenset(row.switched_off),
            quiet_from=row.quiet_from,
            quiet_until=row.quiet_until,
            email=row.email,
        )
        for row in Preference.objects.filter(subject__in=set(subjects)).order_by("pk")
    }
