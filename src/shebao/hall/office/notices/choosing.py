"""What people choose about their messages: what, when, and where to (5.4.4)."""

import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shebao.hall.kit.fields import ring
from shebao.hall.kit.inserting import insert
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.notices.models import Notice, Preference
from shebao.hall.office.notices.wishes import QUIET_FROM, QUIET_UNTIL, Topic, Way

SWITCHES = frozenset(
    f"{way}:{topic}"
    for way in (Way.SMS, Way.EMAIL)
    for topic in Topic
    if topic is not Topic.SECURITY
)
# The local part is the mailbox owner's own matter; the rest must be a name that can be looked up.
ADDRESS = re.compile(
    r"[^@\s<>\",;:\\()\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
)
LASTS = timedelta(minutes=30)
MOST_TRIES = 5
PER_PERSON = Limit(name="mailbox-code", times=5, seconds=3600)


class NoSuchHour(ValueError):
    """An hour that no day has."""


class NoAddress(ValueError):
    """This is no e-mail address."""


class WrongCode(ValueError):
    """The code is not the one that was sent, is used up, or too old."""


def choose(
    *,
    subject: str,
    actor: str,
    switched_off: Iterable[str],
    quiet_from: int,
    quiet_until: int,
    channel: str,
    now: datetime,
) -> None:
    """Keep what a person wants; what is no switch, or may not be switched off, is passed over.

    Equal hours mean no quiet hours. Raises ``NoSuchHour``.
    """
    if not {quiet_from, quiet_until} <= set(range(24)):
        raise NoSuchHour
    with transaction.atomic():
        _keep(
            subject, now, switched_off=sorted(SWITCHES.intersection(switched_off)),
            quiet_from=quiet_from, quiet_until=quiet_until,
        )  # fmt: skip
        _note("messages-chosen", subject, actor, channel, now)


def ask_email(*, subject: str, address: str, now: datetime) -> None:
    """Send a code to an address, to see that the person reads what arrives there.

    Raises ``NoAddress``, and ``TooMany`` beyond five an hour.
    """
    wanted = address.strip()
    local, _, domain = wanted.rpartition("@")
    wanted = f"{local}@{domain.lower()}"
    if not ADDRESS.fullmatch(wanted):
        raise NoAddress
    count(PER_PERSON, key=subject, now=now)
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        _keep(
            subject, now, email_asked=wanted, email_code=_digest(subject, code),
            email_code_until=now + LASTS, email_tries=0,
        )  # fmt: skip
        insert(_letter(subject, wanted, code, now))


def _letter(subject: str, address: str, code: str, now: datetime) -> Notice:
    words = (
        f"您的验证码是 {code}，用来确认这个邮箱能收到社保消息，30 分钟内有效。"
        "不是您本人操作的，请不用理会。"
    )
    return Notice(
        event=f"mailbox:{secret_code(16)}", subject=subject, way=Way.EMAIL, title="确认邮箱",
        words=words, topic=Topic.SECURITY, address=address, created_at=now, wanted_at=now,
        due_at=now,
    )  # fmt: skip


def confirm_email(*, subject: str, actor: str, code: str, channel: str, now: datetime) -> None:
    """From now on messages go to the address that was asked for, too. Raises ``WrongCode``.

    Each try is claimed in the database before the code is compared.
    """
    running = Preference.objects.filter(
        subject=subject, email_code_until__gt=now, email_tries__lt=MOST_TRIES
    ).exclude(email_code="")
    claimed = running.update(email_tries=F("email_tries") + 1)
    row = Preference.objects.filter(subject=subject).first() if claimed else None
    typed = "".join(sign for sign in code if sign.isdigit())
    if row is None or not hmac.compare_digest(_digest(subject, typed), row.email_code):
        raise WrongCode
    with transaction.atomic():
        _keep(subject, now, email=row.email_asked, email_asked="", email_code="")
        _note("email-set", subject, actor, channel, now)


def end_email(*, subject: str, actor: str, channel: str, now: datetime) -> None:
    """No more letters; the address is forgotten."""
    with transaction.atomic():
        if Preference.objects.filter(subject=subject).exclude(email="").exists():
            _keep(subject, now, email="", email_asked="", email_code="")
            _note("email-removed", subject, actor, channel, now)


def forget(subject: str) -> int:
    """Whatever somebody chose is forgotten with their account; returns how many rows."""
    return Preference.objects.filter(subject=subject).delete()[0]


def _digest(subject: str, code: str) -> str:
    return ring().blind(f"mailbox:{subject}:{code}")


def _keep(subject: str, now: datetime, **values: object) -> None:
    first = {"quiet_from": QUIET_FROM, "quiet_until": QUIET_UNTIL}
    Preference.objects.update_or_create(
        subject=subject,
        defaults={**values, "changed_at": now},
        create_defaults={**first, **values, "changed_at": now},
    )


def _note(verb: str, subject: str, actor: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=actor, verb=verb, subject=subject, purpose="choosing messages", channel=channel,
        now=now,
    )  # fmt: skip
