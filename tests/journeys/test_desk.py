"""Clerks at work with nothing but a keyboard; every page of theirs without a barrier."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from shebao.hall.kit import clock
from shebao.hall.office.applications import actions
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from tests.kit import browser as chromium
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import MONDAY, PASSWORD
from tests.support.staff import NOON, at_city, copies, next_code

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """The server's clock; it runs."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def case(file: Callable[..., Application], wang: Any) -> Application:  # noqa: F811
    """A promised case in the pool, and two more like it."""
    found = at_city(file(wang, "trial-promised", new_name="王方"))
    copies(found, 2)
    return found


@pytest.fixture
def counter_case(
    file: Callable[..., Application],  # noqa: F811
    wang: Any,
    reviewer: Any,
    hall: Any,
) -> Application:
    """A case that waits for its originals at the counter."""
    found = at_city(file(wang, "trial-counter", from_month="1990-01", to_month="1992-12"))
    actions.pass_step(found, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    return found


def sign_in(page: Page, live_server: Any, username: str, path: str = "/desk/") -> None:
    """Through the door, by keyboard, on to a page."""
    page.goto(f"{live_server.url}{path}")
    page.focus("#username")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    page.focus("#code")
    page.keyboard.type(next_code(username, now=clock.now()))
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.rail .n")


def press(page: Page, *keys: str) -> None:
    """Keys one after the other, once the page and its script are there."""
    page.wait_for_load_state("load")
    for key in keys:
        page.keyboard.press(key)


def settled(page: Page, selector: str) -> None:
    """The page is there and has put the cursor where one goes on."""
    page.wait_for_selector(selector)
    page.wait_for_selector("[data-take-focus]:focus")


def has_focus(page: Page, row: object) -> None:
    """Wait until the cursor is on this row."""
    page.wait_for_selector(f"[id='{row}']:focus")


@pytest.mark.clause("5.3.1b")
def test_j_j_k_enter_a_enter_passes_a_case(
    page: Page, live_server: Any, case: Application, reviewer: Any
) -> None:
    heard = chromium.listen(page)
    sign_in(page, live_server, "zhaoming", "/desk/?box=pool")
    rows = page.locator("[data-row]")
    wanted = rows.nth(0).get_attribute("id")

    press(page, "j", "j", "k")
    has_focus(page, wanted)
    press(page, "Enter")
    page.wait_for_selector("#pane-title")
    has_focus(page, wanted)
    assert "已打开摘要" in page.inner_text("#told")
    press(page, "a")
    settled(page, "h1:has-text('通过并送复核')")
    press(page, "Enter")
    page.wait_for_selector(".notice")

    assert "已通过" in page.inner_text(".notice")
    number = str(wanted).removeprefix("row-")
    assert Application.objects.get(number=number).role == "second_reviewer"
    assert page.locator("#pane-title").count() == 1
    assert heard == []


@pytest.mark.clause("5.3.1c")
def test_r_and_a_reason_ask_for_a_supplement(
    page: Page, live_server: Any, case: Application, reviewer: Any
) -> None:
    heard = chromium.listen(page)
    sign_in(page, live_server, "zhaoming", f"/desk/?box=pool&case={case.number}")

    press(page, "r")
    settled(page, "#preview")
    press(page, "Space")
    page.wait_for_selector("#preview .next li")
    told = page.inner_text("#preview .next li")
    press(page, "Enter")
    page.wait_for_selector(".notice")

    assert "补正通知已发出" in page.inner_text(".notice")
    case.refresh_from_db()
    assert case.status == Status.SUPPLEMENT
    assert case.supplement[0]["words"] == told
    assert heard == []


@pytest.mark.clause("5.3.1b")
def test_t_and_a_name_hand_a_case_over(
    page: Page, live_server: Any, case: Application, reviewer: Any
) -> None:
    from shebao.hall.kit.visitor import Role
    from tests.support.cast import enter_staff

    other = enter_staff("liwen", "李文", Role.REVIEWER)
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)
    sign_in(page, live_server, "zhaoming", f"/desk/case/{case.number}/")

    press(page, "t")
    settled(page, "h1:has-text('转办')")
    press(page, "Space", "Enter")
    page.wait_for_selector(".notice")

    case.refresh_from_db()
    assert case.clerk == other.visitor.account


