"""Handlers of an employer: named by a colleague, seen by a second, limited, ended (6.2.2)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from shebao.exchange.port import EmployerOf, ask_one
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import Mandate
from shebao.hall.office.applications.models import Application
from shebao.hall.office.notices.models import Notice
from tests.channels.web.conftest import NOON, signed_in
from tests.channels.web.errands import DONGHU, act_for_donghu, read
from tests.channels.web.test_mandates import document
from tests.support.cast import CHEN, LIN, WANG, ZHOU, enter_person, enter_staff
from tests.support.staff import proven, seated

HERE, DESK = "/my/handlers/", "/desk/handlers/"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.2", "5.4.1.3a", "6.3.1")]


def named(browser: Client, hall: Any, person: str, **more: Any) -> Any:
    fields = {**document(hall, person), "acts": "file", "reach": "all", "months": "3"}
    return browser.post(HERE, {"action": "name", **fields, **more})


def press(browser: Client, action: str, number: str = "") -> str:
    number = number or Mandate.objects.latest("pk").number
    return str(browser.post(HERE, {"action": action, "number": number}).headers["Location"])


def takes(browser: Client) -> Client:
    """Accept what waits, and switch over to the employer."""
    browser.post(
        "/my/mandates/", {"action": "accept", "number": Mandate.objects.latest("pk").number}
    )
    browser.post("/my/acting/", {"employer": DONGHU})
    return browser


@pytest.fixture
def chief(as_wang: Client, wang: Any) -> Client:
    """王芳, the only handler of the employer."""
    act_for_donghu(as_wang, wang)
    return as_wang


@pytest.fixture
def second(chief: Client, as_lin: Client, hall: Any) -> Client:
    """林强, named by 王芳 while she was alone."""
    assert named(chief, hall, LIN).headers["Location"].endswith("done=named")
    return takes(as_lin)


def test_whoever_is_alone_names_a_colleague_who_accepts(
    chief: Client, as_lin: Client, hall: Any
) -> None:
    before = read(chief.get(HERE))
    named(chief, hall, LIN)
    waits = read(as_lin.get("/my/mandates/"))
    page = read(takes(as_lin).get(HERE))

    assert "单位现在只有您办全部事项" in before
    assert "等您答复" in waits
    assert "东湖" in waits
    assert "现在和以前的经办人" in page
    told = Notice.objects.filter(subject=DONGHU, title="单位登记了新的经办人")
    assert told.filter(way="inbox").count() == 1


def test_where_there_are_two_one_names_and_the_other_confirms(
    chief: Client, second: Client, as_chen: Client, hall: Any
) -> None:
    named(chief, hall, CHEN)
    early = read(as_chen.get("/my/mandates/"))
    own = press(chief, "confirm")
    seen = press(second, "confirm")
    twice = press(second, "confirm")

    assert "等您答复" not in early
    assert own.endswith("done=own")
    assert seen.endswith("done=confirmed")
    assert twice.endswith("done=gone")
    assert takes(as_chen).get(HERE).status_code == 200


def test_ending_the_other_first_opens_no_way_around(
    chief: Client, second: Client, as_chen: Client, wang: Any, hall: Any
) -> None:
    press(chief, "end")
    named(chief, hall, CHEN)
    waiting = Mandate.objects.latest("pk")
    later = NOON + timedelta(days=31)
    with time_machine.travel(later, tick=False):
        again = proven(signed_in(wang.pk), at=later)
        again.post("/my/acting/", {"employer": DONGHU})
        press(again, "end", waiting.number)
        named(again, hall, CHEN)

    assert second.get(HERE).status_code in {302, 403}
    assert waiting.confirmed_by == ""
    assert Mandate.objects.latest("pk").confirmed_by == "alone"


def test_a_handler_who_leaves_by_themselves_leaves_the_other_alone(
    chief: Client, second: Client, hall: Any
) -> None:
    number = Mandate.objects.latest("pk").number
    second.post("/my/mandates/", {"action": "end", "number": number})
    named(chief, hall, CHEN)

    assert Mandate.objects.latest("pk").confirmed_by == "alone"


def test_a_handler_of_some_services_files_those_and_names_nobody(
    chief: Client, as_lin: Client, wang: Any, hall: Any
) -> None:
    named(chief, hall, LIN, reach="some", items=["exemption-abroad-staff"])
    takes(as_lin)
    first = Mandate.objects.get(agent=WANG)
    as_lin.post("/my/mandates/", {"action": "end", "number": first.number})
    first.refresh_from_db()

    assert "这项服务不能替人办" not in read(as_lin.get("/p/exemption-abroad-staff/do/"))
    assert "授权里没有这一项" in read(as_lin.get("/p/exemption-extension-staff/do/"))
    assert as_lin.get(HERE).status_code == 403
    assert named(as_lin, hall, ZHOU).status_code == 403
    assert first.state == "running"
    assert not Application.objects.exists()


def test_without_a_proof_nobody_is_named_and_nobody_confirmed(
    chief: Client, second: Client, hall: Any
) -> None:
    named(chief, hall, CHEN)
    waiting = Mandate.objects.latest("pk")
    for browser in (chief, second):
        session = browser.session
        session["proven"] = []
        session.save()
    answer = named(chief, hall, ZHOU)
    refused = second.post(HERE, {"action": "confirm", "number": waiting.number})
    waiting.refresh_from_db()

    assert answer.status_code == refused.status_code == 422
    assert "核验是您本人" in read(answer)
    assert waiting.confirmed_by == ""
    assert Mandate.objects.latest("pk").pk == waiting.pk


def test_faults_are_said_where_they_are_and_what_was_typed_stays(
    chief: Client, wang: Any, hall: Any
) -> None:
    myself = named(chief, hall, WANG)
    nothing = named(chief, hall, LIN, reach="some")
    wrong = named(chief, hall, LIN, id_number="1", months="99")
    named(chief, hall, LIN)
    again = named(chief, hall, LIN)

    assert {one.status_code for one in (myself, nothing, wrong, again)} == {422}
    assert "这是您自己的证件" in read(myself)
    assert "请勾选至少一项" in read(nothing)
    assert "请选择授权到什么时候" in read(wrong)
    assert "正等核对、接受" in read(again)
    assert 'value="林强"' in read(wrong)


def test_the_first_handler_is_not_named_again(
    chief: Client, second: Client, wang: Any, hall: Any
) -> None:
    assert "已经是经办人" in read(named(second, hall, WANG))


def test_the_database_itself_refuses_a_handler_nobody_else_saw(
    chief: Client, second: Client, hall: Any
) -> None:
    named(chief, hall, CHEN)
    row = Mandate.objects.filter(pk=Mandate.objects.latest("pk").pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="running", agent=CHEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="running", agent=CHEN, confirmed_by=row.get().asked_by)


def letter(hall: Any, person: str, **more: str) -> dict[str, str]:
    """The desk's form, as a clerk fills it in from a sealed letter."""
    employer = ask_one(hall.insurance, EmployerOf(number=DONGHU)).value
    assert employer is not None
    who = {f"handler_{name}": text for name, text in document(hall, person).items()}
    until = {"until_year": "2026", "until_month": "6", "until_day": "1"}
    return {"code": employer.code, **who, **until, "proof": "盖章委托书，2026-03-02", **more}


