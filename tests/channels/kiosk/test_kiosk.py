"""A kiosk from the card to the paper, and nothing left behind."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from shebao.hall.channels.kiosk.door import KEY_COOKIE, SESSION_SECONDS
from shebao.hall.kit import clock
from shebao.hall.office.accounts.models import Account, SignIn
from shebao.hall.office.agencies import terminals
from shebao.hall.office.agencies.models import Terminal
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from tests.support.cast import MONDAY
from tests.support.staff import read, seated

pytestmark = pytest.mark.clause("5.1c", "6.1.2c")
CERTIFICATE = "/kiosk/do/insured-certificate/"


def answered(kiosk: Client, question: str, answer: str) -> Any:
    return kiosk.post(f"{CERTIFICATE}?q={question}", {question: answer})


def with_certificate(kiosk: Client) -> Any:
    answered(kiosk, "purpose", "school")
    return answered(kiosk, "with_months", "no")


def prints() -> int:
    return len(list(settings.SHEBAO_PRINTS.glob("*.pdf"))) if settings.SHEBAO_PRINTS.exists() else 0


@pytest.mark.parametrize("cookie", ["", "sbk_wrong", "x" * 400])
def test_a_browser_without_a_valid_key_sees_only_that_it_is_out_of_order(
    hall: Any, cookie: str
) -> None:
    client = Client()
    client.cookies[KEY_COOKIE] = cookie
    for name in ("home", "card", "still", "end", "printed"):
        page = client.get(reverse(f"kiosk:{name}"))
        assert page.status_code == 403
        assert "暂停服务" in read(page)
        assert "<form" not in read(page)


def test_the_operator_gives_a_terminal_its_key_once(hall: Any, key: str) -> None:
    client = Client()

    assert client.post("/kiosk/setting/", {"key": "sbk_wrong"}).status_code == 422
    assert client.post("/kiosk/setting/", {"key": key})["Location"] == "/kiosk/"
    assert client.get("/kiosk/").status_code == 200
    assert key not in str(Terminal.objects.values())


def test_an_ended_terminal_is_out_of_order_at_once(kiosk: Client) -> None:
    number = Terminal.objects.get().number
    assert kiosk.get("/kiosk/").status_code == 200

    assert terminals.end_terminal(number=number, actor="operator", now=MONDAY)
    assert kiosk.get("/kiosk/").status_code == 403
    assert not terminals.end_terminal(number=number, actor="operator", now=MONDAY)


def test_a_certificate_is_printed_after_two_questions(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    before = prints()
    assert lay_card(wang)["Location"] == "/kiosk/"
    assert CERTIFICATE in read(kiosk.get("/kiosk/"))
    assert "第 1 步，共 2 步" in read(kiosk.get(CERTIFICATE))
    assert answered(kiosk, "purpose", "school")["Location"] == f"{CERTIFICATE}?q=with_months"
    assert answered(kiosk, "with_months", "no")["Location"] == "/kiosk/printed/"
    page = read(kiosk.get("/kiosk/printed/"))

    assert "请取走打印件" in page
    assert "打印机是替身" in page
    assert prints() == before + 1
    assert Application.objects.get().channel == "kiosk"
    trail = Entry.objects.filter(verb="paper.read").order_by("id")
    assert [entry.purpose for entry in trail] == ["printing own paper"]
    assert SignIn.objects.filter(channel="kiosk", way="card").exists()


def test_a_reload_or_a_second_press_prints_and_files_nothing_again(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    lay_card(wang)
    token = kiosk.get(CERTIFICATE).context["token"] if kiosk.get(CERTIFICATE).context else ""
    with_certificate(kiosk)
    kiosk.get("/kiosk/printed/")
    before = prints()
    kiosk.get("/kiosk/printed/")
    stored = Application.objects.get().token
    again = kiosk.post(f"{CERTIFICATE}?q=with_months", {"with_months": "no", "token": stored})

    assert token in {"", stored}
    assert again["Location"] == "/kiosk/printed/"
    assert prints() == before
    assert Application.objects.count() == 1


def test_what_is_missing_is_said_on_the_same_screen(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    lay_card(wang)
    page = answered(kiosk, "purpose", "")

    assert page.status_code == 422
    assert 'role="alert"' in read(page)
    assert not Application.objects.exists()


@pytest.mark.parametrize("laid", ["", "11010519491231002X", "12345", "１" * 18])
def test_a_card_that_is_none_or_of_nobody_opens_nothing(
    kiosk: Client, wang: Any, laid: str
) -> None:
    page = kiosk.post("/kiosk/card/", {"card": laid})

    assert page.status_code == 422
    assert "读卡器是替身" in read(page)
    assert kiosk.get(CERTIFICATE)["Location"] == "/kiosk/"


def test_only_what_can_be_done_with_a_card_alone_is_offered(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    lay_card(wang)
    page = read(kiosk.get("/kiosk/"))

    assert "/kiosk/do/pension-transfer/" not in page
    assert kiosk.get("/kiosk/do/pension-transfer/")["Location"] == "/kiosk/"
    assert kiosk.get("/kiosk/do/nowhere/")["Location"] == "/kiosk/"


def test_a_sign_in_of_the_web_is_none_at_the_kiosk(kiosk: Client, wang: Any) -> None:
    kiosk.force_login(Account.objects.get(pk=wang.pk))

    assert kiosk.get(CERTIFICATE)["Location"] == "/kiosk/"


@pytest.mark.clause("6.3.1")
def test_the_end_forgets_all_but_the_key(
    kiosk: Client, key: str, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    lay_card(wang)
    session = kiosk.cookies[settings.SESSION_COOKIE_NAME].value
    with_certificate(kiosk)
    answer = kiosk.get("/kiosk/end/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=session).exists()
    left = {name: morsel.value for name, morsel in kiosk.cookies.items() if morsel.value}
    assert left == {KEY_COOKIE: key}
    assert kiosk.get("/kiosk/printed/")["Location"] == "/kiosk/"


@pytest.mark.clause("6.3.1")
def test_the_server_forgets_by_itself_soon_after_the_last_touch(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    lay_card(wang)
    row = Session.objects.get(session_key=kiosk.cookies[settings.SESSION_COOKIE_NAME].value)

    assert row.expire_date <= clock.now() + timedelta(seconds=SESSION_SECONDS)
    page = read(kiosk.get("/kiosk/"))
    assert (
        '<noscript><meta http-equiv="refresh" content="60; url=/kiosk/still/"></noscript>' in page
    )
    assert 'content="15; url=/kiosk/end/"' in read(kiosk.get("/kiosk/still/"))


def test_a_stopped_printer_is_said_and_the_paper_is_not_lost(
    kiosk: Client, wang: Any, lay_card: Callable[[Any], Any]
) -> None:
    Terminal.objects.update(printer="ipp://127.0.0.1:9/ipp/print")
    lay_card(wang)
    with_certificate(kiosk)
    page = read(kiosk.get("/kiosk/printed/"))

    assert "打印机没有应答" in page
    Terminal.objects.update(printer="")
    assert "请取走打印件" in read(kiosk.post("/kiosk/printed/"))


def test_larger_words_and_the_low_screen_last_until_the_end(kiosk: Client) -> None:
    kiosk.post("/kiosk/look/", {"view": "low"})
    kiosk.post("/kiosk/look/", {"view": "large"})
    assert 'data-large="yes" data-low="yes"' in read(kiosk.get("/kiosk/"))

    kiosk.get("/kiosk/end/")
    assert 'data-large="no" data-low="no"' in read(kiosk.get("/kiosk/"))


def code_shown(kiosk: Client) -> str:
    digits = re.findall(r"<span>(\d{3})</span>", read(kiosk.get("/kiosk/phone/")))
    assert len(digits) == 3
    return "".join(digits)


def said(phone: Client, code: str, action: str) -> Any:
    return phone.post("/oauth/device/", {"user_code": code, "action": action}, follow=True)


@pytest.fixture
def phone(wang: Any) -> Client:
    """王芳's telephone, on which she is signed in."""
    return seated(wang)


