"""Mandates on the pages: given, accepted, chosen, seen, stopped; and guardians at the desk."""

from typing import Any

import pytest
from django.test import Client

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.office.accounts.models import Mandate
from shebao.hall.office.applications.models import Application
from tests.channels.web.errands import filed, press, read, token_of
from tests.support.cast import CHEN, WANG

HERE, NEW = "/my/mandates/", "/my/mandates/new/"
pytestmark = pytest.mark.clause("5.4.1.5", "6.3.1")


def document(hall: Any, number: str) -> dict[str, str]:
    person = ask_one(hall.insurance, PersonOf(number=number)).value
    assert person is not None
    return {"name": person.name, "id_type": person.id_type, "id_number": person.id_number}


def given(client: Client, hall: Any, **more: Any) -> str:
    fields = {**document(hall, WANG), "acts": "file", "months": "3", **more}
    answer = client.post(NEW, fields)
    assert answer["Location"] == f"{HERE}?done=given", read(answer)
    return str(Mandate.objects.latest("pk").number)


def accepted(giver: Client, taker: Client, hall: Any, **more: Any) -> str:
    number = given(giver, hall, **more)
    taker.post(HERE, {"number": number, "action": "accept"})
    taker.post("/my/acting/", {"employer": CHEN})
    return number


def test_a_daughter_applies_for_her_father_and_he_sees_it(
    as_chen: Client, as_wang: Client, hall: Any
) -> None:
    number = given(as_chen, hall)
    asked = read(as_wang.get(HERE))
    as_wang.post(HERE, {"number": number, "action": "accept"})
    as_wang.post("/my/acting/", {"employer": CHEN})
    page = read(as_wang.get("/my/"))
    case = filed(as_wang, "trial-instant", mobile="13900000009")

    assert "等您答复" in asked
    assert "陈*国" in asked
    assert "您正在为" in page
    assert Application.objects.get(number=case).subject == CHEN
    assert "代办人" in read(as_chen.get(f"/my/cases/{case}/"))
    assert "替您办事的王*" in read(as_chen.get("/my/access/"))


def test_stopped_in_the_middle_of_a_form_nothing_is_filed_for_either(
    as_chen: Client, as_wang: Client, hall: Any
) -> None:
    number = accepted(as_chen, as_wang, hall)
    token = token_of(as_wang, "trial-instant")
    stopped = as_chen.post(HERE, {"number": number, "action": "end"})
    answer = press(as_wang, "trial-instant", "submit", token=token, mobile="13900000009")
    told = read(as_wang.get(answer["Location"]))

    assert stopped["Location"].endswith("done=ended")
    assert answer["Location"] == f"{HERE}?over=1"
    assert "刚才填的内容没有提交" in told
    assert not Application.objects.exists()
    assert "您正在为" not in read(as_wang.get("/my/"))


def test_who_may_only_look_gets_no_form_and_presses_nothing(
    as_chen: Client, as_wang: Client, hall: Any
) -> None:
    case = filed(as_chen, "trial-instant", mobile="13900000008")
    accepted(as_chen, as_wang, hall, acts="look")
    form = read(as_wang.get("/p/trial-instant/do/"))
    pressed = as_wang.post(f"/my/cases/{case}/", {"action": "withdraw"})

    assert "这项服务不能替人办" in form
    assert read(as_wang.get(f"/my/cases/{case}/")).count("陈") > 0
    assert pressed.status_code == 403
    assert as_wang.get("/my/msg/wishes/").status_code == 403


def test_what_must_be_done_in_person_says_so(as_chen: Client, as_wang: Client, hall: Any) -> None:
    accepted(as_chen, as_wang, hall)

    page = read(as_wang.get("/p/key-facts-change/do/"))

    assert "按规定要由本人办理" in page


