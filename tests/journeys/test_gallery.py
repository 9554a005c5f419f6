"""Every component in every view: no barrier, no sideways scrolling, nothing too small."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shebao.hall.kit.gallery import PAGES
from tests.kit import browser as chromium

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STATES = [*PAGES, "fields&state=errors", "form&state=errors"]
VIEWS = ["standard.normal.on", "elder.normal.on", "standard.high.on", "large.normal.on"]
PUBLIC = ["home", "service", "form", "fields", "error"]
SMALLEST = """selector => {
  const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()
    && one.getClientRects().length && !one.closest('.vh,svg')
    && [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()));
  return Math.min(...seen.map((one) => parseFloat(getComputedStyle(one).fontSize)));
}"""
LOW = """least => [...document.querySelectorAll('.btn,.in,.sel,.rad,.eld,.tab,.nav a,.hot,summary')]
  .filter((one) => one.checkVisibility() && one.getClientRects().length)
  .filter((one) => Math.round(one.getBoundingClientRect().height) < least)
  .map((one) => `${one.className} ${one.textContent.trim().slice(0, 12)}`)"""
RING = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const drawn = one.matches('.rad input') ? one.closest('.rad') : one;
  const style = getComputedStyle(drawn);
  return {what: one.outerHTML.slice(0, 80), ring: parseFloat(style.outlineWidth),
    inView: box.bottom > 0 && box.top < innerHeight};
}"""


def _open(page: Page, live_server: Any, state: str) -> None:
    page.goto(f"{live_server.url}/dev/ui/?page={state}")


@pytest.mark.clause("6.1.3a")
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("state", STATES)
def test_no_barrier_and_no_sideways_scrolling(
    browser: Browser, live_server: Any, state: str, view: str
) -> None:
    with chromium.visitor(browser) as context:
        chromium.prefer(context, live_server.url, view)
        page = context.new_page()
        heard = chromium.listen(page)
        _open(page, live_server, state)
        # The error page is drawn here with the status of a page that was found.
        chromium.assert_clean(page, heard)


def test_axe_is_awake(page: Page, live_server: Any) -> None:
    _open(page, live_server, "parts")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')")

    assert "image-alt" in [one["rule"] for one in chromium.violations(page)]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("state", PUBLIC)
def test_elders_find_nothing_small(
    browser: Browser, live_server: Any, state: str, width: int
) -> None:
    with chromium.visitor(browser, width=width) as context:
        chromium.prefer(context, live_server.url, "elder.normal.on")
        page = context.new_page()
        _open(page, live_server, state)

        assert page.locator("html").get_attribute("data-mode") == "elder"
        assert page.evaluate(SMALLEST, "body *") >= 18
        assert page.evaluate(LOW, 60) == []


@pytest.mark.parametrize("state", PUBLIC)
def test_main_controls_can_be_hit_with_a_thumb(
    browser: Browser, live_server: Any, state: str
) -> None:
    with chromium.visitor(browser, width=390) as context:
        page = context.new_page()
        _open(page, live_server, state)

        assert page.evaluate(LOW, 44) == []


@pytest.mark.parametrize("state", ["home", "form", "desk"])
def test_tab_goes_everywhere_and_is_always_seen(page: Page, live_server: Any, state: str) -> None:
    _open(page, live_server, state)
    stops = []
    for _ in range(90):
        page.keyboard.press("Tab")
        stop = page.evaluate(RING)
        if stop is None:
            break
        stops.append(stop)

    assert "main" in stops[0]["what"]
    assert len(stops) <= 70
    assert [stop for stop in stops if stop["ring"] < 3 or not stop["inView"]] == []


def test_errors_take_the_focus_and_lead_to_their_field(page: Page, live_server: Any) -> None:
    _open(page, live_server, "form&state=errors")
    assert page.evaluate("document.activeElement.id") == "errors"

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "stopped"


def test_a_question_appears_with_the_answer_that_asks_for_it(page: Page, live_server: Any) -> None:
    _open(page, live_server, "fields")
    asked = page.locator("#stopped_on")
    expect(asked).to_be_hidden()

    page.locator("input[name=stopped][value=yes]").check()

    expect(asked).to_be_visible()


def test_without_script_nothing_is_missing(browser: Browser, live_server: Any) -> None:
    with chromium.visitor(browser, java_script_enabled=False) as context:
        page = context.new_page()
        for state in STATES:
            _open(page, live_server, state)
            assert page.locator("h1").count() == 1
            assert page.locator("main").count() == 1
            assert page.locator("form:not([action])").count() == 0
        _open(page, live_server, "fields")
        expect(page.locator("#stopped_on")).to_be_visible()


@pytest.mark.parametrize("key", ["j", "/"])
def test_staff_keys_move_and_find(page: Page, live_server: Any, key: str) -> None:
    _open(page, live_server, "desk")

    page.keyboard.press(key)

    wanted = "[data-row]" if key == "j" else "#seek"
    assert page.evaluate("wanted => document.activeElement.matches(wanted)", wanted)


def test_staff_can_switch_single_keys_off(browser: Browser, live_server: Any) -> None:
    with chromium.visitor(browser) as context:
        chromium.prefer(context, live_server.url, "standard.normal.off")
        page = context.new_page()
        _open(page, live_server, "desk")

        page.keyboard.press("/")

        assert page.evaluate("document.activeElement === document.body")


def test_pages_stay_light(page: Page, live_server: Any) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    _open(page, live_server, "home")
    page.wait_for_load_state("networkidle")

    assert len(sizes) <= 6
    # Sent as they are by the test server; compressed they are a third of this.
    assert sum(sizes) <= 120 * 1024
