"""The same pages in English: longer words fit, and no barrier comes with them."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.test_portal_pages import MINE, PUBLIC, faults_of
from tests.kit import browser as chromium
from tests.support.cast import Player
from tests.support.staff import seated

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DESK = ["/desk/", "/desk/?box=pool", "/desk/keys/", "/desk/me/"]
MANAGE = ["/manage/", "/manage/postings/", "/manage/items/"]


def _keep(context: BrowserContext, server: Any, **cookies: str) -> None:
    context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies.items()]
    )


def _faults(browser: Browser, server: Any, paths: list[str], who: Player | None = None) -> Any:
    with chromium.visitor(browser) as context:
        _keep(context, server, **{settings.LANGUAGE_COOKIE_NAME: "en"})
        if who:
            session = seated(who).cookies[settings.SESSION_COOKIE_NAME].value
            _keep(context, server, **{settings.SESSION_COOKIE_NAME: session})
        page = context.new_page()
        faults = {path: faults_of(page, f"{server.url}{path}") for path in paths}
        assert page.evaluate("document.documentElement.lang") == "en"
    return {path: found for path, found in faults.items() if found}


def test_public_pages(browser: Browser, live_server: Any, hall: Any) -> None:
    assert _faults(browser, live_server, PUBLIC) == {}


def test_my_own_pages(browser: Browser, live_server: Any, wang: Any) -> None:
    assert _faults(browser, live_server, MINE, wang) == {}


def test_the_desk(browser: Browser, live_server: Any, reviewer: Any) -> None:
    assert _faults(browser, live_server, DESK, reviewer) == {}


def test_running_the_system(
    browser: Browser, live_server: Any, operator: Any, security: Any, auditor: Any
) -> None:
    assert _faults(browser, live_server, MANAGE, operator) == {}
    assert _faults(browser, live_server, ["/manage/users/"], security) == {}
    assert _faults(browser, live_server, ["/manage/audit/"], auditor) == {}
