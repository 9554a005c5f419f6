"""Signing in: two names for one account, a lock after failures, nothing told to guessers."""

from datetime import timedelta

import pytest

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.models import Account, SignIn
from tests.support.cast import LIN, MONDAY, PASSWORD, WANG, enter_person

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.6a", "6.2.1")]


def enter(name: str, password: str, now=MONDAY, kind: Kind = Kind.PERSON):
    return actions.sign_in(
        name=name, password=password, kind=kind, channel="web", address="127.0.0.1", now=now
    )


def test_the_sign_in_name_and_the_document_number_both_open_the_account(wang, hall) -> None:
    number = ask_one(hall.insurance, PersonOf(number=WANG)).value.id_number

    assert enter("wangfang", PASSWORD).pk == wang.pk
    assert enter(number.lower(), PASSWORD).pk == wang.pk


def test_an_unknown_name_and_a_wrong_password_answer_alike(wang) -> None:
    for name, password in (("nobody", PASSWORD), ("wangfang", "wrong")):
        with pytest.raises(actions.WrongSignIn) as told:
            enter(name, password)
        assert str(told.value) == ""


def test_five_failures_rest_the_account_a_quarter_hour_even_for_the_right_password(wang) -> None:
    for _ in range(5):
        with pytest.raises(actions.WrongSignIn):
            enter("wangfang", "wrong")

    with pytest.raises(actions.Locked) as told:
        enter("wangfang", PASSWORD, MONDAY + timedelta(minutes=14))

    assert told.value.until == MONDAY + timedelta(minutes=15)
    assert enter("wangfang", PASSWORD, MONDAY + timedelta(minutes=16)).pk == wang.pk


def test_every_try_is_kept_for_the_log(wang) -> None:
    enter("wangfang", PASSWORD)
    with pytest.raises(actions.WrongSignIn):
        enter("wangfang", "wrong")

    assert list(SignIn.objects.values_list("outcome", flat=True)) == ["in", "refused"]


def test_a_person_has_one_account(wang, hall) -> None:
    with pytest.raises(actions.AlreadyThere):
        enter_person(hall.insurance, WANG, "wangfang2")


def test_staff_do_not_enter_by_the_persons_door(reviewer) -> None:
    with pytest.raises(actions.WrongSignIn):
        enter("zhaoming", PASSWORD)
    assert enter("zhaoming", PASSWORD, kind=Kind.STAFF).kind is Kind.STAFF


@pytest.mark.clause("6.3.1")
def test_the_database_shows_no_name_no_mobile_and_no_document_number(
    wang, django_db_blocker
) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, mobile, id_number, sign_in_index FROM accounts_account")
        stored = " ".join(map(str, cursor.fetchone()))

    account = Account.objects.get(pk=wang.pk)
    for secret in (account.name, account.mobile, account.id_number):
        assert secret
        assert secret not in stored


@pytest.mark.clause("6.2.2")
def test_a_handler_acts_for_the_employer_only_while_the_mandate_runs(wang, lin) -> None:
    today = MONDAY.date()
    actions.appoint_handler(
        person=WANG, employer="9000000001", employer_name="东湖", since=today, now=MONDAY
    )
    account = Account.objects.get(pk=wang.pk)

    acting = queries.visitor(account, acting_for="9000000001", today=today)
    before = queries.visitor(account, acting_for="9000000001", today=today - timedelta(days=1))
    other = queries.visitor(Account.objects.get(pk=lin.pk), acting_for="9000000001", today=today)

    assert acting.subject == "9000000001"
    assert acting.acts_for_employer
    assert before.subject == WANG
    assert other.subject == LIN
