"""Proving who one is inside an errand: same address, several ways, evidence kept, no dead end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.applications.models import Application, Proven
from tests.channels.web.conftest import NOON, signed_in
from tests.channels.web.errands import CONTACT, MOVING, TRANSFER, do, read, token_of
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import PASSWORD
from tests.support.phones import code_on
from tests.support.staff import at_city, proven, seated

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.1.5")]
NEW = {"what": "mobile", "mobile": "13800000077", "risk_confirmed": "yes"}
PHONE = "13800000001"


@pytest.fixture
def by_password(wang: Any) -> Client:
    """王芳's browser after a sign-in by password alone."""
    return proven(signed_in(wang.pk), "password")


@pytest.fixture
def by_code(wang: Any) -> Client:
    """王芳's browser after a sign-in by a code alone."""
    return proven(signed_in(wang.pk), "sms")


def press(client: Client, action: str = "submit", **fields: str) -> Any:
    token = token_of(client, CONTACT)
    return client.post(do(CONTACT), {"token": token, "action": action, **NEW, **fields})


def code(client: Client, hall: Any) -> str:
    answer = press(client, "prove-send")
    assert "验证码已发出" in read(answer)
    return code_on(hall, PHONE, now=NOON)


def test_a_code_on_the_same_page_is_enough(by_password: Client, hall: Any) -> None:
    answer = press(by_password, prove_way="sms", prove_code=code(by_password, hall))

    assert answer.status_code == 302
    kept = Proven.objects.get()
    assert (kept.case, kept.method, kept.level) == (
        Application.objects.get().number, "password+sms", 3,
    )  # fmt: skip
    assert kept.digest
    assert kept.at == NOON


def test_without_a_proof_nothing_is_filed_and_everything_is_kept(by_password: Client) -> None:
    answer = press(by_password)
    page = read(answer)

    assert answer.status_code == 422
    assert NEW["mobile"] in page
    assert not Application.objects.exists()
    assert not Proven.objects.exists()


def test_the_block_offers_people_besides_ways(by_password: Client) -> None:
    page = read(by_password.get(do(CONTACT)))

    assert "核验是您本人" in page
    assert "138****0001" in page
    assert "窗口" in page
    assert "12333" in page
    assert 'href="/offices/"' in page


def test_a_wrong_code_says_what_else_there_is(by_password: Client, hall: Any) -> None:
    answer = press(by_password, prove_way="sms", prove_code="000")

    assert answer.status_code == 422
    assert "换一种方式" in read(answer)


def test_the_fifth_wrong_code_closes_the_typed_ways_and_names_a_human(
    by_password: Client, hall: Any
) -> None:
    for _ in range(5):
        press(by_password, prove_way="sms", prove_code="000")
    page = read(press(by_password, prove_way="sms", prove_code="000"))

    assert "12:15 后再试" in page
    assert "12333" in page


def test_who_came_by_a_code_proves_by_the_password(by_code: Client) -> None:
    page = read(by_code.get(do(CONTACT)))
    assert 'name="prove_password"' in page
    answer = press(by_code, prove_way="password", prove_password=PASSWORD)

    assert answer.status_code == 302
    assert Proven.objects.get().method == "sms+password"


def test_who_came_by_a_code_is_not_helped_by_another(by_code: Client, hall: Any) -> None:
    press(by_code, "prove-send")
    answer = press(by_code, prove_way="sms", prove_code=code_on(hall, PHONE, now=NOON))

    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_an_app_proves_as_well(by_password: Client, wang: Any) -> None:
    from shebao.hall.office.accounts.actions.authenticators import totp_codes
    from tests.office.accounts.test_authenticators import SECRET

    before, now = (list(totp_codes(SECRET, now=NOON + timedelta(minutes=by))) for by in (-5, 0))
    actions.add_totp(
        account=wang.visitor.account, secret=SECRET, answer=before[1], channel="web",
        now=NOON - timedelta(minutes=5),
    )  # fmt: skip

    assert press(by_password, prove_way="totp", prove_code=now[1]).status_code == 302
    assert Proven.objects.get().method == "password+totp"


def test_proven_once_is_good_for_half_an_hour(by_password: Client, hall: Any, noon: Any) -> None:
    press(by_password, prove_way="sms", prove_code=code(by_password, hall))
    noon.move_to(NOON + timedelta(minutes=29))
    assert "核验是您本人" not in read(by_password.get(do(TRANSFER)))
    noon.move_to(NOON + timedelta(minutes=31))

    assert "核验是您本人" in read(by_password.get(do(CONTACT)))


def test_an_errand_of_three_steps_asks_in_its_second(by_password: Client, hall: Any) -> None:
    token = token_of(by_password, TRANSFER)
    assert "核验是您本人" not in read(by_password.get(do(TRANSFER)))
    fields = {"token": token, **MOVING}
    assert by_password.post(do(TRANSFER), {**fields, "action": "check"}).status_code == 302
    page = read(by_password.get(f"{do(TRANSFER)}?step=2"))
    assert "核验是您本人" in page
    assert 'aria-current="step"' in page
    sent = by_password.post(do(TRANSFER), {"token": token, "action": "prove-send"})
    assert "验证码已发出" in read(sent)
    answer = by_password.post(
        do(TRANSFER),
        {"token": token, "action": "submit", "risk_confirmed": "yes", "prove_way": "sms",
         "prove_code": code_on(hall, PHONE, now=NOON)},
    )  # fmt: skip

    assert answer.status_code == 302
    assert Proven.objects.count() == 1


def test_an_errand_for_anybody_asks_for_nothing(by_password: Client) -> None:
    assert "核验是您本人" not in read(by_password.get(do("insured-certificate")))


def test_the_verb_itself_refuses(
    wang: Any,
    file: Any,  # noqa: F811
) -> None:
    from dataclasses import replace

    from shebao.hall.kit.visitor import Level
    from shebao.hall.office.applications.actions.filing import NotProven

    unsure = replace(wang, visitor=replace(wang.visitor, level=Level.KNOWN))
    with pytest.raises(NotProven):
        file(unsure, "contact-change", mobile="13800000077")
    assert not Application.objects.exists()


@pytest.mark.clause("5.3.1b")
def test_the_desk_sees_how_the_applicant_proved(
    by_password: Client, hall: Any, reviewer: Any
) -> None:
    press(by_password, prove_way="sms", prove_code=code(by_password, hall))
    case = at_city(Application.objects.get())
    page = read(seated(reviewer).get(f"/desk/case/{case.number}/"))

    assert "本人核验" in page
    assert "密码＋短信验证码" in page
    assert queries.means(case.account).mobile not in page
