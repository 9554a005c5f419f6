"""Who gets into the desk, and how."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.actions import totp_code
from shebao.hall.office.accounts.actions.authenticators import totp_codes
from shebao.hall.office.accounts.models import Account, Authenticator, StaffRole
from tests.support.cast import PASSWORD, SECRET
from tests.support.staff import NOON, proven, read, seated, through_the_door

PAGES = ("/desk/", "/desk/keys/", "/desk/me/")
ACTS = ("passing", "supplement", "refusal", "handover", "taking", "showing")


@pytest.mark.clause("6.2.5", "6.2.6a")
def test_staff_sign_in_with_a_password_and_a_second_factor(client: Client, reviewer: Any) -> None:
    answer = through_the_door(client, "zhaoming")

    assert answer["Location"] == "/desk/"
    assert "赵明"[:1] in read(client.get("/desk/"))


@pytest.mark.parametrize(
    ("who", "first"),
    [("operator", "/manage/"), ("security", "/manage/staff/"), ("auditor", "/manage/audit/"),
     ("hotline", "/desk/me/"), ("clerk", "/desk/")],
)  # fmt: skip
def test_everybody_goes_on_to_the_pages_of_their_role(
    client: Client, request: pytest.FixtureRequest, who: str, first: str
) -> None:
    player = request.getfixturevalue(who)

    assert through_the_door(client, player.username)["Location"] == first
    assert client.get(first).status_code == 200


@pytest.mark.parametrize(
    ("onward", "expected"),
    [("/desk/me/", "/desk/me/"), ("https://elsewhere.example/", "/desk/"), ("", "/desk/")],
)
def test_after_signing_in_one_goes_on_only_to_our_own_pages(
    client: Client, reviewer: Any, onward: str, expected: str
) -> None:
    assert through_the_door(client, "zhaoming", onward)["Location"] == expected


@pytest.mark.clause("6.2.5", "6.2.6a")
def test_a_password_alone_opens_nothing(client: Client, reviewer: Any) -> None:
    client.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})

    assert client.get("/desk/").status_code == 302
    assert "第二步核验" in read(client.get("/desk/sign-in/"))
    assert client.post("/desk/sign-in/", {"action": "second", "code": "000000"}).status_code == 400
    assert client.post("/desk/sign-in/", {"action": "second", "code": ""}).status_code == 400
    assert client.get("/desk/").status_code == 302


def test_a_code_is_taken_once_and_wrong_ones_rest_the_account(
    client: Client, reviewer: Any
) -> None:
    through_the_door(client, "zhaoming")
    other = Client()
    other.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})
    first = next(iter(totp_codes(SECRET, now=NOON)))
    used = {"action": "second", "code": first}
    answers = [other.post("/desk/sign-in/", used) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert "请安全管理员解锁" in read(answers[-1])


def test_without_a_second_factor_nobody_gets_in_and_the_way_out_is_said(
    client: Client, reviewer: Any
) -> None:
    Authenticator.objects.update(ended_at=NOON)
    client.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})
    page = read(client.get("/desk/sign-in/"))

    assert "还没有绑定第二种核验方式" in page
    assert client.post("/desk/sign-in/", {"action": "second", "code": "1"}).status_code == 400
    assert client.post("/desk/sign-in/", {"action": "again"})["Location"] == "/desk/sign-in/"
    assert "工作账号" in read(client.get("/desk/sign-in/"))


def test_the_password_waits_ten_minutes_for_its_second_factor(
    client: Client, reviewer: Any
) -> None:
    client.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        code = totp_code(SECRET, now=NOON + timedelta(minutes=11))
        answer = client.post("/desk/sign-in/", {"action": "second", "code": code})

    assert answer.status_code == 400
    assert "等得太久了" in read(answer)


def test_a_session_that_rests_on_a_password_alone_is_nobodys(reviewer: Any) -> None:
    assert proven(seated(reviewer), "password").get("/desk/").status_code == 302
    assert proven(seated(reviewer), "password", "totp").get("/desk/").status_code == 200


@pytest.mark.clause("6.3.1")
def test_a_role_that_is_taken_or_given_counts_at_the_next_step(desk: Client, reviewer: Any) -> None:
    assert desk.get("/desk/").status_code == 200
    StaffRole.objects.filter(account=reviewer.visitor.account).update(role=Role.AUDITOR)

    assert desk.get("/desk/").status_code == 403
    assert desk.get("/manage/audit/").status_code == 200


def test_a_person_cannot_sign_in_as_staff(client: Client, wang: Any) -> None:
    answer = client.post("/desk/sign-in/", {"username": "wangfang", "password": PASSWORD})

    assert answer.status_code == 400
    assert "账号或密码不对" in read(answer)


@pytest.mark.clause("6.2.5c")
def test_after_five_wrong_passwords_the_account_rests_and_says_until_when(
    client: Client, reviewer: Any
) -> None:
    data = {"username": "zhaoming", "password": "wrong"}
    for _ in range(5):
        assert client.post("/desk/sign-in/", data).status_code == 400

    answer = client.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})

    assert answer.status_code == 429
    assert "12:15 后再试" in read(answer)
    assert PASSWORD not in read(answer)


@pytest.mark.clause("6.2.5")
def test_one_address_cannot_try_without_end(client: Client, hall: Any) -> None:
    for number in range(20):
        client.post("/desk/sign-in/", {"username": f"u{number}", "password": "x"})

    assert client.post("/desk/sign-in/", {"username": "u", "password": "x"}).status_code == 429


def test_signing_out_ends_the_session(desk: Client) -> None:
    assert desk.post("/desk/sign-out/")["Location"] == "/desk/sign-in/"
    assert desk.get("/desk/").status_code == 302


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_sent_to_the_door_and_persons_and_operators_stay_outside(
    client: Client, wang: Any, operator: Any, path: str
) -> None:
    assert client.get(path)["Location"].startswith("/desk/sign-in/?next=")
    assert seated(wang).get(path).status_code == 403
    assert seated(operator).get(path).status_code == 403


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_open_to_persons_or_operators(
    case: Any, wang: Any, operator: Any, client: Client, act: str
) -> None:
    path = f"/desk/case/{case.number}/{act}/"

    assert client.post(path).status_code == 302
    assert seated(wang).post(path).status_code == 403
    assert seated(operator).post(path).status_code == 403


def test_acts_are_not_done_by_looking(desk: Client, case: Any) -> None:
    assert desk.get(f"/desk/case/{case.number}/taking/").status_code == 405
    assert desk.get(f"/desk/case/{case.number}/showing/").status_code == 405


def test_a_clerk_who_left_is_out_at_once(desk: Client, reviewer: Any) -> None:
    Account.objects.filter(pk=reviewer.pk).update(is_active=False)

    assert desk.get("/desk/").status_code == 302
