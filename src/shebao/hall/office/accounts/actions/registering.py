"""Registering (5.4.1.2, 6.2.3): what somebody says is compared with the core, the phone is proven.

Whatever does not agree is answered alike, so that nobody learns from here who is insured.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from shebao.exchange.port import (
    Card,
    CardOf,
    FindEmployer,
    FindPerson,
    Insurance,
    Person,
    PersonOf,
    ask_one,
)
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.codes import (
    Target,
    ask_code,
    check_code,
    post_text,
)
from shebao.hall.office.accounts.actions.entering import SignedIn, signed_in
from shebao.hall.office.accounts.actions.joining import is_joined
from shebao.hall.office.accounts.actions.mandating import appoint_handler
from shebao.hall.office.accounts.actions.opening import open_for_person
from shebao.hall.office.accounts.models import Account, Mandate, MandateState, SignUp, Unit
from shebao.hall.office.accounts.ways import Proven
from shebao.hall.office.audit import actions as audit
from shebao.law.identifiers import IdKind

PER_ADDRESS = Limit(name="sign-up-address", times=20, seconds=3600)
PER_DOCUMENT = Limit(name="sign-up-document", times=6, seconds=86400)
PER_UNIT = Limit(name="sign-up-unit", times=10, seconds=86400)
LIVES = timedelta(days=1)
TOLD_FOR = timedelta(hours=12)
# Whose social security number is the number of the document itself (社会保险法 58).
OWN_NUMBER = frozenset({IdKind.CITIZEN, IdKind.RESIDENCE_PERMIT, IdKind.PERMANENT_RESIDENT})


class NotAgreed(ValueError):
    """What was said does not agree with the core, or there is an account; which is not said."""


class NotYet(ValueError):
    """This step comes after another one."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a person says of themselves, in normal form (6.2.3 a–d)."""

    name: str
    id_type: str
    country: str
    id_number: str
    social_security: str
    card: str


@dataclass(frozen=True, kw_only=True)
class UnitSaid:
    """What is said of an employer (6.2.2), in normal form."""

    name: str
    code: str
    legal_person: str
    legal_phone: str


def begin_sign_up(*, answers: Mapping[str, Any], now: datetime) -> str:
    """Begin a registration; returns its number, which only the browser knows."""
    row = SignUp.objects.create(number=secret_code(24), answers=dict(answers), created_at=now)
    return row.number


def keep_answers(*, number: str, answers: Mapping[str, Any], now: datetime) -> bool:
    """Keep what was typed, so that nothing is lost; false when there is no such registration."""
    with transaction.atomic():
        row = _running(number, now, is_locked=True)
        if row is None:
            return False
        row.answers = {**row.answers, **answers}
        SignUp.objects.bulk_update([row], ["answers"])
    return True


def reopen_sign_up(*, number: str, now: datetime) -> None:
    """Back to the first step; what was typed stays, what was proven does not."""
    running = SignUp.objects.filter(number=number, done_at=None, created_at__gt=now - LIVES)
    running.update(person="", mobile_at=None)


def _running(number: str, now: datetime, *, is_locked: bool = False) -> SignUp | None:
    rows = SignUp.objects.filter(number=number, done_at=None, created_at__gt=now - LIVES)
    return (rows.select_for_update() if is_locked else rows).first()


def agree_identity(
    *, number: str, said: Identity, insurance: Insurance, address: str, now: datetime
) -> None:
    """Compare what was said with the core (5.4.1.2).

    Raises ``NotAgreed``, ``NotYet``, ``TooMany`` and ``Unreachable``.
    """
    count(PER_ADDRESS, key=address, now=now)
    count(PER_DOCUMENT, key=f"{said.id_type}:{said.country}:{said.id_number}", now=now)
    person = _person(said, insurance)
    card = _card(person, insurance)
    audit.record(
        actor="sign-up",
        verb="compared",
        subject=person.number if person else "-",
        purpose="registering an account",
        channel="web",
        now=now,
    )
    has_account = Account.objects.filter(person=person.number if person else "-").exists()
    agrees = person is not None and _fits(said, person, card)
    if person is None or not agrees or has_account or is_joined(person.number):
        raise NotAgreed
    running = SignUp.objects.filter(number=number, done_at=None, created_at__gt=now - LIVES)
    if not running.update(person=person.number):
        raise NotYet


def _person(said: Identity, insurance: Insurance) -> Person | None:
    question = FindPerson(id_type=said.id_type, id_number=said.id_number, country=said.country)
    return ask_one(insurance, question).value


def _card(person: Person | None, insurance: Insurance) -> Card | None:
    """Asked for nobody's card as well, so that both answers take the same way."""
    return ask_one(insurance, CardOf(number=person.number if person else "0")).value


