"""Filing: what happens at once, what waits, what never happens twice."""

from datetime import date

import pytest
from django.db import IntegrityError

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.applications import access, actions, jobs, queries
from shebao.hall.office.applications.actions import filing
from shebao.hall.office.applications.actions.filing import (
    AlreadyOpen,
    MaterialsMissing,
    RiskNotConfirmed,
)
from shebao.hall.office.applications.models import Application, Decision, Draft, Outgoing
from shebao.hall.office.applications.moves import FINAL, MOVES, Status
from shebao.hall.office.applications.recomputing import recomputed
from shebao.hall.office.audit.attesting import breaks
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.catalogue.queries import current
from shebao.hall.office.documents import actions as papers
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.queries import inbox
from shebao.law.workdays import Calendar
from tests.support.cast import MONDAY
from tests.support.guards import lifted


@pytest.mark.clause("5.3.1b", "5.3.1c", "6.3.2")
def test_an_instant_item_is_settled_at_once(file, wang) -> None:
    case = file(wang, "trial-instant", mobile="13900000002")

    assert case.status == Status.APPROVED
    assert [one.words for one in queries.moments(case.number)] == ["已提交", "已办结"]
    assert [one.title for one in inbox(wang.visitor.subject).rows] == ["已办结"]
    assert Entry.objects.filter(case=case.number, actor=wang.visitor.account).exists()


@pytest.mark.clause("5.3.1c", "5.3.1d")
def test_a_refusal_says_why_by_which_article_and_what_to_do(file, wang, hall) -> None:
    same = ask_one(hall.insurance, PersonOf(number=wang.visitor.subject)).value.mobile

    case = file(wang, "trial-instant", mobile=same)

    (message,) = inbox(wang.visitor.subject).rows
    assert case.status == Status.REFUSED
    assert "无需变更" in case.reason
    assert "社会保险经办条例第九条" in message.words
    assert "请填一个新的手机号" in message.words
    assert "人工复核" in message.words
    assert Paper.objects.get(case=case.number).kind == "result"


@pytest.mark.clause("5.3.1b")
def test_after_a_refusal_by_rules_a_person_looks_once(file, wang, hall) -> None:
    same = ask_one(hall.insurance, PersonOf(number=wang.visitor.subject)).value.mobile
    case = file(wang, "trial-instant", mobile=same)
    again = {"account": wang.visitor.account, "channel": "web", "outside": hall, "now": MONDAY}

    actions.ask_for_a_person(case, **again)
    actions.ask_for_a_person(case, **again)

    assert case.status == Status.REVIEW
    assert case.due_on == date(2026, 3, 16)
    assert queries.progress(case).may_ask_for_a_person is False


@pytest.mark.clause("6.4.4")
def test_an_approval_queues_its_posting_and_the_worker_delivers_it_once(file, wang, hall) -> None:
    case = file(wang, "trial-instant", mobile="13900000002")

    delivered = jobs.deliver_postings(outside=hall, now=MONDAY)
    again = jobs.deliver_postings(outside=hall, now=MONDAY)

    person = ask_one(hall.insurance, PersonOf(number=wang.visitor.subject)).value
    assert (delivered, again) == (1, 0)
    assert person.mobile == "13900000002"
    assert Outgoing.objects.get(case=case.number).state == Outgoing.DONE


def test_the_same_form_filed_twice_is_one_case(file, wang) -> None:
    first = file(wang, "trial-instant", mobile="13900000002", token="t" * 32)
    second = file(wang, "trial-instant", mobile="13900000002", token="t" * 32)

    assert first.number == second.number
    assert Application.objects.count() == 1


def test_the_same_form_of_a_promised_item_filed_twice_is_one_case(file, wang) -> None:
    first = file(wang, "trial-promised", new_name="王方", token="t" * 32)
    second = file(wang, "trial-promised", new_name="王方", token="t" * 32)

    assert first.number == second.number


