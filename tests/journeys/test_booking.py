"""A place at a counter: by keys alone, without script, and from the review to the counter."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.kit import clock
from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.appointments import jobs
from shebao.hall.office.appointments.models import Booking
from tests.journeys.portal import sign_in
from tests.journeys.test_desk import sign_in as sign_in_at_the_desk
from tests.kit import browser as chromium
from tests.office.appointments.conftest import PLAN

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.clause("5.1a")
]  # fmt: skip


@pytest.fixture(autouse=True)
def places(hall: Any) -> None:
    """Places of the coming week, from today's clock."""
    put_centre(PLAN)
    jobs.open_places(calendar=hall.calendar, now=clock.now())


def press_to(page: Page, name: str) -> None:
    """Walk with the Tab key to a link or a button, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.innerText || ''")
        if name in words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def test_a_citizen_books_by_keyboard_only(page: Page, live_server: Any, wang: Any) -> None:
    sign_in(page, live_server, "wangfang")
    page.goto(f"{live_server.url}/book/trial-promised/")
    assert chromium.violations(page) == []
    press_to(page, "选这里")
    page.get_by_text("第二步").wait_for()
    assert chromium.violations(page) == []
    page.locator("input[name=time]").first.focus()
    page.keyboard.press("Space")
    press_to(page, "确认预约")

    page.get_by_text("预约成功").wait_for()
    assert chromium.violations(page) == []
    assert Booking.objects.get().state == "booked"


def test_a_citizen_books_changes_and_cancels_without_script(
    browser: Browser, live_server: Any, wang: Any
) -> None:
    with chromium.visitor(browser, java_script_enabled=False, width=390) as hers:
        page = hers.new_page()
        sign_in(page, live_server, "wangfang")
        page.goto(f"{live_server.url}/book/")
        page.get_by_role("link", name="测试承诺事项").click()
        page.get_by_role("link", name="选这里").first.click()
        page.get_by_text("9:00", exact=True).first.click()
        page.get_by_role("button", name="确认预约").click()
        expect(page.get_by_text("预约成功")).to_be_visible()
        page.get_by_role("link", name="改期").click()
        page.get_by_text("9:30", exact=True).last.click()
        page.get_by_role("button", name="改到这个时间").click()
        expect(page.get_by_text("预约已改期").first).to_be_visible()
        page.get_by_role("button", name="取消预约").click()
        expect(page.get_by_text("位置已让给别人")).to_be_visible()

    assert Booking.objects.get().state == "cancelled"


@pytest.mark.clause("5.3.1b")
def test_a_booked_person_is_received_at_the_desk(
    browser: Browser, live_server: Any, wang: Any, clerk: Any
) -> None:
    with chromium.visitor(browser) as hers, chromium.visitor(browser) as theirs:
        page, desk = hers.new_page(), theirs.new_page()
        sign_in(page, live_server, "wangfang")
        page.goto(f"{live_server.url}/book/trial-promised/{PLAN.code}/")
        page.locator("input[name=time]").first.check(force=True)
        page.get_by_role("button", name="确认预约").click()
        page.get_by_text("预约成功").wait_for()
        # The day has come.
        Booking.objects.update(day=clock.local_date(clock.now()))
        sign_in_at_the_desk(desk, live_server, clerk.username, "/desk/bookings/")
        assert chromium.violations(desk) == []
        desk.get_by_role("button", name="到场").click()
        desk.get_by_text("已记为到场").wait_for()
        desk.get_by_role("button", name="办好了").click()
        desk.get_by_text("已记为办好").wait_for()

    assert Booking.objects.get().state == "served"
