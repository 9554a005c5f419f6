"""Ways through the portal that several journeys share."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page

from shebao.hall.kit import clock
from tests.support.cast import PASSWORD


def sign_in(page: Page, server: Any, name: str, *, surely: bool = True) -> None:
    """Sign in as somebody of the cast; ``surely`` as after a second proof a moment ago."""
    page.goto(f"{server.url}/login/")
    page.get_by_label("登录名、身份证号或手机号").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"{server.url}/")
    if surely:
        prove_all()


def prove_all() -> None:
    """Everybody who is signed in has just proven who they are by a second way."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get("proven"):
            session["proven"] = [*session["proven"], ["sms", clock.now().isoformat(), "d" * 32]]
            session.save()


def make_certificate(page: Page, server: Any) -> None:
    """From the home page to the receipt of a certificate: choose, press, done."""
    page.goto(f"{server.url}/p/insured-certificate/")
    page.get_by_role("link", name="立即办理").first.click()
    page.get_by_text("子女入学").click()
    page.get_by_role("group", name="附上近 24 个月的缴费情况").get_by_text("是").click()
    page.get_by_role("button", name="生成").click()
    page.get_by_role("heading", name="办好了").wait_for()


def paper_address(page: Page) -> str:
    """The address of the certificate that the receipt offers."""
    link = page.get_by_role("link", name="社会保险参保证明（个人）").first
    return str(link.get_attribute("href"))
