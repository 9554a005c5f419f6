"""Filing a case (5.3.1a): facts across the wall first, then one transaction, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from shebao.exchange.port import Unreachable
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.fields import ring
from shebao.hall.kit.inserting import insert, together, write
from shebao.hall.kit.numbers import case_number
from shebao.hall.kit.visitor import Level, Role, Visitor
from shebao.hall.office.accounts.actions import hold
from shebao.hall.office.accounts.queries import safety
from shebao.hall.office.agencies.queries import agency_for
from shebao.hall.office.applications.actions import settling
from shebao.hall.office.applications.actions.moving import note, record_filing
from shebao.hall.office.applications.actions.seconding import NeedsSecond, demand_second
from shebao.hall.office.applications.models import Application, Proven, Upload
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.promise import due_date
from shebao.hall.office.catalogue.item import Handling
from shebao.hall.office.catalogue.queries import Pinned
from shebao.hall.office.connections import Outside
from shebao.law.text import without_blanks

# Written out, because every submission sends them.
FILED = "SELECT number FROM applications_application WHERE token = %s"
TAKE_OVER = "DELETE FROM applications_draft WHERE token = %s AND subject = %s"
TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What somebody asks for: the pinned item, for whom, the checked answers, the form's token.

    ``token`` makes filing safe to repeat: the same form filed twice is one case. ``asked_by`` is
    the handler who asked for a second pair of eyes, found out when it is filed.
    """

    pinned: Pinned
    visitor: Visitor
    answers: Mapping[str, Any]
    token: str
    channel: str
    default_agency: str
    risk_confirmed: bool = False
    asked_by: str = ""


class RiskNotConfirmed(ValueError):
    """The item warns of a risk, and the applicant has not said that they read it (5.3.2)."""


class NotProven(ValueError):
    """The item is for the person themselves, and it is not sure enough who asks (5.4.1.5)."""


class NotMandated(ValueError):
    """The mandate does not reach so far, or is over: nothing is done for another (5.4.1.5)."""


class Cooling(ValueError):
    """The phone was changed lately, and what moves money waits (6.2.5); ``until`` says how long."""

    def __init__(self, until: datetime) -> None:
        """Remember until when."""
        super().__init__(until.isoformat())
        self.until = until


class AlreadyOpen(ValueError):
    """The same errand of this subject is under way; ``number`` is its case."""

    def __init__(self, number: str) -> None:
        """Remember which."""
        super().__init__(number)
        self.number = number


class MaterialsMissing(ValueError):
    """Required materials are not there yet; ``names`` lists them all."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Remember which."""
        super().__init__("、".join(names))
        self.names = names


REFUSALS = (
    NotMandated, NotProven, Cooling, RiskNotConfirmed, MaterialsMissing, AlreadyOpen, NeedsSecond,
)  # fmt: skip


def file_case(*, errand: Errand, outside: Outside, now: datetime) -> str:
    """File a case and return its number; an instant one is decided before this returns.

    With the core out of reach the case is filed as waiting and decided by the worker later.
    Raises ``NotMandated``, ``NotProven``, ``Cooling``, ``RiskNotConfirmed``,
    ``MaterialsMissing``, ``AlreadyOpen`` or ``NeedsSecond``; then nothing was filed.
    """
    try:
        _check_mandate(errand)
        _check_complete(errand)
        _check_cool(errand, now)
        errand = replace(errand, asked_by=_asked_by(errand, now))
        findings = _findings(errand, outside, now)
        return _written_down(errand, outside, now, findings)
    except REFUSALS:
        # Nothing speaks against a form that came in before: it has been filed.
        before = _filed_before(errand.token)
        if before:
            return before
        raise


def _written_down(
    errand: Errand,
    outside: Outside,
    now: datetime,
    findings: settling.Findings | None,
    *,
    tries: int = TRIES,
) -> str:
    """Write it all in one transaction; under other numbers where one of them was taken already."""
    try:
        with transaction.atomic(), together():
            return _written(errand, outside, now, findings)
    except IntegrityError:
        # The same form may have come in twice; then the first one has been filed.
        before = _filed_before(errand.token)
        if before:
            return before
        _check_none_open(errand)
        if tries == 1:
            raise
    return _written_down(errand, outside, now, findings, tries=tries - 1)


def _asked_by(errand: Errand, now: datetime) -> str:
    return demand_second(
        item=errand.pinned.item, visitor=errand.visitor, answers=errand.answers,
        token=errand.token, now=now,
    )  # fmt: skip


def _check_mandate(errand: Errand) -> None:
    item = errand.pinned.item
    if not errand.visitor.may_file(item.slug, is_for_others_too=item.may_act_for_another):
        raise NotMandated(item.slug)


