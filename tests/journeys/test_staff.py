"""Staff come in by two factors, or learn the way out; what they uncover its owner can read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import StaffRequest
from shebao.hall.office.applications.models import Application
from tests.journeys.portal import sign_in as sign_in_person
from tests.journeys.test_desk import assert_no_barrier, sign_in
from tests.journeys.test_identity import Key
from tests.kit import browser as chromium
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import PASSWORD, enter_staff
from tests.support.staff import NOON, at_city, next_code

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """The server's clock; it runs."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def case(file: Callable[..., Application], wang: Any) -> Application:  # noqa: F811
    return at_city(file(wang, "trial-promised", new_name="王方"))


@pytest.mark.clause("6.2.5", "6.2.6a")
def test_a_wrong_code_says_the_way_out_and_the_next_one_opens(
    page: Page, live_server: Any, reviewer: Any
) -> None:
    heard = chromium.listen(page)
    page.goto(f"{live_server.url}/desk/sign-in/")
    page.get_by_label("工作账号").fill("zhaoming")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="第二步核验").wait_for()
    assert_no_barrier(page, heard)
    page.get_by_label("验证器动态码").fill("000000")
    page.get_by_role("button", name="进入").click()
    page.get_by_text("动态码不对").first.wait_for()
    assert page.get_by_text("重新绑定").count()

    page.get_by_label("验证器动态码").fill(next_code("zhaoming", now=clock.now()))
    page.get_by_role("button", name="进入").click()
    page.wait_for_url(f"{live_server.url}/desk/")


@pytest.mark.clause("6.3.1", "6.3.2")
def test_what_a_clerk_uncovered_and_why_is_read_by_its_owner(
    browser: Browser, page: Page, live_server: Any, case: Application, reviewer: Any, wang: Any
) -> None:
    sign_in(page, live_server, "zhaoming", f"/desk/case/{case.number}/")
    page.click("summary:has-text('显示全部')")
    page.click("button:has-text('显示')")
    page.get_by_text("请选一个理由").wait_for()
    page.check("input[name=reason][value=contact]")
    page.fill("#show-words", "电话核对新姓名的写法")
    page.click("button:has-text('显示')")
    page.wait_for_selector(".inset.info")

    with chromium.visitor(browser) as context:
        own = context.new_page()
        sign_in_person(own, live_server, "wangfang")
        own.goto(f"{live_server.url}/my/access/")
        assert own.get_by_text("电话核对新姓名的写法").count()


@pytest.mark.clause("6.2.5", "6.2.7")
def test_two_officers_make_a_colleague_and_no_page_of_theirs_has_a_barrier(
    browser: Browser, page: Page, live_server: Any, security: Any
) -> None:
    enter_staff("fanglin", "方琳", Role.SECURITY)
    heard = chromium.listen(page)
    sign_in(page, live_server, "zhengshou", "/manage/staff/")
    page.get_by_role("link", name="新增工作人员").click()
    assert_no_barrier(page, heard)
    page.get_by_label("姓名").fill("新仁")
    page.get_by_label("工作账号").fill("xinren")
    page.get_by_label("本人手机号").fill("13800000088")
    page.get_by_label("窗口经办岗").check()
    until = clock.local_date(clock.now()) + timedelta(days=300)
    for part, text in (("year", until.year), ("month", until.month), ("day", until.day)):
        page.fill(f"[name=until_{part}]", str(text))
    page.get_by_label("理由").fill("新进人员")
    page.get_by_role("button", name="提交，等另一人批准").click()
    page.get_by_text("等另一名安全管理员批准").first.wait_for()
    assert_no_barrier(page, heard)
    for path in ("/manage/authorities/", "/manage/alarms/", "/manage/users/"):
        page.goto(live_server.url + path)
        assert_no_barrier(page, heard)
    page.goto(f"{live_server.url}/desk/enrol/")
    assert_no_barrier(page, heard)

    with chromium.visitor(browser) as context:
        other = context.new_page()
        sign_in(other, live_server, "fanglin", "/manage/staff/")
        other.get_by_role("button", name="批准", exact=False).first.click()
        other.get_by_text("已批准，立即生效").wait_for()
        other.get_by_role("link", name="新仁").click()
        assert other.get_by_text("等本人启用").count()

    assert StaffRequest.objects.get().state == "approved"


@pytest.mark.clause("6.2.5", "6.2.6b", "6.1.3a")
def test_a_clerk_adds_a_key_on_their_own_page_and_comes_in_by_it(
    page: Page, live_server: Any, reviewer: Any
) -> None:
    heard = chromium.listen(page)
    Key(page)
    sign_in(page, live_server, "zhaoming")
    page.goto(f"{live_server.url}/desk/account/")
    assert_no_barrier(page, heard)
    page.get_by_label("给它起个名字").fill("窗口电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_text("通行密钥已添加").wait_for()
    assert_no_barrier(page, heard)
    page.get_by_role("button", name="退出", exact=True).first.click()

    page.goto(f"{live_server.url}/desk/sign-in/")
    page.get_by_label("工作账号").fill("zhaoming")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="用通行密钥核验").click()
    page.wait_for_url(f"{live_server.url}/desk/")
