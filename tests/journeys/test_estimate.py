"""The pension what-if as people go it: looked at, tried otherwise, compared, printed (5.4.3d)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.portal import sign_in
from tests.kit import browser as chromium

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A visitor whose browser runs scripts, and one whose browser does not."""
    made = browser.new_context(
        locale="zh-CN", viewport={"width": 1440, "height": 900}, java_script_enabled=request.param
    )
    yield made
    made.close()


def headline(page: Page) -> str:
    """The sum that stands first."""
    return page.locator(".sum-big").inner_text()


@pytest.mark.clause("5.4.3d", "6.1.3d")
def test_somebody_looks_tries_compares_and_prints(
    visitor: BrowserContext, live_server: Any, wang: Any
) -> None:
    page = visitor.new_page()
    sign_in(page, live_server, "wangfang")
    page.get_by_role("main").get_by_role("link", name="养老金测算").last.click()
    first = headline(page)
    assert " 到 " in first

    page.get_by_label("今后按平均工资的百分之几缴费").fill("900")
    page.get_by_role("button", name="重新测算").click()
    assert "60 到 300" in page.get_by_role("alert").inner_text()
    assert headline(page) == first

    page.get_by_label("今后按平均工资的百分之几缴费").fill("150")
    page.get_by_role("button", name="加一个方案来比").click()
    table = page.get_by_role("table", name="放在一起比")
    assert table.get_by_role("row").count() == 3
    assert headline(page) != first

    page.get_by_role("link", name="细看").first.click()
    assert headline(page) == first
    page.get_by_role("button", name="打印测算单").click()
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_text("养老待遇测算单（仅供参考）").first).to_be_visible()


@pytest.mark.clause("5.4.3d", "6.1.3a")
@pytest.mark.parametrize("view", ["standard.normal.on", "elder.normal.on", "standard.high.on"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?all=1&s=......&s=2040-06......&s=.36.....&s=2046-06..300....",
        "?act=change&start_year=2043&start_month=13&ratio=900&all=1",
    ],
)
def test_the_page_has_no_barrier_with_everything_unfolded(
    browser: Browser, live_server: Any, wang: Any, view: str, query: str
) -> None:
    with chromium.visitor(browser) as context:
        chromium.prefer(context, live_server.url, view)
        page = context.new_page()
        sign_in(page, live_server, "wangfang")
        heard = chromium.listen(page)
        page.goto(f"{live_server.url}/my/estimate/{query}")
        page.evaluate(
            "for (const one of document.querySelectorAll('main details')) one.open = true"
        )
        found = {}
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = chromium.overflow(page, width), chromium.violations(page)

    assert found == dict.fromkeys((320, 390, 1440), (0, []))
    assert [one for one in heard if "422" not in one] == []
