"""What holders change about their account (6.2.5a, c, d): password, phone, second proof, shutting.

A change of phone is told to the old one, and cools what moves money for a while.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.authenticators import WrongProof
from shebao.hall.office.accounts.actions.codes import WrongCode, check_code, post_text
from shebao.hall.office.accounts.actions.entering import REFUSED, Place, note_try
from shebao.hall.office.accounts.actions.finding import find, number_of_nobody
from shebao.hall.office.accounts.actions.locking import PASSWORD, SECOND, claim, release
from shebao.hall.office.accounts.actions.opening import mobile_index
from shebao.hall.office.accounts.actions.seats import end_seats
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.audit import actions as audit
from shebao.law.identifiers import mask_mobile

TOLD_FOR = timedelta(hours=12)
NOT_YOU = "不是您本人操作，请马上打 12333。"


def reset_password(
    *, name: str, answer: str, password: str, channel: str, place: Place, now: datetime
) -> str:
    """Set a new password by a code from the phone (6.2.5d); signed out everywhere.

    Returns the account's number. Raises ``WrongProof`` or ``Locked``, the same for a name that
    nobody has.
    """
    account = find(name, Kind.PERSON)
    number = account.number if account else number_of_nobody(name, Kind.PERSON)
    claim(number, SECOND, now=now)
    try:
        check_code(purpose="reset", key=number, answer=answer, now=now)
        if account is None or not account.is_active:
            raise WrongCode
    except WrongCode:
        note_try(number, REFUSED, "sms", place, channel=channel, address=place.address, now=now)
        raise WrongProof from None
    with transaction.atomic():
        release(number, SECOND)
        release(number, PASSWORD)
        change_password(account=number, password=password, channel=channel, now=now)
        end_seats(account=number, channel=channel, now=now)
    return number


def change_password(*, account: str, password: str, channel: str, now: datetime) -> None:
    """Set a new password; whoever asks has just proven who they are. The phone is told."""
    with transaction.atomic():
        Account.objects.filter(number=account).update(password=make_password(password))
        warn_phone(account, f"您的登录密码已更改。{NOT_YOU}", now=now)
        note_safety(account, "change-password", channel=channel, now=now)


def change_mobile(
    *, account: str, mobile: str, answer: str, cools: timedelta, channel: str, now: datetime
) -> None:
    """Take another phone, proven by a code sent to it; the old one is told, money waits ``cools``.

    Raises ``WrongProof``.
    """
    claim(account, SECOND, now=now)
    try:
        check_code(purpose="mobile", key=f"{account}:{mobile}", answer=answer, now=now)
    except WrongCode:
        raise WrongProof from None
    with transaction.atomic():
        release(account, SECOND)
        words = f"您的账号已改用手机 {mask_mobile(mobile)}。{NOT_YOU}"
        warn_phone(account, words, now=now)
        Account.objects.filter(number=account).update(cooling_until=now + cools)
        row = Account.objects.get(number=account)
        row.mobile, row.mobile_index = mobile, mobile_index(mobile)
        Account.objects.bulk_update([row], ["mobile", "mobile_index"])
        note_safety(account, "change-mobile", channel=channel, now=now)


def choose_second(*, account: str, wants: bool, channel: str, now: datetime) -> None:
    """Ask for a second proof at every sign-in from now on, or only when something is unusual."""
    with transaction.atomic():
        Account.objects.filter(number=account).update(asks_code=wants)
        note_safety(account, "choose-second-proof", channel=channel, now=now, wants=wants)


def shut(*, account: str, channel: str, now: datetime) -> None:
    """Shut one's own account at once (6.2.5c); a counter or 12333 opens it again."""
    with transaction.atomic():
        if Account.objects.filter(number=account, shut_at=None).update(shut_at=now):
            end_seats(account=account, channel=channel, now=now)
            warn_phone(
                account, f"您的账号已停用。要恢复请带证件到窗口或打 12333。{NOT_YOU}", now=now
            )
            note_safety(account, "shut-account", channel=channel, now=now)


def warn_phone(account: str, words: str, *, now: datetime) -> None:
    """A warning to the account's phone; it cannot be switched off."""
    mobile = Account.objects.get(number=account).mobile
    post_text(mobile=mobile, words=words, now=now, lasts=TOLD_FOR, account=account)


def note_safety(account: str, verb: str, *, channel: str, now: datetime, **details: object) -> None:
    """Write what a holder does about their account into the trail."""
    person = Account.objects.filter(number=account).values_list("person", flat=True).first()
    audit.record(
        actor=account,
        verb=verb,
        subject=person or "-",
        purpose="keeping the account safe",
        channel=channel,
        now=now,
        details=details,
    )
