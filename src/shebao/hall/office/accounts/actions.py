"""The verbs of accounts: open one, sign in, act for an employer. Each leaves a trace."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from shebao.exchange.port import Person
from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind, Role
from shebao.hall.office.accounts.models import Account, ApiToken, Handler, SignIn, StaffRole
from shebao.hall.office.audit import actions as audit

LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)
SCOPES = ("read", "file")
TOKEN_LIVES = timedelta(days=90)
LONGEST_TOKEN = timedelta(days=366)


class AlreadyThere(ValueError):
    """This person, or this sign-in name, has an account."""


class WrongSignIn(ValueError):
    """Name and password do not fit; which of the two is not said."""


class Locked(ValueError):
    """Too many failures; ``until`` says when it opens again."""

    def __init__(self, until: datetime) -> None:
        """Remember until when."""
        super().__init__(until.isoformat())
        self.until = until


class NoToken(ValueError):
    """This token cannot be issued; the message says why."""


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token just issued; ``secret`` is known here and never again."""

    number: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """The account that signed in, for the session."""

    number: str
    pk: int
    kind: Kind


def sign_in_index(text: str) -> str:
    """The keyed digest under which an ID number is found."""
    return ring().blind(text.strip().upper())


def tidy_name(text: str) -> str:
    """A sign-in name as it is kept: telephones like to begin with a capital, we do not mind."""
    return text.replace("\0", "").strip().lower()[:64]


def open_for_person(*, person: Person, username: str, password: str, now: datetime) -> str:
    """Open the one account of an insured person (6.2.1). Raises ``AlreadyThere``."""
    account = Account(
        number=f"A{secret_code(10)}",
        kind=Kind.PERSON,
        username=tidy_name(username),
        sign_in_index=sign_in_index(person.id_number),
        name=person.name,
        mobile=person.mobile,
        id_number=person.id_number,
        person=person.number,
        password=make_password(password),
        created_at=now,
    )
    return _open(account, subject=person.number, now=now)


def open_for_staff(
    *, name: str, username: str, password: str, agency: str, roles: Iterable[Role], now: datetime
) -> str:
    """Open an account for a member of staff, with their roles. Raises ``AlreadyThere``."""
    account = Account(
        number=f"S{secret_code(10)}",
        kind=Kind.STAFF,
        username=tidy_name(username),
        name=name,
        agency=agency,
        password=make_password(password),
        created_at=now,
    )
    with transaction.atomic():
        number = _open(account, subject="-", now=now)
        StaffRole.objects.bulk_create([StaffRole(account=number, role=role) for role in roles])
    return number


def _open(account: Account, *, subject: str, now: datetime) -> str:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            audit.record(
                actor=account.number,
                verb="open-account",
                subject=subject,
                purpose="opening an account",
                channel="web",
                now=now,
            )
    except IntegrityError:
        raise AlreadyThere(account.username) from None
    return account.number


def sign_in(
    *, name: str, password: str, kind: Kind, channel: str, address: str, now: datetime
) -> SignedIn:
    """Check name and password (6.2.6a); after five failures the account rests a quarter hour.

    ``name`` may be the sign-in name or the ID number. An unknown name costs as much time as a
    wrong password, is written down and rests just the same, so that nobody learns who has an
    account. Raises ``WrongSignIn`` or ``Locked``.
    """
    account = _find(name, kind)
    number = account.number if account is not None else _number_of_nobody(name, kind)
    until = account.locked_until if account is not None else _nobody_rests_until(number)
    if until is not None and until > now:
        raise Locked(until)
    stored = account.password if account is not None else _decoy()
    fits = check_password(password[:128], stored) and account is not None and account.is_active
    _note_try(number, fits=fits, channel=channel, address=address, now=now)
    if account is None or not fits:
        raise WrongSignIn
    return SignedIn(number=account.number, pk=account.pk, kind=Kind(account.kind))


def _number_of_nobody(name: str, kind: Kind) -> str:
    """Under what tries with a name that nobody has are kept; the name cannot be read from it."""
    return f"?{ring().blind(f'sign-in:{kind}:{tidy_name(name)}')[:20]}"


def _nobody_rests_until(number: str) -> datetime | None:
    tries = SignIn.objects.filter(account=number)
    if tries.count() % LOCK_AFTER:
        return None
    last = tries.order_by("-id").values_list("at", flat=True).first()
    return last + LOCK_FOR if last is not None else None


_DECOYS: list[str] = []


def _decoy() -> str:
    if not _DECOYS:
        _DECOYS.append(make_password(secret_code()))
    return _DECOYS[0]


def _find(name: str, kind: Kind) -> Account | None:
    tidy = tidy_name(name)
    by_name = Account.objects.filter(username=tidy, kind=kind).first()
    if by_name is not None or kind is not Kind.PERSON:
        return by_name
    return Account.objects.filter(sign_in_index=sign_in_index(tidy), kind=kind).first()


def _note_try(account: str, *, fits: bool, channel: str, address: str, now: datetime) -> None:
    with transaction.atomic():
        SignIn.objects.create(
            account=account,
            at=now,
            channel=channel,
            outcome="in" if fits else "refused",
            address=address,
        )
        row = Account.objects.filter(number=account)
        if fits:
            row.update(failures=0, locked_until=None, last_login=now)
            return
        row.update(failures=F("failures") + 1)
        row.filter(failures__gte=LOCK_AFTER).update(failures=0, locked_until=now + LOCK_FOR)


def unlock(*, number: str, actor: str, now: datetime) -> bool:
    """Let a locked account sign in again at once (6.2.5c); false when it was not locked.

    The password stays what it was.
    """
    with transaction.atomic():
        locked = Account.objects.filter(Q(failures__gt=0) | Q(locked_until__gt=now), number=number)
        person = locked.values_list("person", flat=True).first()
        if person is None or not locked.update(failures=0, locked_until=None):
            return False
        audit.record(
            actor=actor,
            verb="unlock",
            subject=person or "-",
            purpose="unlocking an account",
            channel="manage",
            now=now,
            details={"account": number},
        )
    return True


def appoint_handler(
    *, person: str, employer: str, employer_name: str, since: date, now: datetime
) -> None:
    """Let a person act for an employer (6.2.2); doing it twice changes nothing."""
    with transaction.atomic():
        _, is_new = Handler.objects.get_or_create(
            person=person,
            employer=employer,
            ended_at=None,
            defaults={"employer_name": employer_name, "since": since},
        )
        if is_new:
            audit.record(
                actor=person,
                verb="appoint-handler",
                subject=employer,
                purpose="handling for an employer",
                channel="web",
                now=now,
            )


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
) -> NewToken:
    """Give a person's program its own key (6.1.2e), at most a year long; shown only this once.

    ``scopes`` are ``read`` and ``file``. Raises ``NoToken``.
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
        created_at=now,
        expires_at=now + lives,
    )
    with transaction.atomic():
        token.save(force_insert=True)
        _note_token(token, "issue-token", owner.person, now=now)
    return NewToken(number=token.number, secret=secret, expires_at=token.expires_at)


def _may_act(person: str, employer: str) -> bool:
    return Handler.objects.filter(person=person, employer=employer, ended_at=None).exists()


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
        details={"token": token.number, "scopes": token.scopes},
    )
