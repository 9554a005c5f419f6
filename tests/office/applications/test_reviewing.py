"""What clerks may do, in which order, and what the applicant hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shebao.exchange.port import PersonOf, Unreachable, ask_one
from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.applications import access, actions, jobs, queries
from shebao.hall.office.applications.actions.applicant import StillMissing
from shebao.hall.office.applications.actions.reviewing import SamePerson, Wanted, WrongRole
from shebao.hall.office.applications.models import Application, Outgoing, Pause
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.recomputing import recomputed
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.queries import inbox
from tests.office.applications.conftest import PDF
from tests.support.cast import MONDAY

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def case(file, wang):
    """A promised case in the pool."""
    return file(wang, "trial-promised", new_name="王方")


@pytest.mark.clause("5.3.1b", "5.4.2.2a")
def test_a_promised_case_gets_a_due_date_in_working_days_and_an_acceptance_notice(case) -> None:
    assert case.status == Status.REVIEW
    assert case.due_on == date(2026, 3, 16)
    assert Paper.objects.get(case=case.number).kind == "acceptance"


@pytest.mark.clause("4.3")
def test_high_risk_needs_four_eyes(case, reviewer, second_reviewer, hall, wang) -> None:
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    assert case.role == "second_reviewer"
    with pytest.raises(WrongRole):
        actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)

    actions.pass_step(case, clerk=second_reviewer.visitor, outside=hall, now=LATER)

    assert case.status == Status.APPROVED
    jobs.deliver_postings(outside=hall, now=LATER)
    assert ask_one(hall.insurance, PersonOf(number=case.subject)).value.name == "王方"


def test_who_reviewed_first_cannot_review_again(case, hall) -> None:
    from shebao.hall.kit.visitor import Role
    from tests.support.cast import enter_staff

    both = enter_staff("both", "周全", Role.REVIEWER, Role.SECOND_REVIEWER)
    actions.pass_step(case, clerk=both.visitor, outside=hall, now=MONDAY)

    with pytest.raises(SamePerson):
        actions.pass_step(case, clerk=both.visitor, outside=hall, now=MONDAY)


def test_two_clerks_cannot_both_decide(case, reviewer, hall) -> None:
    hers = Application.objects.get(pk=case.pk)
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)

    with pytest.raises(actions.NotAllowed):
        actions.refuse(
            hers, clerk=reviewer.visitor, words="材料不全", basis="条例", advice="补齐",
            outside=hall, now=MONDAY,
        )  # fmt: skip


@pytest.mark.clause("5.3.1b")
def test_the_clock_stands_still_while_a_supplement_is_awaited(case, reviewer, wang, hall) -> None:
    due = case.due_on
    wanted = [Wanted(material="proof", words="请重拍第2页")]
    actions.ask_for_supplement(
        case, clerk=reviewer.visitor, wanted=wanted, outside=hall, now=MONDAY
    )
    assert case.supplement_until == date(2026, 3, 9)
    assert queries.progress(case).wants == wanted_as_json(wanted)

    back = MONDAY + timedelta(days=2)
    again = {
        "account": wang.visitor.account, "channel": "web", "answers": {}, "outside": hall,
        "now": back,
    }  # fmt: skip
    with pytest.raises(StillMissing):
        actions.send_supplement(case, **again)
    actions.add_upload(
        subject=case.subject, item=case.item, case=case, material="proof", file_name="b.pdf",
        content=PDF + b"2", scanner=hall.scanner, now=back,
    )  # fmt: skip
    actions.send_supplement(case, **again)

    case.refresh_from_db()
    assert case.status == Status.REVIEW
    assert case.due_on == due + timedelta(days=2)
    assert Pause.objects.get(case=case.number).until is not None


def wanted_as_json(wanted):
    return [{"material": one.material, "words": one.words} for one in wanted]


def test_a_supplement_is_asked_for_only_once(case, reviewer, wang, hall) -> None:
    ask = {"clerk": reviewer.visitor, "outside": hall, "now": MONDAY}
    actions.ask_for_supplement(case, wanted=[Wanted(material="", words="请说明")], **ask)
    actions.send_supplement(
        case, account=wang.visitor.account, channel="web", answers={}, outside=hall, now=LATER
    )

    with pytest.raises(actions.NotAllowed):
        actions.ask_for_supplement(case, wanted=[Wanted(material="", words="再补")], **ask)


def test_a_supplement_that_never_comes_lapses_and_says_so(case, reviewer, wang, hall) -> None:
    actions.ask_for_supplement(
        case, clerk=reviewer.visitor, wanted=[Wanted(material="proof", words="请重拍")],
        outside=hall, now=MONDAY,
    )  # fmt: skip

    jobs.lapse_supplements(outside=hall, now=MONDAY + timedelta(days=7))
    assert Application.objects.get(pk=case.pk).status == Status.SUPPLEMENT
    jobs.lapse_supplements(outside=hall, now=MONDAY + timedelta(days=8))

    assert Application.objects.get(pk=case.pk).status == Status.WITHDRAWN
    assert "可以重新申请" in inbox(wang.visitor.subject).rows[0].words


@pytest.mark.clause("5.4.3b", "6.4.4")
def test_a_joint_step_waits_for_the_other_region_and_then_closes(
    file, mover, reviewer, hall
) -> None:
    case = file(mover, "trial-joint", from_region="990200")
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    assert case.status == Status.JOINT
    assert Pause.objects.get(case=case.number).reason == "joint"

    jobs.deliver_postings(outside=hall, now=MONDAY)
    assert Outgoing.objects.get(case=case.number).state == Outgoing.STARTED
    for _ in range(6):
        hall.insurance.advance(hall.insurance.day + timedelta(days=30))
    moment = datetime(2026, 12, 21, 2, tzinfo=UTC)
    assert jobs.follow_core(outside=hall, now=moment) > 0

    case.refresh_from_db()
    assert case.status == Status.APPROVED
    assert "joint-progress" in {one.event for one in queries.moments(case.number)}
    assert not Pause.objects.filter(case=case.number, until=None).exists()


@pytest.mark.clause("5.3.1b", "4.1")
def test_an_appointment_case_is_pre_reviewed_and_finished_at_the_counter(
    file, wang, reviewer, clerk, hall
) -> None:
    case = file(wang, "trial-counter", from_month="2003-01", to_month="2005-12")
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    assert case.status == Status.COUNTER
    assert "个人档案" in inbox(wang.visitor.subject).rows[0].words
    assert Paper.objects.filter(case=case.number, kind="originals").exists()

    actions.pass_step(case, clerk=clerk.visitor, outside=hall, now=LATER)

    assert case.status == Status.APPROVED
    assert Outgoing.objects.get(case=case.number).kind == "deemed_years"


@pytest.mark.clause("6.3.1")
def test_another_citys_clerk_does_not_see_the_case(case, stranger_clerk, reviewer) -> None:
    assert access.desk_case(case.number, visitor=reviewer.visitor).pk == case.pk
    with pytest.raises(Hidden):
        access.desk_case(case.number, visitor=stranger_clerk.visitor)


def test_with_the_core_down_an_approval_changes_nothing(
    case, reviewer, second_reviewer, hall
) -> None:
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    hall.insurance.is_down = True

    with pytest.raises(Unreachable):
        actions.pass_step(case, clerk=second_reviewer.visitor, outside=hall, now=MONDAY)

    assert Application.objects.get(pk=case.pk).status == Status.REVIEW
    assert not Outgoing.objects.exists()


def test_a_case_is_withdrawn_before_review_and_not_after(file, wang, lin, reviewer, hall) -> None:
    act = {"channel": "web", "outside": hall, "now": LATER}
    mine = file(wang, "trial-promised", new_name="王方")
    actions.withdraw(mine, account=wang.visitor.account, **act)
    actions.withdraw(mine, account=wang.visitor.account, **act)
    assert mine.status == Status.WITHDRAWN

    his = file(lin, "trial-promised", new_name="林墙")
    actions.pass_step(his, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    with pytest.raises(actions.NotAllowed):
        actions.withdraw(his, account=lin.visitor.account, **act)


def test_a_refusal_by_a_clerk_names_reason_article_and_advice(case, reviewer, wang, hall) -> None:
    blank = {"basis": "", "advice": "补齐后再来", "outside": hall, "now": MONDAY}
    with pytest.raises(actions.NotAllowed):
        actions.refuse(case, clerk=reviewer.visitor, words="材料不符", **blank)

    actions.refuse(
        case, clerk=reviewer.visitor, words="材料不符", basis="条例第九条", advice="请补齐后再申请",
        outside=hall, now=MONDAY,
    )  # fmt: skip

    words = inbox(wang.visitor.subject).rows[0].words
    assert "材料不符" in words
    assert "条例第九条" in words
    assert "请补齐后再申请" in words


def test_the_worklist_shows_the_nearest_due_date_first_page_by_page(
    file, wang, lin, reviewer
) -> None:
    late = file(wang, "trial-promised", new_name="王方", now=MONDAY)
    soon = file(lin, "trial-promised", new_name="林墙", now=MONDAY - timedelta(days=7))

    wanted = queries.DeskFilter(box="pool")
    first = queries.worklist(reviewer.visitor, wanted, size=1)
    second = queries.worklist(reviewer.visitor, wanted, after=first.next_after, size=1)

    assert [row.number for row in (*first.rows, *second.rows)] == [soon.number, late.number]
    assert second.next_after == ""


@pytest.mark.clause("5.3.1c", "6.3.2")
def test_a_persons_yes_and_no_are_kept_with_what_was_looked_at(
    file, wang, lin, reviewer, second_reviewer, hall
) -> None:
    yes = file(wang, "trial-promised", new_name="王方")
    actions.pass_step(yes, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    actions.pass_step(yes, clerk=second_reviewer.visitor, outside=hall, now=MONDAY)
    no = file(lin, "trial-promised", new_name="林墙")
    actions.refuse(
        no, clerk=reviewer.visitor, words="材料不符", basis="条例第九条", advice="请补齐",
        outside=hall, now=MONDAY,
    )  # fmt: skip

    rules, approved = queries.decisions(yes.number)
    assert (rules.maker, rules.result) == ("rules", "review")
    assert (approved.maker, approved.result) == (second_reviewer.visitor.account, "approve")
    _, refused = queries.decisions(no.number)
    assert (refused.result, refused.fired[0]["say"]) == ("refuse", "材料不符")
    assert refused.inputs["facts"]
    assert all(one.is_equal for one in recomputed())
