"""A certificate in a real browser, without scripts: take the text, sign it, send it, be in."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.channels.web.test_certificates import admitted, own, root  # noqa: F401
from tests.kit import browser as chromium
from tests.support.certificates import NOW, Certified

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.clause("5.4.1.3b", "6.2.6", "6.1.3a"),
]  # fmt: skip


def signed(page: Page, holder: Certified, *, changed: bool = False) -> None:
    """Sign the text of the page and choose the answer."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载文件", exact=True).click()
    text = coming.value.path().read_bytes()
    answer = holder.answer(text + b"!" if changed else text)
    page.get_by_label("签名文件").set_input_files(
        {"name": "a.p7s", "mimeType": "application/pkcs7-signature", "buffer": answer}
    )


def test_a_certificate_opens_the_account_and_a_wrong_signature_shows_the_way_out(
    browser: Browser, live_server: Any, hall: Any, wang: Any, admitted: Any, root: Certified,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(hall, "certificates", At(hall.certificates))
    with chromium.visitor(browser, java_script_enabled=False) as made:
        page = made.new_page()
        page.goto(f"{live_server.url}/login/?next=/my/cases/")
        page.get_by_role("link", name="数字证书").click()
        signed(page, own(hall, root), changed=True)
        page.get_by_role("button", name="用数字证书登录").click()
        expect(page.get_by_text("请重新下载文件").first).to_be_visible()
        expect(page.get_by_role("link", name="用密码或验证码登录")).to_be_visible()

        signed(page, own(hall, root))
        page.get_by_role("button", name="用数字证书登录").click()
        page.wait_for_url(f"{live_server.url}/my/cases/")


class At:
    """The same check on the day the certificates of the tests are good."""

    def __init__(self, check: Any) -> None:
        self.check = check

    def signed(self, answer: bytes, *, challenge: bytes, now: Any) -> Any:
        return self.check.signed(answer, challenge=challenge, now=NOW)


@pytest.mark.parametrize("view", ["standard.normal.on", "elder.normal.on"])
def test_the_page_has_no_barrier_at_any_width(
    browser: Browser, live_server: Any, hall: Any, admitted: Any, view: str  # noqa: F811
) -> None:  # fmt: skip
    with chromium.visitor(browser) as made:
        chromium.prefer(made, live_server.url, view)
        page = made.new_page()
        page.goto(f"{live_server.url}/login/certificate/")
        wide = [width for width in chromium.WIDTHS if chromium.overflow(page, width)]

        assert chromium.violations(page) == []
        assert wide == []
