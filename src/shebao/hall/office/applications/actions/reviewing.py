"""What clerks do (5.3.1b): take a case, pass it on, ask for what is missing, refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shebao.exchange.port import PostingKind
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.applications.actions import pausing, settling, telling
from shebao.hall.office.applications.actions.moving import NotAllowed, claim_turn, move, note
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.promise import working_days_after
from shebao.hall.office.catalogue.item import Item, Step
from shebao.hall.office.catalogue.queries import Pinned, pinned
from shebao.hall.office.connections import Outside

DESK = "desk"
ROLE_OF_STEP = {
    "pre_review": Role.REVIEWER,
    "review": Role.REVIEWER,
    "second_review": Role.SECOND_REVIEWER,
    "counter": Role.CLERK,
}


class WrongRole(PermissionError):
    """This station is another role's."""


# Who reviewed a case first leaves these of its later stations to somebody else.
AFTER_ANOTHER = frozenset({Role.SECOND_REVIEWER, Role.CLERK})


class SamePerson(PermissionError):
    """Who reviewed a case first neither reviews it again nor checks its originals (four eyes)."""


class RulesRefuse(ValueError):
    """On today's data the rules say no; the words tell why, the clerk may refuse with them."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One thing that is missing: which material, and what to do, in words for the applicant."""

    material: str
    words: str


def take(case: Application, *, clerk: Visitor, now: datetime) -> None:
    """Take a case from the pool; taking one's own again changes nothing."""
    _check_role(case, clerk)
    if case.clerk == clerk.account:
        return
    if case.clerk:
        raise NotAllowed("somebody else was first")
    with transaction.atomic():
        claim_turn(case, clerk=clerk.account)
        note(case, "taken", f"{clerk.name}开始办理", actor=clerk.account, channel=DESK, now=now)


def hand_over(case: Application, *, clerk: Visitor, to: str, now: datetime) -> None:
    """Give a case to a colleague, or with ``to=""`` back to the pool."""
    _check_hands(case, clerk)
    with transaction.atomic():
        claim_turn(case, clerk=to)
        note(case, "handed-over", "已转给同事办理", actor=clerk.account, channel=DESK, now=now)


def pass_step(case: Application, *, clerk: Visitor, outside: Outside, now: datetime) -> None:
    """Say yes at this station: on to the next one, or done.

    Raises ``NotAllowed``, ``WrongRole``, ``SamePerson``, ``RulesRefuse`` or ``Unreachable``; then
    nothing has changed.
    """
    _check_hands(case, clerk)
    _check_four_eyes(case, clerk)
    kept = pinned(case.item, case.version)
    following = _next_step(kept.item, case.step)
    if following is not None and following.kind not in {"joint"}:
        _to_station(case, kept, following, clerk=clerk, outside=outside, now=now)
        return
    findings = settling.find(
        kept,
        subject=case.subject,
        answers=case.answers,
        insurance=outside.insurance,
        today=local_date(now),
    )
    if findings.outcome.result == "refuse":
        raise RulesRefuse(settling.words_of(findings.outcome))
    with transaction.atomic():
        settling.keep_approval(case, findings, clerk=clerk.account, now=now)
        if following is None:
            settling.close_approved(case, kept, findings, actor=clerk.account, now=now)
        else:
            _to_joint(case, kept, findings, following, clerk=clerk, now=now)


def steps_of(item: Item) -> tuple[Step, ...]:
    """The stations of an item; an instant one that needs a person has a single review."""
    return item.steps or (Step(kind="review", label="人工复核"),)


def _next_step(item: Item, step: int) -> Step | None:
    steps = steps_of(item)
    return steps[step + 1] if step + 1 < len(steps) else None


