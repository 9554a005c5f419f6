"""The verbs on papers: queue, produce, hand out, revoke. Only here are papers written.

A paper is queued inside the transaction of the decision it speaks of, which costs two short
statements; it is drawn, sealed and stored later, outside of any transaction. Every attempt at that
gives the same file, so it may be repeated, raced or cut off at any point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from shebao.hall.gateways.seal.port import CannotSeal, SealKeeper
from shebao.hall.kit import store
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.fields import ring
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.inserting import insert, is_gathering
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.accounts.queries import admitted_authority
from shebao.hall.office.audit.actions import record
from shebao.hall.office.documents import queries
from shebao.hall.office.documents.drawing import SEAL, Sheet, draw, purpose_of
from shebao.hall.office.documents.forms import CERTIFICATE
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.documents.moves import MOVES, State
from shebao.hall.office.documents.numbering import paper_number

TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class NotAllowed(Exception):
    """The paper's state does not allow this."""


@dataclass(frozen=True, kw_only=True)
class Produced:
    """A paper that has its file; ``is_new`` if this very call issued it."""

    number: str
    digest: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """A file on its way to somebody."""

    name: str
    content: bytes
    digest: str


def queue(
    *,
    kind: str,
    menu: str,
    title: str,
    subject: str,
    subject_name: str,
    case: str,
    template: str,
    data: Mapping[str, Any],
    valid_days: int,
    agency: str,
    issuer: str,
    now: datetime,
    supersedes_kind: bool = True,
) -> str:
    """Order a paper (5.4.2) in the transaction of what it speaks of; returns its public number.

    ``data`` is frozen here and handed to the template's body as ``d``; ``valid_days`` is how long
    third parties may check the paper, 0 for no end. When the paper is issued it replaces earlier
    ones of its kind for the same subject and case (certificates: the same purpose), unless
    ``supersedes_kind`` is off.
    """
    paper = Paper(
        kind=kind,
        menu=menu,
        title=title,
        subject=subject,
        subject_name=subject_name,
        case=case,
        agency=agency,
        issuer=issuer,
        template=store.keep(template.encode()),
        queued_at=now,
        due_at=now,
        valid_until=local_date(now) + timedelta(days=valid_days) if valid_days else None,
    )
    paper.data = dict(data)
    return _numbered(paper, day=local_date(now), replaces=supersedes_kind)


def produce(*, number: str, seal: SealKeeper, now: datetime) -> Produced:
    """Draw, seal, store and issue a queued paper; one that is issued already stays as it is.

    Slow (some 15 ms), so never inside a transaction. Two processes may do it at once: both make
    the same file and one of them issues it. Raises ``Hidden``, ``NotAllowed`` for a paper revoked
    before it was made, ``CannotSeal``, ``kit.typeset.BadSource``.
    """
    paper = _begun(number, now=now)
    if paper.state != State.QUEUED:
        return _already(paper)
    refuse_strange_seal(seal, now=now)
    digest = store.keep(_sealed(paper, seal))
    if _issue(paper, digest, now=now):
        return Produced(number=number, digest=digest, is_new=True)
    return _already(Paper.objects.get(pk=paper.pk))


def hand_out(*, number: str, actor: str, purpose: str, channel: str, now: datetime) -> HandedOut:
    """Give somebody the file, and write down that they got it (6.3.2).

    Whether they may have it was decided before, by ``access`` or by the clerk's role. Raises
    ``Hidden``, ``NotReady``.
    """
    found = queries.paper(number)
    content = queries.file_of(number)
    record(
        actor=actor,
        verb="paper.read",
        subject=found.subject,
        purpose=purpose,
        channel=channel,
        case=found.case,
        now=now,
        details={"paper": number, "kind": found.kind},
    )
    return HandedOut(name=found.file_name, content=content, digest=found.digest)


def revoke(*, number: str, reason: str, actor: str, now: datetime, channel: str = "desk") -> None:
    """Declare a paper issued in error: from now on its check says so. Its file is kept.

    Raises ``Hidden``, and ``NotAllowed`` if it is revoked already or no reason is given.
    """
    if not reason.strip():
        raise NotAllowed("a paper is revoked with a reason")
    with transaction.atomic():
        paper = Paper.objects.select_for_update().filter(number=number).first()
        if paper is None:
            raise Hidden(number)
        if State.REVOKED not in MOVES[State(paper.state)]:
            raise NotAllowed(f"{paper.state} -> {State.REVOKED}")
        Paper.objects.filter(pk=paper.pk).update(
            state=State.REVOKED, revoked_at=now, revoked_reason=reason.strip()[:200]
        )
        _note(paper, "paper.revoke", actor=actor, channel=channel, purpose="撤销单证", now=now)


