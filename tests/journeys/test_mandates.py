"""A father lets his daughter act for him, watches, and stops it; she applies with keys alone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.office.accounts.actions import appoint_handler
from tests.channels.web.errands import DONGHU
from tests.journeys.portal import prove_all, sign_in
from tests.kit import browser as chromium
from tests.support.cast import LIN, MONDAY, WANG

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.clause("5.4.1.5", "6.3.2")
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_relative_is_asked_accepts_acts_and_is_stopped(
    browser: Browser, live_server: Any, wang: Any, chen: Any, hall: Any, has_scripts: bool
) -> None:
    daughter = ask_one(hall.insurance, PersonOf(number=WANG)).value
    assert daughter is not None
    with (
        chromium.visitor(browser, java_script_enabled=has_scripts) as his,
        chromium.visitor(browser, java_script_enabled=has_scripts) as hers,
    ):
        father, child = his.new_page(), hers.new_page()
        sign_in(father, live_server, chen.username)
        father.goto(f"{live_server.url}/my/mandates/")
        father.get_by_role("link", name="授权家人").click()
        father.get_by_label("对方的姓名").fill(daughter.name)
        father.get_by_label("对方的证件号码").fill(daughter.id_number)
        if has_scripts:
            assert chromium.violations(father) == []
        father.get_by_role("button", name="发出授权").click()
        expect(father.get_by_text("对方登录后接受，授权才生效")).to_be_visible()

        sign_in(child, live_server, "wangfang")
        child.goto(f"{live_server.url}/my/mandates/")
        if has_scripts:
            assert chromium.violations(child) == []
        child.get_by_role("button", name="接受", exact=False).first.press("Enter")
        child.get_by_text("授权已生效").wait_for()
        child.goto(f"{live_server.url}/my/account/")
        child.get_by_text("陈*国").first.click()
        child.get_by_role("button", name="切换", exact=True).click()
        child.get_by_text("您正在为").wait_for()
        child.goto(f"{live_server.url}/p/trial-instant/do/")
        expect(child.get_by_role("main")).to_be_visible()

        father.goto(f"{live_server.url}/my/mandates/")
        father.get_by_role("button", name="停止").first.press("Enter")
        expect(father.get_by_text("授权已经停止，立即生效")).to_be_visible()
        child.reload()
        expect(child.get_by_text("刚才填的内容没有提交")).to_be_visible()


def test_the_form_of_a_mandate_fits_a_phone(browser: Browser, live_server: Any, chen: Any) -> None:
    with chromium.visitor(browser, width=390) as his:
        page: Page = his.new_page()
        sign_in(page, live_server, chen.username)
        for path in ("/my/mandates/", "/my/mandates/new/", "/my/msg/wishes/"):
            page.goto(live_server.url + path)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, path
            assert chromium.violations(page) == [], path


@pytest.mark.clause("6.2.2", "6.1.3a")
@pytest.mark.parametrize("width", [1440, 390])
def test_a_handler_proves_who_she_is_and_names_a_colleague(
    browser: Browser, live_server: Any, wang: Any, lin: Any, hall: Any, width: int
) -> None:
    colleague = ask_one(hall.insurance, PersonOf(number=LIN)).value
    assert colleague is not None
    address = f"{live_server.url}/my/handlers/"
    with chromium.visitor(browser, width=width) as hers:
        page = hers.new_page()
        sign_in(page, live_server, "wangfang", surely=False)
        handle_donghu(page, live_server, wang)
        page.goto(address)
        expect(page.get_by_role("button", name="核验", exact=True)).to_be_visible()
        found = [*chromium.violations(page), chromium.overflow(page, width)]
        prove_all()
        page.reload()
        page.get_by_label("对方的姓名").fill(colleague.name)
        page.get_by_label("对方的证件号码").fill(colleague.id_number)
        found += [*chromium.violations(page), chromium.overflow(page, width)]
        page.get_by_role("button", name="登记经办人").press("Enter")
        expect(page.get_by_text("已经登记。核对过、对方登录后接受，就能办事")).to_be_visible()

    assert found == [0, 0]


def handle_donghu(page: Page, live_server: Any, player: Any) -> None:
    """Let somebody handle the employer's affairs, and switch over to it."""
    appoint_handler(
        person=player.visitor.person, employer=DONGHU,
        employer_name="示例市东湖精密机械有限公司", since=MONDAY.date(), now=MONDAY,
    )  # fmt: skip
    page.goto(f"{live_server.url}/my/account/")
    page.get_by_role("radio", name="示例市东湖").check(force=True)
    page.get_by_role("button", name="切换", exact=True).click()