def test_at_the_desk_two_clerks_enter_a_handler_with_the_sealed_letter(
    hall: Any, chief: Client, lin: Any
) -> None:
    one, two = (seated(enter_staff(name, "孙一", Role.CLERK)) for name in ("c1", "c2"))
    entered = one.post(DESK, letter(hall, LIN))
    act = {"action": "confirm", "number": Mandate.objects.latest("pk").number}
    own, seen = one.post(DESK, act), two.post(DESK, act)
    working = takes(signed_in(lin.pk))
    page = read(two.get(DESK))
    ended = two.post(DESK, {**act, "action": "end"})

    assert entered.headers["Location"].endswith("done=entered")
    assert own.headers["Location"].endswith("done=own")
    assert seen.headers["Location"].endswith("done=confirmed")
    assert "东湖" in page
    assert "有效" in page
    assert ended.headers["Location"].endswith("done=ended")
    assert working.get("/my/cases/").headers["Location"] == "/my/mandates/?over=1"


def test_at_the_desk_faults_are_said_where_they_are(hall: Any, chief: Client) -> None:
    clerk = seated(enter_staff("c1", "孙一", Role.CLERK))
    enter_person(hall.insurance, LIN, "lin")
    strange = clerk.post(DESK, letter(hall, LIN, code="91110000000000000X"))
    long = clerk.post(DESK, letter(hall, LIN, until_year="2031"))
    empty = clerk.post(DESK, letter(hall, LIN, proof="", until_day=""))
    there = clerk.post(DESK, letter(hall, WANG))

    assert {one.status_code for one in (strange, long, empty, there)} == {422}
    assert "没有查到这个统一社会信用代码" in read(strange)
    assert "最长一年" in read(long)
    assert "请写明看过的证明" in read(empty)
    assert "请填写授权到哪一天" in read(empty)
    assert "已经登记过这个人" in read(there)


def test_a_letter_counts_at_the_agency_that_saw_it(
    hall: Any, chief: Client, second: Client, stranger_clerk: Any
) -> None:
    clerk = seated(enter_staff("c1", "孙一", Role.CLERK))
    clerk.post(DESK, letter(hall, CHEN))
    number = Mandate.objects.latest("pk").number
    elsewhere = seated(stranger_clerk).post(DESK, {"action": "confirm", "number": number})

    assert elsewhere.headers["Location"].endswith("done=gone")
    assert press(second, "confirm", number).endswith("done=gone")
