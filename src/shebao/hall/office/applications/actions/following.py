"""What the other side's word does to a case: a transfer moved, a benefit granted or refused."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shebao.exchange.port import Change, PostingKind, TransferState
from shebao.hall.kit.clock import local_date
from shebao.hall.office.applications.actions import pausing, settling, telling
from shebao.hall.office.applications.actions.moving import note
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.catalogue.queries import pinned
from shebao.hall.office.connections import Outside
from shebao.hall.office.documents.actions import revoke
from shebao.hall.office.documents.moves import State
from shebao.hall.office.documents.queries import papers_of

CORE = "core"
STATION_WORDS = {
    TransferState.APPLIED: "新参保地已收到转移申请",
    TransferState.REVIEWING: "新参保地正在审核",
    TransferState.LETTER_SENT: "新参保地已发出联系函",
    TransferState.ACCEPTED: "原参保地已受理",
    TransferState.INFO_SENT: "原参保地已发来信息表，资金划转中",
    TransferState.RECEIVED: "新参保地已收到信息表和资金",
    TransferState.DONE: "转移办结",
    TransferState.MERGED: "新参保地已接收并合并缴费记录",
    TransferState.REFUSED: "原参保地未能办理转移",
}
ARRIVED = frozenset({TransferState.MERGED, TransferState.DONE})
# How a benefit stands with the core; a change that says nothing else tells that it was granted.
GRANTED, STARTED, REFUSED = "done", "started", "refused"
CHECKED_BY_CORE = "社会保险管理信息系统核对结果"
BENEFIT_WORDS = {
    GRANTED: "社保系统已核定入账",
    STARTED: "社保系统正在核定",
    REFUSED: "社保系统核对后不能入账",
}
NOT_ENTERED = "社会保险管理信息系统没有入账"
VALID = frozenset({State.QUEUED, State.ISSUED})
CALL_US = "请拨打12333或到窗口，工作人员会帮您核对。"


def prepare(change: Change, *, outside: Outside, now: datetime) -> Callable[[], None]:
    """Ask the core what is needed for this change, and return what then moves the case.

    Asking happens here, outside any transaction. Raises ``Unreachable``.
    """
    case = _joint_case(change)
    if case is None:
        return _nothing
    said = _transfer_said(change) if change.kind == PostingKind.TRANSFER else _benefit_said(change)
    if said is None:
        return _nothing
    state, words = said
    if state == REFUSED:
        return partial(refused_by_core, case.number, words, outside=outside, now=now)
    if state != GRANTED:
        return partial(_note_progress, case, words, now=now)
    findings = settling.find(
        pinned(case.item, case.version),
        subject=case.subject,
        answers=case.answers,
        insurance=outside.insurance,
        today=local_date(now),
    )
    return partial(_joint_done, case, findings, words, outside=outside, now=now)


def _transfer_said(change: Change) -> tuple[str, str] | None:
    state = change.values.get("state", "")
    if state not in set(TransferState):
        return None
    words = change.values.get("words") or STATION_WORDS.get(TransferState(state), state)
    return (GRANTED if state in ARRIVED else state), words


def _benefit_said(change: Change) -> tuple[str, str] | None:
    state = change.values.get("state", GRANTED)
    if state not in {GRANTED, STARTED, REFUSED}:
        return None
    return state, change.values.get("words") or BENEFIT_WORDS[state]


def _nothing() -> None:
    return None


def _note_progress(case: Application, words: str, *, now: datetime) -> None:
    note(case, "joint-progress", words, actor=CORE, channel="wall", now=now)


def _joint_case(change: Change) -> Application | None:
    if not change.key:
        return None
    number = change.key.rsplit("-", 1)[0]
    return Application.objects.filter(number=number, status=Status.JOINT).first()


def _joint_done(
    case: Application, findings: settling.Findings, words: str, *, outside: Outside, now: datetime
) -> None:
    kept = pinned(case.item, case.version)
    _note_progress(case, words, now=now)
    due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
    settling.close_approved(case, kept, findings, actor=CORE, now=now, due=due)


def _said_no(case: Application) -> str:
    posting = pinned(case.item, case.version).item.effect
    is_transfer = posting is not None and posting.posting == PostingKind.TRANSFER
    return "原参保地未能办理" if is_transfer else BENEFIT_WORDS[REFUSED]


def refused_by_core(number: str, reason: str, *, outside: Outside, now: datetime) -> None:
    """The core said no: an open case is refused with its words, a closed one goes to people.

    What the item had issued for a closed one is declared void: it speaks of what never came to be.
    """
    case = Application.objects.filter(number=number).first()
    if case is None:
        return
    if case.status != Status.JOINT:
        _entered_by_nobody(case, reason, now=now)
        return
    due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
    settling.close_refused(
        case,
        words=reason or _said_no(case),
        basis=CHECKED_BY_CORE,
        advice=CALL_US,
        findings=None,
        actor=CORE,
        now=now,
        due=due,
    )


def _entered_by_nobody(case: Application, reason: str, *, now: datetime) -> None:
    note(case, "core-refused", "未能入账，已转人工处理", actor=CORE, channel="wall", now=now)
    telling.posting_failed(case, reason, now=now)
    paper = pinned(case.item, case.version).item.paper
    for one in papers_of(case.number):
        if paper is not None and one.kind == paper.kind and one.state in VALID:
            revoke(number=one.number, reason=NOT_ENTERED, actor=CORE, channel="wall", now=now)
