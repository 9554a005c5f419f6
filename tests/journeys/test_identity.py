"""In and out by every way, in a real browser: passkeys, codes, the app; and each way out."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shebao.exchange.memory.cast import ZHOU
from shebao.hall.gateways.face.standin import StandinFace
from shebao.hall.kit import clock
from shebao.hall.office.accounts.models import Account, Authenticator
from tests.journeys.portal import sign_in
from tests.kit import browser as chromium
from tests.office.accounts.test_registering import identity
from tests.support.cast import PASSWORD
from tests.support.phones import code_on

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("5.4.1.2", "5.4.1.5", "6.2.6"),
]  # fmt: skip
PHONE = "13800000001"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Key:
    """A key in the browser, which one may take away from its owner's finger."""

    def __init__(self, page: Page) -> None:
        self.line = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.id = made["authenticatorId"]

    def knows_its_owner(self, does: bool) -> None:
        values = {"authenticatorId": self.id, "isUserVerified": does}
        self.line.send("WebAuthn.setUserVerified", values)


@pytest.fixture
def key(page: Page) -> Key:
    return Key(page)


def prove_by_code(page: Page, hall: Any) -> None:
    page.get_by_role("button", name="发送验证码").click()
    page.get_by_text("验证码已发出").first.wait_for()
    page.get_by_label("验证码", exact=True).fill(code_on(hall, PHONE, now=clock.now()))


def add_key(page: Page, server: Any, hall: Any) -> None:
    sign_in(page, server, "wangfang", surely=False)
    page.goto(f"{server.url}/my/account/ways/")
    prove_by_code(page, hall)
    page.get_by_role("button", name="核验", exact=True).click()
    page.get_by_label("给它起个名字").fill("我的电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("cell", name="我的电脑").wait_for()


def test_a_passkey_is_made_signs_in_and_proves(
    page: Page, live_server: Any, wang: Any, hall: Any, key: Key
) -> None:
    add_key(page, live_server, hall)
    assert Authenticator.objects.get().way == "passkey"
    page.get_by_role("button", name="退出", exact=True).first.click()
    page.goto(f"{live_server.url}/login/?next=/my/cases/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{live_server.url}/my/cases/")
    page.goto(f"{live_server.url}/p/contact-change/do/")

    assert page.get_by_text("核验是您本人").count() == 0


def test_a_passkey_that_does_not_know_its_owner_leaves_the_other_ways(
    page: Page, live_server: Any, wang: Any, hall: Any, key: Key
) -> None:
    add_key(page, live_server, hall)
    page.get_by_role("button", name="退出", exact=True).first.click()
    key.knows_its_owner(False)
    page.goto(f"{live_server.url}/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_text("没有用成通行密钥").wait_for()
    page.get_by_role("link", name="用短信验证码登录").click()
    page.get_by_label("登录名、身份证号或手机号").fill(PHONE)
    page.get_by_role("button", name="发送验证码").click()
    # One was sent a moment ago: the page says how long to wait.
    page.get_by_text("秒再发").first.wait_for()
    page.get_by_label("短信验证码").fill("000000")
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("验证码不对，或者过期了").first).to_be_visible()
    page.get_by_role("link", name="用密码登录").click()
    page.get_by_label("登录名、身份证号或手机号").fill("wangfang")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()

    page.wait_for_url(f"{live_server.url}/")


def test_an_errand_is_proven_by_a_passkey_on_its_own_page(
    browser: Browser, page: Page, live_server: Any, wang: Any, hall: Any, key: Key
) -> None:
    add_key(page, live_server, hall)
    forget_proofs()
    page.goto(f"{live_server.url}/p/contact-change/do/")
    page.get_by_role("group", name="要改什么").get_by_text("手机号", exact=True).click()
    page.get_by_label("新手机号").fill("13900000077")
    if page.get_by_label("我已看清以上影响").count():
        page.get_by_label("我已看清以上影响").check()
    page.get_by_role("button", name="用通行密钥核验并继续").click()
    page.wait_for_url("**/my/cases/**")


def forget_proofs() -> None:
    """As if half an hour had passed since the last proof."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get("proven"):
            session["proven"] = [one for one in session["proven"] if one[0] == "password"]
            session.save()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with chromium.visitor(browser, java_script_enabled=request.param) as made:
        yield made


def test_somebody_registers_in_three_steps(
    context: BrowserContext, live_server: Any, hall: Any
) -> None:
    said, page = identity(hall, ZHOU), context.new_page()
    page.goto(f"{live_server.url}/login/")
    page.get_by_role("link", name="注册", exact=True).click()
    page.get_by_label("姓名").fill(said.name)
    page.get_by_label("证件号码", exact=True).fill(said.id_number)
    page.get_by_role("button", name="下一步：验证手机").click()
    expect(page.get_by_text("没有核对上").first).to_be_visible()
    page.get_by_label("社会保障卡卡号").fill(said.card)
    page.get_by_role("button", name="下一步：验证手机").click()
    page.get_by_label("手机号").fill("13900000009")
    page.get_by_role("button", name="发送验证码").click()
    page.get_by_text("验证码已发出").wait_for()
    page.get_by_label("短信验证码").fill(code_on(hall, "13900000009", now=clock.now()))
    page.get_by_role("button", name="下一步：设登录名").click()
    page.get_by_label("登录名", exact=True).fill("zhoumin")
    page.get_by_label("密码", exact=True).fill("Correct-horse-41")
    page.get_by_label("再填一次密码").fill("Correct-horse-41")
    page.get_by_role("button", name="完成注册").click()

    expect(page.get_by_role("heading", name="注册好了")).to_be_visible()
    assert Account.objects.get(person=ZHOU)


PAGES = [
    "/login/", "/login/?way=sms", "/register/", "/reset/", "/dev/phone/",
]  # fmt: skip
MINE = [
    "/my/account/", "/my/account/password/", "/my/account/mobile/", "/my/account/ways/",
    "/my/account/log/", "/my/account/shutting/", "/my/account/closing/",
    "/my/account/programs/", "/register/employer/",
    "/p/contact-change/do/",
]  # fmt: skip


@pytest.mark.clause("6.1.3a")
@pytest.mark.parametrize("view", ["standard.normal.on", "elder.normal.on"])
def test_no_page_of_identity_has_a_barrier(
    browser: Browser, live_server: Any, wang: Any, hall: Any, view: str
) -> None:
    hall.face = StandinFace()
    with chromium.visitor(browser) as made:
        chromium.prefer(made, live_server.url, view)
        page = made.new_page()
        found = {path: faults(page, live_server.url + path) for path in PAGES}
        sign_in(page, live_server, "wangfang", surely=False)
        found |= {path: faults(page, live_server.url + path) for path in MINE}

    assert {path: bad for path, bad in found.items() if bad} == {}


def faults(page: Page, address: str) -> list[Any]:
    page.goto(address)
    wide = [width for width in chromium.WIDTHS if chromium.overflow(page, width)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return [*chromium.violations(page), *wide]
