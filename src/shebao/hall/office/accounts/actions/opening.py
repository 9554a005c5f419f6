"""Opening accounts (6.2.1): one for each human being, and those of staff."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from shebao.exchange.port import Person
from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind, Role
from shebao.hall.office.accounts.duties import check_duties
from shebao.hall.office.accounts.models import Account, StaffRole
from shebao.hall.office.audit import actions as audit


class AlreadyThere(ValueError):
    """This person, or this sign-in name, has an account."""


def sign_in_index(text: str) -> str:
    """The keyed digest under which an ID number is found."""
    return ring().blind(text.strip().upper())


def document_index(kind: str, country: str, number: str) -> str:
    """The keyed digest of a document: kind, country and number together are somebody's own."""
    return ring().blind(f"document:{kind}:{country}:{number.strip().upper()}")


def mobile_index(mobile: str) -> str:
    """The keyed digest under which a phone is found; none for no phone."""
    return ring().blind(f"mobile:{mobile}") if mobile else ""


def tidy_name(text: str) -> str:
    """A sign-in name as it is kept: telephones like to begin with a capital, we do not mind."""
    return text.replace("\0", "").strip().lower()[:64]


def open_for_person(
    *, person: Person, username: str, password: str, now: datetime, mobile: str = ""
) -> str:
    """Open the one account of an insured person (6.2.1). Raises ``AlreadyThere``.

    ``mobile`` is a phone just proven; without one the core's own is taken.
    """
    phone = mobile or person.mobile
    account = Account(
        number=f"A{secret_code(10)}",
        kind=Kind.PERSON,
        username=tidy_name(username),
        sign_in_index=sign_in_index(person.id_number),
        document_index=document_index(person.id_type, person.country, person.id_number),
        mobile_index=mobile_index(phone),
        name=person.name,
        mobile=phone,
        id_number=person.id_number,
        person=person.number,
        password=make_password(password),
        created_at=now,
    )
    return _open(account, subject=person.number, now=now)


def open_for_staff(
    *, name: str, username: str, password: str, agency: str, roles: Iterable[Role], now: datetime
) -> str:
    """Open an account for a member of staff, with their roles (6.3.1).

    It lets nobody in before a second factor is bound to it. Raises ``AlreadyThere``, or
    ``Excluded`` for roles that one person may not hold together.
    """
    held = check_duties(roles)
    account = Account(
        number=f"S{secret_code(10)}",
        kind=Kind.STAFF,
        username=tidy_name(username),
        name=name,
        agency=agency,
        password=make_password(password),
        created_at=now,
    )
    with transaction.atomic():
        number = _open(account, subject="-", now=now)
        StaffRole.objects.bulk_create(
            [StaffRole(account=number, role=role) for role in sorted(held)]
        )
    return number


def _open(account: Account, *, subject: str, now: datetime) -> str:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            audit.record(
                actor=account.number,
                verb="open-account",
                subject=subject,
                purpose="opening an account",
                channel="web",
                now=now,
            )
    except IntegrityError:
        raise AlreadyThere(account.username) from None
    return account.number
