"""Every kind of page of the portal: no barrier, no sideways scrolling, no complaint."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from shebao.hall.kit import clock
from shebao.hall.office.documents.models import Paper
from tests.channels.web.conftest import signed_in
from tests.channels.web.errands import CERTIFICATE, MOVING, PROVING, TRANSFER, filed
from tests.journeys.portal import sign_in
from tests.kit import browser as chromium
from tests.support.staff import proven

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

VIEWS = ["standard.normal.on", "elder.normal.on"]
PUBLIC = [
    "/", "/p/", "/p/?q=没有这样的服务", "/p/pension-transfer/", "/p/insured-certificate/",
    "/p/deemed-years/", "/e/", "/verify/", "/verify/?c=ZZZZZZZZZZZZZZZZ", "/offices/", "/open/",
    "/open/trail/", "/ask/", "/ask/complaint/", "/help/", "/terms/", "/a11y/", "/login/",
    "/no-such-page/",
]  # fmt: skip
MINE = [
    "/", "/my/", "/my/rights/", "/my/rights/?tab=contributions&year=2012",
    "/my/rights/?tab=account", "/my/rights/?tab=transfers", "/my/rights/?tab=benefits",
    "/my/cases/", "/my/docs/", "/my/docs/?menu=voucher", "/my/msg/", "/my/access/",
    "/my/access/?show=acts", "/my/estimate/", "/my/estimate/?all=1&s=......&s=2041-03.12.100....",
    "/my/account/", "/p/insured-certificate/do/", "/p/pension-transfer/do/",
    "/p/key-facts-change/do/", "/p/contact-change/do/",
]  # fmt: skip


@pytest.fixture
def context(browser: Browser, live_server: Any, view: str) -> Iterator[BrowserContext]:
    """A visitor who likes the pages so."""
    with chromium.visitor(browser) as made:
        chromium.prefer(made, live_server.url, view)
        yield made


def faults_of(page: Any, address: str) -> dict[str, Any]:
    """What is wrong with a page, by name; nothing is left out for being small."""
    heard = chromium.listen(page)
    answer = page.goto(address)
    assert answer is not None
    found: dict[str, Any] = {}
    for width in chromium.WIDTHS:
        wide = chromium.overflow(page, width)
        if wide:
            found[f"wider than {width}"] = wide
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        barriers = chromium.violations(page)
        if barriers:
            found[f"axe at {width}"] = barriers
    expected = "404" if answer.status == 404 else None
    complaints = [words for words in heard if not (expected and expected in words)]
    return {**found, "console": complaints} if complaints else found


@pytest.mark.clause("6.1.3a", "6.1.3c")
@pytest.mark.parametrize("view", VIEWS)
def test_public_pages_have_no_barrier(
    context: BrowserContext, live_server: Any, hall: Any, view: str
) -> None:
    page = context.new_page()
    found = {address: faults_of(page, live_server.url + address) for address in PUBLIC}

    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.clause("6.1.3a", "6.1.3c")
@pytest.mark.parametrize("view", VIEWS)
def test_pages_of_ones_own_have_no_barrier(
    context: BrowserContext, live_server: Any, wang: Any, view: str
) -> None:
    client = proven(signed_in(wang.pk), at=clock.now())
    done = filed(client, CERTIFICATE, **PROVING)
    refused = filed(client, TRANSFER, **{**MOVING, "from_region": "990100"})
    more = [
        f"/my/cases/{done}/", f"/my/cases/{done}/?receipt=1", f"/my/cases/{refused}/?receipt=1",
        f"/my/docs/{certificate()}/", message(client), newest_look(client),
    ]  # fmt: skip
    page = context.new_page()
    sign_in(page, live_server, "wangfang")
    found = {address: faults_of(page, live_server.url + address) for address in MINE + more}

    assert {address: faults for address, faults in found.items() if faults} == {}


def certificate() -> str:
    """The number of the newest certificate."""
    return str(Paper.objects.filter(menu="certificate").latest("id").number)


def newest_look(client: Any) -> str:
    """The address of an entry of the trail."""
    found = re.search(r'href="(/my/access/\d+/)"', client.get("/my/access/").content.decode())
    assert found is not None
    return found[1]


def message(client: Any) -> str:
    """The address of a message."""
    found = re.search(r'href="(/my/msg/\d+/)"', client.get("/my/msg/").content.decode())
    assert found is not None
    return found[1]


@pytest.mark.clause("6.1.3a")
@pytest.mark.parametrize("view", VIEWS)
def test_the_steps_with_mistakes_and_the_check_have_no_barrier(
    context: BrowserContext, live_server: Any, mover: Any, view: str
) -> None:
    page = context.new_page()
    sign_in(page, live_server, "wangwei")
    page.goto(f"{live_server.url}/p/pension-transfer/do/")
    page.get_by_role("button", name="下一步").click()
    mistakes = chromium.violations(page), chromium.overflow(page, 320)
    page.get_by_label("原参保地").select_option("990200")
    page.get_by_role("group", name="是否经县级以上").get_by_text("否", exact=True).click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("我已看清以上影响").wait_for()
    check = chromium.violations(page), chromium.overflow(page, 320)

    assert mistakes == ([], 0)
    assert check == ([], 0)


@pytest.mark.clause("6.1.3a")
@pytest.mark.parametrize("view", VIEWS[1:])
def test_nothing_an_elder_must_read_is_small(
    context: BrowserContext, live_server: Any, chen: Any, view: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, "chenjianguo")
    smallest = {}
    for address in (
        "/",
        "/p/",
        "/p/eligibility-certification/",
        "/my/",
        "/my/rights/?tab=benefits",
    ):
        page.goto(live_server.url + address)
        smallest[address] = page.evaluate(SMALLEST)

    assert {address: size for address, size in smallest.items() if size < 18} == {}


SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')].filter((one) =>
  one.checkVisibility() && one.getClientRects().length && !one.closest('.vh,svg')
  && [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
