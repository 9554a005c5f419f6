"""Accounts elsewhere (5.4.1.4b, c): what they say opens the one account of the same person."""

from datetime import datetime

from django.db import IntegrityError, transaction

from shebao.hall.gateways.identity.port import Told
from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.allowing import take
from shebao.hall.office.accounts.actions.authenticators import AlreadySet, WrongProof
from shebao.hall.office.accounts.actions.entering import IN, Place, SignedIn, note_try, signed_in
from shebao.hall.office.accounts.actions.noting import note_proof
from shebao.hall.office.accounts.actions.opening import sign_in_index
from shebao.hall.office.accounts.models import Account, Binding
from shebao.hall.office.accounts.ways import Proven
from shebao.hall.office.audit import actions as audit

# Services that tell who somebody is by document; others only open what was bound before.
KNOWS_DOCUMENTS = frozenset({"e-card", "national-id", "card", "certificate"})


def _subject(provider: str, told: Told) -> str:
    return ring().blind(f"bound:{provider}:{told.subject}")


def _meant(provider: str, way: str, told: Told) -> Account | None:
    """Whose account this is: the one bound to it, else the one of the same document."""
    bound = Binding.objects.filter(
        provider=provider, subject=_subject(provider, told), ended_at=None
    ).first()
    rows = Account.objects.filter(kind=Kind.PERSON, is_active=True, shut_at=None)
    if bound is not None:
        return rows.filter(number=bound.account).first()
    if way not in KNOWS_DOCUMENTS or not told.id_number:
        return None
    found = list(rows.filter(sign_in_index=sign_in_index(told.id_number))[:2])
    return found[0] if len(found) == 1 else None


def sign_in_by_provider(
    *, provider: str, way: str, told: Told, channel: str, place: Place, now: datetime
) -> SignedIn:
    """Sign in on the word of another service (5.4.1.4b, c). Raises ``WrongProof``."""
    account = _meant(provider, way, told)
    if account is None:
        raise WrongProof
    note_try(account.number, IN, way, place, channel=channel, address=place.address, now=now)
    return signed_in(account, (Proven(way=way, at=now, digest=told.digest),))


def sign_in_from_phone(
    *, secret: str, partner: str, channel: str, place: Place, now: datetime
) -> SignedIn:
    """Sign in at a screen whose code somebody said yes to on their phone. Raises ``WrongProof``."""
    said = take(kind="device", secret=secret, partner=partner, now=now)
    rows = Account.objects.filter(kind=Kind.PERSON, is_active=True, shut_at=None)
    account = rows.filter(number=said.account).first() if said else None
    if said is None or account is None:
        raise WrongProof
    note_try(account.number, IN, "phone", place, channel=channel, address=place.address, now=now)
    return signed_in(account, (Proven(way="phone", at=now, digest=said.proof.digest),))


def check_provider(
    *, account: str, provider: str, way: str, told: Told, channel: str, now: datetime
) -> Proven:
    """The other service knows this very person. Raises ``WrongProof``."""
    meant = _meant(provider, way, told)
    if meant is None or meant.number != account:
        raise WrongProof
    proven = Proven(way=way, at=now, digest=told.digest)
    note_proof(account, proven, channel=channel, purpose="step-up", now=now)
    return proven


def bind(*, account: str, provider: str, told: Told, channel: str, now: datetime) -> str:
    """Let an account elsewhere open this one; returns the binding's number.

    A service that knows documents must know the same one. Raises ``WrongProof`` or ``AlreadySet``.
    """
    mine = Account.objects.get(number=account)
    if told.id_number and sign_in_index(told.id_number) != mine.sign_in_index:
        raise WrongProof
    made = Binding(
        number=secret_code(12),
        account=account,
        provider=provider,
        subject=_subject(provider, told),
        created_at=now,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _note(made, mine.person, "bind-account", channel=channel, now=now)
    except IntegrityError:
        raise AlreadySet(provider) from None
    return made.number


def unbind(*, number: str, account: str, channel: str, now: datetime) -> bool:
    """End one of this account's bindings at once; false when there is none such running."""
    with transaction.atomic():
        running = Binding.objects.filter(number=number, account=account, ended_at=None)
        found = running.first()
        if found is None or not running.update(ended_at=now):
            return False
        person = Account.objects.values_list("person", flat=True).get(number=account)
        _note(found, person, "unbind-account", channel=channel, now=now)
    return True


def _note(one: Binding, person: str, verb: str, *, channel: str, now: datetime) -> None:
    audit.record(
        actor=one.account,
        verb=verb,
        subject=person,
        purpose="ways to sign in",
        channel=channel,
        now=now,
        details={"provider": one.provider, "binding": one.number},
    )
