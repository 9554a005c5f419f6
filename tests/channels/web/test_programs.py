"""Keys for one's own programs, made and ended on a page (6.1.2e)."""

import re
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.accounts.models import ApiToken
from tests.channels.api.conftest import Program
from tests.channels.web.errands import DONGHU, act_for_donghu, read
from tests.support.staff import proven

HERE = "/my/account/programs/"
FORM = {"action": "issue", "name": "记账软件", "scopes": "read", "days": "30", "form": "a1"}
pytestmark = pytest.mark.clause("6.1.2e", "6.2.5")


def secret_on(page: str) -> str:
    found = re.search(r"<code>(sbt_[\w-]+)</code>", page)
    assert found is not None, page
    return found[1]


def test_a_key_is_shown_once_works_and_is_ended_at_once(as_wang: Client, wang: Any) -> None:
    program = Program(secret_on(read(as_wang.post(HERE, FORM))))
    before = program.get("/me").status_code
    listed = read(as_wang.get(HERE))
    number = ApiToken.objects.get().number
    as_wang.post(HERE, {"action": "end", "number": number})

    assert before == 200
    assert number in listed
    assert "sbt_" not in listed
    assert program.get("/me").status_code == 401
    assert number not in read(as_wang.get(HERE))


def test_pressed_twice_one_key_is_made_and_the_page_says_what_to_do(as_wang: Client) -> None:
    as_wang.post(HERE, FORM)
    again = as_wang.post(HERE, FORM)

    assert ApiToken.objects.count() == 1
    assert again["Location"].endswith("done=again")
    assert "只显示一次" in read(as_wang.get(again["Location"]))


def test_no_key_without_a_proof_and_what_was_typed_stays(wang: Any, visit: Any) -> None:
    unsure = proven(visit(wang), "password")
    answer = unsure.post(HERE, FORM)

    assert answer.status_code == 422
    assert 'value="记账软件"' in read(answer)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", "请填写给哪个程序用"),
        ("scopes", "请选择这个程序能做什么"),
        ("days", "请选择有效多久"),
    ],
)
def test_what_is_missing_is_asked_for(as_wang: Client, field: str, words: str) -> None:
    answer = as_wang.post(HERE, {**FORM, field: ""})

    assert answer.status_code == 422
    assert words in read(answer)


def test_a_key_for_an_employer_needs_the_mandate(as_wang: Client, wang: Any) -> None:
    refused = as_wang.post(HERE, {**FORM, "acting_for": DONGHU})
    act_for_donghu(as_wang, wang)
    secret = secret_on(read(as_wang.post(HERE, {**FORM, "acting_for": DONGHU})))

    assert "您现在不能为这一方办事" in read(refused)
    assert Program(secret).get("/me").json()["subject"] == DONGHU


def test_nobody_ends_the_key_of_another(as_wang: Client, as_lin: Client) -> None:
    as_wang.post(HERE, FORM)
    as_lin.post(HERE, {"action": "end", "number": ApiToken.objects.get().number})

    assert ApiToken.objects.get().ended_at is None
