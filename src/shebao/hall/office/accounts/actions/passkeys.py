"""Passkeys (6.2.6b): a key in the phone, the computer or the hand, opened by finger, face or PIN.

A challenge is made by ``begin_…`` and kept by the channel in the session, for one answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.authenticators import WrongProof, add
from shebao.hall.office.accounts.actions.entering import IN, Place, SignedIn, note_try, signed_in
from shebao.hall.office.accounts.actions.noting import note_proof
from shebao.hall.office.accounts.models import Account, Authenticator
from shebao.hall.office.accounts.ways import Proven

MOST_KEYS = 10


class TooManyKeys(ValueError):
    """Ten passkeys are enough; one must go first."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """For which site keys are made: its host name, its origin, and what people call it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """What the browser is asked, as JSON, and what must be kept until it answers."""

    asked: str
    state: Mapping[str, Any]


def _server(home: Home) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=home.host, name=home.name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == home.origin)


def begin_passkey(*, account: str, home: Home) -> Challenge:
    """Ask the browser to make a key for this account. Raises ``TooManyKeys``."""
    running = _credentials(account, home)
    if len(running) >= MOST_KEYS:
        raise TooManyKeys
    name = Account.objects.values_list("username", flat=True).get(number=account)
    user = PublicKeyCredentialUserEntity(id=account.encode(), name=name, display_name=name)
    options, state = _server(home).register_begin(
        user,
        credentials=running,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Challenge(asked=json.dumps(dict(options)), state=state)


def add_passkey(
    *,
    account: str,
    name: str,
    answer: str,
    state: Mapping[str, Any],
    home: Home,
    channel: str,
    now: datetime,
) -> str:
    """Keep the key the browser made; returns its number.

    Raises ``WrongProof``, or ``AlreadySet`` when the key is there already.
    """
    try:
        made = _server(home).register_complete(state, json.loads(answer))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WrongProof from None
    credential = made.credential_data
    if credential is None:
        raise WrongProof
    row = Authenticator(
        number=secret_code(12),
        account=account,
        way="passkey",
        name=" ".join(name.split())[:60],
        index=_index(credential.credential_id),
        data={"credential": websafe_encode(bytes(credential)), "host": home.host},
        counter=made.counter,
        created_at=now,
    )
    return add(row, channel=channel, now=now)


def _index(credential_id: bytes) -> str:
    return ring().blind(f"passkey:{credential_id.hex()}")


def _credentials(account: str, home: Home) -> list[AttestedCredentialData]:
    rows = Authenticator.objects.filter(account=account, way="passkey", ended_at=None)
    return [_credential(row) for row in rows if row.data["host"] == home.host]


def _credential(row: Authenticator) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.data["credential"]))


def ask_passkey(*, account: str, home: Home) -> Challenge:
    """Ask for an answer by a key: one of this account's, or, without one, by whichever is there."""
    known = _credentials(account, home) if account else None
    options, state = _server(home).authenticate_begin(
        known, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Challenge(asked=json.dumps(dict(options)), state=state)


def check_passkey(
    *,
    account: str,
    answer: str,
    state: Mapping[str, Any],
    home: Home,
    purpose: str,
    channel: str,
    now: datetime,
) -> Proven:
    """An answer signed by one of this account's keys. Raises ``WrongProof``."""
    row = _signed_by(answer, state, home)
    if row.account != account:
        raise WrongProof
    proven = _used(row, answer, state, now)
    note_proof(account, proven, channel=channel, purpose=purpose, now=now)
    return proven


def sign_in_by_passkey(
    *,
    answer: str,
    state: Mapping[str, Any],
    home: Home,
    channel: str,
    place: Place,
    now: datetime,
) -> SignedIn:
    """Sign in by a key alone: no name, no password (6.2.6b). Raises ``WrongProof``."""
    row = _signed_by(answer, state, home)
    account = Account.objects.filter(
        number=row.account, kind=Kind.PERSON, is_active=True, shut_at=None
    ).first()
    if account is None:
        raise WrongProof
    proven = _used(row, answer, state, now)
    note_try(account.number, IN, "passkey", place, channel=channel, address=place.address, now=now)
    return signed_in(account, (proven,))


def _signed_by(answer: str, state: Mapping[str, Any], home: Home) -> Authenticator:
    """The key that made this answer to this challenge on this site."""
    try:
        read = AuthenticationResponse.from_dict(json.loads(answer))
        row = Authenticator.objects.filter(index=_index(read.raw_id), ended_at=None).first()
        if row is None:
            raise WrongProof
        _server(home).authenticate_complete(state, [_credential(row)], read)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WrongProof from None
    return row


def _used(row: Authenticator, answer: str, state: Mapping[str, Any], now: datetime) -> Proven:
    """Move the key's counter on; a counter that does not grow is a copied key."""
    counter = AuthenticationResponse.from_dict(
        json.loads(answer)
    ).response.authenticator_data.counter
    mine = Authenticator.objects.filter(pk=row.pk, ended_at=None)
    # Many keys keep no count and always say nought.
    grown = mine.filter(counter__lt=counter) if counter or row.counter else mine
    if not grown.update(counter=counter, used_at=now):
        raise WrongProof
    digest = sha256(str(state["challenge"]).encode()).hexdigest()[:32]
    return Proven(way="passkey", at=now, digest=digest)
