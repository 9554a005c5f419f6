"""Signing in and out: in words, within this site, and not by guessing (5.4.1, 6.2.6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.channels.web.conftest import NOON
from tests.channels.web.errands import read
from tests.support.cast import PASSWORD


def enter(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Fill in the sign-in form."""
    return client.post("/login/", {"name": name, "password": password, **more})


@pytest.mark.clause("5.4.1.4a")
def test_a_person_signs_in_and_goes_on_where_they_were_going(wang: Any) -> None:
    client = Client()
    answer = enter(client, "wangfang", next="/my/cases/")

    assert answer["Location"] == "/my/cases/"
    assert client.get("/my/cases/").status_code == 200


@pytest.mark.clause("5.4.1.4a")
def test_the_id_number_is_as_good_as_the_name(wang: Any, hall: Any) -> None:
    from shebao.exchange.port import PersonOf, ask_one

    person = ask_one(hall.insurance, PersonOf(number=wang.visitor.person)).value

    assert enter(Client(), f" {person.id_number.lower()} ").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_led_to_another_site(wang: Any, elsewhere: str) -> None:
    assert enter(Client(), "wangfang", next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize("name", ["wangfang", "nobody", "99010119850601002", "a\0b", "王" * 999])
def test_a_wrong_sign_in_says_the_same_for_everybody(wang: Any, name: str) -> None:
    answer = enter(Client(), name, "wrong")

    assert answer.status_code == 422
    assert "登录名或密码不对" in read(answer)


def test_empty_fields_are_asked_for_one_by_one(hall: Any) -> None:
    page = read(enter(Client(), "", ""))

    assert "请填写登录名、身份证号或手机号" in page
    assert 'href="#password"' in page


@pytest.mark.clause("6.2.6a")
def test_a_locked_account_says_until_when(wang: Any, noon: Any) -> None:
    client = Client()
    for _ in range(5):
        enter(client, "wangfang", "wrong")
    locked = read(enter(client, "wangfang"))
    noon.move_to(NOON + timedelta(minutes=16))

    assert "停用到 12:15" in locked
    assert enter(client, "wangfang").status_code == 302


@pytest.mark.clause("6.2.6a")
def test_trying_many_names_is_slowed_down(hall: Any) -> None:
    answers = [enter(Client(), f"nobody{place}", "x").status_code for place in range(31)]

    assert answers[-1] == 429


def test_staff_do_not_come_in_here(reviewer: Any) -> None:
    assert enter(Client(), "zhaoming").status_code == 422


def test_signing_out_ends_it_and_needs_a_press(as_wang: Client) -> None:
    assert as_wang.get("/logout/").status_code == 405
    as_wang.post("/logout/")
    assert as_wang.get("/my/").status_code == 302


def test_a_form_without_its_token_changes_nothing(wang: Any) -> None:
    client = Client(enforce_csrf_checks=True)

    assert enter(client, "wangfang").status_code == 403
