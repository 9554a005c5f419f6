"""Signing in by a password (6.2.6a); what comes after it, when something is unusual."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.finding import find, number_of_nobody
from shebao.hall.office.accounts.actions.locking import PASSWORD, claim, release
from shebao.hall.office.accounts.models import Account, Device, SignIn
from shebao.hall.office.accounts.ways import Proven

MANY_FAILURES = 3
LATELY = timedelta(days=1)
IN, HALF, REFUSED = "in", "half", "refused"


class WrongSignIn(ValueError):
    """Name and password do not fit; which of the two is not said."""


class Shut(ValueError):
    """The holder has shut this account; the password was right."""


class Expired(ValueError):
    """The post of this member of staff has to be certified anew; the password was right."""


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """The account that signed in, for the session, and what that rests on.

    ``asks`` says why a second proof is wanted first: ``device``, ``failures``, ``chosen``,
    ``staff``, or nothing.
    """

    number: str
    pk: int
    kind: Kind
    proven: tuple[Proven, ...] = ()
    asks: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """From where somebody comes in: network address, kind of browser, the browser's own mark."""

    address: str = ""
    device: str = ""
    mark: str = ""


NOWHERE = Place()


def sign_in(
    *,
    name: str,
    password: str,
    kind: Kind,
    channel: str,
    address: str,
    now: datetime,
    place: Place = NOWHERE,
) -> SignedIn:
    """Check name and password (6.2.6a); after five failures the account rests a quarter hour.

    ``name`` may be the sign-in name, the ID number or the mobile. An unknown name costs as much
    work as a wrong password, is written down and rests just the same, so that nobody learns who
    has an account. Raises ``WrongSignIn``, ``Locked``, ``Shut``, or ``Expired`` for staff.
    """
    account = find(name, kind)
    number = account.number if account is not None else number_of_nobody(name, kind)
    claim(number, PASSWORD, now=now)
    stored = account.password if account is not None else _decoy()
    fits = check_password(password[:128], stored) and account is not None and account.is_active
    if account is None or not fits:
        note_try(number, REFUSED, "password", place, channel=channel, address=address, now=now)
        raise WrongSignIn
    return _let_in(account, channel=channel, address=address, place=place, now=now)


def _let_in(
    account: Account, *, channel: str, address: str, place: Place, now: datetime
) -> SignedIn:
    release(account.number, PASSWORD)
    if account.shut_at is not None:
        raise Shut(account.number)
    if account.certified_until is not None and account.certified_until < local_date(now):
        raise Expired(account.number)
    asks = unusual(account, place, now=now)
    outcome = HALF if asks else IN
    note_try(account.number, outcome, "password", place, channel=channel, address=address, now=now)
    proven = (Proven(way="password", at=now),)
    return signed_in(account, proven, asks=asks)


def signed_in(account: Account, proven: tuple[Proven, ...], *, asks: str = "") -> SignedIn:
    """The account as the session takes it."""
    return SignedIn(
        number=account.number,
        pk=account.pk,
        kind=Kind(account.kind),
        proven=proven,
        asks=asks,
    )


def unusual(account: Account, place: Place, *, now: datetime) -> str:
    """Why this sign-in wants a second proof (6.2.6a): ``chosen``, ``device``, ``failures``, or not.

    Of staff it is always wanted (``staff``). The first browser an account is ever used in counts
    as known: its holder has just opened it.
    """
    if account.kind == Kind.STAFF:
        return "staff"
    if account.asks_code:
        return "chosen"
    marks = set(Device.objects.filter(account=account.number).values_list("mark", flat=True))
    if marks and place.mark not in marks:
        return "device"
    refused = SignIn.objects.filter(
        account=account.number, outcome=REFUSED, at__gt=now - LATELY
    ).count()
    return "failures" if refused >= MANY_FAILURES else ""


_DECOYS: list[str] = []


def _decoy() -> str:
    if not _DECOYS:
        _DECOYS.append(make_password(secret_code()))
    return _DECOYS[0]


def note_try(
    account: str,
    outcome: str,
    way: str,
    place: Place,
    *,
    channel: str,
    address: str,
    now: datetime,
) -> None:
    """Write a try into the sign-in log (6.2.5e), successful or not."""
    with transaction.atomic():
        SignIn.objects.create(
            account=account,
            at=now,
            channel=channel,
            outcome=outcome,
            address=address or place.address,
            way=way,
            device=place.device,
        )
        if outcome == IN:
            Account.objects.filter(number=account).update(last_login=now)