def test_a_number_that_was_taken_is_not_given_twice(file, wang, lin, monkeypatch) -> None:
    drawn = iter(["SB202603020000001", "SB202603020000001", "SB202603020000002"])
    monkeypatch.setattr(filing, "case_number", lambda day: next(drawn))

    numbers = [file(player, "trial-instant", mobile="13900000002").number for player in (wang, lin)]

    assert numbers == ["SB202603020000001", "SB202603020000002"]
    assert [queries.moments(number)[-1].words for number in numbers] == ["已办结", "已办结"]
    assert Entry.objects.filter(case__in=numbers).count() == 2
    assert list(breaks()) == []


def test_a_paper_number_that_was_taken_is_not_given_twice(file, wang, lin, monkeypatch) -> None:
    drawn = iter(["990100-20260302-12-1", "990100-20260302-12-1", "990100-20260302-12-2"])
    monkeypatch.setattr(papers, "paper_number", lambda **_: next(drawn))

    cases = [file(player, "trial-instant", mobile="13900000002").number for player in (wang, lin)]

    assert [Paper.objects.get(case=case).number[-1] for case in cases] == ["1", "2"]


def test_where_every_number_is_taken_nothing_is_left_half_written(
    file, wang, lin, monkeypatch
) -> None:
    monkeypatch.setattr(filing, "case_number", lambda day: "SB202603020000001")
    file(wang, "trial-instant", mobile="13900000002")

    with pytest.raises(IntegrityError):
        file(lin, "trial-instant", mobile="13900000002")

    assert Application.objects.count() == Paper.objects.count() == Outgoing.objects.count() == 1
    assert list(breaks()) == []


@pytest.mark.clause("5.3.2")
def test_a_risky_item_needs_an_explicit_confirmation(hall, wang) -> None:
    errand = actions.Errand(
        pinned=current("trial-instant"), visitor=wang.visitor, answers={"mobile": "13900000002"},
        token="x", channel="web", default_agency="990000",
    )  # fmt: skip

    with pytest.raises(RiskNotConfirmed):
        actions.file_case(errand=errand, outside=hall, now=MONDAY)

    assert not Application.objects.exists()


@pytest.mark.clause("5.3.6")
def test_required_materials_must_be_there_and_all_missing_ones_are_named(hall, wang) -> None:
    errand = actions.Errand(
        pinned=current("trial-promised"), visitor=wang.visitor, answers={"new_name": "王方"},
        token="x", channel="web", default_agency="990000", risk_confirmed=True,
    )  # fmt: skip

    with pytest.raises(MaterialsMissing) as told:
        actions.file_case(errand=errand, outside=hall, now=MONDAY)

    assert told.value.names == ("证明材料",)


@pytest.mark.clause("6.4.4")
def test_with_the_core_down_a_case_waits_and_is_decided_when_it_is_back(file, wang, hall) -> None:
    hall.insurance.is_down = True
    case = file(wang, "trial-instant", mobile="13900000002")
    assert case.status == Status.WAITING
    assert jobs.decide_waiting(outside=hall, now=MONDAY) == 0

    hall.insurance.is_down = False
    assert jobs.decide_waiting(outside=hall, now=MONDAY) == 1

    case.refresh_from_db()
    assert case.status == Status.APPROVED


def test_a_posting_waits_longer_after_each_failure_and_then_lies_on_the_dead_list(
    file, wang, hall, monkeypatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 3)
    case = file(wang, "trial-instant", mobile="13900000002")
    hall.insurance.is_down = True
    moment, waits = MONDAY, []
    for _ in range(3):
        jobs.deliver_postings(outside=hall, now=moment)
        row = Outgoing.objects.get(case=case.number)
        waits.append(row.next_at - moment)
        moment = row.next_at
    assert row.state == Outgoing.DEAD
    assert waits[0] < waits[1]

    hall.insurance.is_down = False
    assert jobs.replay(key=row.key, actor="S1", now=moment)
    assert not jobs.replay(key=row.key, actor="S1", now=moment)
    assert jobs.deliver_postings(outside=hall, now=moment) == 1


