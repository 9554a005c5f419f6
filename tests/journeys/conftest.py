"""A browser and a started product for tests that go the way people go."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.kit import browser as chromium


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """The folder of collected files, empty: styles come straight from the source."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; they are skipped on a machine without one."""
    if chromium.executable() is None:
        pytest.skip("there is no Chromium on this machine")
    # As patient as every other step: a busy machine answers late, not wrongly.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new visitor's first tab, at 1440 by 900."""
    with chromium.visitor(browser) as context:
        yield context.new_page()
