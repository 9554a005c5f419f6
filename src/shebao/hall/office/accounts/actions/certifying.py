"""Signing in by a digital certificate (5.4.1.3b, 6.2.6b): a person's own, or an employer's.

A person's certificate names their ID number. An employer's names its credit code and opens the
account of the handler who bound it, as long as that handler's mandate runs.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shebao.hall.gateways.certificate.port import Holder
from shebao.hall.gateways.identity.port import Told
from shebao.hall.kit.clock import local_date
from shebao.hall.office.accounts.actions.admitting import AuthorityKind, admitted_on
from shebao.hall.office.accounts.actions.authenticators import WrongProof
from shebao.hall.office.accounts.actions.binding import bind, check_provider, sign_in_by_provider
from shebao.hall.office.accounts.actions.entering import Place, SignedIn
from shebao.hall.office.accounts.actions.mandating import running_on
from shebao.hall.office.accounts.models import Account, Unit
from shebao.hall.office.accounts.ways import Proven

PROVIDER, OWN, OF_UNIT = "certificate", "certificate", "unit-certificate"


class NotAdmitted(ValueError):
    """The authority that made the certificate is not admitted today (6.2.7)."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Who signed in, and for which employer; empty for themselves."""

    signed_in: SignedIn
    employer: str


def sign_in_by_certificate(*, holder: Holder, channel: str, place: Place, now: datetime) -> Entered:
    """Let the holder in. Raises ``NotAdmitted``, or ``WrongProof`` where nobody is meant by it."""
    told = _told(holder, local_date(now))
    with transaction.atomic():
        found = sign_in_by_provider(
            provider=PROVIDER, way=_way(holder), told=told, channel=channel, place=place, now=now
        )
        return Entered(signed_in=found, employer=_employer(holder, found.number, now))


def prove_by_certificate(*, account: str, holder: Holder, channel: str, now: datetime) -> Proven:
    """The holder is this very person. Raises ``NotAdmitted`` or ``WrongProof``."""
    told = _told(holder, local_date(now))
    return check_provider(
        account=account, provider=PROVIDER, way=_way(holder), told=told, channel=channel, now=now
    )


def bind_certificate(*, account: str, holder: Holder, channel: str, now: datetime) -> str:
    """Let a certificate open this account; an employer's only for who handles that employer.

    Raises ``NotAdmitted``, ``WrongProof`` or ``AlreadySet``.
    """
    told = _told(holder, local_date(now))
    _employer(holder, account, now)
    return bind(account=account, provider=PROVIDER, told=told, channel=channel, now=now)


def _told(holder: Holder, today: date) -> Told:
    rows = admitted_on(today).filter(fingerprint=holder.root, kind=AuthorityKind.CA)
    if not rows.exists():
        raise NotAdmitted(holder.root)
    number = "" if holder.is_unit else holder.code
    return Told(
        subject=holder.fingerprint, id_number=number, name=holder.name,
        digest=holder.fingerprint[:32],
    )  # fmt: skip


def _way(holder: Holder) -> str:
    return OF_UNIT if holder.is_unit else OWN


def _employer(holder: Holder, account: str, now: datetime) -> str:
    """The employer of a unit's certificate, which the account's holder must handle today."""
    if not holder.is_unit:
        return ""
    person = Account.objects.values_list("person", flat=True).get(number=account)
    units = Unit.objects.filter(code=holder.code).values("employer")
    mine = running_on(local_date(now)).filter(agent=person, principal__in=units)
    employer = mine.values_list("principal", flat=True).first()
    if employer is None:
        raise WrongProof
    return employer