def _to_station(
    case: Application, kept: Pinned, step: Step, *, clerk: Visitor, outside: Outside, now: datetime
) -> None:
    status = Status.COUNTER if step.kind == "counter" else Status.REVIEW
    words = "预审通过，请带原件到窗口" if status is Status.COUNTER else f"进入{step.label}"
    first = case.first_clerk or clerk.account
    with transaction.atomic():
        move(
            case, status, now=now, step=case.step + 1, clerk="", first_clerk=first,
            role=ROLE_OF_STEP[step.kind],
        )  # fmt: skip
        note(case, "passed", words, actor=clerk.account, channel=DESK, now=now)
        if status is Status.COUNTER:
            telling.bring_originals(case, kept, now=now)


def _to_joint(
    case: Application,
    kept: Pinned,
    findings: settling.Findings,
    step: Step,
    *,
    clerk: Visitor,
    now: datetime,
) -> None:
    first = case.first_clerk or clerk.account
    move(case, Status.JOINT, now=now, step=case.step + 1, clerk="", first_clerk=first, role="")
    settling.send_posting(case, kept, findings, now=now)
    pausing.stop_clock(case, kept.item, "joint", today=local_date(now))
    note(case, "joint", f"审核通过，{step.label}", actor=clerk.account, channel=DESK, now=now)
    effect = kept.item.effect
    is_transfer = effect is not None and effect.posting == PostingKind.TRANSFER
    telling.goes_on_elsewhere(case, step.label, is_transfer=is_transfer, now=now)


def ask_for_supplement(
    case: Application, *, clerk: Visitor, wanted: Sequence[Wanted], outside: Outside, now: datetime
) -> None:
    """Tell the applicant, once and completely, what is missing (行政许可法 art. 32 as model).

    The clock stands still meanwhile where the item lists that reason.
    """
    _check_hands(case, clerk)
    if case.was_supplemented or not wanted:
        raise NotAllowed("a supplement is asked for once, with all that is missing")
    kept = pinned(case.item, case.version)
    today = local_date(now)
    until = working_days_after(
        today, kept.item.promise.supplement_working_days, calendar=outside.calendar
    ).day
    wants = [{"material": want.material, "words": want.words} for want in wanted]
    with transaction.atomic():
        move(
            case, Status.SUPPLEMENT, now=now, supplement=wants, supplement_until=until,
            was_supplemented=True,
        )  # fmt: skip
        pausing.stop_clock(case, kept.item, "supplement", today=today)
        note(
            case, "supplement-asked", f"请在{until:%m月%d日}前补正{len(wants)}项",
            actor=clerk.account, channel=DESK, now=now,
        )  # fmt: skip
        telling.supplement_wanted(case, kept, wants, until=until, now=now)


def refuse(
    case: Application,
    *,
    clerk: Visitor,
    words: str,
    basis: str,
    advice: str,
    outside: Outside,
    now: datetime,
) -> None:
    """Refuse with a reason, its article and what the applicant can do (5.3.1c)."""
    _check_hands(case, clerk)
    if not (words.strip() and basis.strip() and advice.strip()):
        raise NotAllowed("a refusal names its reason, its article and what to do")
    with transaction.atomic():
        due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
        settling.keep_refusal(
            case, clerk=clerk.account, words=words.strip(), basis=basis.strip(),
            advice=advice.strip(), now=now,
        )  # fmt: skip
        settling.close_refused(
            case, words=words.strip(), basis=basis.strip(), advice=advice.strip(), findings=None,
            actor=clerk.account, now=now, due=due,
        )  # fmt: skip


def _check_role(case: Application, clerk: Visitor) -> None:
    if case.status not in {Status.REVIEW, Status.COUNTER}:
        raise NotAllowed(f"nothing to do for a clerk while {case.status}")
    if Role(case.role) not in clerk.roles:
        raise WrongRole(case.role)


def _check_hands(case: Application, clerk: Visitor) -> None:
    _check_role(case, clerk)
    if case.clerk and case.clerk != clerk.account:
        raise NotAllowed("the case is in somebody else's hands")


def _check_four_eyes(case: Application, clerk: Visitor) -> None:
    if case.role in AFTER_ANOTHER and case.first_clerk == clerk.account:
        raise SamePerson(case.number)
