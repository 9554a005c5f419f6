"""A real browser for tests, started the one way that works everywhere; the gates of a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
WIDTHS = (320, 390, 1440)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
VIEW_COOKIE = "shebao_view"


def executable() -> str | None:
    """Where Chromium is; ``None`` where there is none."""
    named = os.environ.get("SHEBAO_CHROMIUM", "")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    # Playwright's loop makes Django believe that views run inside an event loop.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)


@contextmanager
def visitor(browser: Browser, *, width: int = 1440, **options: Any) -> Iterator[BrowserContext]:
    """A fresh visitor from China; closed at the end.

    ``java_script_enabled=False`` and other options of a context go through.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 900 else 844},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **options,
    )
    try:
        yield context
    finally:
        context.close()


def prefer(context: BrowserContext, address: str, view: str) -> None:
    """Choose a view before the first page: ``elder.normal.on``, ``standard.high.on`` …"""
    context.add_cookies([{"name": VIEW_COOKIE, "value": view, "url": address}])


def listen(page: Page) -> list[str]:
    """Everything this page complains of from now on, refused styles and scripts included."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds against the page as it stands: the rule, and where."""
    # Evaluated by the debugger, so the page's own strict policy stays in force.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {resultTypes: ['violations'],"
        " runOnly: {type: 'tag', values: tags}})",
        TAGS,
    )
    return [
        {"rule": one["id"], "where": [node["target"] for node in one["nodes"]]}
        for one in found["violations"]
    ]


def overflow(page: Page, width: int) -> int:
    """By how many pixels the page is wider than a screen of this width."""
    size = page.viewport_size or {"height": 900}
    page.set_viewport_size({"width": width, "height": size["height"]})
    return int(page.evaluate(OVERFLOW))


def assert_clean(page: Page, heard: list[str] | None = None) -> None:
    """No barrier axe can find, no sideways scrolling at any width, no complaint in the console."""
    before = page.viewport_size
    assert violations(page) == []
    assert {width: overflow(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []
    if before:
        page.set_viewport_size(before)
    assert not heard
