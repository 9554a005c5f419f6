"""How cases stand, for those who filed them (5.2.1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from shebao.exchange.port import PostingKind
from shebao.hall.kit.paging import Page, decode_key, encode_key, moment_in, row_in
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.queries import AgencyCard, agency
from shebao.hall.office.applications.actions.reviewing import steps_of
from shebao.hall.office.applications.models import (
    Application,
    Decision,
    Draft,
    Pause,
    Trace,
    Upload,
)
from shebao.hall.office.applications.moves import FINAL, WORDS, Status
from shebao.hall.office.catalogue.queries import pinned


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """A case in a list."""

    number: str
    item: str
    item_name: str
    status: Status
    status_words: str
    submitted_at: datetime
    due_on: date | None
    wants_me: bool
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of a case's timeline."""

    at: datetime
    event: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Station:
    """One station of the way, done, current or ahead."""

    label: str
    state: str


@dataclass(frozen=True, kw_only=True)
class UploadCard:
    """A material that was sent."""

    number: str
    material: str
    file_name: str
    kind: str
    size: int
    was_scanned: bool
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A case as its applicant sees it: where it is, who holds it and until when (5.2.1a, b)."""

    number: str
    item: str
    item_name: str
    version: str
    handling: str
    status: Status
    status_words: str
    is_final: bool
    reason: str
    submitted_at: datetime
    due_on: date | None
    due_is_provisional: bool
    holder: str
    office: AgencyCard
    moments: Sequence[Moment]
    stations: Sequence[Station]
    answers: Mapping[str, Any]
    uploads: Sequence[UploadCard]
    wants: Sequence[Mapping[str, str]]
    wants_until: date | None
    paused_for: str
    may_withdraw: bool
    may_ask_for_a_person: bool


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision with all it looked at."""

    at: datetime
    maker: str
    result: str
    version: str
    inputs: Mapping[str, Any]
    fired: Sequence[Mapping[str, Any]]
    digest: str


def _card(case: Application) -> CaseCard:
    status = Status(case.status)
    return CaseCard(
        number=case.number,
        item=case.item,
        item_name=case.item_name,
        status=status,
        status_words=WORDS[status],
        submitted_at=case.submitted_at,
        due_on=case.due_on,
        wants_me=status in {Status.SUPPLEMENT, Status.COUNTER},
        is_final=status in FINAL,
    )


LIST = (
    "pk", "number", "item", "item_name", "status", "submitted_at", "due_on",
)  # fmt: skip


def _seen_by(visitor: Visitor) -> "QuerySet[Application]":
    rows = Application.objects.filter(subject=visitor.subject)
    return rows if visitor.sees_all else rows.filter(item__in=visitor.only_items)


def my_cases(visitor: Visitor, *, after: str = "", size: int = 20) -> Page[CaseCard]:
    """The cases of whom this visitor stands for, newest first, as far as the mandate goes."""
    rows = _seen_by(visitor).order_by("-submitted_at", "-id").only(*LIST)
    key = decode_key(after, 2)
    at, row = (moment_in(key[0]), row_in(key[1])) if key else (None, None)
    if at is not None and row is not None:
        rows = rows.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, id__lt=row))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    more = encode_key(last.submitted_at.isoformat(), last.pk) if last else ""
    return Page([_card(case) for case in found[:size]], more)


def open_count(subject: str) -> int:
    """How many of a subject's cases are under way."""
    return Application.objects.filter(subject=subject, closed_at=None).count()


def wanting_me(visitor: Visitor) -> tuple[CaseCard, ...]:
    """Cases that wait for the applicant, the most urgent first, as far as the mandate goes."""
    rows = (
        _seen_by(visitor)
        .filter(status__in=[Status.SUPPLEMENT, Status.COUNTER])
        .order_by("supplement_until", "id")
        .only(*LIST)
    )
    return tuple(_card(case) for case in rows[:5])


def progress(case: Application) -> Progress:
    """Everything the applicant may know about their case."""
    status = Status(case.status)
    pause = Pause.objects.filter(case=case.number, until=None).first()
    item = pinned(case.item, case.version).item
    passed = moments(case.number)
    return Progress(
        number=case.number,
        item=case.item,
        item_name=case.item_name,
        version=case.version,
        handling=case.handling,
        status=status,
        status_words=WORDS[status],
        is_final=status in FINAL,
        reason=case.reason,
        submitted_at=case.submitted_at,
        due_on=case.due_on,
        due_is_provisional=case.due_is_provisional,
        holder=_holder(case),
        office=agency(case.agency),
        moments=passed,
        stations=_stations(
            case,
            [step.label for step in steps_of(item)],
            frozenset(moment.event for moment in passed),
        ),
        answers=case.answers,
        uploads=uploads(subject=case.subject, item=case.item, case=case.number),
        wants=case.supplement if status is Status.SUPPLEMENT and case.supplement else (),
        wants_until=case.supplement_until,
        paused_for=pause.reason if pause else "",
        may_withdraw=_may_withdraw(case),
        may_ask_for_a_person=_may_ask(case),
    )


