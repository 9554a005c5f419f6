"""One-time codes: six digits, five minutes, five tries, one purpose, and nobody learns anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebao.hall.gateways.sms.port import CarrierDown
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.office.accounts import actions, jobs
from shebao.hall.office.accounts.actions import codes
from shebao.hall.office.accounts.models import Code, Text
from tests.support.cast import MONDAY
from tests.support.phones import code_on, texts

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.6a")]
PHONE = "13800000001"
MINUTE = timedelta(minutes=1)


def ask(purpose: str = "sign-in", *, minutes: int = 0, key: str = "A1", phone: str = PHONE) -> None:
    actions.ask_code(
        purpose=purpose, target=actions.Target(key=key, mobile=phone), address="10.0.0.1",
        now=MONDAY + minutes * MINUTE,
    )  # fmt: skip


def check(answer: str, purpose: str = "sign-in", *, minutes: int = 0, key: str = "A1") -> Any:
    return codes.check_code(purpose=purpose, key=key, answer=answer, now=MONDAY + minutes * MINUTE)


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_reaches_the_phone_and_is_good_once(hall: Any) -> None:
    ask()
    code = code_on(hall, PHONE, now=MONDAY)

    assert check(f" {code[:3]} {code[3:]} ").way == "sms"
    with pytest.raises(actions.WrongCode):
        check(code)


def test_the_message_says_what_for_warns_and_holds_no_link(hall: Any) -> None:
    ask("reset")
    (words,) = texts(hall, PHONE, now=MONDAY)

    assert "用于重设密码" in words
    assert "不要告诉任何人" in words
    assert "http" not in words


@pytest.mark.parametrize("minutes", [5, 60])
def test_after_five_minutes_it_is_too_late(hall: Any, minutes: int) -> None:
    ask()
    code = code_on(hall, PHONE, now=MONDAY)

    with pytest.raises(actions.WrongCode):
        check(code, minutes=minutes)


def test_the_sixth_try_is_not_looked_at(hall: Any) -> None:
    ask()
    code = code_on(hall, PHONE, now=MONDAY)
    for _ in range(5):
        with pytest.raises(actions.WrongCode):
            check(other(code))

    with pytest.raises(actions.WrongCode):
        check(code)


def test_a_code_for_one_thing_opens_no_other(hall: Any) -> None:
    ask("sign-in")
    code = code_on(hall, PHONE, now=MONDAY)
    for purpose, key in (("reset", "A1"), ("sign-in", "A2")):
        with pytest.raises(actions.WrongCode):
            check(code, purpose, key=key)

    assert check(code)


def test_only_the_newest_code_counts(hall: Any) -> None:
    ask()
    first = code_on(hall, PHONE, now=MONDAY)
    ask(minutes=2)
    second = code_on(hall, PHONE, now=MONDAY + 2 * MINUTE)

    if first != second:
        with pytest.raises(actions.WrongCode):
            check(first, minutes=2)
    assert check(second, minutes=2)


def test_one_a_minute_five_an_hour_for_one_phone_whoever_asks(hall: Any) -> None:
    ask()
    with pytest.raises(TooMany):
        ask(key="A2")
    for minutes in (2, 4, 6):
        ask(minutes=minutes)

    ask(minutes=8)
    with pytest.raises(TooMany):
        ask(minutes=10)


def test_one_address_does_not_write_to_the_whole_town(hall: Any) -> None:
    for place in range(30):
        ask(key=f"A{place}", phone=f"139000000{place:02d}")

    with pytest.raises(TooMany):
        ask(key="A30", phone="13900000030")


@pytest.mark.clause("6.3.1")
def test_neither_code_nor_phone_can_be_read_from_the_database(hall: Any) -> None:
    ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, target FROM accounts_code")
        stored = " ".join(map(str, cursor.fetchone()))
        cursor.execute("SELECT mobile, words FROM accounts_text")
        stored += " ".join(map(str, cursor.fetchone()))
    code = code_on(hall, PHONE, now=MONDAY)

    assert code not in stored
    assert PHONE not in stored
    assert Text.objects.get().words == ""


def test_a_carrier_that_is_down_gets_it_again_but_not_when_it_is_stale(hall: Any) -> None:
    class Down:
        def send(self, **values: Any) -> str:
            raise CarrierDown("no line")

    ask()
    jobs.send_texts(carrier=Down(), now=MONDAY)
    assert texts(hall, PHONE, now=MONDAY + timedelta(seconds=1)) == []
    assert len(texts(hall, PHONE, now=MONDAY + timedelta(seconds=6))) == 1
    ask(minutes=2)

    assert len(texts(hall, PHONE, now=MONDAY + 10 * MINUTE)) == 1
    assert Text.objects.latest("id").reference == "stale"


def _statements(deed: Any) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        deed()
    texts = [one["sql"].split(" WHERE ")[0].split("VALUES")[0][:60] for one in seen]
    return [text.split('SAVEPOINT "')[0] for text in texts]


def test_asking_takes_the_same_statements_with_and_without_an_account(wang: Any) -> None:
    def asked(name: str) -> list[str]:
        return _statements(
            lambda: actions.ask_code_for(
                name=name, purpose="sign-in", address="10.0.0.1", now=MONDAY
            )
        )

    assert asked("wangfang") == asked("nobody-at-all")
    assert Code.objects.count() == 2


def test_a_wrong_code_takes_the_same_statements_with_and_without_an_account(wang: Any) -> None:
    def tried(name: str) -> list[str]:
        def deed() -> None:
            with pytest.raises(actions.WrongProof):
                actions.sign_in_by_code(
                    name=name, answer="12", channel="web", place=actions.Place(), now=MONDAY
                )

        return _statements(deed)

    assert tried("wangfang") == tried("nobody-at-all")


@pytest.mark.clause("6.2.5c")
def test_a_wrong_password_takes_the_same_statements_with_and_without_an_account(wang: Any) -> None:
    from tests.office.accounts.test_guessing import tried

    with_account = _statements(lambda: tried("wangfang"))

    assert with_account == _statements(lambda: tried("nobody-at-all"))


def test_a_name_nobody_has_gets_no_code_that_opens_anything(wang: Any, hall: Any) -> None:
    actions.ask_code_for(name="13911112222", purpose="sign-in", address="10.0.0.1", now=MONDAY)
    jobs.send_texts(carrier=hall.sms, now=MONDAY)

    assert hall.sms.sent == []
    assert Text.objects.get().reference == "no phone"
