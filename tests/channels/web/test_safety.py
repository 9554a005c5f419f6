"""One's own account: ways to sign in, places, log, password, phone; and what is unusual."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions.authenticators import totp_codes
from shebao.hall.office.accounts.models import Account, Seat, SignIn
from tests.channels.web.conftest import NOON, signed_in
from tests.channels.web.errands import read
from tests.support.cast import PASSWORD
from tests.support.phones import code_on, texts
from tests.support.staff import proven

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.5", "6.2.6a")]
PHONE, OTHER = "13800000001", "13900000009"
NEW = "Better-horse-42"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36"


def enter(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(
        "/login/", {"name": "wangfang", "password": password, **more},
        headers={"User-Agent": CHROME},
    )  # fmt: skip


def is_in(client: Client) -> bool:
    return client.get("/my/").status_code == 200


@pytest.fixture
def first(wang: Any) -> Client:
    """The browser in which 王芳 signed in for the first time."""
    client = Client()
    enter(client)
    return client


def test_the_first_browser_is_known_and_stays_so(first: Client) -> None:
    assert is_in(first)
    first.post("/logout/")
    enter(first)

    assert is_in(first)


def test_a_new_browser_proves_twice_and_then_is_known(first: Client, hall: Any) -> None:
    new = Client()
    assert enter(new, next="/my/cases/")["Location"] == "/login/"
    page = read(new.get("/login/"))
    assert "第一次登录您的账号" in page
    assert not is_in(new)
    new.post("/login/", {"action": "second-send"})
    code = code_on(hall, PHONE, now=NOON)
    answer = new.post("/login/", {"action": "second", "prove_way": "sms", "prove_code": code})
    assert answer["Location"] == "/my/cases/"
    new.post("/logout/")
    enter(new)

    assert is_in(new)


def test_a_wrong_second_proof_lets_nobody_in_and_names_ways_out(first: Client) -> None:
    new = Client()
    enter(new)
    answer = new.post("/login/", {"action": "second", "prove_way": "sms", "prove_code": "1"})

    assert answer.status_code == 422
    assert "12333" in read(answer)
    assert not is_in(new)


def test_the_second_proof_is_not_waited_for_longer_than_ten_minutes(
    first: Client, noon: Any
) -> None:
    new = Client()
    enter(new)
    noon.move_to(NOON + timedelta(minutes=11))
    answer = new.post("/login/", {"action": "second", "prove_way": "sms", "prove_code": "1"})

    assert "请重新登录" in read(answer)


def test_a_paper_code_lets_in_where_the_phone_is_lost(first: Client, wang: Any) -> None:
    codes = actions.fresh_recovery_codes(account=wang.visitor.account, channel="web", now=NOON)
    new = Client()
    enter(new)
    answer = new.post(
        "/login/", {"action": "second", "prove_way": "recovery", "prove_code": codes[0]}
    )

    assert answer.status_code == 302
    assert is_in(new)


def test_after_several_failures_a_known_browser_is_asked_too(first: Client) -> None:
    first.post("/logout/")
    for _ in range(3):
        enter(first, "wrong")

    assert enter(first)["Location"] == "/login/"
    assert "多次输错密码" in read(first.get("/login/"))


def test_who_wants_it_is_asked_every_time(first: Client) -> None:
    first.post("/my/account/seats/", {"wants": "yes"})
    first.post("/logout/")
    enter(first)

    assert "每次登录都核验" in read(first.get("/login/"))


def test_a_code_alone_signs_in_at_a_lower_level(wang: Any, hall: Any) -> None:
    client = Client()
    page = read(client.post("/login/", {"action": "send", "name": PHONE, "way": "sms"}))
    assert "如果这个账号登记了手机" in page
    code = code_on(hall, PHONE, now=NOON)
    answer = client.post("/login/", {"action": "code", "name": PHONE, "code": code, "way": "sms"})

    assert answer.status_code == 302
    assert Seat.objects.get().level == 1
    assert "核验是您本人" in read(client.get("/p/contact-change/do/"))


def test_everybody_reads_the_same_after_asking_for_a_code(wang: Any) -> None:
    pages = [
        Client().post("/login/", {"action": "send", "name": name, "way": "sms"})
        for name in ("wangfang", "nobody-at-all", OTHER)
    ]

    assert {page.status_code for page in pages} == {200}
    assert all("如果这个账号登记了手机" in read(page) for page in pages)


@pytest.mark.clause("6.2.5d")
def test_a_forgotten_password_is_set_anew_and_ends_all_sessions(first: Client, hall: Any) -> None:
    client = Client()
    assert "验证码已经发出" in read(client.post("/reset/", {"action": "send", "name": PHONE}))
    fields = {
        "name": PHONE, "code": code_on(hall, PHONE, now=NOON), "password": NEW, "again": NEW,
    }  # fmt: skip
    assert client.post("/reset/", fields)["Location"] == "/reset/?done=1"

    assert not is_in(first)
    assert any("密码已更改" in words for words in texts(hall, PHONE, now=NOON))
    assert enter(first, NEW).status_code == 302


@pytest.mark.clause("6.2.5d")
@pytest.mark.parametrize("name", ["wangfang", "nobody-at-all"])
def test_a_wrong_code_resets_nothing_and_says_the_same(wang: Any, name: str) -> None:
    fields = {"name": name, "code": "000000", "password": NEW, "again": NEW}
    answer = Client().post("/reset/", fields)

    assert answer.status_code == 422
    assert "验证码不对，或者过期了" in read(answer)
    assert "窗口" in read(answer)


@pytest.mark.clause("6.2.5a")
def test_a_password_is_changed_after_a_proof_and_other_places_end(
    first: Client, wang: Any, hall: Any
) -> None:
    elsewhere = signed_in(wang.pk)
    fields = {"password": NEW, "again": NEW, "action": "set"}
    assert first.post("/my/account/password/", fields).status_code == 422
    first.post("/my/account/password/", {"action": "prove-send"})
    proof = {"prove_way": "sms", "prove_code": code_on(hall, PHONE, now=NOON)}
    answer = first.post("/my/account/password/", {**fields, **proof})

    assert answer["Location"] == "/my/account/?done=password"
    assert is_in(first)
    assert not is_in(elsewhere)
    assert enter(Client(), PASSWORD).status_code == 422


@pytest.mark.clause("6.2.5a")
def test_a_new_phone_is_proven_the_old_one_is_told_and_money_waits(
    first: Client, wang: Any, hall: Any
) -> None:
    proven(first)
    fields = {"mobile": OTHER, "action": "send"}
    assert "139****0009" in read(first.post("/my/account/mobile/", fields))
    code = code_on(hall, OTHER, now=NOON)
    answer = first.post("/my/account/mobile/", {"mobile": OTHER, "action": "save", "code": code})

    assert answer["Location"] == "/my/account/?done=mobile"
    assert any("139****0009" in words for words in texts(hall, PHONE, now=NOON))
    account = Account.objects.get(pk=wang.pk)
    assert account.mobile == OTHER
    assert account.cooling_until == NOON + timedelta(hours=24)
    assert "涉及收款的事项" in read(first.get("/my/account/"))


def test_a_code_for_one_phone_does_not_move_to_another(first: Client, hall: Any) -> None:
    proven(first)
    first.post("/my/account/mobile/", {"mobile": OTHER, "action": "send"})
    code = code_on(hall, OTHER, now=NOON)
    fields = {"mobile": "13900000008", "action": "save", "code": code}

    assert first.post("/my/account/mobile/", fields).status_code == 422


@pytest.mark.clause("6.2.5e")
def test_the_log_tells_every_try_with_its_browser(first: Client) -> None:
    enter(Client(), "wrong")
    page = read(first.get("/my/account/log/"))

    assert "没有登录成功" in page
    assert "登录成功" in page
    assert "Chrome · Windows" in page


@pytest.mark.clause("6.2.5e")
def test_other_places_are_seen_and_ended_at_once(first: Client, wang: Any, hall: Any) -> None:
    new = Client()
    enter(new)
    new.post("/login/", {"action": "second-send"})
    code = code_on(hall, PHONE, now=NOON)
    new.post("/login/", {"action": "second", "prove_way": "sms", "prove_code": code})
    here = first.session["seat"]
    others = [one for one in queries.seats(wang.visitor.account, here=here, now=NOON)
              if not one.is_here]  # fmt: skip
    first.post("/my/account/seats/", {"number": others[0].number})

    assert len(others) == 1
    assert not is_in(new)
    assert is_in(first)


def test_nobody_ends_a_seat_that_is_not_theirs(first: Client, as_lin: Client) -> None:
    as_lin.post("/my/account/seats/", {"number": first.session["seat"]})
    as_lin.post("/my/account/seats/", {})

    assert is_in(first)


@pytest.mark.clause("6.2.5c")
def test_one_shuts_ones_account_and_an_operator_opens_it(
    first: Client, wang: Any, operator: Any
) -> None:
    assert "马上停用" in read(first.get("/my/account/shutting/"))
    first.post("/my/account/shutting/")
    assert not is_in(first)
    assert "您自己停用的" in read(enter(first))
    number = wang.visitor.account
    assert actions.unlock(number=number, actor=operator.visitor.account, now=NOON)
    enter(first)

    assert is_in(first)


def test_what_was_shut_is_shut_for_sessions_that_are_left(wang: Any) -> None:
    client = signed_in(wang.pk)
    Account.objects.filter(pk=wang.pk).update(shut_at=NOON)

    assert not is_in(client)


@pytest.mark.clause("6.2.6b")
def test_an_app_is_bound_by_its_first_code_and_lets_in(first: Client, wang: Any) -> None:
    assert 'name="totp_code"' not in read(first.get("/my/account/ways/"))
    proven(first)
    page = read(first.get("/my/account/ways/"))
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    code = list(totp_codes(secret, now=NOON))[0]
    bad = first.post("/my/account/ways/", {"action": "totp", "totp_code": "1"})
    assert bad.status_code == 422
    first.post("/my/account/ways/", {"action": "totp", "totp_code": code})
    new = Client()
    enter(new)
    later = list(totp_codes(secret, now=NOON))[1]
    new.post("/login/", {"action": "second", "prove_way": "totp", "prove_code": later})

    assert is_in(new)


@pytest.mark.clause("6.3.1")
def test_the_apps_secret_does_not_lie_readable_in_the_session(first: Client) -> None:
    proven(first)
    page = read(first.get("/my/account/ways/"))
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert found is not None

    assert found[1].replace(" ", "") not in str(dict(first.session))


@pytest.mark.clause("6.2.6b")
def test_paper_codes_are_shown_once(first: Client) -> None:
    proven(first)
    page = read(first.post("/my/account/ways/", {"action": "codes"}))

    assert len(re.findall(r"<li><code>[2-9A-Z]{4} [2-9A-Z]{4}</code>", page)) == 10
    assert "<li><code>" not in read(first.get("/my/account/ways/"))


@pytest.mark.parametrize("action", ["totp", "codes", "end", "key"])
def test_nothing_is_added_or_ended_unproven(first: Client, wang: Any, action: str) -> None:
    answer = first.post("/my/account/ways/", {"action": action})

    assert answer.status_code == 422
    assert queries.authenticators(wang.visitor.account) == ()


def test_a_sign_in_is_logged_with_its_way(first: Client) -> None:
    row = SignIn.objects.get()

    assert (row.outcome, row.way, row.device) == ("in", "password", "Chrome · Windows")