def _fits(said: Identity, person: Person, card: Card | None) -> bool:
    own = said.id_type in OWN_NUMBER
    return all(
        (
            _same_name(said.name, person.name),
            person.died_on is None,
            not own or said.social_security == said.id_number,
            said.card == (card.card_number if card else ""),
        )
    )


def _same_name(said: str, known: str) -> bool:
    return "".join(said.split()).upper() == "".join(known.split()).upper()


def ask_sign_up_code(*, number: str, mobile: str, address: str, now: datetime) -> None:
    """Send a code to the phone somebody wants to use. Raises ``NotYet`` or ``TooMany``."""
    row = _running(number, now)
    if row is None or not row.person:
        raise NotYet
    ask_code(
        purpose="register",
        target=Target(key=f"{number}:{mobile}", mobile=mobile),
        address=address,
        now=now,
    )


def prove_mobile(*, number: str, mobile: str, answer: str, now: datetime) -> None:
    """The phone is in the person's hands. Raises ``WrongCode`` or ``NotYet``."""
    check_code(purpose="register", key=f"{number}:{mobile}", answer=answer, now=now)
    with transaction.atomic():
        row = _running(number, now, is_locked=True)
        if row is None or not row.person:
            raise NotYet
        row.answers, row.mobile_at = {**row.answers, "mobile": mobile}, now
        SignUp.objects.bulk_update([row], ["answers", "mobile_at"])


def finish_sign_up(
    *,
    number: str,
    username: str,
    password: str,
    insurance: Insurance,
    cools: timedelta,
    now: datetime,
) -> SignedIn:
    """Open the account; whoever registered is signed in with what was just proven.

    A phone that the core does not know is told to the one it knows, and what moves money waits.
    Raises ``AlreadyThere`` (the name is taken, or the person has an account), ``NotYet`` and
    ``Unreachable``.
    """
    row = _running(number, now)
    if row is None or row.mobile_at is None:
        raise NotYet
    person = ask_one(insurance, PersonOf(number=row.person)).value
    if person is None:
        raise NotYet
    mobile = str(row.answers["mobile"])
    with transaction.atomic():
        if not SignUp.objects.filter(pk=row.pk, done_at=None).update(done_at=now):
            raise NotYet
        account = open_for_person(
            person=person, username=username, password=password, mobile=mobile, now=now
        )
        if mobile != person.mobile:
            _warn(account, person.mobile, cools, now)
        SignUp.objects.filter(pk=row.pk).update(answers={})
    opened = Account.objects.get(number=account, kind=Kind.PERSON)
    proven = (Proven(way="sms", at=row.mobile_at), Proven(way="password", at=now))
    return signed_in(opened, proven)


def _warn(account: str, known_mobile: str, cools: timedelta, now: datetime) -> None:
    Account.objects.filter(number=account).update(cooling_until=now + cools)
    words = "有人用您的身份注册了网上账号，用的是另一个手机号。不是您本人操作，请马上打 12333。"
    post_text(mobile=known_mobile, words=words, now=now, lasts=TOLD_FOR)


def register_unit(
    *, said: UnitSaid, person: str, insurance: Insurance, today: date, now: datetime
) -> str:
    """Register an employer with its first handler (5.4.1.3a, 6.2.2); returns its core number.

    The data must agree with the core, the handler must be insured through this employer, and the
    employer must have no handler yet: a further one is appointed by the first. Doing it twice
    changes nothing. Raises ``NotAgreed``, ``TooMany`` and ``Unreachable``.
    """
    count(PER_UNIT, key=person, now=now)
    found = ask_one(insurance, FindEmployer(code=said.code)).value
    worker = ask_one(insurance, PersonOf(number=person)).value
    works_there = found and worker and worker.employer_number == found.number
    if not (found and works_there and _is_unit(said, found.name, found.legal_person)):
        raise NotAgreed
    with transaction.atomic():
        others = Mandate.objects.filter(principal=found.number, state=MandateState.RUNNING)
        if others.exclude(agent=person).exists():
            raise NotAgreed
        _, is_new = Unit.objects.get_or_create(
            employer=found.number, defaults={**asdict(said), "registered_at": now}
        )
        if is_new:
            audit.record(
                actor=person,
                verb="register-unit",
                subject=found.number,
                purpose="registering an employer",
                channel="web",
                now=now,
            )
        appoint_handler(
            person=person,
            employer=found.number,
            employer_name=found.name,
            since=today,
            now=now,
        )
    return found.number


def _is_unit(said: UnitSaid, name: str, legal_person: str) -> bool:
    return _same_name(said.name, name) and _same_name(said.legal_person, legal_person)