def _written(
    errand: Errand, outside: Outside, now: datetime, findings: settling.Findings | None
) -> str:
    mandate = errand.visitor.mandate
    if mandate and not hold(mandate, today=local_date(now), now=now):
        raise NotMandated(mandate)
    case = _new_case(errand, outside, now, findings)
    _take_over_draft(errand, case)
    note(case, "submitted", "已提交", actor=case.account, channel=case.channel, now=now)
    settling.begin(case, findings, errand=errand, outside=outside, now=now)
    details: dict[str, Any] = {"risk_confirmed": errand.risk_confirmed}
    details |= {"mandate": case.mandate} if case.mandate else {}
    details |= {"asked_by": errand.asked_by} if errand.asked_by else {}
    record_filing(case, channel=case.channel, now=now, details=details)
    _keep_proof(errand, case)
    insert(case)
    return case.number


def _filed_before(token: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(FILED, [token])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _check_none_open(errand: Errand) -> None:
    open_case = Application.objects.filter(
        subject=errand.visitor.subject,
        item=errand.pinned.slug,
        matter=_matter(errand),
        closed_at__isnull=True,
    ).exclude(handling=Handling.INSTANT)
    number = open_case.values_list("number", flat=True).first()
    if number:
        raise AlreadyOpen(number)


def _matter(errand: Errand) -> str:
    """What tells this errand from another open one of the same subject, blinded; else empty."""
    named = errand.pinned.item.one_open_per
    told = [without_blanks(str(errand.answers.get(name, ""))).upper() for name in named]
    return ring().blind("\n".join(told))[:40] if any(told) else ""


def _check_complete(errand: Errand) -> None:
    item = errand.pinned.item
    if item.identity == "verified" and errand.visitor.level < Level.VERIFIED:
        raise NotProven(item.slug)
    if item.handling is not Handling.INSTANT:
        _check_none_open(errand)
    if item.risk_warning and not errand.risk_confirmed:
        raise RiskNotConfirmed(item.slug)
    needed = {
        material.code: material.name
        for material in item.materials
        if material.required and material.source == "applicant" and material.form != "original"
    }
    if not needed:
        return
    sent = set(
        Upload.objects.filter(
            subject=errand.visitor.subject, item=item.slug, case="", replaced_at=None
        ).values_list("material", flat=True)
    )
    missing = tuple(name for code, name in needed.items() if code not in sent)
    if missing:
        raise MaterialsMissing(missing)


def _check_cool(errand: Errand, now: datetime) -> None:
    if not errand.pinned.item.moves_money:
        return
    until = safety(errand.visitor.account, now=now).cooling_until
    if until is not None:
        raise Cooling(until)


def _findings(errand: Errand, outside: Outside, now: datetime) -> settling.Findings | None:
    """What the rules find, or ``None`` while the core cannot be asked."""
    try:
        return settling.find(
            errand.pinned,
            subject=errand.visitor.subject,
            answers=errand.answers,
            insurance=outside.insurance,
            today=local_date(now),
        )
    except Unreachable:
        return None


def _new_case(
    errand: Errand, outside: Outside, now: datetime, findings: settling.Findings | None
) -> Application:
    item, visitor = errand.pinned.item, errand.visitor
    today = local_date(now)
    region = settling.region_of(findings)
    due = due_date(item, received=today, calendar=outside.calendar)
    has_clock = item.handling is not Handling.INSTANT
    return Application(
        number=case_number(today),
        token=errand.token,
        item=item.slug,
        item_name=item.name,
        version=errand.pinned.version,
        handling=item.handling,
        subject=visitor.subject,
        subject_name=visitor.subject_name,
        account=visitor.account,
        person=visitor.person,
        mandate=visitor.mandate,
        channel=errand.channel,
        agency=agency_for(region, default=errand.default_agency).code,
        status=Status.WAITING,
        role=Role.REVIEWER,
        matter=_matter(errand),
        answers=dict(errand.answers),
        submitted_at=now,
        due_on=due.day if has_clock else None,
        due_is_provisional=has_clock and due.is_provisional,
    )


def _keep_proof(errand: Errand, case: Application) -> None:
    """What shows that it was the person themselves, where the item wants that."""
    proof = errand.visitor.proof
    if errand.pinned.item.identity != "verified" or proof is None:
        return
    insert(
        Proven(
            case=case.number,
            account=case.account,
            method=proof.method[:60],
            level=proof.level,
            at=proof.at,
            digest=proof.digest,
        )
    )


def _take_over_draft(errand: Errand, case: Application) -> None:
    item = errand.pinned.item
    write(TAKE_OVER, [errand.token, case.subject])
    if item.materials:
        Upload.objects.filter(
            subject=case.subject, item=item.slug, case="", replaced_at=None
        ).update(case=case.number)