@pytest.mark.clause("6.3.1")
def test_anothers_case_looks_as_if_it_did_not_exist(file, wang, lin) -> None:
    case = file(wang, "trial-instant", mobile="13900000002")

    with pytest.raises(Hidden):
        access.own_case(case.number, visitor=lin.visitor)


def test_a_filed_draft_is_gone_and_a_saved_one_waits(hall, wang) -> None:
    subject, item = wang.visitor.subject, "trial-instant"
    actions.open_draft(subject=subject, item=item, version="v", now=MONDAY)
    actions.save_draft(subject=subject, item=item, answers={"mobile": "139"}, now=MONDAY)

    kept = actions.open_draft(subject=subject, item=item, version="w", now=MONDAY)

    assert kept.answers == {"mobile": "139"}
    assert kept.version == "v"
    actions.discard_draft(subject=subject, item=item, now=MONDAY)
    assert not Draft.objects.exists()


def test_every_decision_can_be_made_again_and_a_changed_one_is_found(file, wang, lin) -> None:
    file(wang, "trial-instant", mobile="13900000002")
    file(lin, "trial-instant", mobile="19900000003")
    assert [one.is_equal for one in recomputed()] == [True, True]

    row = Decision.objects.first()
    row.inputs["answers"]["mobile"] = "13900000009"
    Decision.objects.filter(pk=row.pk).update(inputs=row.inputs)

    assert [one.is_equal for one in recomputed()] == [False, True]


@pytest.mark.clause("6.3.2")
def test_the_trail_is_whole_after_work_and_names_what_was_altered(file, wang, lin) -> None:
    file(wang, "trial-instant", mobile="13900000002")
    file(lin, "trial-instant", mobile="13900000003")
    assert list(breaks()) == []

    with lifted():
        submitted = Entry.objects.filter(verb="submitted", subject=wang.visitor.subject)
        submitted.update(purpose="nothing")

    assert [one.words for one in breaks()] == ["altered"]


def test_no_state_is_a_dead_end_and_final_ones_are_closed() -> None:
    assert set(MOVES) == set(Status)
    assert all(MOVES[status] for status in set(Status) - FINAL)
    assert MOVES[Status.APPROVED] == MOVES[Status.WITHDRAWN] == frozenset()


@pytest.mark.clause("5.3.1b")
def test_a_due_date_in_a_year_without_a_holiday_notice_is_marked_and_confirmed_later(
    file, wang, hall, monkeypatch
) -> None:
    late = MONDAY.replace(month=12, day=28)
    case = file(wang, "trial-promised", new_name="王方", now=late)
    assert (case.due_on, case.due_is_provisional) == (date(2027, 1, 11), True)
    assert "暂定" in inbox(wang.visitor.subject).rows[0].words
    assert jobs.confirm_due_dates(outside=hall, now=late) == 0

    national = hall.calendar
    known = Calendar(
        {
            2026: {},
            2027: {date(2027, 1, 4): national.explain(date(2026, 1, 1))},
        }
    )
    monkeypatch.setattr(type(hall), "calendar", known)
    assert jobs.confirm_due_dates(outside=hall, now=late) == 1

    case.refresh_from_db()
    assert (case.due_on, case.due_is_provisional) == (date(2027, 1, 12), False)


def test_a_page_key_that_nobody_here_made_means_the_first_page(file, wang) -> None:
    from shebao.hall.kit.paging import encode_key

    case = file(wang, "trial-instant", mobile="13900000002")

    for forged in ("x", "%%%", encode_key("never", 1), encode_key("2026-01-01", "x"), "é"):
        page = queries.my_cases(wang.visitor, after=forged)
        assert [row.number for row in page.rows] == [case.number]


def test_a_promised_errand_is_under_way_once_until_it_is_closed(file, wang, hall) -> None:
    first = file(wang, "trial-promised", new_name="王方")

    with pytest.raises(AlreadyOpen) as told:
        file(wang, "trial-promised", new_name="王放", token="other")

    assert told.value.number == first.number
    actions.withdraw(first, account=wang.visitor.account, channel="web", outside=hall, now=MONDAY)
    assert file(wang, "trial-promised", new_name="王放").status == Status.REVIEW
