"""How the system is, and what its operators can set right."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.agencies.centres import counters_of
from shebao.hall.office.applications.models import Application, Outgoing, Trace
from shebao.hall.office.appointments import actions as queue
from shebao.hall.office.audit.actions import record
from shebao.hall.office.audit.jobs import sign_what_is_new
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.catalogue.queries import NotOffered, current
from shebao.hall.office.connections import outside
from shebao.hall.office.notices.models import Notice
from shebao.hall.office.operations import beating
from shebao.hall.office.operations.queries import alarms, health
from shebao.hall.office.operations.worker import Worker
from shebao.law.workdays import national
from tests.office.appointments.conftest import PLAN
from tests.support.guards import lifted
from tests.support.staff import NOON, read


@pytest.fixture
def dead(case: Application) -> Outgoing:
    """A posting that was given up."""
    Outgoing.objects.filter(case=case.number).update(
        state=Outgoing.DEAD, attempts=40, problem="对方没有回答"
    )
    return Outgoing.objects.get(case=case.number)


@pytest.mark.clause("6.5.4")
def test_all_is_well_while_the_worker_beats_and_the_core_answers(manage: Client, hall: Any) -> None:
    beating.beat(now=NOON)

    page = read(manage.get("/manage/"))

    assert "全部正常" in page
    assert "要处理的事" not in page


@pytest.mark.clause("6.5.4")
def test_every_failure_becomes_an_alarm_in_words(
    manage: Client, hall: Any, dead: Outgoing, case: Application
) -> None:
    Notice.objects.filter(way="sms").update(due_at=None, sent_at=None, dead_at=NOON)
    Application.objects.filter(pk=case.pk).update(
        status="review", closed_at=None, due_on=date(2026, 2, 1)
    )
    hall.insurance.is_down = True

    page = read(manage.get("/manage/"))

    for words in (
        "社保系统连不上",
        "后台任务没有在运行",
        "1 件入账送不出去",
        "1 件办件已超期",
        "条短信没有送出",
    ):
        assert words in page


@pytest.mark.clause("6.5.4")
def test_a_worker_that_is_silent_is_missed_and_one_silent_for_a_day_forgotten(hall: Any) -> None:
    beating.beat(now=NOON - timedelta(minutes=2))
    late = health(insurance=outside().insurance, calendar=national(), now=NOON)
    beating.beat(now=NOON)
    fresh = health(insurance=outside().insurance, calendar=national(), now=NOON)
    beating.beat(now=NOON + timedelta(days=3))

    assert late.workers == 0
    assert any("后台任务" in alarm.words for alarm in alarms(late))
    assert fresh.workers == 1
    assert (
        health(
            insurance=outside().insurance, calendar=national(), now=NOON + timedelta(days=3)
        ).workers
        == 1
    )


def test_the_worker_itself_says_that_it_is_alive(hall: Any) -> None:
    Worker(outside=hall).turn(NOON)

    assert health(insurance=hall.insurance, calendar=national(), now=NOON).last_beat == NOON


@pytest.mark.clause("6.3.2", "6.5.4")
def test_entries_that_no_checkpoint_covers_for_hours_become_an_alarm(
    case: Application, hall: Any
) -> None:
    def told(later: timedelta) -> list[str]:
        found = health(insurance=hall.insurance, calendar=national(), now=NOON + later)
        return [one.words for one in alarms(found) if "检查点" in one.words]

    assert told(timedelta(hours=1)) == []
    assert len(told(timedelta(hours=4))) == 1
    sign_what_is_new(keys=hall.trail, now=NOON)

    assert told(timedelta(hours=9)) == []
    assert health(insurance=hall.insurance, calendar=national(), now=NOON).trail.last_at == NOON


@pytest.mark.clause("6.3.2", "6.5.4")
def test_a_stream_that_is_broken_stays_an_alarm_while_the_others_are_signed(
    case: Application, hall: Any
) -> None:
    record(
        actor="operator", verb="read", subject="-", purpose="checking the trail",
        channel="command", now=NOON,
    )  # fmt: skip
    with lifted():
        Entry.objects.filter(case=case.number, verb="submitted").update(actor="nobody")
    sign_what_is_new(keys=hall.trail, now=NOON)
    found = health(insurance=hall.insurance, calendar=national(), now=NOON + timedelta(hours=4))

    assert (found.trail.last_at, found.trail.behind) == (NOON, 1)
    assert any("shebao audit verify" in one.words for one in alarms(found))


@pytest.mark.clause("6.3.2")
def test_the_worker_signs_the_trail(case: Application, hall: Any) -> None:
    Worker(outside=hall).turn(NOON)

    assert (
        health(
            insurance=hall.insurance, calendar=national(), now=NOON + timedelta(hours=1)
        ).trail.last_at
        == NOON
    )


@pytest.mark.clause("6.5.4", "6.4.4")
def test_a_posting_that_was_given_up_is_sent_again_after_asking(
    manage: Client, dead: Outgoing, operator: Any
) -> None:
    listed = read(manage.get("/manage/postings/?state=dead"))
    asked = read(manage.get(f"/manage/postings/replaying/?key={dead.key}"))
    answer = manage.post("/manage/postings/replaying/", {"key": dead.key})

    assert "对方没有回答" in listed
    assert "要重新发送这一件吗" in asked
    assert "已重新发送" in read(manage.get(answer["Location"]))
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (Outgoing.WAITING, 0)
    assert Trace.objects.filter(event="replayed", actor=operator.visitor.account).exists()


@pytest.mark.clause("6.5.4")
def test_all_given_up_postings_are_sent_again_at_once(manage: Client, dead: Outgoing) -> None:
    manage.post("/manage/postings/replaying/")
    again = manage.post("/manage/postings/replaying/")

    assert not Outgoing.objects.filter(state=Outgoing.DEAD).exists()
    assert "没有可以重新发送的" in read(manage.get(again["Location"]))


@pytest.mark.parametrize("rows", [10, 200])
def test_the_questions_for_postings_do_not_grow_with_the_rows(
    manage: Client, dead: Outgoing, rows: int, django_assert_max_num_queries: Any
) -> None:
    names = [field.name for field in Outgoing._meta.fields if field.name not in {"id", "key"}]
    fields = {name: getattr(dead, name) for name in names}
    Outgoing.objects.bulk_create(Outgoing(**fields, key=f"k-{place}") for place in range(rows))
    manage.get("/manage/postings/")

    with django_assert_max_num_queries(8):
        page = read(manage.get("/manage/postings/"))

    assert ('rel="next"' in page) == (rows > 50)


@pytest.mark.clause("5.4.4", "6.5.4")
def test_a_message_that_no_carrier_took_is_sent_again(manage: Client, operator: Any) -> None:
    row = Notice.objects.create(
        event="e", subject="3000000000001", way="sms", title="题目", words="内容", case="SB1",
        created_at=NOON, dead_at=NOON, attempts=8, reference="one: down",
    )  # fmt: skip
    listed = read(manage.get("/manage/messages/"))
    answer = manage.post("/manage/messages/", {"pk": str(row.pk)})
    again = manage.post("/manage/messages/", {"pk": str(row.pk)})
    row.refresh_from_db()

    assert "one: down" in listed
    assert "内容</td>" not in listed
    assert "3000000000001" not in listed
    assert "已重新发送" in read(manage.get(answer["Location"]))
    assert "没有可以重新发送的" in read(manage.get(again["Location"]))
    assert "没有可以重新发送的" in read(
        manage.get(manage.post("/manage/messages/", {"pk": "x"})["Location"])
    )
    assert (row.dead_at, row.attempts, row.due_at) == (None, 0, NOON)


@pytest.mark.clause("5.6.1b")
def test_a_service_is_withdrawn_and_offered_again(manage: Client, hall: Any, operator: Any) -> None:
    version = current("trial-instant").version
    asked = read(manage.get("/manage/items/trial-instant/withdrawal/"))
    manage.post("/manage/items/trial-instant/withdrawal/")
    with pytest.raises(NotOffered):
        current("trial-instant")
    listed = read(manage.get("/manage/items/"))
    answer = manage.post("/manage/items/trial-instant/offer/", {"version": version})

    assert "要停止受理“测试即时事项”吗" in asked
    assert "恢复这个版本" in listed
    assert "已恢复受理" in read(manage.get(answer["Location"]))
    assert current("trial-instant").version == version
    verbs = Entry.objects.filter(actor=operator.visitor.account).values_list("verb", flat=True)
    assert {"item_withdrawn", "item_changed"} <= set(verbs)


@pytest.mark.clause("5.1", "6.5.4")
def test_the_operator_sees_how_the_queue_of_each_centre_goes(manage: Client, hall: Any) -> None:
    put_centre(PLAN)
    by = {"centre": PLAN.code, "channel": "kiosk", "now": NOON, "actor": "K1"}
    for place in range(3):
        queue.join(comer=queue.Comer(token=f"t{place}"), **by)
    later = NOON + timedelta(minutes=12)
    called = queue.call_next(
        centre=PLAN.code, counter=counters_of(PLAN.code)[0], clerk="C1", now=later
    )
    queue.finish(number=called, centre=PLAN.code, clerk="C1", now=later)

    page = manage.get("/manage/centres/")
    cells = re.findall(r"<td[^>]*>\s*([^<]*?)\s*</td>", page.content.decode())

    assert "今天的排队" in read(page)
    assert cells[-5:] == ["2", "1", "0", "12", "12"]


def test_a_service_that_does_not_exist_is_not_there(manage: Client, hall: Any) -> None:
    assert manage.get("/manage/items/nothing/withdrawal/").status_code == 404
    assert manage.post("/manage/items/trial-instant/offer/", {"version": "x"}).status_code == 404


def test_a_dashboard_is_drawn_while_the_core_is_down(manage: Client, hall: Any) -> None:
    hall.insurance.is_down = True

    assert manage.get("/manage/").status_code == 200
