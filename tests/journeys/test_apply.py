"""From the front door to a valid paper in a stranger's hands: by mouse, by keys, without script."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.kit import clock
from tests.journeys.portal import make_certificate, paper_address, sign_in
from tests.kit import browser as chromium

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.clause("5.3.1b", "5.4.2.1", "5.4.2.4")
def test_a_certificate_is_made_downloaded_and_believed_by_a_stranger(
    browser: Browser, page: Page, live_server: Any, wang: Any, tmp_path: Path
) -> None:
    sign_in(page, live_server, "wangfang")
    make_certificate(page, live_server)
    page.goto(live_server.url + paper_address(page))
    code = page.locator("#verify-code").inner_text().replace(" ", "")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    file = tmp_path / "certificate.pdf"
    download.value.save_as(file)

    assert "Signature is Valid" in signatures(file)
    assert download.value.suggested_filename.startswith("社会保险参保证明")
    with chromium.visitor(browser) as stranger:
        checking = stranger.new_page()
        checking.goto(f"{live_server.url}/verify/?c={code}")
        expect(checking.get_by_role("heading", name="这份凭证是真的")).to_be_visible()
        checking.get_by_label("收到的 PDF 文件").set_input_files(file)
        checking.get_by_role("button", name="比对文件").click()
        expect(checking.get_by_text("没有改过")).to_be_visible()


def signatures(file: Path) -> str:
    """What an outside tool says of the file's signatures."""
    try:
        said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("pdfsig is not installed")
    return said.stdout


@pytest.mark.clause("5.3.1a", "6.1.3d")
def test_a_promised_errand_is_filed_with_keys_alone(
    page: Page, live_server: Any, mover: Any
) -> None:
    sign_in(page, live_server, "wangwei")
    page.goto(f"{live_server.url}/p/pension-transfer/do/")
    press_on(page, "下一步：核对确认")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "is_approved_move"
    page.keyboard.press("ArrowDown")
    press_on(page, "下一步：核对确认")
    walk_to(page, "#risk_confirmed")
    page.keyboard.press("Space")
    press_on(page, "确认提交")

    expect(page.get_by_role("heading", name="已受理")).to_be_visible()
    assert re.search(r"SB\d{15}", page.locator("#receipt-number").inner_text())


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until the cursor stands there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keys")


def press_on(page: Page, words: str) -> None:
    """Walk to a button by its words and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in str(page.evaluate("document.activeElement.textContent")):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {words} by keys")


@pytest.mark.clause("5.3.1a")
def test_the_same_errand_is_filed_without_script(
    browser: Browser, live_server: Any, mover: Any
) -> None:
    with chromium.visitor(browser, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server, "wangwei")
        page.goto(f"{live_server.url}/p/pension-transfer/do/")
        page.get_by_label("原参保地").select_option("990200")
        page.get_by_role("group", name="是否经县级以上").get_by_text("否", exact=True).click()
        page.get_by_role("button", name="下一步").click()
        page.get_by_text("我已看清以上影响").click()
        page.get_by_role("button", name="确认提交").click()

        expect(page.get_by_role("heading", name="已受理")).to_be_visible()
        page.get_by_role("link", name="看进度").click()
        expect(page.get_by_text("新参保地审核").first).to_be_visible()


@pytest.mark.clause("5.3.1a")
def test_typing_is_kept_while_one_types(page: Page, live_server: Any, wang: Any) -> None:
    sign_in(page, live_server, "wangfang")
    page.goto(f"{live_server.url}/p/key-facts-change/do/")
    page.get_by_label("为什么要更正").fill("户口簿和登记的姓名不一样")
    page.keyboard.press("Tab")
    page.get_by_text("已自动保存").wait_for()
    page.reload()

    assert page.get_by_label("为什么要更正").input_value() == "户口簿和登记的姓名不一样"


@pytest.mark.clause("5.2.1b")
def test_progress_shows_a_decision_without_a_press(
    page: Page, live_server: Any, mover: Any, settings: Any
) -> None:
    from shebao.hall.office.applications import actions
    from shebao.hall.office.applications.access import own_case
    from shebao.hall.office.connections import outside
    from tests.channels.web.conftest import signed_in
    from tests.channels.web.errands import MOVING, TRANSFER, filed
    from tests.support.staff import proven

    number = filed(proven(signed_in(mover.pk), at=clock.now()), TRANSFER, **MOVING)
    sign_in(page, live_server, "wangwei")
    page.clock.install()
    heard = chromium.listen(page)
    page.goto(f"{live_server.url}/my/cases/{number}/")
    case = own_case(number, visitor=mover.visitor)
    actions.withdraw(
        case, account=mover.visitor.account, channel="web", outside=outside(),
        now=case.submitted_at,
    )  # fmt: skip
    page.clock.fast_forward("00:21")
    page.locator("#progress").get_by_text("已撤回").first.wait_for()

    assert heard == []
