"""Every way to sign in: right it opens, wrong it says what to do and shows another way (5.4.1)."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.gateways.identity.port import Told
from shebao.hall.gateways.identity.standin import StandinProvider
from shebao.hall.kit import clock
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.actions.authenticators import totp_codes
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.accounts.ways import WAYS
from tests.journeys import test_certificates, test_identity
from tests.kit import browser as chromium
from tests.support.cast import LIN, PASSWORD, SECRET, WANG
from tests.support.phones import code_on

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("5.4.1.4a", "5.4.1.4b", "5.4.1.4c", "5.4.1.5", "6.2.6"),
]  # fmt: skip
PHONE = "13800000001"
# Where the other journeys of a way stand: right, and wrong with the way out.
ELSEWHERE = {
    "passkey": (test_identity.test_a_passkey_is_made_signs_in_and_proves,
                test_identity.test_a_passkey_that_does_not_know_its_owner_leaves_the_other_ways),
    "certificate": (test_certificates.
                    test_a_certificate_opens_the_account_and_a_wrong_signature_shows_the_way_out,),
}  # fmt: skip
# Not ways to sign in on these pages: at counters and kiosks, or only as a second proof.
NOT_HERE = {"counter", "card", "phone", "face", "unit-certificate"}


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def by_password(page: Page, server: Any, hall: Any, *, right: bool) -> None:
    page.goto(f"{server.url}/login/?next=/my/cases/")
    page.get_by_label("登录名、身份证号或手机号").fill("wangfang")
    page.get_by_label("密码", exact=True).fill(PASSWORD if right else "wrong")
    press(page, "登录")


def by_sms(page: Page, server: Any, hall: Any, *, right: bool) -> None:
    page.goto(f"{server.url}/login/?next=/my/cases/")
    page.get_by_role("link", name="用短信验证码登录").click()
    page.get_by_label("登录名、身份证号或手机号").fill("wangfang")
    press(page, "发送验证码")
    page.get_by_text("验证码已经发出").first.wait_for()
    code = code_on(hall, PHONE, now=clock.now())
    page.get_by_label("短信验证码").fill(code if right else "000000")
    press(page, "登录")


def half_in(page: Page, server: Any, hall: Any) -> None:
    account = Account.objects.get(username="wangfang")
    actions.choose_second(account=account.number, wants=True, channel="web", now=clock.now())
    by_password(page, server, hall, right=True)
    page.get_by_text("再核验").first.wait_for()


def by_app(page: Page, server: Any, hall: Any, *, right: bool) -> None:
    account, now = Account.objects.get(username="wangfang"), clock.now()
    actions.add_totp(
        account=account.number, secret=SECRET, answer=actions.totp_code(SECRET, now=now),
        channel="web", now=now,
    )  # fmt: skip
    half_in(page, server, hall)
    page.get_by_text("验证器动态码", exact=True).click()
    fresh = sorted(totp_codes(SECRET, now=clock.now()).items(), key=lambda pair: pair[1])[-1][0]
    answer_second(page, fresh if right else "000000")


def by_paper(page: Page, server: Any, hall: Any, *, right: bool) -> None:
    account = Account.objects.get(username="wangfang")
    codes = actions.fresh_recovery_codes(account=account.number, channel="web", now=clock.now())
    half_in(page, server, hall)
    page.get_by_text("备用恢复码", exact=True).click()
    answer_second(page, codes[0] if right else "AAAA0000")


def answer_second(page: Page, code: str) -> None:
    page.locator("#prove_code").fill(code)
    press(page, "继续")


def by_service(way: str) -> Callable[..., None]:
    def tried(page: Page, server: Any, hall: Any, *, right: bool) -> None:
        hall.identity = {
            way: StandinProvider(code=way, way=way, title=f"{way} 替身", key=b"k" * 32)
        }
        if way == "partner" and right:
            bound(hall, way)
        person = ask_one(hall.insurance, PersonOf(number=WANG if right else LIN)).value
        assert person is not None
        page.goto(f"{server.url}/login/?next=/my/cases/")
        page.get_by_role("link", name=f"{way} 替身").click()
        page.get_by_role("textbox").first.fill(person.id_number)
        page.get_by_role("button").filter(has_not_text=re.compile("不|拒绝|取消")).last.click()

    return tried


def digest(way: str, number: str) -> str:
    """By which name the stand-in knows somebody."""
    return sha256(f"{way}:{number}".encode()).hexdigest()[:32]


def bound(hall: Any, way: str) -> None:
    """王芳's account elsewhere is bound to her own."""
    person = ask_one(hall.insurance, PersonOf(number=WANG)).value
    assert person is not None
    actions.bind(
        account=Account.objects.get(username="wangfang").number, provider=way,
        told=Told(subject=f"STANDIN-{digest(way, person.id_number)}"), channel="web",
        now=clock.now(),
    )  # fmt: skip


HERE: dict[str, tuple[Callable[..., None], str, str]] = {
    "password": (by_password, "登录名或密码不对", "用短信验证码登录"),
    "sms": (by_sms, "验证码不对，或者过期了", "用密码登录"),
    "totp": (by_app, "没有核验成功", "查办事网点"),
    "recovery": (by_paper, "没有核验成功", "查办事网点"),
    "e-card": (by_service("e-card"), "没有核对上您的账号", "登录"),
    "national-id": (by_service("national-id"), "没有核对上您的账号", "登录"),
    "partner": (by_service("partner"), "没有核对上您的账号", "登录"),
}


def test_every_way_has_its_journeys() -> None:
    assert set(HERE) | set(ELSEWHERE) | NOT_HERE == set(WAYS)


@pytest.mark.parametrize("way", HERE)
def test_done_right_it_opens(
    browser: Browser, live_server: Any, hall: Any, wang: Any, way: str, settings: Any
) -> None:
    settings.SHEBAO_PUBLIC_URL = live_server.url
    with chromium.visitor(browser) as made:
        page = made.new_page()
        HERE[way][0](page, live_server, hall, right=True)
        page.wait_for_url(f"{live_server.url}/my/cases/")


@pytest.mark.parametrize("way", HERE)
def test_done_wrong_it_says_so_and_shows_another_way(
    browser: Browser, live_server: Any, hall: Any, wang: Any, way: str, settings: Any
) -> None:
    settings.SHEBAO_PUBLIC_URL = live_server.url
    tried, words, onward = HERE[way]
    with chromium.visitor(browser) as made:
        page = made.new_page()
        tried(page, live_server, hall, right=False)
        expect(page.get_by_text(words).first).to_be_visible()

        main = page.get_by_role("main")
        expect(main.get_by_role("link", name=re.compile(onward)).first).to_be_visible()
        page.goto(f"{live_server.url}/my/")
        page.wait_for_url("**/login/**")
