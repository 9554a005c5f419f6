"""Registering: what agrees opens one account, what does not is answered alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shebao.exchange.memory.cast import WANG, ZHOU, credit_code
from shebao.exchange.port import CardOf, PersonOf, Unreachable, ask_one
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.visitor import Level
from shebao.hall.office.accounts import actions, jobs, queries
from shebao.hall.office.accounts.models import Account, Mandate, SignUp, Unit
from shebao.hall.office.accounts.ways import level_of
from tests.support.cast import MONDAY, PASSWORD, enter_person
from tests.support.phones import code_on, texts

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.1.2", "6.2.3", "6.2.1")]
PHONE = "13900000009"
DAY = timedelta(days=1)


def identity(hall: Any, number: str = ZHOU) -> actions.Identity:
    person = ask_one(hall.insurance, PersonOf(number=number)).value
    card = ask_one(hall.insurance, CardOf(number=number)).value
    assert person is not None
    assert card is not None
    return actions.Identity(
        name=person.name, id_type=person.id_type, country=person.country,
        id_number=person.id_number, social_security=person.id_number, card=card.card_number,
    )  # fmt: skip


def begun() -> str:
    return actions.begin_sign_up(answers={}, now=MONDAY)


def agree(hall: Any, number: str, said: actions.Identity) -> None:
    actions.agree_identity(
        number=number, said=said, insurance=hall.insurance, address="10.0.0.1", now=MONDAY
    )


def prove_phone(hall: Any, number: str, phone: str = PHONE) -> None:
    actions.ask_sign_up_code(number=number, mobile=phone, address="10.0.0.1", now=MONDAY)
    code = code_on(hall, phone, now=MONDAY)
    actions.prove_mobile(number=number, mobile=phone, answer=code, now=MONDAY)


def finish(hall: Any, number: str, username: str = "zhoumin") -> actions.SignedIn:
    return actions.finish_sign_up(
        number=number, username=username, password=PASSWORD, insurance=hall.insurance,
        cools=DAY, now=MONDAY,
    )  # fmt: skip


@pytest.fixture
def ready(hall: Any) -> str:
    number = begun()
    agree(hall, number, identity(hall))
    prove_phone(hall, number)
    return number


def test_three_steps_open_the_account_and_whoever_did_them_is_in(hall: Any, ready: str) -> None:
    opened = finish(hall, ready)
    account = Account.objects.get(number=opened.number)

    assert (account.person, account.mobile) == (ZHOU, PHONE)
    assert level_of(one.way for one in opened.proven) is Level.VERIFIED
    assert SignUp.objects.get().answers == {}


def test_pressed_twice_there_is_one_account(hall: Any, ready: str) -> None:
    finish(hall, ready)
    with pytest.raises(actions.NotYet):
        finish(hall, ready, "zhoumin2")

    assert Account.objects.filter(person=ZHOU).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "周明"},
        {"card": ""},
        {"card": "X99000009"},
        {"social_security": "990101198506010026"},
        {"id_type": "passport"},
        {"country": "HKG"},
        {"id_number": "990101197811230999"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_whatever_differs_is_answered_alike(hall: Any, change: dict[str, str]) -> None:
    with pytest.raises(actions.NotAgreed) as told:
        agree(hall, begun(), replace(identity(hall), **change))
    assert str(told.value) == ""


def test_who_has_an_account_is_answered_like_a_stranger(hall: Any, wang: Any) -> None:
    with pytest.raises(actions.NotAgreed):
        agree(hall, begun(), identity(hall, WANG))


def test_a_name_is_compared_without_blanks_and_capitals(hall: Any) -> None:
    agree(hall, begun(), replace(identity(hall), name="周 敏"))


def test_somebody_without_a_card_leaves_it_empty(hall: Any, monkeypatch: Any) -> None:
    from shebao.hall.office.accounts.actions import registering

    monkeypatch.setattr(registering, "_card", lambda person, insurance: None)
    agree(hall, begun(), replace(identity(hall), card=""))


def test_the_dead_do_not_register(hall: Any, monkeypatch: Any) -> None:
    from shebao.hall.office.accounts.actions import registering

    person = ask_one(hall.insurance, PersonOf(number=ZHOU)).value
    assert person is not None
    gone = replace(person, died_on=MONDAY.date())
    said = identity(hall)
    monkeypatch.setattr(registering, "_person", lambda said, insurance: gone)
    with pytest.raises(actions.NotAgreed):
        agree(hall, begun(), said)


def test_no_step_is_left_out(hall: Any) -> None:
    number = begun()
    with pytest.raises(actions.NotYet):
        actions.ask_sign_up_code(number=number, mobile=PHONE, address="1", now=MONDAY)
    agree(hall, number, identity(hall))

    with pytest.raises(actions.NotYet):
        finish(hall, number)


def test_a_code_to_one_phone_does_not_prove_another(hall: Any) -> None:
    number = begun()
    agree(hall, number, identity(hall))
    actions.ask_sign_up_code(number=number, mobile=PHONE, address="10.0.0.1", now=MONDAY)
    code = code_on(hall, PHONE, now=MONDAY)

    with pytest.raises(actions.WrongCode):
        actions.prove_mobile(number=number, mobile="13900000008", answer=code, now=MONDAY)


def test_a_phone_the_core_does_not_know_is_told_to_the_one_it_knows(hall: Any, ready: str) -> None:
    opened = finish(hall, ready)
    known = ask_one(hall.insurance, PersonOf(number=ZHOU)).value
    assert known is not None

    assert any("另一个手机号" in words for words in texts(hall, known.mobile, now=MONDAY))
    assert queries.safety(opened.number, now=MONDAY).cooling_until == MONDAY + DAY
    assert queries.safety(opened.number, now=MONDAY + DAY).cooling_until is None


def test_a_taken_name_loses_nothing(hall: Any, wang: Any, ready: str) -> None:
    with pytest.raises(actions.AlreadyThere):
        finish(hall, ready, "wangfang")

    assert finish(hall, ready, "zhoumin").number


def test_trying_one_document_again_and_again_is_slowed_down(hall: Any) -> None:
    said = replace(identity(hall), name="周明")
    for _ in range(6):
        with pytest.raises(actions.NotAgreed):
            agree(hall, begun(), said)

    with pytest.raises(TooMany):
        agree(hall, begun(), said)


def test_with_the_core_down_nothing_is_said_of_anybody(hall: Any) -> None:
    said, number = identity(hall), begun()
    hall.insurance.is_down = True
    with pytest.raises(Unreachable):
        agree(hall, number, said)


def test_what_nobody_finishes_is_forgotten_after_a_day(hall: Any, ready: str) -> None:
    assert jobs.forget_sign_ups(now=MONDAY + timedelta(hours=23)) == 0
    assert queries.sign_up(ready, now=MONDAY + timedelta(hours=25)).step == 1
    jobs.forget_sign_ups(now=MONDAY + timedelta(hours=25))

    assert not SignUp.objects.exists()


@pytest.mark.clause("6.3.1")
def test_what_is_typed_cannot_be_read_from_the_database(hall: Any) -> None:
    from django.db import connection

    said = identity(hall)
    actions.begin_sign_up(answers={"id_number": said.id_number}, now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM accounts_signup")
        assert said.id_number not in str(cursor.fetchone()[0])


DONGHU = actions.UnitSaid(
    name="示例市东湖精密机械有限公司", code=credit_code(1), legal_person="何志远",
    legal_phone="13900000001",
)  # fmt: skip


def register(hall: Any, person: str, said: actions.UnitSaid = DONGHU) -> str:
    return actions.register_unit(
        said=said, person=person, insurance=hall.insurance, today=MONDAY.date(), now=MONDAY
    )


@pytest.mark.clause("5.4.1.3a", "6.2.2")
def test_an_employer_is_registered_by_somebody_who_works_there(hall: Any, wang: Any) -> None:
    number = register(hall, WANG)
    register(hall, WANG)

    handled = queries.handled_employers(WANG, today=MONDAY.date())
    assert [one.employer for one in handled] == [number]
    assert Unit.objects.get().legal_person == "何志远"
    assert Mandate.objects.count() == 1


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    "change",
    [{"name": "别的公司"}, {"code": credit_code(3)}, {"legal_person": "何志明"}],
    ids=lambda change: next(iter(change)),
)
def test_an_employer_whose_data_differ_is_not_registered(
    hall: Any, wang: Any, change: dict[str, str]
) -> None:
    with pytest.raises(actions.NotAgreed):
        register(hall, WANG, replace(DONGHU, **change))
    assert not Mandate.objects.exists()


@pytest.mark.clause("6.2.2")
def test_nobody_registers_an_employer_where_they_do_not_work(hall: Any) -> None:
    enter_person(hall.insurance, ZHOU, "zhoumin")
    with pytest.raises(actions.NotAgreed):
        register(hall, ZHOU)


@pytest.mark.clause("6.2.2")
def test_a_second_handler_does_not_appoint_themselves(hall: Any, wang: Any, lin: Any) -> None:
    register(hall, WANG)
    with pytest.raises(actions.NotAgreed):
        register(hall, lin.visitor.person)
