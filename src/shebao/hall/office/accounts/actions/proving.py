"""Proving once more who one is: at sign-in when something is unusual, and before an errand."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import check_password

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.authenticators import (
    WrongProof,
    check_recovery,
    check_totp,
)
from shebao.hall.office.accounts.actions.codes import (
    Target,
    WrongCode,
    ask_code,
    check_code,
)
from shebao.hall.office.accounts.actions.entering import (
    IN,
    REFUSED,
    Place,
    SignedIn,
    note_try,
    signed_in,
)
from shebao.hall.office.accounts.actions.finding import find, number_of_nobody
from shebao.hall.office.accounts.actions.locking import SECOND, claim, release
from shebao.hall.office.accounts.actions.noting import note_proof
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.accounts.ways import Proven

NO_ACCOUNT = "有人用这个手机号登录网上服务。这个手机号还没有开通账号，要开通请到网站注册。"


def ask_own_code(*, account: str, purpose: str, address: str, now: datetime) -> None:
    """Send a code to the phone of an account that is known. Raises ``TooMany``."""
    mobile = Account.objects.get(number=account).mobile
    target = Target(key=account, mobile=mobile, account=account)
    ask_code(purpose=purpose, target=target, address=address, now=now)


def ask_code_for(*, name: str, purpose: str, address: str, now: datetime) -> None:
    """Send a code to whoever is meant; nobody learns whether there is such an account.

    Raises ``TooMany``.
    """
    account = find(name, Kind.PERSON)
    number = account.number if account else number_of_nobody(name, Kind.PERSON)
    mobile = account.mobile if account else ""
    target = Target(
        key=number,
        mobile=mobile,
        account=account.number if account else "",
        words="" if account else NO_ACCOUNT,
    )
    ask_code(purpose=purpose, target=target, address=address, now=now)


def prove(
    *, account: str, way: str, answer: str, purpose: str, channel: str, place: Place, now: datetime
) -> Proven:
    """Check a password, a code from the phone, an app or paper; five tries, then a rest.

    Raises ``WrongProof`` or ``Locked``.
    """
    claim(account, SECOND, now=now)
    try:
        proven = _CHECKS[way](account, answer, purpose, now)
    except (WrongCode, WrongProof):
        note_try(account, REFUSED, way, place, channel=channel, address=place.address, now=now)
        raise WrongProof from None
    release(account, SECOND)
    note_proof(account, proven, channel=channel, purpose=purpose, now=now)
    return proven


def _by_password(account: str, answer: str, purpose: str, now: datetime) -> Proven:
    stored = Account.objects.values_list("password", flat=True).get(number=account)
    if not check_password(answer[:128], stored):
        raise WrongProof
    return Proven(way="password", at=now)


_CHECKS: dict[str, Callable[[str, str, str, datetime], Proven]] = {
    "password": _by_password,
    "sms": lambda account, answer, purpose, now: check_code(
        purpose=purpose, key=account, answer=answer, now=now
    ),
    "totp": lambda account, answer, purpose, now: check_totp(
        account=account, answer=answer, now=now
    ),
    "recovery": lambda account, answer, purpose, now: check_recovery(
        account=account, answer=answer, now=now
    ),
}


def sign_in_by_code(
    *, name: str, answer: str, channel: str, place: Place, now: datetime
) -> SignedIn:
    """Sign in by a code from the phone alone (6.2.6a); errands may ask for more afterwards.

    Raises ``WrongProof`` or ``Locked``; the same for a name nobody has.
    """
    account = find(name, Kind.PERSON)
    number = account.number if account else number_of_nobody(name, Kind.PERSON)
    claim(number, SECOND, now=now)
    try:
        proven = check_code(purpose="sign-in", key=number, answer=answer, now=now)
        if account is None or not account.is_active or account.shut_at:
            raise WrongCode
    except WrongCode:
        note_try(number, REFUSED, "sms", place, channel=channel, address=place.address, now=now)
        raise WrongProof from None
    release(number, SECOND)
    note_try(number, IN, "sms", place, channel=channel, address=place.address, now=now)
    return signed_in(account, (proven,))