@pytest.mark.clause("4.3")
def test_the_second_review_is_done_by_another_person(
    page: Page, live_server: Any, case: Application, reviewer: Any, second_reviewer: Any, hall: Any
) -> None:
    actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    sign_in(page, live_server, "sunli", "/desk/?box=second")

    press(page, "j", "Enter")
    page.wait_for_selector("#pane-title")
    press(page, "a")
    settled(page, "h1:has-text('同意并办结')")
    press(page, "Enter")
    page.wait_for_selector(".notice")

    case.refresh_from_db()
    assert case.status == Status.APPROVED


@pytest.mark.clause("5.3.1b")
def test_at_the_counter_the_last_digits_lead_to_the_case_and_a_tick_finishes_it(
    page: Page, live_server: Any, counter_case: Application, clerk: Any
) -> None:
    sign_in(page, live_server, "qianjin", "/desk/?box=counter")

    press(page, "/")
    page.keyboard.type(counter_case.number[-6:])
    press(page, "Enter")
    page.wait_for_selector(".chip")
    press(page, "j", "Enter")
    page.wait_for_selector("#pane-title")
    press(page, "a")
    settled(page, "#seen-file")
    press(page, "Space", "Enter")
    page.wait_for_selector(".notice")

    counter_case.refresh_from_db()
    assert counter_case.status == Status.APPROVED


@pytest.mark.clause("6.3.1")
def test_uncovering_asks_for_a_reason_and_shows_for_this_page_only(
    page: Page, live_server: Any, case: Application, reviewer: Any, wang: Any
) -> None:
    sign_in(page, live_server, "zhaoming", f"/desk/case/{case.number}/")
    assert wang.visitor.name not in page.inner_text("body")

    page.click("summary:has-text('显示全部')")
    page.check("input[name=reason][value=compare]")
    page.fill("#show-words", "核对新姓名的写法")
    page.click("button:has-text('显示')")
    page.wait_for_selector(".inset.info")

    assert wang.visitor.name in page.inner_text("body")
    page.goto(f"{live_server.url}/desk/case/{case.number}/")
    assert wang.visitor.name not in page.inner_text("body")


def test_all_of_it_works_without_script(
    browser: Browser, live_server: Any, case: Application, reviewer: Any
) -> None:
    with chromium.visitor(browser, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server, "zhaoming", "/desk/?box=pool")
        page.click("[data-row] >> nth=0")
        page.wait_for_selector("#pane-title")
        page.click("text=不予办理")
        page.fill("#words", "材料上的名字和申请人不一致。")
        page.fill("#basis", "社会保险经办条例第九条")
        page.fill("#advice", "请带齐本人材料重新申请。")
        page.click("text=先看申请人会看到什么")
        assert "请带齐本人材料" in page.inner_text("#preview")
        page.click("text=不予办理，发出告知")
        page.wait_for_selector(".notice")

    assert Application.objects.filter(status=Status.REFUSED).count() == 1


PAGES = (
    "/desk/?box=pool", "/desk/?box=pool&case={number}", "/desk/case/{number}/",
    "/desk/case/{number}/passing/", "/desk/case/{number}/supplement/",
    "/desk/case/{number}/refusal/", "/desk/case/{number}/handover/", "/desk/keys/", "/desk/me/",
    "/desk/?q=0000000",
)  # fmt: skip
MANAGE = (
    "/manage/", "/manage/postings/", "/manage/postings/replaying/", "/manage/items/",
    "/manage/items/trial-instant/withdrawal/",
)  # fmt: skip


def assert_no_barrier(page: Page, heard: list[str]) -> None:
    """As for every page, and at the width of a small laptop too."""
    page.set_viewport_size({"width": 1366, "height": 768})
    assert chromium.violations(page) == []
    assert chromium.overflow(page, 1366) == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    chromium.assert_clean(page, heard)


@pytest.mark.clause("6.1.3a")
def test_no_page_of_the_desk_has_a_barrier(
    page: Page, live_server: Any, case: Application, reviewer: Any
) -> None:
    heard = chromium.listen(page)
    page.goto(f"{live_server.url}/desk/sign-in/")
    assert_no_barrier(page, heard)
    sign_in(page, live_server, "zhaoming")
    for path in PAGES:
        page.goto(live_server.url + path.format(number=case.number))
        assert_no_barrier(page, heard)


@pytest.mark.clause("6.1.3a")
def test_no_page_of_the_operators_has_a_barrier(
    page: Page, live_server: Any, case: Application, operator: Any
) -> None:
    heard = chromium.listen(page)
    sign_in(page, live_server, "wuan", "/manage/")
    for path in MANAGE:
        page.goto(live_server.url + path.format(number=case.number))
        assert_no_barrier(page, heard)
