"""A case told again from the trail alone ends where the stored case stands (6.3.2)."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.visitor import Role
from shebao.hall.office.applications import actions, jobs
from shebao.hall.office.applications.actions.applicant import StillMissing
from shebao.hall.office.applications.actions.reviewing import (
    RulesRefuse,
    SamePerson,
    Wanted,
    WrongRole,
)
from shebao.hall.office.applications.models import Application, Trace
from shebao.hall.office.applications.queries import replayed
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.catalogue.queries import current
from tests.office.applications.conftest import PDF
from tests.support.cast import MONDAY, enter_staff
from tests.support.guards import lifted

pytestmark = pytest.mark.clause("6.3.2")
REFUSED = (
    actions.NotAllowed, actions.NotAccepted, WrongRole, SamePerson, RulesRefuse, StillMissing,
)  # fmt: skip
PROMISED: tuple[str, dict[str, Any]] = ("trial-promised", {"new_name": "王方"})
FILINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("trial-instant", {"mobile": "13900000002"}),
    ("trial-instant", {"mobile": "13800000001"}),
    ("trial-instant", {"mobile": "19900000002"}),
    *[PROMISED] * 3,
    ("trial-joint", {"from_region": "990200"}),
    ("trial-counter", {"from_month": "2000-01", "to_month": "2002-12"}),
)


@dataclass
class Desk:
    """A case, those who act on it, and the time, which only goes on."""

    case: Application
    hall: Any
    staff: list[Any]
    now: datetime = MONDAY
    done: list[str] = field(default_factory=list)

    def act(self, name: str, who: int) -> None:
        self.now += timedelta(hours=1)
        self.case.refresh_from_db()
        clerk = self.staff[who].visitor
        try:
            with transaction.atomic():
                ACTS[name](self, clerk)
        except REFUSED:
            return
        self.done.append(name)


def _supplement(desk: Desk, clerk: Any) -> None:
    proof = current("trial-promised").item.materials[0].code
    actions.add_upload(
        subject=desk.case.subject, item=desk.case.item, case=desk.case, material=proof,
        file_name="b.pdf", content=PDF, scanner=desk.hall.scanner, now=desk.now,
    )  # fmt: skip
    actions.send_supplement(
        desk.case, account=desk.case.account, channel="web", answers={}, outside=desk.hall,
        now=desk.now,
    )  # fmt: skip


def _go_on(desk: Desk, clerk: Any) -> None:
    jobs.deliver_postings(outside=desk.hall, now=desk.now)
    desk.hall.insurance.advance(desk.hall.insurance.day + timedelta(days=20))
    jobs.follow_core(outside=desk.hall, now=desk.now)


def _let_lapse(desk: Desk, clerk: Any) -> None:
    desk.now += timedelta(days=60)
    jobs.lapse_supplements(outside=desk.hall, now=desk.now)


ACTS: dict[str, Callable[[Desk, Any], object]] = {
    "take": lambda desk, clerk: actions.take(desk.case, clerk=clerk, now=desk.now),
    "to the pool": lambda desk, clerk: actions.hand_over(
        desk.case, clerk=clerk, to="", now=desk.now
    ),
    "to a colleague": lambda desk, clerk: actions.hand_over(
        desk.case, clerk=clerk, to=desk.staff[0].visitor.account, now=desk.now
    ),
    "pass": lambda desk, clerk: actions.pass_step(
        desk.case, clerk=clerk, outside=desk.hall, now=desk.now
    ),
    "ask for a supplement": lambda desk, clerk: actions.ask_for_supplement(
        desk.case, clerk=clerk, wanted=[Wanted(material="proof", words="请重拍")],
        outside=desk.hall, now=desk.now,
    ),
    "send the supplement": _supplement,
    "refuse": lambda desk, clerk: actions.refuse(
        desk.case, clerk=clerk, words="不行。", basis="第九条", advice="请来窗口。",
        outside=desk.hall, now=desk.now,
    ),
    "withdraw": lambda desk, clerk: actions.withdraw(
        desk.case, account=desk.case.account, channel="web", outside=desk.hall, now=desk.now
    ),
    "ask for a person": lambda desk, clerk: actions.ask_for_a_person(
        desk.case, account=desk.case.account, channel="web", outside=desk.hall, now=desk.now
    ),
    "the core goes on": _go_on,
    "the core's data comes": lambda desk, clerk: jobs.decide_waiting(
        outside=desk.hall, now=desk.now
    ),
    "time runs out": _let_lapse,
}  # fmt: skip
LIKELY = (
    *ACTS, *("take", "pass", "pass", "pass", "ask for a supplement", "send the supplement"),
    "the core goes on", "ask for a person", "refuse", "to the pool",
)  # fmt: skip
# Who may do everything comes first, or most of what is tried would be refused.
CLERKS = (3, 3, 1, 0, 2, 3)


@pytest.fixture
def staff(hall: Any) -> list[Any]:
    roles = (Role.REVIEWER, Role.SECOND_REVIEWER, Role.CLERK)
    return [
        *(enter_staff(f"s{place}", "李华", role) for place, role in enumerate(roles)),
        enter_staff("all", "周全", *roles),
    ]


@given(
    filing=st.sampled_from(FILINGS),
    was_down=st.sampled_from([False, False, True]),
    chance=st.randoms(use_true_random=True),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_every_history_is_replayed_to_where_the_case_stands(
    file: Callable[..., Application],
    wang: Any,
    hall: Any,
    staff: list[Any],
    filing: tuple[str, dict[str, Any]],
    was_down: bool,
    chance: random.Random,
) -> None:
    with transaction.atomic():
        hall.insurance.is_down = was_down
        desk = Desk(file(wang, filing[0], **filing[1]), hall, staff)
        hall.insurance.is_down = False
        for _ in range(chance.randint(3, 14)):
            desk.act(chance.choice(LIKELY), chance.choice(CLERKS))
            found = replayed(desk.case.number)
            assert found.problems == (), desk.done
        moves = [one.state["turn"] for one in replayed(desk.case.number).steps if one.is_move]
        assert moves == list(range(moves[0], moves[0] + len(moves)))
        transaction.set_rollback(True)


def test_each_step_tells_the_whole_state(
    file: Callable[..., Application], wang: Any, hall: Any, staff: list[Any]
) -> None:
    desk = Desk(file(wang, "trial-promised", new_name="王方"), hall, staff)
    for act, who in (("take", 0), ("pass", 0), ("pass", 1)):
        desk.act(act, who)
    found = replayed(desk.case.number)

    first = staff[0].visitor.account
    assert [one.verb for one in found.steps] == ["submitted", "taken", "passed", "approved"]
    assert [one.state["status"] for one in found.steps] == ["review"] * 3 + ["approved"]
    assert [one.state.get("clerk", "") for one in found.steps] == ["", first, "", ""]
    assert [one.state.get("first_clerk", "") for one in found.steps] == ["", "", first, first]
    assert found.stored == found.steps[-1].state


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "a step": ({"step": 7}, "步骤"),
    "a clerk": ({"clerk": "S-nobody"}, "经办人"),
    "a state": ({"status": "counter"}, "状态"),
    "a due date": ({"due_on": "2027-01-04"}, "办结期限"),
    "a turn": ({"turn": 9}, "变动次数"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_case_changed_behind_the_trails_back_is_named(
    change: str, file: Callable[..., Application], wang: Any
) -> None:
    case = file(wang, "trial-promised", new_name="王方")
    values, word = CHANGES[change]
    Application.objects.filter(pk=case.pk).update(**values)

    assert [word in one for one in replayed(case.number).problems] == [True]


def test_a_case_closed_without_a_trace_is_named(
    file: Callable[..., Application], wang: Any
) -> None:
    case = file(wang, "trial-promised", new_name="王方")
    Application.objects.filter(pk=case.pk).update(status="approved", closed_at=MONDAY)

    problems = " ".join(replayed(case.number).problems)
    assert "状态" in problems
    assert "办结时间" in problems


def test_a_move_that_left_no_trace_and_one_that_is_not_allowed_are_named(
    file: Callable[..., Application], wang: Any, hall: Any, staff: list[Any]
) -> None:
    desk = Desk(file(wang, "trial-promised", new_name="王方"), hall, staff)
    for act, who in (("take", 0), ("pass", 0), ("pass", 1)):
        desk.act(act, who)
    with lifted():
        Entry.objects.filter(case=desk.case.number, verb__in=["taken", "passed"]).delete()
        submitted = Entry.objects.filter(case=desk.case.number, verb="submitted")
        told = submitted.get().details.replace('"review"', '"withdrawn"')
        submitted.update(details=told)
    problems = replayed(desk.case.number).problems

    assert any("没有留痕" in one for one in problems)
    assert any("不是允许的变动" in one for one in problems)


def test_a_line_of_the_timeline_that_is_gone_or_added_is_named(
    file: Callable[..., Application], wang: Any, hall: Any, staff: list[Any]
) -> None:
    desk = Desk(file(wang, "trial-promised", new_name="王方"), hall, staff)
    desk.act("take", 0)
    Trace.objects.filter(case=desk.case.number, event="taken").update(event="passed")

    assert list(replayed(desk.case.number).problems) == [
        "进度里少了“taken”这一行", "留痕里少了“passed”这一条",
    ]  # fmt: skip


def test_a_case_that_is_gone_is_told_by_its_traces(
    file: Callable[..., Application], wang: Any
) -> None:
    case = file(wang, "trial-promised", new_name="王方")
    Application.objects.filter(pk=case.pk).delete()

    assert "办件不在了，只剩下留痕" in replayed(case.number).problems
    with pytest.raises(Hidden):
        replayed("SB209901010000001")
