"""Keys for a person's programs (6.1.2e): issued, and ended at once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind, Level, Proof
from shebao.hall.office.accounts.models import Account, ApiToken, Mandate, MandateState
from shebao.hall.office.audit import actions as audit

SCOPES = ("read", "file")
TOKEN_LIVES = timedelta(days=90)
LONGEST_TOKEN = timedelta(days=366)


class NoToken(ValueError):
    """This token cannot be issued; the message says why."""


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token just issued; ``secret`` is known here and never again."""

    number: str
    secret: str
    expires_at: datetime


def token_index(secret: str) -> str:
    """The keyed digest under which a token is found."""
    return ring().blind(f"api-token:{secret}")


def issue_token(
    *,
    account: str,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    acting_for: str = "",
    lives: timedelta = TOKEN_LIVES,
    proof: Proof | None = None,
) -> NewToken:
    """Give a person's program its own key (6.1.2e), at most a year long; shown only this once.

    ``scopes`` are ``read`` and ``file``. ``proof`` says how surely it is the holder who asks: the
    token carries that level, and nothing above it can be filed with it. Raises ``NoToken``.
    """
    granted = tuple(scope for scope in SCOPES if scope in set(scopes))
    owner = Account.objects.filter(number=account, kind=Kind.PERSON, is_active=True).first()
    if owner is None:
        raise NoToken("只有在用的个人账户能申请接口令牌")
    if not granted or set(scopes) - set(SCOPES):
        raise NoToken("令牌的权限只能是 read、file，至少一项")
    if acting_for and not _may_act(owner.person, acting_for):
        raise NoToken("这个账户不是该单位的经办人")
    if not timedelta() < lives <= LONGEST_TOKEN:
        raise NoToken("令牌的有效期应在 1 到 366 天之间")
    secret = f"sbt_{secrets.token_urlsafe(32)}"
    token = ApiToken(
        number=f"T{secret_code(10)}",
        account=account,
        digest=token_index(secret),
        name=name.strip()[:60] or "-",
        scopes=",".join(granted),
        acting_for=acting_for,
        level=proof.level if proof else Level.LOW,
        proof=proof.method[:60] if proof else "",
        created_at=now,
        expires_at=now + lives,
    )
    with transaction.atomic():
        token.save(force_insert=True)
        _note_token(token, "issue-token", owner.person, now=now)
    return NewToken(number=token.number, secret=secret, expires_at=token.expires_at)


def _may_act(person: str, employer: str) -> bool:
    running = Mandate.objects.filter(state=MandateState.RUNNING)
    return running.filter(agent=person, principal=employer).exists()


def end_token(*, number: str, account: str, now: datetime) -> bool:
    """End one of this account's tokens at once; false when there is none running."""
    with transaction.atomic():
        running = ApiToken.objects.filter(number=number, account=account, ended_at=None)
        token = running.first()
        if token is None or not running.update(ended_at=now):
            return False
        owner = Account.objects.get(number=account)
        _note_token(token, "end-token", owner.person, now=now)
    return True


def _note_token(token: ApiToken, verb: str, person: str, *, now: datetime) -> None:
    audit.record(
        actor=token.account,
        verb=verb,
        subject=token.acting_for or person,
        purpose="a program's access to the account",
        channel="api",
        now=now,
        details={"token": token.number, "scopes": token.scopes, "level": int(token.level)},
    )
