"""Means that only their holder has (6.2.6b): an app's codes, and codes on paper.

Both are checked in one statement that also uses them up, so nothing is accepted twice.
"""

import hmac
import secrets
from base64 import b32decode, b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import IntegrityError, transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code, tidy_code
from shebao.hall.office.accounts.models import Account, Authenticator
from shebao.hall.office.accounts.ways import Proven
from shebao.hall.office.audit import actions as audit

STEP = 30
RECOVERY_CODES = 10
RECOVERY_LENGTH = 8


class WrongProof(ValueError):
    """The answer does not fit."""


class AlreadySet(ValueError):
    """There is one of this kind already; end it first."""


def fresh_secret() -> str:
    """A new secret for an app, as people type it (base 32)."""
    return b32encode(secrets.token_bytes(20)).decode()


def totp_codes(secret: str, *, now: datetime) -> dict[str, int]:
    """The codes an app may show now, each with its time step; half a minute of grace each way."""
    # Apps speak SHA-1 here; the code's safety rests on the secret and on five tries.
    made = TOTP(b32decode(secret), 6, SHA1(), STEP)  # noqa: S303
    step = int(now.timestamp()) // STEP
    return {made.generate(one * STEP).decode(): one for one in (step - 1, step, step + 1)}


def totp_code(secret: str, *, now: datetime) -> str:
    """The code an app with this secret shows at this moment."""
    step = int(now.timestamp()) // STEP
    return next(code for code, one in totp_codes(secret, now=now).items() if one == step)


def _step_of(secret: str, answer: str, now: datetime) -> int:
    """The time step an answer belongs to; nought for a wrong one."""
    typed = "".join(sign for sign in answer if sign.isdigit())
    return next(
        (
            step
            for code, step in totp_codes(secret, now=now).items()
            if hmac.compare_digest(code, typed)
        ),
        0,
    )


def add_totp(*, account: str, secret: str, answer: str, channel: str, now: datetime) -> str:
    """Begin to accept an app's codes, once its first one fits.

    Raises ``WrongProof`` or ``AlreadySet``.
    """
    step = _step_of(secret, answer, now)
    if not step:
        raise WrongProof
    made = Authenticator(
        number=secret_code(12),
        account=account,
        way="totp",
        name="",
        data={"secret": secret},
        counter=step,
        created_at=now,
    )
    return add(made, channel=channel, now=now)


def add(made: Authenticator, *, channel: str, now: datetime) -> str:
    """Keep a new means, with its trace; returns its number. Raises ``AlreadySet``."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _note(made, "add-authenticator", channel=channel, now=now)
    except IntegrityError:
        raise AlreadySet(made.way) from None
    return made.number


def end_authenticator(*, number: str, account: str, channel: str, now: datetime) -> bool:
    """Stop accepting one of this account's means; false when there is none such running."""
    with transaction.atomic():
        running = Authenticator.objects.filter(number=number, account=account, ended_at=None)
        found = running.first()
        if found is None or not running.update(ended_at=now):
            return False
        _note(found, "end-authenticator", channel=channel, now=now)
    return True


def check_totp(*, account: str, answer: str, now: datetime) -> Proven:
    """An app's code, each time step once. Raises ``WrongProof``."""
    found = Authenticator.objects.filter(account=account, way="totp", ended_at=None).first()
    step = _step_of(found.data["secret"], answer, now) if found else 0
    used = Authenticator.objects.filter(pk=found.pk if found else 0, counter__lt=step)
    if not used.update(counter=step, used_at=now):
        raise WrongProof
    return Proven(way="totp", at=now, digest=ring().blind(f"totp:{account}:{step}")[:32])


def fresh_recovery_codes(*, account: str, channel: str, now: datetime) -> tuple[str, ...]:
    """Ten new codes to print, each good once; older ones end. They are known here and never again.

    The keyed digests are kept, not the codes.
    """
    codes = tuple(secret_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES))
    made = Authenticator(
        number=secret_code(12),
        account=account,
        way="recovery",
        name="",
        data={"left": [_recovery_digest(account, code) for code in codes]},
        created_at=now,
    )
    with transaction.atomic():
        Authenticator.objects.filter(account=account, way="recovery", ended_at=None).update(
            ended_at=now
        )
        made.save(force_insert=True)
        _note(made, "add-authenticator", channel=channel, now=now)
    return codes


def _recovery_digest(account: str, code: str) -> str:
    return ring().blind(f"recovery:{account}:{tidy_code(code)}")


def check_recovery(*, account: str, answer: str, now: datetime) -> Proven:
    """A code from paper, once. Raises ``WrongProof``."""
    digest = _recovery_digest(account, answer)
    found = Authenticator.objects.filter(account=account, way="recovery", ended_at=None).first()
    left = list(found.data["left"]) if found else []
    if found is None or digest not in left:
        raise WrongProof
    # The counter guards the list: whoever read it before somebody else's code was used is late.
    left.remove(digest)
    current = Authenticator.objects.filter(pk=found.pk, counter=found.counter, ended_at=None)
    if not current.update(data={"left": left}, counter=found.counter + 1, used_at=now):
        raise WrongProof
    return Proven(way="recovery", at=now, digest=digest[:32])


def _note(one: Authenticator, verb: str, *, channel: str, now: datetime) -> None:
    person = Account.objects.filter(number=one.account).values_list("person", flat=True).first()
    audit.record(
        actor=one.account,
        verb=verb,
        subject=person or "-",
        purpose="ways to sign in",
        channel=channel,
        now=now,
        details={"way": one.way, "authenticator": one.number},
    )
