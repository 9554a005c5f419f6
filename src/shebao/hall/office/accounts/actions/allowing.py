"""People let programs of others in, and out again (6.1.2e): consents, tickets, tokens.

A ticket is good once. Whoever shows one again that was used ends everything that came of it: one
of the two who showed it was a thief (RFC 9700, 4.14).
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Level, Proof
from shebao.hall.office.accounts.actions.access import end_access
from shebao.hall.office.accounts.actions.tokens import token_index
from shebao.hall.office.accounts.models import Account, ApiToken, Consent, Ticket
from shebao.hall.office.audit import actions as audit

CODE_LIVES = timedelta(minutes=1)
DEVICE_LIVES = timedelta(minutes=10)
TOKEN_LIVES = timedelta(hours=1)
REFRESH_LIVES = timedelta(days=30)
POLLED_EVERY = timedelta(seconds=5)
# What a token of a partner's program may do at our own API.
OURS = ("read", "file")


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What a ticket stands for: who let which program in, how far, and how surely it was them."""

    account: str
    partner: str
    consent: str
    family: str
    scopes: str
    data: Mapping[str, Any]
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """A token for the program, and the ticket with which it gets the next one."""

    access: str
    refresh: str
    lives: timedelta


def ticket_digest(kind: str, secret: str) -> str:
    """The keyed digest under which a ticket is kept."""
    return ring().blind(f"ticket:{kind}:{secret}")


def allow(
    *, account: str, partner: str, scopes: str, items: Iterable[str], acting_for: str,
    now: datetime,
) -> str:  # fmt: skip
    """Let a program in as far as this; returns the consent's number. An earlier one ends."""
    number = f"Z{secret_code(12)}"
    with transaction.atomic():
        # The holder's row is taken first, so that two browsers cannot both let it in.
        person = Account.objects.select_for_update().get(number=account).person
        end_access(account=account, partner=partner, now=now)
        made = Consent(
            number=number, account=account, partner=partner, scopes=scopes,
            items=sorted(set(items)), acting_for=acting_for, given_at=now,
        )  # fmt: skip
        made.save(force_insert=True)
        _note(made, "allow-program", acting_for or person, now)
    return number


def end_consent(*, number: str, account: str, now: datetime) -> bool:
    """Shut a program out again at once; false where no such consent runs."""
    with transaction.atomic():
        found = Consent.objects.filter(number=number, account=account, ended_at=None).first()
        if found is None:
            return False
        end_access(account=account, partner=found.partner, now=now)
        person = Account.objects.values_list("person", flat=True).get(number=account)
        _note(found, "end-program", found.acting_for or person, now)
    return True


def put_code(*, allowed: Allowed, now: datetime) -> str:
    """A code for the program, good once and for a minute."""
    return _put("code", allowed, CODE_LIVES, now)


