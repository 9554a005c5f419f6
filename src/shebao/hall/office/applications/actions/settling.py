"""What follows from a decision: state, posting, papers and notices, in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from shebao.exchange.port import Insurance, PostingKind
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.inserting import insert
from shebao.hall.office.applications.actions import telling
from shebao.hall.office.applications.actions.moving import move, note
from shebao.hall.office.applications.models import Application, Decision, Outgoing, as_json
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.promise import due_date
from shebao.hall.office.catalogue import rules
from shebao.hall.office.catalogue.facts import FactSet, gather
from shebao.hall.office.catalogue.item import Handling
from shebao.hall.office.catalogue.queries import Pinned
from shebao.hall.office.connections import Outside

if TYPE_CHECKING:
    from shebao.hall.office.applications.actions.filing import Errand

RULES = "rules"
# A due date that no pause has moved.
UNMOVED: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the rules found, with all they looked at; ``digest`` proves a recomputation equal."""

    facts: FactSet
    outcome: rules.Outcome
    inputs: Mapping[str, Any]
    digest: str


def find(
    pinned: Pinned, *, subject: str, answers: Mapping[str, Any], insurance: Insurance, today: date
) -> Findings:
    """Ask the core once and let the rules judge. Raises ``Unreachable``."""
    facts = gather(insurance, pinned.decision_facts, subject=subject, today=today, answers=answers)
    return judge(pinned, answers=answers, facts=facts, today=today)


def judge(pinned: Pinned, *, answers: Mapping[str, Any], facts: FactSet, today: date) -> Findings:
    """Let the rules judge over facts in hand."""
    outcome = rules.decide(pinned, answers=answers, facts=facts, today=today)
    inputs = rules.inputs_of(answers=answers, facts=facts, today=today)
    return Findings(
        facts=facts, outcome=outcome, inputs=inputs, digest=rules.digest(inputs, outcome)
    )


def region_of(findings: Findings | None) -> str:
    """The region whose agency takes the case, as the person's facts name it."""
    if findings is None:
        return ""
    person = findings.facts.values.get("person") or {}
    return str(person.get("region", ""))


def begin(
    case: Application,
    findings: Findings | None,
    *,
    errand: "Errand",
    outside: Outside,
    now: datetime,
) -> None:
    """Lead a filed case to its first station: decided, with a reviewer, or waiting for data."""
    if findings is None:
        telling.waits_for_data(case, now=now)
        return
    lead(case, errand.pinned, findings, outside=outside, now=now)


def lead(
    case: Application, pinned: Pinned, findings: Findings, *, outside: Outside, now: datetime
) -> None:
    """Do what the rules' finding asks for, from ``waiting``."""
    keep_decision(case, findings, maker=RULES, now=now)
    result = findings.outcome.result
    if result == "refuse":
        close_refused(
            case, words=words_of(findings.outcome), findings=findings, actor=RULES,
            now=now,
        )  # fmt: skip
        return
    if result == "approve" and pinned.item.handling is Handling.INSTANT:
        close_approved(case, pinned, findings, actor=RULES, now=now)
        return
    to_review(case, pinned, outside=outside, now=now)


def to_review(case: Application, pinned: Pinned, *, outside: Outside, now: datetime) -> None:
    """Hand the case to a reviewer; an instant errand that needs a person now gets its clock."""
    due = due_date(pinned.item, received=local_date(case.submitted_at), calendar=outside.calendar)
    move(
        case, Status.REVIEW, now=now, due_on=due.day, due_is_provisional=due.is_provisional,
        step=0,
    )  # fmt: skip
    note(case, "accepted", "已受理，等待审核", actor=RULES, channel=case.channel, now=now)
    telling.accepted(case, pinned, now=now)


def words_of(outcome: rules.Outcome) -> str:
    """All reasons of an outcome in one text, as the applicant reads them."""
    return " ".join(reason.say for reason in outcome.reasons)


def keep_decision(case: Application, findings: Findings, *, maker: str, now: datetime) -> None:
    """Store what the rules decided with all they looked at, so that it can be made again."""
    fired = [dict(vars(one)) for one in findings.outcome.fired]
    _keep(case, findings, maker=maker, result=findings.outcome.result, fired=fired, now=now)


def keep_approval(case: Application, findings: Findings, *, clerk: str, now: datetime) -> None:
    """Store that a person said yes, with what the rules found on the same day's data."""
    _keep(case, findings, maker=clerk, result="approve", fired=[], now=now)


def _keep(
    case: Application,
    findings: Findings,
    *,
    maker: str,
    result: str,
    fired: list[Any],
    now: datetime,
) -> None:
    insert(
        Decision(
            case=case.number,
            at=now,
            maker=maker,
            result=result,
            item=case.item,
            version=case.version,
            inputs=as_json(findings.inputs),
            fired=fired,
            digest=findings.digest,
        )
    )


def keep_refusal(
    case: Application, *, clerk: str, words: str, basis: str, advice: str, now: datetime
) -> None:
    """Store a person's no with its reason, beside what the rules had looked at before."""
    seen = Decision.objects.filter(case=case.number).order_by("-id").first()
    if seen is None:
        return
    reason = {"name": "", "say": words, "basis": basis, "advice": advice, "result": "refuse"}
    insert(
        Decision(
            case=case.number,
            at=now,
            maker=clerk,
            result="refuse",
            item=case.item,
            version=case.version,
            inputs=seen.inputs,
            fired=[reason],
            digest=seen.digest,
        )
    )


def close_approved(
    case: Application,
    pinned: Pinned,
    findings: Findings,
    *,
    actor: str,
    now: datetime,
    due: Mapping[str, Any] = UNMOVED,
) -> None:
    """Close a case as done: posting, papers, notice (5.3.1c, 5.3.1d)."""
    move(case, Status.APPROVED, now=now, role="", clerk="", reason="", **due)
    note(case, "approved", "已办结", actor=actor, channel=case.channel, now=now)
    send_posting(case, pinned, findings, now=now)
    telling.approved(case, pinned, findings.facts, today=local_date(now), now=now)


def close_refused(
    case: Application,
    *,
    words: str,
    findings: Findings | None,
    actor: str,
    now: datetime,
    basis: str = "",
    advice: str = "",
    due: Mapping[str, Any] = UNMOVED,
) -> None:
    """Close a case as refused: with reason, article, advice and the way to a person."""
    move(case, Status.REFUSED, now=now, role="", clerk="", reason=words, **due)
    note(case, "refused", f"不予办理：{words}", actor=actor, channel=case.channel, now=now)
    reasons = _reasons(findings) if actor == RULES else []
    reasons = reasons or [{"say": words, "basis": basis, "advice": advice}]
    telling.refused(case, reasons, now=now)


def _reasons(findings: Findings | None) -> list[dict[str, str]]:
    if findings is None:
        return []
    return [
        {"say": fired.say, "basis": fired.basis, "advice": fired.advice}
        for fired in findings.outcome.fired
        if fired.result == "refuse"
    ]


def send_posting(case: Application, pinned: Pinned, findings: Findings, *, now: datetime) -> None:
    """Queue the item's effect for the other side, once: the key belongs to case and effect."""
    if pinned.item.effect is None:
        return
    values = rules.effects(
        pinned, answers=case.answers, facts=findings.facts, today=local_date(now)
    )
    insert(
        Outgoing(
            key=f"{case.number}-{pinned.item.effect.posting}",
            case=case.number,
            kind=PostingKind(pinned.item.effect.posting),
            subject=case.subject,
            values=dict(values or {}),
            decided_at=now,
            next_at=now,
        ),
        or_nothing=True,
    )
