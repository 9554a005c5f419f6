"""A case as the clerk has it on the desk (5.3.1b): materials, form, records, checks, clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.accounts.queries import staff_names
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.applications.actions.reviewing import AFTER_ANOTHER, steps_of
from shebao.hall.office.applications.models import Application, Decision, Pause, Proven
from shebao.hall.office.applications.moves import FINAL, WORDS, Status
from shebao.hall.office.applications.queries.comparing import (
    AnswerLine,
    FactGroup,
    answer_lines,
    fact_groups,
)
from shebao.hall.office.applications.queries.covering import cover_name
from shebao.hall.office.applications.queries.mine import Moment, UploadCard, moments, uploads
from shebao.hall.office.catalogue.item import Audience, Item, Material, Rule
from shebao.hall.office.catalogue.pinned import condition
from shebao.hall.office.catalogue.queries import Pinned, pinned

RULES = "rules"
KINDS = {"approve": "ok", "review": "warn", "refuse": "bad"}


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """A rule that was looked at; ``kind`` is ``ok``, ``warn`` or ``bad``."""

    kind: str
    words: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A material of the item and the files that came for it."""

    code: str
    name: str
    is_required: bool
    is_shared: bool
    is_original: bool
    note: str
    files: Sequence[UploadCard]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One decision that was made; ``maker`` is a name, or ``rules``."""

    at: datetime
    maker: str
    result: str
    reasons: Sequence[str]
    digest: str


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A stretch in which the clock stood still."""

    reason: str
    since: date
    until: date | None


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """What shows that the applicant filed it themselves (5.4.1.5)."""

    method: str
    level: int
    at: datetime
    digest: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A ground for a refusal, taken from the item's rules; ``has_fired`` when it held."""

    name: str
    words: str
    basis: str
    advice: str
    has_fired: bool


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything a clerk may know about a case; names and numbers covered unless shown."""

    number: str
    turn: int
    item: str
    item_name: str
    version: str
    handling: str
    status: Status
    status_words: str
    is_open: bool
    role: str
    step_label: str
    next_label: str
    next_kind: str
    subject: str
    subject_name: str
    is_employer: bool
    is_shown: bool
    channel: str
    agency_name: str
    clerk: str
    clerk_name: str
    first_clerk_name: str
    submitted_at: datetime
    due_on: date | None
    due_is_provisional: bool
    was_supplemented: bool
    was_looked_at_again: bool
    wants: Sequence[Mapping[str, str]]
    wants_until: date | None
    reason: str
    sheets: Sequence[Sheet]
    answers: Sequence[AnswerLine]
    facts: Sequence[FactGroup]
    checks: Sequence[CheckLine]
    moments: Sequence[Moment]
    verdicts: Sequence[Verdict]
    stops: Sequence[Stop]
    proof: ProofLine | None

    @property
    def originals(self) -> tuple[Sheet, ...]:
        """What must be looked at at the counter."""
        return tuple(sheet for sheet in self.sheets if sheet.is_original)


def dossier(case: Application, *, is_shown: bool = False) -> Dossier:
    """Put the whole case together, in a fixed number of questions to the database."""
    kept = pinned(case.item, case.version)
    decisions = list(Decision.objects.filter(case=case.number).order_by("id"))
    inputs: Mapping[str, Any] = decisions[-1].inputs if decisions else {}
    fired = decisions[-1].fired if decisions else []
    makers = frozenset(decision.maker for decision in decisions)
    names = staff_names(makers | {case.clerk, case.first_clerk})
    return Dossier(
        **_head(case, kept.item, names, is_shown=is_shown),
        **_standing(case, kept.item),
        sheets=tuple(_sheets(case, kept.item)),
        answers=answer_lines(kept.item, case.answers, inputs, is_shown=is_shown),
        facts=fact_groups(inputs, is_shown=is_shown),
        checks=tuple(_checks(kept.item, fired)) if decisions else (),
        moments=moments(case.number),
        verdicts=tuple(_verdict(decision, names) for decision in decisions),
        stops=_stops(case.number),
        proof=_proof(case.number),
    )


def _head(
    case: Application, item: Item, names: Mapping[str, str], *, is_shown: bool
) -> dict[str, Any]:
    is_employer = case.subject != case.person and Audience.EMPLOYER in item.audience
    is_covered = not (is_shown or is_employer)
    return {
        "number": case.number,
        "turn": case.turn,
        "item": case.item,
        "item_name": case.item_name,
        "version": case.version[:12],
        "handling": case.handling,
        "subject": case.subject if is_shown else f"…{case.subject[-4:]}",
        "subject_name": cover_name(case.subject_name) if is_covered else case.subject_name,
        "is_employer": is_employer,
        "is_shown": is_shown,
        "channel": case.channel,
        "agency_name": agency(case.agency).name,
        "clerk": case.clerk,
        "clerk_name": names.get(case.clerk, ""),
        "first_clerk_name": names.get(case.first_clerk, ""),
        "submitted_at": case.submitted_at,
    }


def _standing(case: Application, item: Item) -> dict[str, Any]:
    status = Status(case.status)
    steps = steps_of(item)
    following = steps[case.step + 1] if case.step + 1 < len(steps) else None
    return {
        "status": status,
        "status_words": WORDS[status],
        "is_open": status not in FINAL,
        "role": case.role,
        "step_label": steps[min(case.step, len(steps) - 1)].label,
        "next_label": following.label if following else "",
        "next_kind": following.kind if following else "",
        "due_on": case.due_on,
        "due_is_provisional": case.due_is_provisional,
        "was_supplemented": case.was_supplemented,
        "was_looked_at_again": case.was_looked_at_again,
        "wants": case.supplement or (),
        "wants_until": case.supplement_until,
        "reason": case.reason,
    }


def _sheets(case: Application, item: Item) -> Iterator[Sheet]:
    sent = uploads(subject=case.subject, item=case.item, case=case.number)
    for material in item.materials:
        yield _sheet(material, [file for file in sent if file.material == material.code])
    known = {material.code for material in item.materials}
    others = [file for file in sent if file.material not in known]
    if others:
        other = Material(code="other", name="其他材料", required=False)
        yield _sheet(other, others)


def _sheet(material: Material, files: Sequence[UploadCard]) -> Sheet:
    return Sheet(
        code=material.code,
        name=material.name,
        is_required=material.required,
        is_shared=material.source == "shared",
        is_original=material.is_checked_at_counter or material.form == "original",
        note=material.note,
        files=tuple(files),
    )


def _checks(item: Item, fired: Sequence[Mapping[str, Any]]) -> Iterator[CheckLine]:
    held = {str(one["name"]): one for one in fired}
    for one in held.values():
        yield CheckLine(kind=KINDS[one["result"]], words=one["say"], basis=one["basis"])
    for rule in item.rules:
        if rule.name not in held and condition(rule)[0] != "approve":
            yield CheckLine(kind="ok", words=f"没有这种情况：{rule.say}", basis=rule.basis)


def _verdict(decision: Decision, names: Mapping[str, str]) -> Verdict:
    maker = decision.maker if decision.maker == RULES else names.get(decision.maker, "")
    return Verdict(
        at=decision.at,
        maker=maker,
        result=decision.result,
        reasons=tuple(one["say"] for one in decision.fired if one["result"] == decision.result),
        digest=decision.digest[:12],
    )


def _stops(case: str) -> tuple[Stop, ...]:
    rows = Pause.objects.filter(case=case).order_by("id").values("reason", "since", "until")
    return tuple(Stop(**row) for row in rows)


def _proof(case: str) -> ProofLine | None:
    row = Proven.objects.filter(case=case).first()
    if row is None:
        return None
    return ProofLine(method=row.method, level=row.level, at=row.at, digest=row.digest[:12])


def refusal_reasons(case: Application) -> tuple[Reason, ...]:
    """The grounds the item's rules offer for a refusal, those that held on the last look first."""
    last = Decision.objects.filter(case=case.number).order_by("-id").first()
    held = {one["name"] for one in last.fired} if last else set()
    kept: Pinned = pinned(case.item, case.version)
    found = [_reason(rule, held) for rule in kept.item.rules if condition(rule)[0] != "approve"]
    return tuple(sorted(found, key=lambda reason: not reason.has_fired))


def _reason(rule: Rule, held: set[str]) -> Reason:
    return Reason(
        name=rule.name,
        words=rule.say,
        basis=rule.basis,
        advice=rule.advice,
        has_fired=rule.name in held,
    )


def may_act(case: Application, visitor: Visitor) -> str:
    """Why this clerk cannot act on the case now, or an empty text when they can.

    One of ``closed``, ``away``, ``role``, ``hands``, ``eyes``.
    """
    status = Status(case.status)
    checks = (
        ("closed", status in FINAL),
        ("away", status not in {Status.REVIEW, Status.COUNTER}),
        ("role", bool(case.role) and Role(case.role) not in visitor.roles),
        ("hands", bool(case.clerk) and case.clerk != visitor.account),
        ("eyes", case.role in AFTER_ANOTHER and case.first_clerk == visitor.account),
    )
    return next((word for word, holds in checks if holds), "")
