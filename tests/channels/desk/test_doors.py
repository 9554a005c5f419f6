"""Who gets into the desk, and how."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.accounts.models import Account
from tests.support.cast import PASSWORD
from tests.support.staff import read, seated

PAGES = ("/desk/", "/desk/keys/", "/desk/me/")
ACTS = ("passing", "supplement", "refusal", "handover", "taking", "showing")


@pytest.mark.clause("6.2.5", "6.2.6a")
def test_staff_sign_in_with_name_and_password(client: Client, reviewer: Any) -> None:
    answer = client.post("/desk/sign-in/", {"username": "zhaoming", "password": PASSWORD})

    assert answer["Location"] == "/desk/"
    assert "赵明"[:1] in read(client.get("/desk/"))


def test_an_operator_goes_on_to_their_own_pages(client: Client, operator: Any) -> None:
    answer = client.post("/desk/sign-in/", {"username": "wuan", "password": PASSWORD})

    assert answer["Location"] == "/manage/"


@pytest.mark.parametrize(
    ("onward", "expected"),
    [("/desk/me/", "/desk/me/"), ("https://elsewhere.example/", "/desk/"), ("", "/desk/")],
)
def test_after_signing_in_one_goes_on_only_to_our_own_pages(
    client: Client, reviewer: Any, onward: str, expected: str
) -> None:
    data = {"username": "zhaoming", "password": PASSWORD, "next": onward}

    assert client.post("/desk/sign-in/", data)["Location"] == expected


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
