"""Accounts as others see them: visitors, handlers, colleagues, tokens, accounts in trouble."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.kit.visitor import NOBODY, Kind, Level, Proof, Role, Visitor
from shebao.hall.office.accounts.actions import joined_with, reached, tidy_name, token_index
from shebao.hall.office.accounts.duties import Excluded, check_duties
from shebao.hall.office.accounts.models import (
    Account,
    Act,
    ApiToken,
    Consent,
    Nature,
    StaffRole,
    Tally,
)
from shebao.hall.office.accounts.queries.mandates import held_for
from shebao.hall.office.accounts.queries.partners import partner_on
from shebao.hall.office.accounts.ways import is_sure
from shebao.law.identifiers import mask_name


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Another member of staff of the same agency."""

    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who stands behind an account number; ``agency`` and ``roles`` are those of today."""

    name: str
    is_staff: bool
    agency: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TokenHolder:
    """Who acts through an API token, and what the token allows."""

    number: str
    visitor: Visitor
    scopes: tuple[str, ...]
    partner: str = ""
    per_minute: int = 0
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TokenCard:
    """An API token as its owner sees it; the secret itself is kept nowhere."""

    number: str
    name: str
    scopes: tuple[str, ...]
    acting_for: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AccountCard:
    """An account as operators see it: whose it is stays covered."""

    number: str
    kind: str
    name: str
    agency: str
    is_active: bool
    is_shut: bool
    failures: int
    locked_until: datetime | None


def visitor(
    account: Account, *, acting_for: str, today: date, proof: Proof | None = None
) -> Visitor:
    """The visitor behind an account; acting for somebody only while the mandate runs.

    ``proof`` is what this visit rests on.
    """
    if not account.is_active or account.shut_at is not None:
        return NOBODY
    if account.kind == Kind.STAFF:
        return _staff(account, proof, today)
    held = held_for(account.person, acting_for, today=today) if acting_for else None
    return Visitor(
        kind=Kind.PERSON,
        account=account.number,
        name=account.name,
        person=account.person,
        subject=held.principal if held else account.person,
        subject_name=held.name if held else account.name,
        acts_for_employer=held is not None and held.is_employer,
        mandate=held.number if held else "",
        only_items=frozenset(held.items) if held else frozenset(),
        may_only_look=held is not None and Act.FILE not in held.acts,
        is_own_other=held is not None and held.nature is Nature.SELF,
        level=proof.level if proof else Level.LOW,
        proof=proof,
    )


def _staff(account: Account, proof: Proof | None, today: date) -> Visitor:
    """A member of staff with the roles of this moment; nobody without a second factor.

    Nobody either once the post has to be certified anew; roles that exclude one another, which no
    verb gives, are none.
    """
    is_over = account.certified_until is not None and account.certified_until < today
    if is_over or not is_sure(proof):
        return NOBODY
    return Visitor(
        kind=Kind.STAFF,
        account=account.number,
        name=account.name,
        roles=_held(account.number),
        agency=account.agency,
        level=proof.level if proof else Level.LOW,
        proof=proof,
    )


def _held(account: str) -> frozenset[Role]:
    rows = StaffRole.objects.filter(account=account).values_list("role", flat=True)
    try:
        return check_duties(Role(role) for role in rows)
    except Excluded:
        return frozenset()


def staff_names(numbers: frozenset[str]) -> dict[str, str]:
    """Names of members of staff by account number."""
    rows = Account.objects.filter(number__in=numbers, kind=Kind.STAFF)
    return {row.number: row.name for row in rows}


def actors(numbers: frozenset[str]) -> dict[str, Actor]:
    """Who stands behind these account numbers; those that are no account are left out."""
    rows = list(Account.objects.filter(number__in=numbers, closed_at=None))
    staff = {row.number for row in rows if row.kind == Kind.STAFF}
    roles: dict[str, list[str]] = {}
    held = StaffRole.objects.filter(account__in=staff).order_by("role") if staff else ()
    for one in held:
        roles.setdefault(one.account, []).append(one.role)
    return {
        row.number: Actor(
            name=row.name,
            is_staff=row.number in staff,
            agency=row.agency,
            roles=tuple(roles.get(row.number, ())),
        )
        for row in rows
    }


def name_and_mobile(person: str) -> tuple[str, str]:
    """Name and mobile of a person with an account; empty texts without one."""
    row = Account.objects.filter(person=person).first()
    return (row.name, row.mobile) if row else ("", "")


def name_of_account(account: str) -> str:
    """The name of an account's holder."""
    return str(Account.objects.get(number=account).name)


def mobiles_of(persons: Iterable[str]) -> dict[str, str]:
    """The mobile of each of these persons who has an account with one."""
    wanted = set(persons)
    rows = Account.objects.filter(person__in=wanted).order_by("pk")
    found = {row.person: row.mobile for row in rows if row.mobile}
    return found | _of_joined(wanted - set(found))


