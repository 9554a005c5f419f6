"""Whoever guesses learns nothing: not who has an account, not by words, work or waiting."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.models import SignIn
from tests.support.cast import MONDAY, PASSWORD
from tests.support.staff import read

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.5c", "6.2.6a")]
WRONG = "wrong"


def tried(name: str, password: str = WRONG, *, minutes: int = 0) -> Exception | None:
    try:
        actions.sign_in(
            name=name, password=password, kind=Kind.PERSON, channel="web", address="127.0.0.1",
            now=MONDAY + timedelta(minutes=minutes),
        )  # fmt: skip
    except (actions.WrongSignIn, actions.Locked) as error:
        return error
    return None


def test_an_unknown_name_costs_as_much_work_as_a_known_one(
    wang: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    check = hashers.check_password

    def counted(password: str, stored: str, *more: Any, **values: Any) -> bool:
        hashed.append(stored.split("$")[0])
        return check(password, stored, *more, **values)

    monkeypatch.setattr(actions.entering, "check_password", counted)
    tried("nobody-at-all")
    unknown, hashed[:] = list(hashed), []
    tried("wangfang")

    assert unknown == hashed
    assert len(hashed) == 1


@pytest.mark.parametrize("name", ["nobody-at-all", "wangfang"])
def test_known_or_not_a_name_rests_after_the_fifth_try(wang: Any, name: str) -> None:
    told = [type(tried(name, minutes=place)).__name__ for place in range(7)]
    resting = tried(name, minutes=18)

    assert told == ["WrongSignIn"] * 5 + ["Locked"] * 2
    assert isinstance(resting, actions.Locked)
    assert resting.until == MONDAY + timedelta(minutes=4 + 15)
    assert type(tried(name, minutes=20)).__name__ == "WrongSignIn"


def test_both_are_told_the_same_on_the_page(wang: Any) -> None:
    pages = []
    for name in ("nobody-at-all", "wangfang"):
        answers = [Client().post("/login/", {"name": name, "password": "x"}) for _ in range(6)]
        pages.append([(one.status_code, "停用到" in read(one)) for one in answers])

    assert pages[0] == pages[1]
    assert pages[0][-1] == (422, True)


def test_a_name_that_nobody_has_is_not_kept_as_it_was_typed(wang: Any) -> None:
    tried("zhangsan-13800000001")
    kept = SignIn.objects.get().account

    assert kept.startswith("?")
    assert "zhangsan" not in kept
    assert "1380" not in kept


@pytest.mark.parametrize("name", ["Wangfang", " wangfang ", "WANGFANG", "wang\0fang"])
def test_a_capital_or_a_blank_too_much_does_no_harm(wang: Any, name: str) -> None:
    assert tried(name, PASSWORD) is None


def test_letters_of_either_kind_count_as_one_name(wang: Any) -> None:
    for name in ("nobody", "Nobody", "NOBODY", " nobody", "nobody"):
        tried(name)

    assert isinstance(tried("nOBODY"), actions.Locked)
