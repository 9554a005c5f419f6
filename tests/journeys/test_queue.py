"""From the terminal's number to the counter, with the large screen in between (5.1, 5.1c)."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.kit.visitor import Role
from shebao.hall.office.agencies import terminals
from tests.journeys.test_desk import sign_in
from tests.journeys.test_kiosk import good
from tests.kit import browser as chromium
from tests.office.appointments.conftest import PLAN, hall_centre  # noqa: F401
from tests.support.cast import AGENCY, MONDAY, enter_staff

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("5.1", "5.1c", "6.1.2c", "6.1.3a"),
]  # fmt: skip


def set_up(page: Page, server: Any, name: str) -> None:
    """Make this browser a registered terminal of the centre."""
    made = terminals.register_terminal(
        agency=AGENCY, name=name, printer="", actor="operator", now=MONDAY, centre=PLAN.code
    )
    page.goto(f"{server.url}/kiosk/setting/")
    page.get_by_label("终端密钥").fill(made.key)
    page.get_by_role("button", name="启用").click()
    page.get_by_role("heading", name="请先登录").wait_for()


def take_seat(page: Page, server: Any) -> None:
    """Sign in as a clerk and sit down at counter two."""
    enter_staff("queueclerk", "孙一", Role.CLERK)
    sign_in(page, server, "queueclerk", f"/desk/queue/?centre={PLAN.code}&counter=2")
    page.get_by_role("heading", name="2 号窗口").wait_for()


def test_a_number_is_drawn_called_by_keys_shown_and_done(
    browser: Browser,
    live_server: Any,
    hall_centre: Any,  # noqa: F811
) -> None:
    with (
        chromium.visitor(browser) as hall_screen,
        chromium.visitor(browser) as stand,
        chromium.visitor(browser) as counter,
    ):
        board, kiosk, desk = hall_screen.new_page(), stand.new_page(), counter.new_page()
        board.set_viewport_size({"width": 1920, "height": 1080})
        kiosk.set_viewport_size({"width": 1080, "height": 1920})
        set_up(board, live_server, "大屏")
        board.goto(f"{live_server.url}/kiosk/board/")
        expect(board.get_by_text("现在没有叫号")).to_be_visible()

        set_up(kiosk, live_server, "取号机")
        kiosk.get_by_role("link", name="取号排队，到窗口办").press("Enter")
        good(kiosk)
        kiosk.get_by_role("button", name="不清楚，到窗口再说").press("Enter")
        expect(kiosk.get_by_text("A001")).to_be_visible()
        good(kiosk)

        take_seat(desk, live_server)
        assert chromium.violations(desk) == []
        desk.get_by_role("button", name="叫下一位").press("Enter")
        expect(desk.get_by_text("已叫号")).to_be_visible()
        assert chromium.violations(desk) == []
        expect(board.get_by_role("cell", name="A001")).to_be_visible(timeout=15_000)
        assert chromium.violations(board) == []

        desk.get_by_role("button", name="办好", exact=True).press("Enter")
        expect(desk.get_by_text("已记为办好")).to_be_visible()
        expect(board.get_by_text("现在没有叫号")).to_be_visible(timeout=15_000)


def test_without_scripts_the_board_and_the_numbers_work_too(
    browser: Browser,
    live_server: Any,
    hall_centre: Any,  # noqa: F811
) -> None:
    with chromium.visitor(browser, java_script_enabled=False) as plain:
        page = plain.new_page()
        set_up(page, live_server, "无脚本机")
        page.get_by_role("link", name="取号排队，到窗口办").click()
        page.get_by_role("button", name="不清楚，到窗口再说").click()
        expect(page.get_by_text("A001")).to_be_visible()
        page.goto(f"{live_server.url}/kiosk/board/")

        expect(page.get_by_text("1 位在等")).to_be_visible()
        assert page.locator("meta[http-equiv=refresh]").count() == 1
