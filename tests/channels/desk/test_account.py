"""A member of staff's own account (6.2.5): password, keys, places, tries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import Account, Authenticator, Seat
from shebao.hall.office.audit.models import Entry
from tests.support.cast import PASSWORD, enter_staff
from tests.support.staff import NOON, next_code, read, through_the_door

HERE = "/desk/account/"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.5", "6.2.6", "6.3.1")]


@pytest.fixture
def sun(hall: Any) -> Any:
    """孙一, a clerk with an app."""
    return enter_staff("sunyi", "孙一", Role.CLERK)


@pytest.fixture
def desk(sun: Any) -> Client:
    """Her browser, just signed in."""
    client = Client()
    through_the_door(client, "sunyi")
    return client


def late(client: Client) -> Client:
    """As if half an hour had passed since the second factor."""
    session = client.session
    at = (NOON - timedelta(hours=1)).isoformat()
    session["proven"] = [[way, at, digest] for way, _, digest in session["proven"]]
    session.save()
    return client


def key(account: str, name: str = "窗口电脑") -> str:
    made = Authenticator.objects.create(
        number="KEYOFSUN", account=account, way="passkey", name=name, data={}, created_at=NOON
    )
    return made.number


def test_the_page_shows_ways_places_and_tries(desk: Client) -> None:
    page = read(desk.get(HERE))

    assert "验证器" in page
    assert "就是这台" in page
    assert "登录成功" in page
    assert "密码正确，要求再核验" in page
    assert "孙*" in page


def test_a_new_password_signs_out_everywhere_else(desk: Client, sun: Any) -> None:
    elsewhere = Client()
    through_the_door(elsewhere, "sunyi", at=NOON)
    wanted = {"action": "password", "password": "Correct-horse-77", "again": "Correct-horse-77"}
    changed = desk.post(HERE, wanted)

    assert changed["Location"].endswith("done=password")
    assert desk.get(HERE).status_code == 200
    assert elsewhere.get(HERE).status_code == 302
    assert Account.objects.get(pk=sun.pk).check_password("Correct-horse-77")
    assert Entry.objects.filter(verb="change-password", channel="desk").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "short", "again": "short"}, "error"),
        ({"password": "Correct-horse-77", "again": "Correct-horse-78"}, "两次填的密码不一样"),
    ],
)
def test_a_password_that_does_not_do_changes_nothing(
    desk: Client, sun: Any, fields: dict[str, str], words: str
) -> None:
    answer = desk.post(HERE, {"action": "password", **fields})

    assert answer.status_code == 422
    assert words in read(answer)
    assert Account.objects.get(pk=sun.pk).check_password(PASSWORD)


def test_after_half_an_hour_a_change_wants_a_fresh_code(desk: Client, sun: Any) -> None:
    wanted = {"action": "password", "password": "Correct-horse-77", "again": "Correct-horse-77"}
    refused = late(desk).post(HERE, wanted)
    page = read(desk.get(HERE))
    wrong = desk.post(HERE, {"action": "prove", "code": "000000"})
    empty = desk.post(HERE, {"action": "prove", "code": ""})
    proven = desk.post(HERE, {"action": "prove", "code": next_code("sunyi", now=NOON)})
    changed = desk.post(HERE, wanted)

    assert refused.status_code == wrong.status_code == empty.status_code == 422
    assert "请先核验是您本人" in read(refused)
    assert "新密码" not in page
    assert proven["Location"].endswith("done=proven")
    assert changed["Location"].endswith("done=password")


def test_a_key_is_ended_and_the_app_is_not(desk: Client, sun: Any) -> None:
    number = key(sun.visitor.account)
    app = Authenticator.objects.get(account=sun.visitor.account, way="totp")
    for one in (number, app.number, "NOTHING"):
        desk.post(HERE, {"action": "end", "number": one})
    running = Authenticator.objects.filter(account=sun.visitor.account, ended_at=None)

    assert [one.way for one in running] == ["totp"]


def test_keys_of_others_are_not_ended(desk: Client, clerk: Any) -> None:
    number = key(clerk.visitor.account)
    desk.post(HERE, {"action": "end", "number": number})

    assert Authenticator.objects.get(number=number).ended_at is None


def test_places_are_left_without_any_proof(desk: Client, sun: Any) -> None:
    elsewhere = Client()
    through_the_door(elsewhere, "sunyi", at=NOON)
    other = Seat.objects.filter(account=sun.visitor.account).latest("pk").number
    late(desk).post(HERE, {"action": "leave", "number": other})

    assert elsewhere.get(HERE).status_code == 302
    assert desk.get(HERE).status_code == 200


def test_what_was_not_asked_adds_no_key(desk: Client) -> None:
    answer = desk.post(HERE, {"action": "key", "prove_answer": "{}"})

    assert answer.status_code == 422
    assert "没有添加成功" in read(answer)


@pytest.mark.parametrize("purpose", ["new", "prove", ""])
def test_a_browser_is_asked_for_a_new_key_only_when_it_is_surely_oneself(
    desk: Client, purpose: str
) -> None:
    sure = desk.post("/desk/passkey/", {"for": purpose})
    unsure = late(desk).post("/desk/passkey/", {"for": purpose})

    assert sure.status_code == (200 if purpose == "new" else 409)
    assert unsure.status_code == 409


@pytest.mark.parametrize("role", list(Role))
def test_every_member_of_staff_has_a_page_of_their_own(hall: Any, role: Role) -> None:
    enter_staff("someone", "某人", role)
    client = Client()
    through_the_door(client, "someone")
    page = client.get(HERE)

    assert page.status_code == 200
    assert "我的账号" in read(page)
