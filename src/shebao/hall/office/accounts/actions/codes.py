"""One-time codes by text message (6.2.6a): six digits, five minutes, five tries, one purpose.

Asking and checking take the same statements whether there is such an account or not.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shebao.hall.kit.fields import ring
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.accounts.models import Code, Text
from shebao.hall.office.accounts.ways import Proven

LASTS = timedelta(minutes=5)
MOST_TRIES = 5
SIGNATURE = "【社会保险】"
WARNING = "我们不会向您要验证码，请不要告诉任何人。"
# What each code is good for, in the words of the message.
PURPOSES = {
    "register": "注册账号",
    "sign-in": "登录",
    "second": "登录",
    "step-up": "核验本人办理",
    "reset": "重设密码",
    "mobile": "更换手机号",
    "enrol": "启用工作账号",
}
PER_PHONE = (
    Limit(name="code-phone-minute", times=1, seconds=60),
    Limit(name="code-phone-hour", times=5, seconds=3600),
    Limit(name="code-phone-day", times=10, seconds=86400),
)
PER_ADDRESS = Limit(name="code-address", times=30, seconds=3600)


class WrongCode(ValueError):
    """The code is wrong, used, too old, or was tried too often; which is not said."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """For whom a code is: ``key`` names the account or the phone; without ``mobile`` none is sent.

    ``words`` replace the code where nobody should get one, such as for a phone without account.
    """

    key: str
    mobile: str = ""
    account: str = ""
    words: str = ""


def target_index(key: str) -> str:
    """The keyed digest under which the codes for somebody are kept."""
    return ring().blind(f"code-for:{key}")


def ask_code(*, purpose: str, target: Target, address: str, now: datetime) -> None:
    """Send a code on its way; the worker hands it to the carrier within seconds.

    Raises ``TooMany`` beyond one a minute, five an hour, ten a day for one phone, or thirty an
    hour from one address.
    """
    phone = target.mobile or target.key
    count(PER_ADDRESS, key=address, now=now)
    for limit in PER_PHONE:
        count(limit, key=phone, now=now)
    digits = f"{secrets.randbelow(10**6):06d}"
    number = secret_code(20)
    words = target.words or f"验证码 {digits}，用于{PURPOSES[purpose]}，5 分钟内有效。{WARNING}"
    with transaction.atomic():
        Code.objects.create(
            number=number,
            purpose=purpose,
            target=target_index(target.key),
            account=target.account,
            digest=_digest(number, secret_code() if target.words else digits),
            asked_at=now,
            expires_at=now + LASTS,
        )
        post_text(mobile=target.mobile, words=words, now=now, lasts=LASTS, account=target.account)


def post_text(
    *, mobile: str, words: str, now: datetime, lasts: timedelta, account: str = ""
) -> None:
    """Put a message to one phone into the outbox, good for so long."""
    Text.objects.create(
        account=account,
        mobile=mobile,
        words=f"{SIGNATURE}{words}",
        created_at=now,
        stale_at=now + lasts,
        due_at=now,
    )


def _digest(number: str, digits: str) -> str:
    return ring().blind(f"code:{number}:{digits}")


def check_code(*, purpose: str, key: str, answer: str, now: datetime) -> Proven:
    """Use the newest code for this purpose up. Raises ``WrongCode``.

    Each try is claimed in the database before the code is compared.
    """
    mine = Code.objects.filter(target=target_index(key), purpose=purpose)
    newest = mine.order_by("-id").first() or Code(pk=0, number="", digest="")
    running = Code.objects.filter(pk=newest.pk, used_at=None, expires_at__gt=now)
    claimed = running.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    typed = "".join(sign for sign in answer if sign.isdigit())
    fits = hmac.compare_digest(_digest(newest.number, typed), newest.digest)
    if not (claimed and fits and running.update(used_at=now)):
        raise WrongCode
    return Proven(way="sms", at=now, digest=newest.digest[:32])