def _put(kind: str, allowed: Allowed, lives: timedelta, now: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    Ticket.objects.create(
        kind=kind, digest=ticket_digest(kind, secret), partner=allowed.partner,
        account=allowed.account, consent=allowed.consent,
        family=allowed.family or f"Y{secret_code(12)}", scopes=allowed.scopes,
        data=dict(allowed.data), level=allowed.proof.level, proof=allowed.proof.method[:60],
        proven_at=allowed.proof.at, created_at=now, expires_at=now + lives,
    )  # fmt: skip
    return secret


def take(*, kind: str, secret: str, partner: str, now: datetime) -> Allowed | None:
    """Use a ticket up: what it stands for; ``None`` where it is no good, or was used before."""
    with transaction.atomic():
        rows = Ticket.objects.filter(digest=ticket_digest(kind, secret), partner=partner)
        found = rows.first()
        if found is None or found.expires_at <= now:
            return None
        wanted = "allowed" if kind == "device" else "open"
        if not rows.filter(state=wanted).update(state="used"):
            if found.state == "used":
                _shown_again(found, now)
            return None
        return _allowed(found)


def _allowed(found: Ticket) -> Allowed:
    proof = Proof(
        method=found.proof, level=Level(found.level), at=found.proven_at or found.created_at,
        digest=found.digest[:32],
    )  # fmt: skip
    return Allowed(
        account=found.account, partner=found.partner, consent=found.consent, family=found.family,
        scopes=found.scopes, data=found.data, proof=proof,
    )  # fmt: skip


def _shown_again(found: Ticket, now: datetime) -> None:
    """Whoever came first may not have their token yet: the mark keeps them from getting it.

    The consent's row is taken first, as in ``issue_tokens``, so that the two never miss each other.
    """
    consent = Consent.objects.select_for_update().filter(number=found.consent).first()
    Ticket.objects.filter(pk=found.pk).update(state="stolen")
    _end_family(found.family, now)
    if consent is not None:
        person = Account.objects.values_list("person", flat=True).get(number=found.account)
        _note(consent, "end-token", consent.acting_for or person, now, channel="api")


def _end_family(family: str, now: datetime) -> None:
    ApiToken.objects.filter(family=family, ended_at=None).update(ended_at=now)
    Ticket.objects.filter(family=family, state="open").update(state="ended")


def issue_tokens(*, allowed: Allowed, now: datetime, is_again: bool = False) -> Tokens | None:
    """A token for an hour, and a ticket for the next; ``None`` once the consent has ended.

    A token fetched again is no longer the holder's own doing: what wants the person themselves
    is not filed with it (5.4.1.5).
    """
    with transaction.atomic():
        consent = (
            Consent.objects.select_for_update()
            .filter(number=allowed.consent, ended_at=None)
            .first()
        )
        is_stolen = Ticket.objects.filter(family=allowed.family, state="stolen").exists()
        if consent is None or is_stolen:
            return None
        level = min(allowed.proof.level, Level.KNOWN) if is_again else allowed.proof.level
        secret = f"sbt_{secrets.token_urlsafe(32)}"
        token = ApiToken.objects.create(
            number=f"T{secret_code(10)}", account=allowed.account, digest=token_index(secret),
            name=consent.partner, scopes=_ours(allowed.scopes), acting_for=consent.acting_for,
            level=level, proof=allowed.proof.method[:60], partner=consent.partner,
            consent=consent.number, family=allowed.family, items=consent.items, created_at=now,
            expires_at=now + TOKEN_LIVES,
        )  # fmt: skip
        _note_token(token, allowed, now)
        return Tokens(
            access=secret, refresh=_put("refresh", allowed, REFRESH_LIVES, now), lives=TOKEN_LIVES
        )


def _ours(scopes: str) -> str:
    held = [scope for scope in OURS if scope in scopes.split()]
    return ",".join(held) or "openid"


def open_device(*, secret: str, user_code: str, partner: str, scopes: str, now: datetime) -> None:
    """A device shows its code and waits for somebody to let it in, for ten minutes."""
    Ticket.objects.create(
        kind="device", digest=ticket_digest("device", secret), partner=partner,
        user_code=ticket_digest("user", tidy_user_code(user_code)), scopes=scopes,
        created_at=now, expires_at=now + DEVICE_LIVES,
    )  # fmt: skip


def tidy_user_code(text: str) -> str:
    """A device's code as it is compared: its digits, however they were grouped."""
    return "".join(sign for sign in text if sign.isdigit())[:12]


def note_poll(*, secret: str, now: datetime) -> bool:
    """The device asks whether somebody has let it in; true where it asks too often."""
    rows = Ticket.objects.filter(digest=ticket_digest("device", secret))
    before = rows.values_list("polled_at", flat=True).first()
    rows.update(polled_at=now)
    return before is not None and now - before < POLLED_EVERY


def answer_device(
    *, user_code: str, consent: str, account: str, proof: Proof, now: datetime
) -> bool:
    """Let the device with this code in, or turn it down without ``consent``; false when late."""
    digest = ticket_digest("user", tidy_user_code(user_code))
    waiting = Ticket.objects.filter(
        kind="device", user_code=digest, state="open", expires_at__gt=now
    )
    state = "allowed" if consent else "refused"
    return bool(waiting.update(
        state=state, account=account, consent=consent, family=f"Y{secret_code(12)}",
        level=proof.level, proof=proof.method[:60], proven_at=proof.at,
    ))  # fmt: skip


def end_ticket(*, secret: str, partner: str, now: datetime) -> bool:
    """The program gives back a token or a refresh ticket: all that belongs to it ends."""
    tokens = ApiToken.objects.filter(digest=token_index(secret), partner=partner)
    kept = Ticket.objects.filter(digest=ticket_digest("refresh", secret), partner=partner)
    found = tokens.first() or kept.first()
    if found is None:
        return False
    with transaction.atomic():
        _end_family(found.family, now)
        consent = Consent.objects.get(number=found.consent)
        person = Account.objects.values_list("person", flat=True).get(number=found.account)
        _note(consent, "end-token", consent.acting_for or person, now, channel="api")
    return True


def _note(one: Consent, verb: str, subject: str, now: datetime, *, channel: str = "web") -> None:
    audit.record(
        actor=one.account, verb=verb, subject=subject, purpose="programs of others",
        channel=channel, now=now,
        details={"partner": one.partner, "consent": one.number, "scopes": one.scopes},
    )  # fmt: skip


def _note_token(token: ApiToken, allowed: Allowed, now: datetime) -> None:
    person = Account.objects.values_list("person", flat=True).get(number=token.account)
    audit.record(
        actor=token.account, verb="issue-token", subject=token.acting_for or person,
        purpose="a program's access to the account", channel="api", now=now,
        details={"token": token.number, "partner": token.partner, "scopes": token.scopes,
                 "level": int(token.level)},
    )  # fmt: skip
