"""Who is admitted to make certificates and seals, on which day (6.2.7)."""

from dataclasses import dataclass
from datetime import date, timedelta

from shebao.hall.office.accounts.actions.admitting import admitted_on
from shebao.hall.office.accounts.models import Authority

RUNNING = ("admitted", "ending")
SOON = timedelta(days=30)
MOST = 200


@dataclass(frozen=True, kw_only=True)
class AuthorityCard:
    """An authority as it stands in the register."""

    number: str
    kind: str
    name: str
    code: str
    fingerprint: str
    acceptance: str
    accepted_on: date
    liability: str
    since: date
    until: date
    state: str
    asked_by: str
    end_asked_by: str
    why: str


COLUMNS = tuple(AuthorityCard.__dataclass_fields__)


def _cards(rows: "object") -> tuple[AuthorityCard, ...]:
    return tuple(AuthorityCard(**row) for row in rows.values(*COLUMNS)[:MOST])  # type: ignore[attr-defined]


def admitted_authority(fingerprint: str, on: date) -> AuthorityCard | None:
    """The authority with this root certificate, if it is admitted on a day; else nothing (6.2.7).

    Whoever accepts a certificate or a seal asks this; expired and withdrawn ones are nothing.
    """
    rows = admitted_on(on).filter(fingerprint=fingerprint)
    return next(iter(_cards(rows.order_by("id"))), None)


def authorities() -> tuple[AuthorityCard, ...]:
    """The whole register, newest first."""
    return _cards(Authority.objects.order_by("-id"))


def admitted_authorities(on: date) -> tuple[AuthorityCard, ...]:
    """Those admitted on a day, for everybody to read."""
    return _cards(admitted_on(on).order_by("kind", "id"))


def expiring_authorities(on: date) -> tuple[AuthorityCard, ...]:
    """Those running whose last day is near or past, the most pressing first."""
    rows = Authority.objects.filter(state__in=RUNNING, until__lte=on + SOON)
    return _cards(rows.order_by("until", "id"))
