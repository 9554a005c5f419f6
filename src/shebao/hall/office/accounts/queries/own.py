"""What holders see of their own account: ways, places, tries, registrations under way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.accounts.models import Account, Authenticator, Binding, Seat, SignIn, SignUp

SEATS_LAST = timedelta(hours=8)
SIGN_UP_LIVES = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Means:
    """By which ways an account can prove whose it is."""

    mobile: str
    totp: bool
    passkeys: int
    recovery_left: int

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that are set up, the handiest first."""
        held = (
            ("passkey", bool(self.passkeys)),
            ("sms", bool(self.mobile)),
            ("totp", self.totp),
            ("recovery", bool(self.recovery_left)),
        )
        return tuple(way for way, is_there in held if is_there)


def means(account: str) -> Means:
    """What is set up for this account."""
    mobile = Account.objects.values_list("mobile", flat=True).get(number=account)
    rows = list(Authenticator.objects.filter(account=account, ended_at=None))
    left = next((len(row.data["left"]) for row in rows if row.way == "recovery"), 0)
    return Means(
        mobile=mobile,
        totp=any(row.way == "totp" for row in rows),
        passkeys=sum(row.way == "passkey" for row in rows),
        recovery_left=left,
    )


@dataclass(frozen=True, kw_only=True)
class MeansCard:
    """One means as its holder sees it."""

    number: str
    way: str
    name: str
    created_at: datetime
    used_at: datetime | None


def authenticators(account: str) -> tuple[MeansCard, ...]:
    """All running means of an account, newest first."""
    rows = Authenticator.objects.filter(account=account, ended_at=None).order_by("-id")[:30]
    return tuple(
        MeansCard(
            number=row.number,
            way=row.way,
            name=row.name,
            created_at=row.created_at,
            used_at=row.used_at,
        )
        for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class Bound:
    """An account elsewhere that opens this one."""

    number: str
    provider: str
    created_at: datetime


def bindings(account: str) -> tuple[Bound, ...]:
    """What is bound to this account now."""
    rows = Binding.objects.filter(account=account, ended_at=None).order_by("-id")[:20]
    return tuple(
        Bound(number=row.number, provider=row.provider, created_at=row.created_at) for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class Safety:
    """How an account is protected."""

    asks_code: bool
    cooling_until: datetime | None
    closing_at: datetime | None


def safety(account: str, *, now: datetime) -> Safety:
    """Whether sign-ins ask twice, how long money waits after a change, when it will be closed."""
    row = Account.objects.get(number=account)
    is_cooling = row.cooling_until is not None and row.cooling_until > now
    return Safety(
        asks_code=row.asks_code,
        cooling_until=row.cooling_until if is_cooling else None,
        closing_at=row.closing_at,
    )


@dataclass(frozen=True, kw_only=True)
class SeatCard:
    """A place where somebody is signed in."""

    number: str
    device: str
    way: str
    since: datetime
    is_here: bool


def seats(account: str, *, here: str, now: datetime) -> tuple[SeatCard, ...]:
    """Where this account is signed in now, newest first; sessions last eight hours."""
    rows = Seat.objects.filter(account=account, ended_at=None, since__gt=now - SEATS_LAST)
    return tuple(
        SeatCard(
            number=row.number,
            device=row.device,
            way=row.way,
            since=row.since,
            is_here=row.number == here,
        )
        for row in rows.order_by("-id")[:50]
    )


@dataclass(frozen=True, kw_only=True)
class Try:
    """One line of the sign-in log (6.2.5e)."""

    at: datetime
    outcome: str
    way: str
    channel: str
    device: str
    address: str


def tries(account: str, *, after: str = "", size: int = 20) -> Page[Try]:
    """The sign-in log of an account, newest first."""
    rows = SignIn.objects.filter(account=account).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_try(row) for row in found[:size]], more)


def _try(row: SignIn) -> Try:
    return Try(
        at=row.at,
        outcome=row.outcome,
        way=row.way,
        channel=row.channel,
        device=row.device,
        address=row.address,
    )


@dataclass(frozen=True, kw_only=True)
class SignUpState:
    """Where a registration stands: its step, and what was typed so far."""

    number: str = ""
    step: int = 1
    answers: Mapping[str, Any] = field(default_factory=dict)


def sign_up(number: str, *, now: datetime) -> SignUpState:
    """A registration under way; the first step of a new one where there is none."""
    row = SignUp.objects.filter(
        number=number, done_at=None, created_at__gt=now - SIGN_UP_LIVES
    ).first()
    if row is None:
        return SignUpState()
    step = 1 if not row.person else 2 if row.mobile_at is None else 3
    return SignUpState(number=row.number, step=step, answers=row.answers)