def test_one_relative_does_not_end_what_another_was_given(
    as_chen: Client, as_wang: Client, as_lin: Client, lin: Any, hall: Any
) -> None:
    accepted(as_chen, as_wang, hall)
    other = given(as_chen, hall, **document(hall, lin.visitor.person))
    as_lin.post(HERE, {"number": other, "action": "accept"})

    answer = as_wang.post(HERE, {"number": other, "action": "end"})

    assert answer["Location"].endswith("done=gone")
    assert Mandate.objects.get(number=other).state == "running"


def test_faults_are_told_where_they_are_and_what_was_typed_stays(
    as_chen: Client, hall: Any
) -> None:
    wrong = as_chen.post(NEW, {"name": "王芳", "id_type": "citizen_id", "id_number": "123",
                               "months": "99", "acts": "file"})  # fmt: skip
    own = as_chen.post(NEW, {**document(hall, CHEN), "months": "1", "acts": "file"})
    kind = as_chen.post(NEW, {"name": "王芳", "id_type": "library", "months": "1"})
    given(as_chen, hall)
    twice = as_chen.post(NEW, {**document(hall, WANG), "months": "1", "acts": "file"})

    assert [one.status_code for one in (wrong, own, kind, twice)] == [422] * 4
    assert 'value="123"' in read(wrong)
    assert "请选择授权到什么时候" in read(wrong)
    assert "这是您自己的证件" in read(own)
    assert "请选择对方的证件类型" in read(kind)
    assert "已经授权过这个人" in read(twice)


def test_a_token_for_another_ends_with_the_mandate(
    as_chen: Client, as_wang: Client, wang: Any, hall: Any
) -> None:
    from shebao.hall.kit import clock
    from shebao.hall.office.accounts import actions
    from tests.channels.api.conftest import Program
    from tests.support.cast import SURELY

    number = accepted(as_chen, as_wang, hall)
    issued = actions.issue_token(
        account=wang.visitor.account, name="try", scopes=("read",), acting_for=CHEN,
        now=clock.now(), proof=SURELY,
    )  # fmt: skip
    program = Program(issued.secret)
    before = program.get("/me").json()
    as_chen.post(HERE, {"number": number, "action": "end"})

    assert (before["subject"], before["mandate"]) == (CHEN, number)
    assert program.get("/me").status_code == 401
    assert as_wang.get("/api/v1/me").status_code in (200, 401)


@pytest.mark.clause("4.3")
def test_a_guardian_is_entered_confirmed_by_another_and_accepted(
    as_wang: Client, hall: Any, visit: Any
) -> None:
    from shebao.hall.kit.visitor import Role
    from tests.support.cast import enter_staff

    one = visit(enter_staff("c1", "孙一", Role.CLERK))
    two = visit(enter_staff("c2", "孙二", Role.CLERK))
    ward, guardian = document(hall, CHEN), document(hall, WANG)
    fields = {
        **{f"ward_{name}": text for name, text in ward.items()},
        **{f"guardian_{name}": text for name, text in guardian.items()},
        "proof": "户口簿，户号 001234", "until_year": "2026", "until_month": "12",
        "until_day": "31",
    }  # fmt: skip
    wrong = one.post("/desk/guardians/", {**fields, "ward_name": "陈建军", "proof": ""})
    entered = one.post("/desk/guardians/", fields)
    number = Mandate.objects.get().number
    press_own = one.post("/desk/guardians/", {"number": number, "action": "confirm"})
    listed = read(two.get("/desk/guardians/"))
    confirmed = two.post("/desk/guardians/", {"number": number, "action": "confirm"})
    as_wang.post(HERE, {"number": number, "action": "accept"})
    as_wang.post("/my/acting/", {"employer": CHEN})

    assert wrong.status_code == 422
    assert "请写明看过的证明和编号" in read(wrong)
    assert entered["Location"].endswith("done=entered")
    assert press_own["Location"].endswith("done=own")
    assert "核对无误" in listed
    assert confirmed["Location"].endswith("done=confirmed")
    assert "您正在为" in read(as_wang.get("/my/"))
    assert "登记监护人" in read(as_wang.get("/my/access/"))
