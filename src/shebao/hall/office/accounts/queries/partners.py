"""Programs of others as the pages, the protocol and the people who let them in see them."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.hall.office.accounts.actions.allowing import ticket_digest, tidy_user_code
from shebao.hall.office.accounts.models import Consent, Partner, Ticket


@dataclass(frozen=True, kw_only=True)
class PartnerCard:
    """A program and how far it may go; ``is_on_server``: it proves itself with a secret."""

    number: str
    name: str
    organisation: str
    agreement: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    per_minute: int
    since: date
    until: date
    state: str
    asked_by: str
    agency_by: str
    it_by: str
    why: str
    secret: str

    @property
    def is_on_server(self) -> bool:
        """Whether it proves itself with a secret of its own."""
        return bool(self.secret)


def _card(row: Partner) -> PartnerCard:
    return PartnerCard(
        number=row.number, name=row.name, organisation=row.organisation,
        agreement=row.agreement, redirects=tuple(row.redirects),
        scopes=tuple(row.scopes.split()), items=tuple(row.items), per_minute=row.per_minute,
        since=row.since, until=row.until, state=row.state, asked_by=row.asked_by,
        agency_by=row.agency_by, it_by=row.it_by, why=row.why, secret=row.secret,
    )  # fmt: skip


def partners() -> tuple[PartnerCard, ...]:
    """The whole register, newest first."""
    return tuple(_card(row) for row in Partner.objects.order_by("-id")[:200])


def partner_on(number: str, day: date) -> PartnerCard | None:
    """A program, if it is admitted on a day."""
    row = Partner.objects.filter(
        number=number[:24], state="admitted", since__lte=day, until__gte=day
    ).first()
    return _card(row) if row else None


@dataclass(frozen=True, kw_only=True)
class ConsentCard:
    """What somebody lets a program do."""

    number: str
    partner: str
    name: str
    organisation: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    acting_for: str
    given_at: datetime


def consents_of(account: str) -> tuple[ConsentCard, ...]:
    """Which programs an account lets in now, newest first."""
    rows = list(Consent.objects.filter(account=account, ended_at=None).order_by("-id")[:50])
    named = {
        one.number: one for one in Partner.objects.filter(number__in=[r.partner for r in rows])
    }
    return tuple(
        ConsentCard(
            number=row.number, partner=row.partner, name=named[row.partner].name,
            organisation=named[row.partner].organisation, scopes=tuple(row.scopes.split()),
            items=tuple(row.items), acting_for=row.acting_for, given_at=row.given_at,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DeviceWaiting:
    """A device that waits to be let in: whose program, and what it asks for."""

    partner: str
    scopes: str


def device_waiting(user_code: str, *, now: datetime) -> DeviceWaiting | None:
    """The device that shows this code, while it waits."""
    digest = ticket_digest("user", tidy_user_code(user_code))
    row = Ticket.objects.filter(
        kind="device", user_code=digest, state="open", expires_at__gt=now
    ).first()
    return DeviceWaiting(partner=row.partner, scopes=row.scopes) if row else None


KIOSK = "kiosk:"


def kiosk_name(terminal: str) -> str:
    """How one of our own terminals is named where partners are."""
    return f"{KIOSK}{terminal}"[:24]


def kiosk_of(partner: str) -> str:
    """The number of the terminal that waits under this name; empty for a program of others."""
    return partner.removeprefix(KIOSK) if partner.startswith(KIOSK) else ""


@dataclass(frozen=True, kw_only=True)
class DeviceState:
    """How a device's question stands, as the device asks for it."""

    partner: str
    scopes: str
    state: str
    is_over: bool


def device_state(secret: str, *, now: datetime) -> DeviceState | None:
    """The question of a device, by the secret only it has."""
    row = Ticket.objects.filter(digest=ticket_digest("device", secret)).first()
    if row is None:
        return None
    return DeviceState(
        partner=row.partner, scopes=row.scopes, state=row.state,
        is_over=row.expires_at <= now,
    )  # fmt: skip
