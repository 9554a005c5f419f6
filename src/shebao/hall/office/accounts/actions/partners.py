"""Programs of others (6.1.2e): asked for, approved for the agency and for the IT body, ended.

Ending is the switch for the worst day: one person, at once, and no token of theirs works on.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.accounts.actions.access import end_access
from shebao.hall.office.accounts.actions.admitting import NotAcceptable
from shebao.hall.office.accounts.actions.mandating import NotAnother
from shebao.hall.office.accounts.models import Partner
from shebao.hall.office.audit import actions as audit

PARTNER_SCOPES = ("openid", "profile", "read", "file")
MOST_PER_MINUTE = 6000
# A program on somebody's own device listens there; the address never leaves it (RFC 8252).
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
# A name and perhaps a port: what stands there also goes into the page's content policy.
SITE = re.compile(r"([A-Za-z0-9.-]+|\[::1\])(:[0-9]{1,5})?")


@dataclass(frozen=True, kw_only=True)
class PartnerWish:
    """What is asked for: whose program, under which agreement, where answers go, how far."""

    name: str
    organisation: str
    agreement: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    per_minute: int
    since: date
    until: date


def ask_partner(*, wish: PartnerWish, by: Visitor, now: datetime) -> str:
    """Ask that a program be let in; returns its number. Raises ``NotAcceptable``."""
    _check(wish)
    made = Partner(
        number=f"K{secret_code(12)}", name=wish.name, organisation=wish.organisation,
        agreement=wish.agreement, redirects=list(wish.redirects), items=sorted(set(wish.items)),
        scopes=" ".join(one for one in PARTNER_SCOPES if one in wish.scopes),
        per_minute=wish.per_minute, since=wish.since, until=wish.until,
        asked_by=by.account, asked_at=now,
    )  # fmt: skip
    with transaction.atomic():
        made.save(force_insert=True)
        _note(made, "ask-partner", by.account, now)
    return made.number


def _check(wish: PartnerWish) -> None:
    faults = (
        ("name", not wish.name),
        ("organisation", not wish.organisation),
        ("agreement", not wish.agreement),
        ("redirects", not wish.redirects or not all(map(_is_fit, wish.redirects))),
        ("scopes", not {"read", "file", "openid"} & set(wish.scopes)),
        ("per_minute", not 1 <= wish.per_minute <= MOST_PER_MINUTE),
        ("until", wish.until < wish.since),
    )
    wrong = next((field for field, is_wrong in faults if is_wrong), "")
    if wrong:
        raise NotAcceptable(wrong)


def _is_fit(address: str) -> bool:
    parts = urlsplit(address)
    site = SITE.fullmatch(parts.netloc)
    is_near = site is not None and parts.scheme == "http" and site[1] in LOOPBACK
    return site is not None and (parts.scheme == "https" or is_near) and "#" not in address


def approve_partner(*, number: str, by: Visitor, now: datetime) -> bool:
    """One body's word: security officers speak for the agency, operators for the IT body.

    True once both have spoken and the program is admitted. Raises ``NotAnother`` or ``Hidden``.
    """
    column = "agency_by" if by.has(Role.SECURITY) else "it_by" if by.has(Role.OPERATOR) else ""
    with transaction.atomic():
        found = _found(number, "asked")
        if not column:
            raise Hidden(number)
        if by.account == found.asked_by:
            raise NotAnother(number)
        setattr(found, column, by.account)
        is_both = bool(found.agency_by and found.it_by)
        state = "admitted" if is_both else "asked"
        _move(found, state, **{column: by.account})
        _note(found, "approve-partner", by.account, now)
    return is_both


def refuse_partner(*, number: str, by: Visitor, now: datetime) -> None:
    """Not this one; whoever asked may take it back this way too. Raises ``Hidden``."""
    with transaction.atomic():
        found = _found(number, "asked")
        _move(found, "refused", ended_by=by.account, ended_at=now)
        _note(found, "refuse-partner", by.account, now)


def end_partner(*, number: str, why: str, by: Visitor, now: datetime) -> int:
    """End a program's access at once; returns how many tokens stopped. Raises ``Hidden``."""
    with transaction.atomic():
        found = _found(number, "admitted")
        _move(found, "ended", ended_by=by.account, ended_at=now, why=why[:200])
        stopped = end_access(partner=number, now=now)
        _note(found, "end-partner", by.account, now, tokens=stopped)
    return stopped


def fresh_partner_secret(*, number: str, by: Visitor, now: datetime) -> str:
    """A new secret for a program on a server, shown this once; an older one is good no more.

    Raises ``Hidden``.
    """
    secret = f"sbp_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        found = _found(number, "admitted")
        _move(found, "admitted", secret=partner_digest(secret))
        _note(found, "partner-secret", by.account, now)
    return secret


def partner_digest(secret: str) -> str:
    """The keyed digest under which a program's secret is kept."""
    return ring().blind(f"partner-secret:{secret}")


def _found(number: str, state: str) -> Partner:
    found = Partner.objects.select_for_update().filter(number=number, state=state).first()
    if found is None:
        raise Hidden(number)
    return found


def _move(found: Partner, state: str, **columns: object) -> None:
    if not Partner.objects.filter(pk=found.pk, state=found.state).update(state=state, **columns):
        raise Hidden(found.number)


def _note(one: Partner, verb: str, actor: str, now: datetime, **details: object) -> None:
    audit.record(
        actor=actor, verb=verb, subject="-", purpose="programs of others", channel="manage",
        now=now, details={"partner": one.number, **details},
    )  # fmt: skip


def reached(wanted: Iterable[str], admitted: Iterable[str]) -> tuple[str, ...]:
    """Which services a program reaches: what is wanted within what is admitted; none means all.

    Raises ``ValueError`` where nothing is left.
    """
    asked, given = set(wanted), set(admitted)
    left = asked & given if asked and given else asked or given
    if (asked or given) and not left:
        raise ValueError("no service is left")
    return tuple(sorted(left))