def _of_joined(persons: set[str]) -> dict[str, str]:
    """The mobiles of those whose account stands under another number of theirs."""
    kept = joined_with(persons) if persons else {}
    rows = Account.objects.filter(person__in=set(kept.values())).order_by("pk") if kept else ()
    mobiles = {row.person: row.mobile for row in rows if row.mobile}
    return {other: mobiles[person] for other, person in kept.items() if person in mobiles}


def colleagues(*, agency: str, role: Role, besides: str) -> tuple[Colleague, ...]:
    """Who else of this agency holds the role, by sign-in name."""
    holders = StaffRole.objects.filter(role=role).values("account")
    rows = Account.objects.filter(
        kind=Kind.STAFF, agency=agency, is_active=True, number__in=holders
    ).exclude(number=besides)
    return tuple(
        Colleague(number=row.number, name=row.name) for row in rows.order_by("username")[:200]
    )


def troubled_accounts(*, now: datetime, after: str = "", size: int = 30) -> Page[AccountCard]:
    """Accounts that are locked or shut now or have failed to sign in, newest first (6.2.5c)."""
    tallies = Tally.objects.filter(Q(locked_until__gt=now) | Q(failures__gt=0))
    in_trouble = Q(number__in=tallies.values("account")) | Q(shut_at__isnull=False)
    rows = Account.objects.filter(in_trouble).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    shown = found[:size]
    counts: dict[str, list[Tally]] = {}
    for tally in tallies.filter(account__in=[row.number for row in shown]):
        counts.setdefault(tally.account, []).append(tally)
    return Page([_account_card(row, counts.get(row.number, []), now) for row in shown], more)


def _account_card(row: Account, tallies: list[Tally], now: datetime) -> AccountCard:
    locks = [one.locked_until for one in tallies if one.locked_until and one.locked_until > now]
    return AccountCard(
        number=row.number,
        kind=row.kind,
        name=mask_name(row.name),
        agency=row.agency,
        is_active=row.is_active,
        is_shut=row.shut_at is not None,
        failures=sum(one.failures for one in tallies),
        locked_until=max(locks, default=None),
    )


def person_account(username: str) -> str:
    """The account number of a person by sign-in name; an empty text without one."""
    rows = Account.objects.filter(username=tidy_name(username), kind=Kind.PERSON)
    return rows.values_list("number", flat=True).first() or ""


def staff_account(username: str) -> str:
    """The account number of a member of staff by sign-in name; an empty text without one."""
    rows = Account.objects.filter(username=tidy_name(username), kind=Kind.STAFF)
    return rows.values_list("number", flat=True).first() or ""


def account_of_token(secret: str, *, now: datetime) -> TokenHolder | None:
    """Who holds this token, while it and a mandate it needs run; ``None`` says nothing more."""
    token = ApiToken.objects.filter(
        digest=token_index(secret), ended_at=None, expires_at__gt=now
    ).first()
    if token is None:
        return None
    owner = Account.objects.get(number=token.account)
    proof = Proof(
        method=token.proof or "token",
        level=Level(token.level),
        at=token.created_at,
        digest=token.digest[:32],
    )
    found = visitor(owner, acting_for=token.acting_for, today=local_date(now), proof=proof)
    if not found.is_known or bool(found.mandate) != bool(token.acting_for):
        return None
    return _holder(token, found, now)


def _holder(token: ApiToken, found: Visitor, now: datetime) -> TokenHolder | None:
    """The holder, as far as the token reaches; nobody once the partner is not admitted any more."""
    scopes = tuple(token.scopes.split(","))
    if not token.partner:
        return TokenHolder(number=token.number, visitor=found, scopes=scopes)
    partner = partner_on(token.partner, local_date(now))
    consent = Consent.objects.filter(number=token.consent, ended_at=None).first()
    try:
        items = reached(token.items, found.only_items)
    except ValueError:
        return None
    if partner is None or consent is None:
        return None
    return TokenHolder(
        number=token.number, visitor=replace(found, only_items=frozenset(items)), scopes=scopes,
        partner=token.partner, per_minute=partner.per_minute,
        allowed=tuple(consent.scopes.split()),
    )  # fmt: skip


def tokens(account: str) -> tuple[TokenCard, ...]:
    """The API tokens of an account, newest first."""
    return tuple(
        TokenCard(
            number=row.number,
            name=row.name,
            scopes=tuple(row.scopes.split(",")),
            acting_for=row.acting_for,
            created_at=row.created_at,
            expires_at=row.expires_at,
            ended_at=row.ended_at,
        )
        for row in ApiToken.objects.filter(account=account, partner="").order_by("-id")[:100]
    )
