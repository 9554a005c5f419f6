"""A program is let in in a real browser, and the browser goes back to the program's own address."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from shebao.hall.office.accounts.models import Partner
from tests.channels.web.test_allowing import WISH, Books
from tests.journeys.portal import sign_in
from tests.kit import browser as chromium
from tests.support.cast import MONDAY

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("6.1.2e", "6.1.3a"),
]  # fmt: skip


class Back(BaseHTTPRequestHandler):
    """The program's own page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<title>books</title>")

    def log_message(self, *parts: Any) -> None:
        """Nothing."""


@pytest.fixture
def back() -> Iterator[str]:
    """A program's address on this machine."""
    with HTTPServer(("127.0.0.1", 0), Back) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/back"
        server.shutdown()


@pytest.fixture
def number(hall: Any, back: str) -> str:
    return Partner.objects.create(
        number="KBOOKS", name=WISH.name, organisation=WISH.organisation, agreement="1",
        redirects=[back], scopes="openid profile read file", per_minute=60, since=WISH.since,
        until="2099-12-31", state="admitted", asked_by="S1", asked_at=MONDAY, agency_by="S2",
        it_by="S3",
    ).number  # fmt: skip


def question(books: Books, back: str, url: str) -> str:
    return url + books.question("openid profile read").replace(
        "https%3A%2F%2Fbooks.example.cn%2Fback", back.replace(":", "%3A").replace("/", "%2F")
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_one_lets_a_program_in_and_is_back_there_with_a_code(
    browser: Browser, live_server: Any, wang: Any, back: str, number: str, settings: Any,
    scripts: bool,
) -> None:  # fmt: skip
    settings.SHEBAO_PUBLIC_URL = live_server.url
    with chromium.visitor(browser, java_script_enabled=scripts) as made:
        page = made.new_page()
        sign_in(page, live_server, "wangfang", surely=False)
        page.goto(question(Books(number), back, live_server.url))
        expect(page.get_by_role("heading", level=1)).to_contain_text("小账本")
        if scripts:
            assert chromium.violations(page) == []
            assert [one for one in chromium.WIDTHS if chromium.overflow(page, one)] == []
        page.get_by_role("button", name="同意", exact=True).click()
        page.wait_for_url(f"{back}?**")

        assert "code=" in page.url
        assert "sbt_" not in page.url


def test_the_page_of_devices_has_no_barrier(
    browser: Browser, live_server: Any, wang: Any, number: str
) -> None:
    with chromium.visitor(browser) as made:
        page = made.new_page()
        sign_in(page, live_server, "wangfang", surely=False)
        page.goto(f"{live_server.url}/oauth/device/")

        assert chromium.violations(page) == []
        assert [one for one in chromium.WIDTHS if chromium.overflow(page, one)] == []