@pytest.mark.clause("6.1.2e", "5.4.1.5")
def test_one_signs_in_with_ones_phone_and_types_nothing_at_the_kiosk(
    kiosk: Client, phone: Client, wang: Any
) -> None:
    code = code_shown(kiosk)
    again = code_shown(kiosk)
    asked = read(phone.get("/oauth/device/", {"user_code": code}))
    said(phone, code, "allow")
    entered = kiosk.get("/kiosk/phone/")

    assert again == code
    assert "1 号机" in asked
    assert "只有您现在就站在这台终端前面" in asked
    assert entered["Location"] == "/kiosk/"
    assert "您要办什么？" in read(kiosk.get("/kiosk/"))
    assert SignIn.objects.get(way="phone").account == wang.visitor.account


@pytest.mark.clause("6.1.2e", "6.3.1")
def test_no_on_the_phone_leaves_the_kiosk_shut_and_shows_a_new_code(
    kiosk: Client, phone: Client
) -> None:
    code = code_shown(kiosk)
    said(phone, code, "refuse")
    page = read(kiosk.get("/kiosk/phone/"))

    assert "手机上选了“不同意”" in page
    assert code_shown(kiosk) != code
    assert "请先登录" in read(kiosk.get("/kiosk/"))


@pytest.mark.clause("6.3.1")
def test_yes_at_one_kiosk_opens_no_other(kiosk: Client, phone: Client, hall: Any) -> None:
    other = Client()
    made = terminals.register_terminal(
        agency="990100", name="2 号机", printer="", actor="operator", now=MONDAY
    )
    other.cookies[KEY_COOKIE] = made.key
    code = code_shown(kiosk)
    code_shown(other)
    said(phone, code, "allow")

    assert other.get("/kiosk/phone/").status_code == 200
    assert "请先登录" in read(other.get("/kiosk/"))
    assert kiosk.get("/kiosk/phone/")["Location"] == "/kiosk/"


def test_after_three_minutes_nobody_is_waited_for(kiosk: Client) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock_of_all:
        code_shown(kiosk)
        for _ in range(3):
            clock_of_all.shift(timedelta(seconds=61))
            last = kiosk.get("/kiosk/phone/")

    assert last["Location"] == "/kiosk/still/"
