"""What channels need to know of accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from shebao.hall.kit.paging import Page, decode_key, encode_key
from shebao.hall.kit.visitor import NOBODY, Kind, Role, Visitor
from shebao.hall.office.accounts.models import Account, Handler, StaffRole
from shebao.law.identifiers import mask_name


@dataclass(frozen=True, kw_only=True)
class HandledEmployer:
    """An employer somebody may act for."""

    employer: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Another member of staff of the same agency."""

    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class AccountCard:
    """An account as operators see it: whose it is stays covered."""

    number: str
    kind: str
    name: str
    agency: str
    is_active: bool
    failures: int
    locked_until: datetime | None


def visitor(account: Account, *, acting_for: str, today: date) -> Visitor:
    """The visitor behind an account; acting for an employer only while the mandate runs."""
    if not account.is_active:
        return NOBODY
    if account.kind == Kind.STAFF:
        return _staff(account)
    employer = _handled(account.person, acting_for, today) if acting_for else None
    return Visitor(
        kind=Kind.PERSON,
        account=account.number,
        name=account.name,
        person=account.person,
        subject=employer.employer if employer else account.person,
        subject_name=employer.name if employer else account.name,
        acts_for_employer=employer is not None,
    )


def _staff(account: Account) -> Visitor:
    roles = StaffRole.objects.filter(account=account.number).values_list("role", flat=True)
    return Visitor(
        kind=Kind.STAFF,
        account=account.number,
        name=account.name,
        roles=frozenset(Role(role) for role in roles),
        agency=account.agency,
    )


def handled_employers(person: str, *, today: date) -> tuple[HandledEmployer, ...]:
    """The employers this person may act for today."""
    rows = Handler.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        person=person,
        ended_at__isnull=True,
        since__lte=today,
    ).order_by("employer")
    return tuple(HandledEmployer(employer=row.employer, name=row.employer_name) for row in rows)


def _handled(person: str, employer: str, today: date) -> HandledEmployer | None:
    mine = handled_employers(person, today=today)
    return next((found for found in mine if found.employer == employer), None)


def staff_names(numbers: frozenset[str]) -> dict[str, str]:
    """Names of members of staff by account number."""
    rows = Account.objects.filter(number__in=numbers, kind=Kind.STAFF)
    return {row.number: row.name for row in rows}


def name_and_mobile(person: str) -> tuple[str, str]:
    """Name and mobile of a person with an account; empty texts without one."""
    row = Account.objects.filter(person=person).first()
    return (row.name, row.mobile) if row else ("", "")


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
    """Accounts that are locked now or have failed to sign in, newest first (6.2.5c)."""
    rows = Account.objects.filter(Q(locked_until__gt=now) | Q(failures__gt=0)).order_by("-id")
    key = decode_key(after, 1)
    if key and key[0].isdigit():
        rows = rows.filter(id__lt=int(key[0]))
    found = list(rows[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_account_card(row, now) for row in found[:size]], more)


def _account_card(row: Account, now: datetime) -> AccountCard:
    is_locked = row.locked_until is not None and row.locked_until > now
    return AccountCard(
        number=row.number,
        kind=row.kind,
        name=mask_name(row.name),
        agency=row.agency,
        is_active=row.is_active,
        failures=row.failures,
        locked_until=row.locked_until if is_locked else None,
    )
