"""Staff accounts and what is asked about them, as security officers see them (6.2.5, 6.3.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.kit.visitor import Kind, Role, Visitor
from shebao.hall.office.accounts.models import Account, Alarm, StaffRequest, StaffRole
from shebao.hall.office.agencies.queries import scope_of

SOON = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class StaffCard:
    """One staff account; ``standing`` is ``on``, ``new``, ``off``, ``over`` or ``left``."""

    number: str
    username: str
    name: str
    agency: str
    roles: tuple[str, ...]
    certified_until: date | None
    standing: str
    is_soon_over: bool
    last_login: datetime | None


@dataclass(frozen=True, kw_only=True)
class WishCard:
    """One request about a staff account."""

    number: str
    kind: str
    username: str
    name: str
    agency: str
    roles: tuple[str, ...]
    until: date | None
    words: str
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class AlarmCard:
    """One alarm for security officers."""

    pk: int
    kind: str
    about: str
    words: str
    at: datetime
    seen_by: str
    seen_at: datetime | None


def staff_page(by: Visitor, *, today: date, after: str = "", size: int = 30) -> Page[StaffCard]:
    """Staff of this officer's agency and those below it, newest first."""
    rows = Account.objects.filter(kind=Kind.STAFF, agency__startswith=_scope(by)).order_by("-id")
    last = row_after(after)
    found = list((rows.filter(id__lt=last) if last is not None else rows)[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    roles = _roles(row.number for row in found)
    return Page([_card(row, roles, today) for row in found[:size]], more)


def staff_card(number: str, by: Visitor, *, today: date) -> StaffCard:
    """One account. Raises ``Hidden`` outside the officer's agency."""
    row = Account.objects.filter(
        number=number, kind=Kind.STAFF, agency__startswith=_scope(by)
    ).first()
    if row is None:
        raise Hidden(number)
    return _card(row, _roles([row.number]), today)


def staff_wishes(by: Visitor) -> tuple[WishCard, ...]:
    """What waits for a decision in this officer's agency, the oldest first; at most a hundred."""
    rows = list(
        StaffRequest.objects.filter(state="asked", agency__startswith=_scope(by)).order_by("id")[
            :100
        ]
    )
    names = dict(
        Account.objects.filter(number__in={row.asked_by for row in rows}).values_list(
            "number", "username"
        )
    )
    return tuple(_wish(row, names, by) for row in rows)


def alarms_page(by: Visitor, *, after: str = "", size: int = 30) -> Page[AlarmCard]:
    """Alarms of this officer's agency and those of the whole hall, those not yet seen first."""
    rows = Alarm.objects.filter(agency__startswith=_scope(by)).order_by("-id")
    if by.agency.endswith("0000"):
        rows = Alarm.objects.order_by("-id")
    last = row_after(after)
    found = list((rows.filter(id__lt=last) if last is not None else rows)[: size + 1])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    columns = ("pk", "kind", "about", "words", "at", "seen_by", "seen_at")
    cards = [AlarmCard(**{name: getattr(row, name) for name in columns}) for row in found[:size]]
    return Page(cards, more)


def _scope(by: Visitor) -> str:
    if not by.agency:
        raise Hidden("staff")
    return scope_of(by.agency)


def _roles(numbers: Iterable[str]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for one in StaffRole.objects.filter(account__in=list(numbers)).order_by("id"):
        held.setdefault(one.account, []).append(one.role)
    return held


def _card(row: Account, roles: dict[str, list[str]], today: date) -> StaffCard:
    until = row.certified_until
    return StaffCard(
        number=row.number,
        username=row.username,
        name=row.name,
        agency=row.agency,
        roles=tuple(role.value for role in Role if role in roles.get(row.number, ())),
        certified_until=until,
        standing=_standing(row, today),
        is_soon_over=row.is_active and until is not None and until - today <= SOON,
        last_login=row.last_login,
    )


def _standing(row: Account, today: date) -> str:
    checks = (
        ("left", row.left_at is not None),
        ("off", not row.is_active),
        ("over", row.certified_until is not None and row.certified_until < today),
        ("new", row.password.startswith(UNUSABLE_PASSWORD_PREFIX)),
    )
    return next((word for word, holds in checks if holds), "on")


def _wish(row: StaffRequest, names: dict[str, str], by: Visitor) -> WishCard:
    return WishCard(
        number=row.number,
        kind=row.kind,
        username=row.username,
        name=row.name,
        agency=row.agency,
        roles=tuple(role for role in row.roles.split(",") if role),
        until=row.until,
        words=row.words,
        asked_by=row.asked_by,
        asked_by_name=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        is_mine=row.asked_by == by.account,
    )
