"""Staff accounts over their life (6.2.5, 6.3.1): asked by one security officer, done by another.

What is done counts at the next step of every open session: roles are read anew each time, and
suspending, leaving, moving and binding anew end the sessions themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind, Role, Visitor
from shebao.hall.office.accounts.actions.mandating import NotAnother
from shebao.hall.office.accounts.actions.opening import AlreadyThere, tidy_name
from shebao.hall.office.accounts.actions.seats import end_seats
from shebao.hall.office.accounts.duties import check_duties
from shebao.hall.office.accounts.models import Account, Authenticator, StaffRequest, StaffRole
from shebao.hall.office.agencies.queries import is_under
from shebao.hall.office.audit import actions as audit

LASTS_AT_MOST = timedelta(days=366)
FEWEST_GUARDS = 2
MANAGE = "manage"


class Wish(StrEnum):
    """What can be asked for a staff account."""

    OPEN = "open"
    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"
    LEAVE = "leave"
    RENEW = "renew"
    REBIND = "rebind"


TAKING = (Wish.CHANGE, Wish.SUSPEND, Wish.LEAVE, Wish.RENEW)


class AlreadyAsked(ValueError):
    """Something is asked for this account already and waits for its decision."""


class NotForThis(ValueError):
    """The account is in no state for this, such as resuming one that is not suspended."""


class TooFew(ValueError):
    """Two security officers have to remain, or nothing could be approved any more."""


class EnoughGuards(ValueError):
    """There are two security officers; who comes after them is asked for and approved."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """The post somebody is to hold: where, with which roles, certified until which day."""

    agency: str
    roles: frozenset[Role]
    until: date | None


def open_first_guard(*, name: str, username: str, mobile: str, agency: str, now: datetime) -> str:
    """Open one of the first two security officers' accounts; its holder enrols by themselves.

    For a year at most, as everybody's. Raises ``EnoughGuards`` once there are two, or
    ``AlreadyThere``.
    """
    today = local_date(now)
    with transaction.atomic():
        if guards(today) >= FEWEST_GUARDS:
            raise EnoughGuards
        wish = StaffRequest(
            number="-", kind=Wish.OPEN, username=tidy_name(username), name=name, mobile=mobile,
            agency=agency, roles=Role.SECURITY.value, until=today + LASTS_AT_MOST,
        )  # fmt: skip
        account = _opened(wish, now)
        _note(wish, "approve-staff", by="command", now=now, account=account)
    return account


def ask_opening(
    *, name: str, username: str, mobile: str, post: Post, words: str, by: Visitor, now: datetime
) -> str:
    """Ask for an account for a new member of staff; returns the request's number.

    Raises ``Excluded``, ``AlreadyThere``, ``AlreadyAsked``, ``NotForThis`` for a day that is past
    or over a year ahead, ``Hidden`` for an agency outside the asker's own.
    """
    tidy = tidy_name(username)
    if Account.objects.filter(username=tidy).exists():
        raise AlreadyThere(tidy)
    wish = StaffRequest(kind=Wish.OPEN, username=tidy, name=name, mobile=mobile)
    return _ask(wish, post, words, by, now)


def ask_for(
    *, account: str, kind: Wish, words: str, by: Visitor, now: datetime, post: Post | None = None
) -> str:
    """Ask for a change of an account that is there; ``post`` for a change or a renewal.

    Raises as ``ask_opening``; ``Hidden`` for one's own account too: nobody asks for themselves.
    """
    held = _account(account, by)
    if held.number == by.account:
        raise Hidden(account)
    _check_state(held, kind)
    wanted = post or Post(
        agency=held.agency, roles=roles_held(held.number), until=held.certified_until
    )
    wish = StaffRequest(kind=kind, account=held.number, username=held.username, name=held.name)
    return _ask(wish, wanted, words, by, now, is_dated=post is not None)


def _ask(
    wish: StaffRequest, post: Post, words: str, by: Visitor, now: datetime, is_dated: bool = True
) -> str:
    if not is_under(post.agency, by.agency):
        raise Hidden(post.agency)
    check_duties(post.roles)
    today = local_date(now)
    is_fit = (
        bool(post.roles and post.until) and today < (post.until or today) <= today + LASTS_AT_MOST
    )
    if is_dated and not is_fit:
        raise NotForThis(wish.kind)
    wish.number, wish.agency, wish.until = f"R{secret_code(10)}", post.agency, post.until
    wish.roles = ",".join(sorted(post.roles))
    wish.words, wish.asked_by, wish.asked_at = words[:200], by.account, now
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
            _note(wish, "ask-staff", by=by.account, now=now)
    except IntegrityError:
        raise AlreadyAsked(wish.username) from None
    return wish.number


def approve_staff(*, number: str, by: Visitor, now: datetime) -> str:
    """Do what another asked, at once; returns the account's number.

    Raises ``NotAnother`` for one's own wish or about oneself, ``Hidden`` for what is not there,
    and whatever asking raises when things have changed since.
    """
    with transaction.atomic():
        wish = _decided(number, "approved", by=by, now=now)
        if by.account in (wish.asked_by, wish.account):
            raise NotAnother(number)
        account = _DONE[Wish(wish.kind)](wish, now)
        _note(wish, "approve-staff", by=by.account, now=now, account=account)
        if wish.kind in TAKING and guards(local_date(now)) < FEWEST_GUARDS:
            raise TooFew(number)
    return account


def refuse_staff(*, number: str, by: Visitor, now: datetime) -> None:
    """Do not do it; whoever asked may take it back this way too. Raises ``Hidden``."""
    with transaction.atomic():
        wish = _decided(number, "refused", by=by, now=now)
        _note(wish, "refuse-staff", by=by.account, now=now)


def _decided(number: str, state: str, *, by: Visitor, now: datetime) -> StaffRequest:
    """Claim the decision, so that two officers cannot both make it."""
    wish = StaffRequest.objects.filter(number=number, state="asked").first()
    if wish is None or not is_under(wish.agency, by.agency):
        raise Hidden(number)
    if state == "approved" and wish.asked_by == by.account:
        raise NotAnother(number)
    mine = StaffRequest.objects.filter(pk=wish.pk, state="asked")
    if not mine.update(state=state, decided_by=by.account, decided_at=now):
        raise Hidden(number)
    return wish


def _opened(wish: StaffRequest, now: datetime) -> str:
    roles = check_duties(Role(role) for role in wish.roles.split(","))
    account = Account(
        number=f"S{secret_code(10)}",
        kind=Kind.STAFF,
        username=wish.username,
        name=wish.name,
        mobile=wish.mobile,
        agency=wish.agency,
        certified_until=wish.until,
        # Nobody knows a password yet; its holder sets one with the phone on record.
        password=make_password(None),
        created_at=now,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(wish.username) from None
    _give(account.number, roles)
    return account.number


def _changed(wish: StaffRequest, now: datetime) -> str:
    roles = check_duties(Role(role) for role in wish.roles.split(","))
    held = _locked(wish.account)
    _check_state(held, Wish(wish.kind))
    Account.objects.filter(pk=held.pk).update(agency=wish.agency, certified_until=wish.until)
    StaffRole.objects.filter(account=held.number).delete()
    _give(held.number, roles)
    return held.number


def _suspended(wish: StaffRequest, now: datetime) -> str:
    return _switched(wish, now, is_active=False)


def _left(wish: StaffRequest, now: datetime) -> str:
    number = _switched(wish, now, is_active=False, left_at=now)
    StaffRole.objects.filter(account=number).delete()
    Authenticator.objects.filter(account=number, ended_at=None).update(ended_at=now)
    return number


def _resumed(wish: StaffRequest, now: datetime) -> str:
    return _switched(wish, now, is_active=True)


def _rebound(wish: StaffRequest, now: datetime) -> str:
    """Everything that opened the account ends; its holder begins anew with the phone on record."""
    number = _switched(wish, now, password=make_password(None))
    Authenticator.objects.filter(account=number, ended_at=None).update(ended_at=now)
    return number


def _switched(wish: StaffRequest, now: datetime, **columns: object) -> str:
    held = _locked(wish.account)
    _check_state(held, Wish(wish.kind))
    Account.objects.filter(pk=held.pk).update(**columns)
    end_seats(account=held.number, channel=MANAGE, now=now)
    return held.number


_DONE: dict[Wish, Callable[[StaffRequest, datetime], str]] = {
    Wish.OPEN: _opened,
    Wish.CHANGE: _changed,
    Wish.RENEW: _changed,
    Wish.SUSPEND: _suspended,
    Wish.RESUME: _resumed,
    Wish.LEAVE: _left,
    Wish.REBIND: _rebound,
}


def _check_state(held: Account, kind: Wish) -> None:
    is_gone = held.left_at is not None
    fits = {Wish.RESUME: not held.is_active, Wish.LEAVE: True}.get(kind, held.is_active)
    if is_gone or not fits:
        raise NotForThis(kind)


def _account(number: str, by: Visitor) -> Account:
    held = Account.objects.filter(number=number, kind=Kind.STAFF).first()
    if held is None or not is_under(held.agency, by.agency):
        raise Hidden(number)
    return held


def _locked(number: str) -> Account:
    return Account.objects.select_for_update().get(number=number, kind=Kind.STAFF)


def roles_held(account: str) -> frozenset[Role]:
    """The roles an account holds at this moment."""
    rows = StaffRole.objects.filter(account=account).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)


def guards(today: date) -> int:
    """How many security officers could decide something now."""
    holders = StaffRole.objects.filter(role=Role.SECURITY).values("account")
    is_certified = Q(certified_until__isnull=True) | Q(certified_until__gte=today)
    return Account.objects.filter(is_certified, number__in=holders, is_active=True).count()


def _give(account: str, roles: Iterable[Role]) -> None:
    StaffRole.objects.bulk_create(StaffRole(account=account, role=role) for role in sorted(roles))


def _note(wish: StaffRequest, verb: str, *, by: str, now: datetime, account: str = "") -> None:
    audit.record(
        actor=by,
        verb=verb,
        subject="-",
        purpose="looking after staff accounts",
        channel=MANAGE,
        now=now,
        details={
            "request": wish.number,
            "kind": str(wish.kind),
            "account": account or wish.account,
            "agency": wish.agency,
            "roles": wish.roles,
        },
    )
