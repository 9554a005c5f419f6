"""At the kiosk in a real browser: card, two questions, paper; and then nothing is left."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.office.agencies import terminals
from tests.channels.kiosk.conftest import number_of
from tests.journeys.portal import sign_in
from tests.kit import browser as chromium
from tests.support.cast import AGENCY, MONDAY

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("5.1c", "6.1.2c", "6.3.1"),
]  # fmt: skip
NOBODY = re.compile("请先登录|请放身份证或社保卡|启用终端")
SMALL = (
    "() => [...document.querySelectorAll('main a, main button, main input:not([type=hidden]),"
    " footer a, footer button')].filter(e => e.offsetParent)"
    ".map(e => e.getBoundingClientRect()).filter(r => r.height < 96 || r.width < 96).length"
)
HIGH = (
    "() => [...document.querySelectorAll('main a, main button, main input:not([type=hidden])')]"
    ".filter(e => e.offsetParent && e.getBoundingClientRect().top < innerHeight * .36).length"
)


@pytest.fixture
def screen(browser: Browser, live_server: Any, hall: Any) -> Iterator[Page]:
    """A registered terminal's screen, portrait."""
    made = terminals.register_terminal(
        agency=AGENCY, name="1 号机", printer="", actor="operator", now=MONDAY
    )
    with chromium.visitor(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1080, "height": 1920})
        page.goto(f"{live_server.url}/kiosk/setting/")
        page.get_by_label("终端密钥").fill(made.key)
        page.get_by_role("button", name="启用").click()
        page.get_by_role("heading", name="请先登录").wait_for()
        yield page


def good(page: Page) -> None:
    assert chromium.violations(page) == []
    assert page.evaluate(SMALL) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def lay_card(page: Page, hall: Any, player: Any) -> None:
    page.get_by_role("link", name="用身份证或社保卡登录").click()
    good(page)
    page.get_by_label("替身卡上的号码").fill(number_of(hall, player))
    page.get_by_role("button", name="读卡").click()
    page.get_by_role("heading", name="您要办什么？").wait_for()


def print_certificate(page: Page) -> None:
    page.get_by_role("link", name="参保证明").click()
    page.get_by_role("button", name="子女入学").wait_for()
    good(page)
    page.get_by_role("button", name="子女入学").click()
    page.get_by_role("button", name="否", exact=True).click()
    page.get_by_role("heading", name="请取走打印件").wait_for()


def test_a_certificate_is_printed_in_two_steps_and_then_nothing_is_left(
    screen: Page, hall: Any, wang: Any, live_server: Any
) -> None:
    good(screen)
    lay_card(screen, hall, wang)
    good(screen)
    print_certificate(screen)
    good(screen)
    screen.evaluate("localStorage.setItem('a', '王芳'); sessionStorage.setItem('b', '王芳')")
    screen.get_by_role("link", name="办好了，退出").click()
    screen.get_by_role("heading", name="请先登录").wait_for()
    screen.wait_for_function("!location.search")

    assert screen.evaluate("localStorage.length + sessionStorage.length") == 0
    kept = {one["name"] for one in screen.context.cookies()}
    assert kept <= {"shebao_terminal", "shebao_csrf", "shebao_session"}
    for _ in range(screen.evaluate("history.length")):
        if screen.go_back() is None and screen.url == "about:blank":
            break
        screen.get_by_role("heading", name=NOBODY).first.wait_for()
        assert "王芳" not in screen.content()
        assert screen.get_by_role("button", name="子女入学").count() == 0
        assert screen.get_by_text("请取走打印件").count() == 0


def test_a_screen_nobody_touches_warns_and_ends_by_itself(
    screen: Page, hall: Any, wang: Any, live_server: Any
) -> None:
    lay_card(screen, hall, wang)
    screen.clock.install()
    screen.goto(f"{live_server.url}/kiosk/do/insured-certificate/")
    screen.clock.fast_forward(61_000)
    screen.get_by_role("heading", name="您还在吗？").wait_for()
    good(screen)
    screen.clock.fast_forward(16_000)
    screen.get_by_role("heading", name="请先登录").wait_for()
    screen.goto(f"{live_server.url}/kiosk/do/insured-certificate/")

    screen.get_by_role("heading", name="请先登录").wait_for()


def test_on_the_low_screen_everything_is_within_reach(screen: Page, hall: Any, wang: Any) -> None:
    lay_card(screen, hall, wang)
    screen.get_by_role("button", name="低位屏").click()
    screen.get_by_role("heading", name="您要办什么？").wait_for()
    assert screen.evaluate(HIGH) == 0
    screen.get_by_role("button", name="放大字").click()
    screen.get_by_role("heading", name="您要办什么？").wait_for()
    good(screen)


@pytest.mark.clause("6.1.2e", "5.4.1.5")
def test_a_phone_opens_the_kiosk_and_nothing_is_typed_there(
    screen: Page, browser: Browser, wang: Any, live_server: Any, settings: Any
) -> None:
    settings.SHEBAO_PUBLIC_URL = live_server.url
    screen.get_by_role("link", name="用手机登录").click()
    screen.get_by_role("heading", name="用手机扫这个码").wait_for()
    good(screen)
    code = "".join(screen.locator(".code span").all_inner_texts())
    with chromium.visitor(browser, width=390) as pocket:
        phone = pocket.new_page()
        sign_in(phone, live_server, "wangfang", surely=False)
        phone.goto(f"{live_server.url}/oauth/device/?user_code={code}")
        expect(phone.get_by_text("1 号机")).to_be_visible()
        assert chromium.violations(phone) == []
        assert [one for one in chromium.WIDTHS if chromium.overflow(phone, one)] == []
        phone.get_by_role("button", name="同意", exact=True).click()
        phone.get_by_text("请回到设备上继续").wait_for()
    screen.get_by_role("heading", name="您要办什么？").wait_for()

    print_certificate(screen)
