"""Admitting makers of certificates and seals (6.2.7): asked by one, decided by another."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.numbers import secret_code
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts.actions.mandating import NotAnother
from shebao.hall.office.accounts.models import Authority
from shebao.hall.office.audit import actions as audit

FINGERPRINT = re.compile("[0-9a-f]{64}")


class AuthorityKind(StrEnum):
    """What an authority makes."""

    CA = "ca"
    SEAL = "seal"


class NotAcceptable(ValueError):
    """What was entered cannot be admitted; ``field`` names where."""

    def __init__(self, field: str) -> None:
        """Remember which field."""
        super().__init__(field)
        self.field = field


class AlreadyAdmitted(ValueError):
    """There is a running admission for this certificate."""


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What is entered about an authority: who it is, and what its acceptance rests on."""

    kind: str
    name: str
    code: str
    fingerprint: str
    acceptance: str
    accepted_on: date
    liability: str
    since: date
    until: date


def admitted_on(day: date) -> "QuerySet[Authority]":
    """The authorities that are admitted on a day; expired and withdrawn ones are not (6.2.7)."""
    running = Authority.objects.filter(state__in=["admitted", "ending"])
    return running.filter(since__lte=day, until__gte=day)


def tidy_fingerprint(text: str) -> str:
    """A fingerprint as it is kept, however it was typed: 64 hex digits, small, without colons."""
    return re.sub(r"[\s:]", "", text).lower()


def ask_admission(*, admission: Admission, by: Visitor, now: datetime) -> str:
    """Ask that an authority be admitted; returns its number.

    Raises ``NotAcceptable`` or ``AlreadyAdmitted``.
    """
    _check(admission)
    made = Authority(
        number=f"C{secret_code(10)}", asked_by=by.account, asked_at=now, **asdict(admission)
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _note(made, "ask-authority", by=by, now=now)
    except IntegrityError:
        raise AlreadyAdmitted(admission.fingerprint) from None
    return made.number


def _check(admission: Admission) -> None:
    faults = (
        ("kind", admission.kind not in set(AuthorityKind)),
        ("name", not admission.name),
        ("code", not admission.code),
        ("fingerprint", not FINGERPRINT.fullmatch(admission.fingerprint)),
        ("acceptance", not admission.acceptance),
        ("liability", not admission.liability),
        ("since", admission.since < admission.accepted_on),
        ("until", admission.until < admission.since),
    )
    wrong = next((field for field, is_wrong in faults if is_wrong), "")
    if wrong:
        raise NotAcceptable(wrong)


def decide_admission(*, number: str, is_admitted: bool, by: Visitor, now: datetime) -> None:
    """Admit or refuse what another asked for. Raises ``NotAnother`` or ``Hidden``.

    Whoever asked may refuse it too, which takes it back.
    """
    with transaction.atomic():
        found = _found(number, "asked")
        if is_admitted and found.asked_by == by.account:
            raise NotAnother(number)
        state = "admitted" if is_admitted else "refused"
        _move(found, state, decided_by=by.account, decided_at=now)
        _note(found, "admit-authority" if is_admitted else "refuse-authority", by=by, now=now)


def ask_withdrawal(*, number: str, why: str, by: Visitor, now: datetime) -> None:
    """Ask that an authority be admitted no longer; until the decision it still is.

    Raises ``Hidden``.
    """
    with transaction.atomic():
        found = _found(number, "admitted")
        _move(found, "ending", end_asked_by=by.account, why=why[:200])
        _note(found, "ask-authority-end", by=by, now=now)


def decide_withdrawal(*, number: str, is_withdrawn: bool, by: Visitor, now: datetime) -> None:
    """Withdraw at once what another asked to withdraw, or leave it admitted.

    Raises ``NotAnother`` or ``Hidden``.
    """
    with transaction.atomic():
        found = _found(number, "ending")
        if is_withdrawn and found.end_asked_by == by.account:
            raise NotAnother(number)
        if is_withdrawn:
            _move(found, "withdrawn", ended_by=by.account, ended_at=now)
        else:
            _move(found, "admitted", end_asked_by="", why="")
        _note(found, "end-authority" if is_withdrawn else "keep-authority", by=by, now=now)


def _found(number: str, state: str) -> Authority:
    found = Authority.objects.filter(number=number, state=state).first()
    if found is None:
        raise Hidden(number)
    return found


def _move(found: Authority, state: str, **columns: object) -> None:
    """Claim the move, so that two officers cannot both make it."""
    mine = Authority.objects.filter(pk=found.pk, state=found.state)
    if not mine.update(state=state, **columns):
        raise Hidden(found.number)


def _note(found: Authority, verb: str, *, by: Visitor, now: datetime) -> None:
    audit.record(
        actor=by.account, verb=verb, subject="-", purpose="admitting certificate makers",
        channel="manage", now=now,
        details={"authority": found.number, "fingerprint": found.fingerprint},
    )  # fmt: skip