def _may_withdraw(case: Application) -> bool:
    early = case.status == Status.REVIEW and case.step == 0
    return early or case.status in {Status.WAITING, Status.SUPPLEMENT, Status.COUNTER}


def _may_ask(case: Application) -> bool:
    if case.status != Status.REFUSED or case.was_looked_at_again:
        return False
    last = Decision.objects.filter(case=case.number).order_by("-id").values("maker").first()
    return last is not None and last["maker"] == "rules"


HOLDERS = {
    Status.WAITING: "系统（等社保系统恢复）",
    Status.SUPPLEMENT: "您",
    Status.COUNTER: "您（请到窗口）",
}
# Who has it while the other side's word is awaited: the old agency for a transfer, else the core.
OLD_AGENCY, CORE = "原参保地经办机构", "社保系统（核定入账）"


def _holder(case: Application) -> str:
    status = Status(case.status)
    if status in FINAL:
        return ""
    if status is Status.JOINT:
        effect = pinned(case.item, case.version).item.effect
        is_transfer = effect is not None and effect.posting == PostingKind.TRANSFER
        return OLD_AGENCY if is_transfer else CORE
    return HOLDERS.get(status) or agency(case.agency).name


ENDS = {Status.REFUSED: "不予办理", Status.WITHDRAWN: "已撤回"}


def _stations(
    case: Application, labels: Sequence[str], events: frozenset[str]
) -> tuple[Station, ...]:
    names = _names_of_stations(case, labels, events)
    if case.status in FINAL:
        return tuple(Station(label=name, state="done") for name in names)
    here = case.step + 1
    states = [
        "done" if place < here else "current" if place == here else "ahead"
        for place in range(len(names))
    ]
    return tuple(
        Station(label=name, state=state) for name, state in zip(names, states, strict=True)
    )


def _names_of_stations(
    case: Application, labels: Sequence[str], events: frozenset[str]
) -> list[str]:
    """The whole way of an open case; of a closed one only what it really passed."""
    status = Status(case.status)
    end = ENDS.get(status, "办结并告知")
    if status in FINAL and not events & REVIEWED:
        by_rules = [] if status is Status.WITHDRAWN else ["规则核验"]
        return ["提交申请", *by_rules, end]
    passed = {Status.REFUSED: case.step + 1, Status.WITHDRAWN: case.step}
    return ["提交申请", *labels[: passed.get(status)], end]


# What a person has had a hand in since.
REVIEWED = frozenset({"accepted", "person-asked"})


def moments(case: str) -> tuple[Moment, ...]:
    """The timeline of a case, oldest first."""
    rows = Trace.objects.filter(case=case).order_by("id").values("at", "event", "words")
    return tuple(Moment(**row) for row in rows)


def uploads(*, subject: str, item: str, case: str = "") -> tuple[UploadCard, ...]:
    """Materials of a case, or of the draft when ``case`` is empty."""
    rows = Upload.objects.filter(subject=subject, item=item, case=case, replaced_at=None)
    return tuple(_upload(row) for row in rows.order_by("id"))


def named_files(digests: Collection[str]) -> set[str]:
    """Which of these files are somebody's material, also replaced ones; nobody may remove them."""
    return set(Upload.objects.filter(digest__in=digests).values_list("digest", flat=True))


def _upload(row: Upload) -> UploadCard:
    return UploadCard(
        number=row.number,
        material=row.material,
        file_name=row.file_name,
        kind=row.kind,
        size=row.size,
        was_scanned=row.was_scanned,
        sent_at=row.sent_at,
    )


def decisions(case: str) -> tuple[DecisionView, ...]:
    """All decisions of a case, oldest first."""
    rows = Decision.objects.filter(case=case).order_by("id")
    return tuple(
        DecisionView(
            at=row.at,
            maker=row.maker,
            result=row.result,
            version=row.version,
            inputs=row.inputs,
            fired=row.fired,
            digest=row.digest,
        )
        for row in rows
    )


def filed_with(token: str, *, subject: str) -> str:
    """The case that this form was filed as, or an empty text; makes a repeated press harmless."""
    rows = Application.objects.filter(token=token, subject=subject)
    return rows.values_list("number", flat=True).first() or ""


def draft_version(subject: str, item: str) -> str:
    """The version of the item that a subject's draft began with; an empty text without one."""
    rows = Draft.objects.filter(subject=subject, item=item)
    return rows.values_list("version", flat=True).first() or ""


def asked_drafts(subject: str) -> frozenset[str]:
    """Items of which a draft waits for a second pair of eyes."""
    rows = Draft.objects.filter(subject=subject).exclude(asked_by="")
    return frozenset(rows.values_list("item", flat=True))


def drafts(subject: str) -> tuple[tuple[str, datetime], ...]:
    """Items with a draft that waits, newest first, with the time of the last change."""
    rows = Draft.objects.filter(subject=subject).order_by("-updated_at")[:20]
    return tuple((row.item, row.updated_at) for row in rows if row.answers)