def _numbered(paper: Paper, *, day: date, replaces: bool) -> str:
    """Insert the paper under a free number; a taken one is left out, and the next is tried.

    Where it is sent together with other rows, a taken number fails them all: try again then.
    """
    for _ in range(TRIES):
        number = paper_number(agency=paper.agency, day=day, kind=paper.kind, menu=paper.menu)
        paper.number, paper.code = number, secret_code(16)
        paper.series = _series(paper) if replaces else number
        if insert(paper, or_nothing=not is_gathering()):
            return number
    raise NotAllowed("no free paper number was found")


def _series(paper: Paper) -> str:
    if paper.menu != CERTIFICATE:
        return paper.case
    purpose = purpose_of(paper.data)
    return ring().blind(purpose)[:40] if purpose else ""


def _begun(number: str, *, now: datetime) -> Paper:
    """The paper, its day of issue fixed by the first attempt, the next attempt put off."""
    found = Paper.objects.filter(number=number).first()
    if found is None:
        raise Hidden(number)
    if found.state != State.QUEUED:
        return found
    queued = Paper.objects.filter(pk=found.pk, state=State.QUEUED)
    queued.filter(issued_at=None).update(issued_at=now)
    wait = min(FIRST_WAIT * 2**found.attempts, LONGEST_WAIT)
    queued.update(attempts=F("attempts") + 1, due_at=now + wait)
    found.refresh_from_db()
    return found


def _already(paper: Paper) -> Produced:
    if not paper.digest:
        raise NotAllowed(f"{paper.number} was revoked before it was made")
    return Produced(number=paper.number, digest=paper.digest, is_new=False)


def refuse_strange_seal(seal: SealKeeper, *, now: datetime) -> None:
    """Only seals whose root certificate is admitted today are used (6.2.7); a test seal is none.

    Raises ``CannotSeal``.
    """
    if seal.describe().is_test:
        return
    marks = [sha256(root).hexdigest() for root in seal.trust().roots]
    if not any(admitted_authority(mark, local_date(now)) for mark in marks):
        raise CannotSeal("no root certificate of this seal is admitted today")


def _sealed(paper: Paper, seal: SealKeeper) -> bytes:
    if paper.issued_at is None:
        raise NotAllowed(f"{paper.number} has no day of issue")
    sheet = Sheet(
        number=paper.number,
        code=paper.code,
        title=paper.title,
        issuer=paper.issuer,
        subject=paper.subject,
        subject_name=paper.subject_name,
        issued_at=paper.issued_at,
        valid_until=paper.valid_until,
        is_test=seal.describe().is_test,
        address=settings.SHEBAO_PUBLIC_URL,
    )
    template = store.fetch(paper.template).decode()
    pdf = draw(sheet, template=template, data=paper.data)
    return seal.seal(pdf, now=paper.issued_at, place=SEAL)


def _issue(paper: Paper, digest: str, *, now: datetime) -> bool:
    """Move queued to issued, and earlier papers of the series to superseded, all or nothing."""
    with transaction.atomic():
        same = Paper.objects.filter(
            subject=paper.subject, kind=paper.kind, series=paper.series
        ).exclude(state=State.REVOKED)
        others = list(same.select_for_update().order_by("id").values_list("id", "number", "state"))
        claimed = Paper.objects.filter(pk=paper.pk, state=State.QUEUED)
        if not claimed.update(state=State.ISSUED, digest=digest):
            return False
        issued = [(pk, number) for pk, number, state in others if state == State.ISSUED]
        older = [pk for pk, _ in issued if pk < paper.pk]
        _supersede(older, by=paper.number)
        newer = [number for pk, number in issued if pk > paper.pk]
        if newer:
            _supersede([paper.pk], by=newer[0])
        _note(paper, "paper.issue", actor="worker", channel="system", purpose="出具单证", now=now)
    return True


def _supersede(ids: list[int], *, by: str) -> None:
    if ids:
        Paper.objects.filter(pk__in=ids, state=State.ISSUED).update(
            state=State.SUPERSEDED, superseded_by=by
        )


def _note(
    paper: Paper, verb: str, *, actor: str, channel: str, purpose: str, now: datetime
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=paper.subject,
        purpose=purpose,
        channel=channel,
        case=paper.case,
        now=now,
        details={"paper": paper.number, "kind": paper.kind},
    )
