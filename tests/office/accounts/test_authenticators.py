"""Means only their holder has: accepted once, ended at once, and guessed at five times at most."""

from datetime import timedelta
from typing import Any

import pytest

from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions.authenticators import totp_codes
from shebao.hall.office.accounts.models import Authenticator
from shebao.hall.office.audit.models import Entry
from tests.support.cast import MONDAY, PASSWORD
from tests.support.phones import code_on

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.6b", "6.2.5")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(seconds: int = 0) -> str:
    moment = MONDAY + timedelta(seconds=seconds)
    return next(
        code for code, step in totp_codes(SECRET, now=moment).items()
        if step == int(moment.timestamp()) // 30
    )  # fmt: skip


def prove(account: str, way: str, answer: str, *, seconds: int = 0) -> Any:
    return actions.prove(
        account=account, way=way, answer=answer, purpose="step-up", channel="web",
        place=actions.Place(), now=MONDAY + timedelta(seconds=seconds),
    )  # fmt: skip


@pytest.fixture
def account(wang: Any) -> str:
    return str(wang.visitor.account)


@pytest.fixture
def with_app(account: str) -> str:
    actions.add_totp(
        account=account, secret=SECRET, answer=code_at(-60), channel="web",
        now=MONDAY - timedelta(seconds=60),
    )  # fmt: skip
    return account


def test_the_codes_are_those_of_rfc_6238() -> None:
    from base64 import b32encode
    from datetime import UTC, datetime

    secret = b32encode(b"12345678901234567890").decode()
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
    for second, code in known.items():
        codes = totp_codes(secret, now=datetime.fromtimestamp(second, tz=UTC))
        assert codes[code] == second // 30


def test_an_apps_code_proves_once(with_app: str) -> None:
    assert prove(with_app, "totp", code_at()).way == "totp"
    with pytest.raises(actions.WrongProof):
        prove(with_app, "totp", code_at(), seconds=5)
    assert prove(with_app, "totp", code_at(30), seconds=30)


def test_a_phone_that_is_half_a_minute_off_is_forgiven_and_more_is_not(with_app: str) -> None:
    assert prove(with_app, "totp", code_at(-30))
    with pytest.raises(actions.WrongProof):
        prove(with_app, "totp", code_at(90))


def test_an_app_is_bound_only_when_its_first_code_fits(account: str) -> None:
    with pytest.raises(actions.WrongProof):
        actions.add_totp(account=account, secret=SECRET, answer="000", channel="web", now=MONDAY)
    assert not queries.means(account).totp


def test_a_second_app_needs_the_first_one_ended(with_app: str) -> None:
    with pytest.raises(actions.AlreadySet):
        actions.add_totp(
            account=with_app, secret=SECRET, answer=code_at(), channel="web", now=MONDAY
        )
    (held,) = queries.authenticators(with_app)
    assert actions.end_authenticator(
        number=held.number, account=with_app, channel="web", now=MONDAY
    )

    assert actions.add_totp(
        account=with_app, secret=SECRET, answer=code_at(), channel="web", now=MONDAY
    )


def test_what_is_ended_proves_nothing_any_more(with_app: str) -> None:
    (held,) = queries.authenticators(with_app)
    actions.end_authenticator(number=held.number, account=with_app, channel="web", now=MONDAY)

    with pytest.raises(actions.WrongProof):
        prove(with_app, "totp", code_at())


def test_nobody_ends_what_is_not_theirs(with_app: str, lin: Any) -> None:
    (held,) = queries.authenticators(with_app)

    assert not actions.end_authenticator(
        number=held.number, account=lin.visitor.account, channel="web", now=MONDAY
    )
    assert queries.means(with_app).totp


def test_a_paper_code_is_good_once_and_new_ones_end_the_old(account: str) -> None:
    codes = actions.fresh_recovery_codes(account=account, channel="web", now=MONDAY)
    assert prove(account, "recovery", f" {codes[3].lower()[:4]}-{codes[3][4:]} ").way == "recovery"
    with pytest.raises(actions.WrongProof):
        prove(account, "recovery", codes[3])
    assert queries.means(account).recovery_left == 9
    actions.fresh_recovery_codes(account=account, channel="web", now=MONDAY)

    with pytest.raises(actions.WrongProof):
        prove(account, "recovery", codes[4])
    assert queries.means(account).recovery_left == 10


def test_five_wrong_answers_rest_every_typed_way(with_app: str, hall: Any) -> None:
    actions.ask_own_code(account=with_app, purpose="step-up", address="10.0.0.1", now=MONDAY)
    mobile = queries.means(with_app).mobile
    code = code_on(hall, mobile, now=MONDAY)
    for way in ("totp", "recovery", "password", "totp", "recovery"):
        with pytest.raises(actions.WrongProof):
            prove(with_app, way, "wrong")

    with pytest.raises(actions.Locked):
        prove(with_app, "sms", code)
    assert prove(with_app, "password", PASSWORD, seconds=16 * 60).way == "password"


@pytest.mark.clause("6.3.1")
def test_neither_secret_nor_paper_code_lies_readable_in_the_database(with_app: str) -> None:
    from django.db import connection

    codes = actions.fresh_recovery_codes(account=with_app, channel="web", now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM accounts_authenticator")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())

    assert SECRET not in stored
    assert not [code for code in codes if code in stored]
    kept = Authenticator.objects.get(way="recovery").data["left"]
    assert not set(codes) & set(kept)


@pytest.mark.clause("6.3.2")
def test_adding_ending_and_proving_stand_in_the_trail(with_app: str) -> None:
    prove(with_app, "totp", code_at())
    verbs = set(Entry.objects.filter(actor=with_app).values_list("verb", flat=True))

    assert {"add-authenticator", "proved"} <= verbs
