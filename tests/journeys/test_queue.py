"""From the terminal's number to the counter, with the large screen in between (5.1, 5.1c)."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Role
from shebao.hall.office.agencies import terminals
from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.applications import actions as cases
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.appointments import jobs
from shebao.hall.office.appointments.models import Booking
from tests.journeys.portal import sign_in as sign_in_at_home
from tests.journeys.test_desk import press, settled, sign_in
from tests.journeys.test_kiosk import good
from tests.kit import browser as chromium
from tests.office.applications.conftest import file  # noqa: F401
from tests.office.appointments.conftest import PLAN, hall_centre  # noqa: F401
from tests.support.cast import AGENCY, MONDAY, enter_staff
from tests.support.staff import at_city

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


@pytest.fixture
def counter_case(
    file: Any,  # noqa: F811
    wang: Any,
    reviewer: Any,
    hall: Any,
) -> Any:
    """A case whose pre-review is passed; the original is still to be seen."""
    found = at_city(file(wang, "trial-counter", from_month="1990-01", to_month="1992-12"))
    cases.pass_step(found, clerk=reviewer.visitor, outside=hall, now=clock.now())
    return found


@pytest.mark.clause("5.3.1b")
def test_pre_reviewed_booked_called_and_finished_in_one_case(
    browser: Browser, live_server: Any, counter_case: Any, hall: Any
) -> None:
    put_centre(PLAN)
    jobs.open_places(calendar=hall.calendar, now=clock.now())
    with chromium.visitor(browser, width=390) as hers, chromium.visitor(browser) as theirs:
        phone, desk = hers.new_page(), theirs.new_page()
        sign_in_at_home(phone, live_server, "wangfang")
        phone.goto(f"{live_server.url}/my/cases/{counter_case.number}/")
        phone.get_by_role("link", name="预约窗口").click()
        phone.get_by_role("link", name="选这里").first.click()
        phone.locator("input[name=time]").first.check(force=True)
        phone.get_by_role("button", name="确认预约").click()
        phone.get_by_text("预约成功").wait_for()
        expect(phone.get_by_role("heading", name="请带这些原件")).to_be_visible()
        booking = Booking.objects.get()

        # The day has come, and the clerk scans the code on the phone.
        Booking.objects.update(day=clock.local_date(clock.now()))
        take_seat(desk, live_server)
        desk.get_by_label("预约号（可以扫码）").fill(f"SHEBAO-BOOKING:{booking.number}")
        desk.get_by_label("预约号（可以扫码）").press("Enter")
        expect(desk.get_by_text("号已取好：Y001")).to_be_visible()
        phone.reload()
        expect(phone.get_by_text("您的号是 Y001")).to_be_visible()
        assert chromium.violations(phone) == []

        desk.get_by_role("button", name="叫下一位").press("Enter")
        desk.get_by_role("link", name="打开这件申请").click()
        press(desk, "a")
        settled(desk, "#seen-file")
        press(desk, "Space", "Enter")
        desk.wait_for_selector(".notice")
        desk.goto(f"{live_server.url}/desk/queue/")
        desk.get_by_role("button", name="办好", exact=True).click()
        expect(desk.get_by_text("已记为办好")).to_be_visible()

    counter_case.refresh_from_db()
    booking.refresh_from_db()
    assert counter_case.status == Status.APPROVED
    assert booking.state == "served"
    assert booking.case == counter_case.number
