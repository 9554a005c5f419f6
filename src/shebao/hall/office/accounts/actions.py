"""The verbs of accounts: open one, sign in, act for an employer. Each leaves a trace."""

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
from shebao.hall.office.accounts.models import Account, Handler, SignIn, StaffRole
from shebao.hall.office.audit import actions as audit

LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)


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


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """The account that signed in, for the session."""

    number: str
    pk: int
    kind: Kind


def sign_in_index(text: str) -> str:
    """The keyed digest under which an ID number is found."""
    return ring().blind(text.strip().upper())


def open_for_person(*, person: Person, username: str, password: str, now: datetime) -> str:
    """Open the one account of an insured person (6.2.1). Raises ``AlreadyThere``."""
    account = Account(
        number=f"A{secret_code(10)}",
        kind=Kind.PERSON,
        username=username,
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
        username=username,
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
    wrong password. Raises ``WrongSignIn`` or ``Locked``.
    """
    account = _find(name, kind)
    if account is not None and account.locked_until and account.locked_until > now:
        raise Locked(account.locked_until)
    stored = account.password if account is not None else _decoy()
    fits = check_password(password[:128], stored) and account is not None and account.is_active
    if account is None:
        raise WrongSignIn
    _note_try(account, fits=fits, channel=channel, address=address, now=now)
    if not fits:
        raise WrongSignIn
    return SignedIn(number=account.number, pk=account.pk, kind=Kind(account.kind))


_DECOYS: list[str] = []


def _decoy() -> str:
    if not _DECOYS:
        _DECOYS.append(make_password(secret_code()))
    return _DECOYS[0]


def _find(name: str, kind: Kind) -> Account | None:
    tidy = name.strip()[:64]
    by_name = Account.objects.filter(username=tidy, kind=kind).first()
    if by_name is not None or kind is not Kind.PERSON:
        return by_name
    return Account.objects.filter(sign_in_index=sign_in_index(tidy), kind=kind).first()


def _note_try(account: Account, *, fits: bool, channel: str, address: str, now: datetime) -> None:
    with transaction.atomic():
        SignIn.objects.create(
            account=account.number,
            at=now,
            channel=channel,
            outcome="in" if fits else "refused",
            address=address,
        )
        row = Account.objects.filter(pk=account.pk)
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
