"""Registering on the pages: three steps on one address, each fault in words, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.exchange.memory.cast import ZHOU, credit_code
from shebao.hall.office.accounts.models import Account, SignUp
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import read
from tests.office.accounts.test_registering import identity
from tests.support.phones import code_on

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.1.2", "6.2.3")]
PHONE = "13900000009"
GOOD = "Correct-horse-41"


def said(hall: Any, **changes: str) -> dict[str, str]:
    one = identity(hall, ZHOU)
    return {
        "action": "identity", "name": one.name, "id_type": one.id_type,
        "id_number": one.id_number, "card": one.card, **changes,
    }  # fmt: skip


def send(client: Client, phone: str = PHONE) -> Any:
    return client.post("/register/", {"action": "send", "mobile": phone})


def through(client: Client, hall: Any) -> None:
    """Steps one and two."""
    assert client.post("/register/", said(hall)).status_code == 302
    assert send(client).status_code == 200
    code = code_on(hall, PHONE, now=NOON)
    answer = client.post("/register/", {"action": "phone", "mobile": PHONE, "code": code})
    assert answer.status_code == 302


def opened(client: Client, **changes: str) -> Any:
    fields = {"action": "open", "username": "zhoumin", "password": GOOD, "again": GOOD}
    return client.post("/register/", {**fields, **changes})


def test_three_steps_and_one_is_in(hall: Any) -> None:
    client = Client()
    through(client, hall)
    page = read(opened(client))

    assert "注册好了" in page
    assert "密码强度" in page
    asked = read(client.get("/my/", follow=True))
    mark = asked.split('name="mark" value="')[1].split('"')[0]
    client.post("/agree/", {"mark": mark, "agreed": "yes", "next": "/my/"})
    assert "请先看协议" in asked
    assert client.get("/my/").status_code == 200
    assert Account.objects.get(person=ZHOU).mobile == PHONE


def test_who_just_registered_need_not_prove_again(hall: Any) -> None:
    client = Client()
    through(client, hall)
    opened(client)

    assert "核验是您本人" not in read(client.get("/p/contact-change/do/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"id_number": "99010119781123"}, "身份证号"),
        ({"id_type": "nonsense"}, "请选证件类型"),
        ({"card": "12"}, "社会保障卡卡号应是 9 位"),
        ({"id_type": "passport", "id_number": "X1234567", "country": "ZZZ"}, "国家"),
        ({"id_type": "hk_macao_travel", "id_number": "A1"}, "通行证号"),
    ],
)
def test_each_fault_is_said_at_its_field_and_nothing_is_lost(
    hall: Any, changes: dict[str, str], words: str
) -> None:
    client = Client()
    answer = client.post("/register/", said(hall, **changes))

    assert answer.status_code == 422
    assert words in read(answer)
    assert said(hall)["card"] in read(client.get("/register/")) or "card" in changes


@pytest.mark.parametrize("changes", [{"name": "周明"}, {"card": "X99000009"}])
def test_strangers_and_holders_of_accounts_read_the_same(
    hall: Any, wang: Any, changes: dict[str, str]
) -> None:
    from shebao.exchange.memory.cast import WANG

    theirs = identity(hall, WANG)
    taken = said(hall, name=theirs.name, id_number=theirs.id_number, card=theirs.card)
    pages = [read(Client().post("/register/", fields)) for fields in (said(hall, **changes), taken)]

    assert all("没有核对上，或者已经有账号了" in page for page in pages)
    assert all("窗口" in page and "12333" in page for page in pages)


def test_with_the_core_down_what_was_typed_waits(hall: Any) -> None:
    client, fields = Client(), said(hall)
    hall.insurance.is_down = True
    answer = client.post("/register/", fields, follow=True)

    assert "填的内容已存好" in read(answer)
    assert fields["id_number"] in read(client.get("/register/"))
    hall.insurance.is_down = False
    client.post("/register/", fields)
    assert "发送验证码" in read(client.get("/register/"))


def test_a_wrong_code_can_be_tried_again_or_sent_anew(hall: Any) -> None:
    client = Client()
    client.post("/register/", said(hall))
    send(client)
    answer = client.post("/register/", {"action": "phone", "mobile": PHONE, "code": "1"})

    assert answer.status_code == 422
    assert "重新发送" in read(answer)
    assert "请等" in read(send(client))


def test_without_work_done_few_codes_are_sent(hall: Any, noon: time_machine.Traveller) -> None:
    client = Client()
    client.post("/register/", said(hall))
    pages = []
    for place in range(5):
        noon.move_to(NOON + timedelta(minutes=2 * place))
        pages.append(read(send(client, f"1390000001{place}")))

    assert ["验证码已发出" in page for page in pages] == [True] * 4 + [False]
    assert "验证码发得太多了" in pages[-1]


def solved(page: str) -> str:
    """The work of a page, done."""
    import html
    import json
    import re
    from base64 import b64encode
    from hashlib import sha256

    found = re.search(r'data-work="([^"]+)"', page)
    assert found is not None
    task = json.loads(html.unescape(found[1]))
    number = next(
        one for one in range(task["maxnumber"] + 1)
        if sha256(f"{task['salt']}{one}".encode()).hexdigest() == task["challenge"]
    )  # fmt: skip
    del task["maxnumber"]
    return b64encode(json.dumps({**task, "number": number}).encode()).decode()


def test_work_done_counts_once(hall: Any) -> None:
    from django.test import RequestFactory

    from shebao.hall.channels.web import work_proof
    from shebao.hall.kit.limits.actions import TooMany

    client = Client()
    client.post("/register/", said(hall))
    work = solved(read(client.get("/register/")))

    def demand(answer: str, at: Any = NOON) -> bool:
        request = RequestFactory().post("/register/", {"work": answer}, REMOTE_ADDR="10.9.9.9")
        before = work_proof.WITHOUT
        try:
            work_proof.WITHOUT = work_proof.Limit(name=before.name, times=0, seconds=3600)
            work_proof.demand(request, now=at)
        except TooMany:
            return False
        finally:
            work_proof.WITHOUT = before
        return True

    assert not demand(work, NOON + timedelta(minutes=21))
    assert demand(work)
    assert not demand(work)
    assert not [bad for bad in ("", "x", "e30=", work[:-8], "W10=") if demand(bad)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "abc"}, "至少 4 位"),
        ({"username": "13900000009"}, "不能像证件号和手机号"),
        ({"password": "Ab1-xyz", "again": "Ab1-xyz"}, "太短"),
        ({"password": "onlyletters", "again": "onlyletters"}, "太简单"),
        ({"password": "Password123", "again": "Password123"}, "太常见"),
        ({"password": "Xx-13900000009", "again": "Xx-13900000009"}, "换一个"),
        ({"again": "different"}, "两次填的密码不一样"),
    ],
)
def test_name_and_password_are_judged_in_words(
    hall: Any, changes: dict[str, str], words: str
) -> None:
    client = Client()
    through(client, hall)
    answer = opened(client, **changes)

    assert answer.status_code == 422
    assert words in read(answer)
    assert opened(client).status_code == 200


def test_a_taken_name_is_said_and_another_does(hall: Any, wang: Any) -> None:
    client = Client()
    through(client, hall)

    assert "有人用了" in read(opened(client, username="wangfang"))
    assert "注册好了" in read(opened(client))


def test_one_can_go_back_and_find_everything_there(hall: Any) -> None:
    client = Client()
    through(client, hall)
    client.post("/register/", {"action": "back"})
    page = read(client.get("/register/"))

    assert "下一步：验证手机" in page
    assert said(hall)["id_number"] in page


def test_another_browser_sees_nothing_of_it(hall: Any) -> None:
    Client().post("/register/", said(hall))

    assert said(hall)["id_number"] not in read(Client().get("/register/"))
    assert SignUp.objects.count() == 1


UNIT = {
    "unit_name": "示例市东湖精密机械有限公司", "code_kind": "uscc", "code": credit_code(1),
    "legal_person": "何志远", "legal_phone": "13900000001", "action": "register",
}  # fmt: skip


@pytest.mark.clause("5.4.1.3a", "6.2.2")
def test_an_employer_is_registered_on_one_page(as_wang: Client) -> None:
    assert "单位注册好了" in read(as_wang.post("/register/employer/", UNIT))
    assert "示例市东湖精密机械有限公司" in read(as_wang.get("/my/account/"))


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit_name": ""}, "请填写单位名称"),
        ({"code": "91"}, "统一社会信用代码"),
        ({"legal_phone": "1"}, "手机号"),
        ({"legal_person": "何志明"}, "没有核对上"),
    ],
)
def test_an_employers_faults_are_said_with_other_ways(
    as_wang: Client, changes: dict[str, str], words: str
) -> None:
    answer = as_wang.post("/register/employer/", {**UNIT, **changes})

    assert answer.status_code == 422
    assert words in read(answer)
    assert "12333" in read(answer)
