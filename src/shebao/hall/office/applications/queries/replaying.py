"""A case's story told again from the trail alone, beside what is stored (6.3.2)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.applications.actions.moving import STATE, state_of
from shebao.hall.office.applications.models import Application, Trace
from shebao.hall.office.applications.moves import FINAL, MOVES, Status
from shebao.hall.office.audit.queries import Happened, story_of

CALLED: Mapping[str, str] = {
    "status": "状态",
    "turn": "变动次数",
    "step": "步骤",
    "role": "岗位",
    "clerk": "经办人",
    "first_clerk": "初审人",
    "agency": "机构",
    "due_on": "办结期限",
    "due_is_provisional": "期限待定",
    "supplement_until": "补正期限",
    "was_supplemented": "补正过",
    "was_looked_at_again": "复核过",
}
# Told by the trail, but no line of the applicant's timeline.
SILENT = frozenset({"due-confirmed"})


@dataclass(frozen=True, kw_only=True)
class ReplayStep:
    """One thing that happened, and the whole state after it; a look leaves the state as it was."""

    at: datetime
    actor: str
    verb: str
    purpose: str
    channel: str
    state: Mapping[str, Any]
    is_move: bool


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A case from its filing to now, and everything in which trail and stored case differ."""

    case: str
    steps: tuple[ReplayStep, ...]
    stored: Mapping[str, Any]
    problems: tuple[str, ...]


def replayed(number: str) -> Replay:
    """Tell a case's story from the trail, and compare its end with what is stored.

    Raises ``Hidden`` where neither the trail nor the tables know the case.
    """
    case, story = Application.objects.filter(number=number).first(), story_of(number)
    if case is None and not story:
        raise Hidden(number)
    told = _Told()
    for one in story:
        told.take(one)
    stored = state_of(case) if case is not None else {}
    problems = (*told.problems, *_compared(told, case), *_untold(story, number))
    return Replay(case=number, steps=tuple(told.steps), stored=stored, problems=problems)


class _Told:
    """The story as far as it has been told."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.moved_at: datetime | None = None
        self.steps: list[ReplayStep] = []
        self.problems: list[str] = []

    def take(self, one: Happened) -> None:
        said = _said(one)
        is_move = bool(said) and (not self.state or said["turn"] > self.state["turn"])
        if is_move:
            self.problems += _jumps(self.state, said)
            self.state, self.moved_at = said, one.at
        elif said and said["turn"] == self.state["turn"] and said != self.state:
            self.problems.append(f"第 {len(self.steps) + 1} 步的留痕和它前面的不一致")
        self.steps.append(
            ReplayStep(
                at=one.at, actor=one.actor, verb=one.verb, purpose=one.purpose,
                channel=one.channel, state=self.state, is_move=is_move,
            )
        )  # fmt: skip


def _said(one: Happened) -> dict[str, Any]:
    """What the entry says of the state; nothing for one that only looked."""
    details = json.loads(one.details)
    if "turn" not in details:
        return {}
    return {name: details[name] for name in STATE if name in details}


def _jumps(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A move that the table of moves doesn't know, or one that was never written down."""
    if not before:
        return
    start, end = Status(before["status"]), Status(after["status"])
    if end != start and end not in MOVES[start]:
        yield f"从“{start}”到“{end}”不是允许的变动"
    if after["turn"] != before["turn"] + 1:
        yield f"第 {before['turn'] + 1} 次变动没有留痕"


def _compared(told: _Told, case: Application | None) -> Iterator[str]:
    if case is None:
        yield "办件不在了，只剩下留痕"
        return
    if not told.state:
        yield "留痕里没有这件的办理经过"
        return
    stored = state_of(case)
    for name in STATE:
        if told.state.get(name) != stored.get(name):
            was, now = told.state.get(name, "空"), stored.get(name, "空")
            yield f"{CALLED[name]}：回放得到 {was}，现存的是 {now}"
    closed_at = told.moved_at if Status(told.state["status"]) in FINAL else None
    if closed_at != case.closed_at:
        yield "办结时间：回放得到的和现存的不一样"


def _untold(story: tuple[Happened, ...], number: str) -> Iterator[str]:
    """The applicant's timeline holds what the trail holds; a filing is one entry of the trail."""
    told = {(one.verb, one.at) for one in story if _said(one) and one.verb not in SILENT}
    lines = set(Trace.objects.filter(case=number).values_list("event", "at"))
    filed = min((at for _, at in told), default=None)
    for event, _ in sorted(told - lines):
        yield f"进度里少了“{event}”这一行"
    for event, at in sorted(lines - told):
        if at != filed:
            yield f"留痕里少了“{event}”这一条"
