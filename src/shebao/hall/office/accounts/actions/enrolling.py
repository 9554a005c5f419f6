"""The first sign-in of staff (6.2.5): with the phone on record one sets a password and an app.

An account is opened, or bound anew, without anybody knowing its password; so nobody can hand one
out, and none is shared.
"""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.authenticators import add_totp
from shebao.hall.office.accounts.actions.codes import Target, WrongCode, ask_code, check_code
from shebao.hall.office.accounts.actions.entering import Place, note_try
from shebao.hall.office.accounts.actions.finding import find, number_of_nobody
from shebao.hall.office.accounts.actions.locking import SECOND, claim, release
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.audit import actions as audit

PURPOSE = "enrol"
NO_ACCOUNT = "有人用这个手机号启用工作账号。没有等着启用的账号，请不用理会。"


class NotEnrolled(ValueError):
    """Name, code or account do not fit; which of them is not said."""


def _waiting(username: str) -> Account | None:
    account = find(username, Kind.STAFF)
    is_new = account is not None and account.password.startswith(UNUSABLE_PASSWORD_PREFIX)
    return account if account is not None and is_new and account.is_active else None


def ask_enrolment_code(*, username: str, address: str, now: datetime) -> None:
    """Send a code to the phone on record of an account that waits; nobody learns whether it does.

    Raises ``TooMany``.
    """
    account = _waiting(username)
    target = Target(
        key=account.number if account else number_of_nobody(username, Kind.STAFF),
        mobile=account.mobile if account else "",
        account=account.number if account else "",
        words="" if account else NO_ACCOUNT,
    )
    ask_code(purpose=PURPOSE, target=target, address=address, now=now)


def enrol(
    *, username: str, code: str, password: str, secret: str, app_code: str, place: Place,
    channel: str, now: datetime,
) -> str:  # fmt: skip
    """Set the password and bind the app, both or neither; returns the account's number.

    Raises ``NotEnrolled``, ``WrongProof`` for the app's code (then the code from the phone is
    still good), or ``Locked``.
    """
    account = _waiting(username)
    number = account.number if account else number_of_nobody(username, Kind.STAFF)
    claim(number, SECOND, now=now)
    try:
        with transaction.atomic():
            check_code(purpose=PURPOSE, key=number, answer=code, now=now)
            if account is None:
                raise WrongCode
            add_totp(account=number, secret=secret, answer=app_code, channel=channel, now=now)
            Account.objects.filter(pk=account.pk).update(password=make_password(password))
            audit.record(
                actor=number, verb="enrol-staff", subject="-",
                purpose="looking after staff accounts", channel=channel, now=now,
            )  # fmt: skip
    except WrongCode:
        note_try(number, "refused", PURPOSE, place, channel=channel, address="", now=now)
        raise NotEnrolled from None
    release(number, SECOND)
    return number
