"""The core is killed: pages stay up and say so, and nothing that was sent is lost (6.4.4)."""

import json
import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from urllib.error import HTTPError

import pytest

from shebao.commands.processes import answers
from tests.chaos.test_kill_nine import Town, rows, settled, town  # noqa: F401

pytestmark = [pytest.mark.clause("6.4.4", "6.4.5", "4.3"), pytest.mark.chaos]
CERTIFICATE = "/p/insured-certificate/do/"
UP = (
    "/", "/p/", "/p/insured-certificate/", CERTIFICATE, "/p/pension-transfer/do/", "/my/",
    "/my/cases/", "/my/docs/", "/my/msg/", "/my/access/", "/my/account/", "/verify/", "/help/",
    "/offices/",
)  # fmt: skip


class Browser:
    """Cookies and forms, nothing else."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        body = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(f"{self.address}{path}", body, timeout=20) as reply:
                return reply.status, reply.url, reply.read().decode()
        except HTTPError as error:
            return error.code, error.url, error.read().decode()

    def fill(self, path: str, **fields: str) -> tuple[int, str, str]:
        page = self.open(path)[2]
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="(\w+)"', page))
        return self.open(path, {**hidden, **fields})


@pytest.fixture
def wang(town: Town) -> Browser:  # noqa: F811
    words = json.loads((town.folder / "secrets" / "sign-ins.json").read_text())
    browser = Browser(town.around["SHEBAO_PUBLIC_URL"])
    browser.fill("/login/", name="wangfang", password=words["wangfang"])
    return browser


def _is_well(town: Town, wang: Browser) -> bool:  # noqa: F811
    """Everything is settled, and the hall has noticed that the core is back."""
    return settled(town.folder / "hall.sqlite3") and wang.open("/my/rights/")[0] == 200


def test_with_the_core_killed_pages_stay_and_what_is_sent_is_done_later(
    town: Town,  # noqa: F811
    wang: Browser,
) -> None:
    town.kill("core")
    stood = {path: wang.open(path)[0] for path in UP}
    rights = wang.open("/my/rights/")
    status, receipt, page = wang.fill(
        CERTIFICATE, action="submit", purpose="school", with_months="no", risk_confirmed="yes"
    )
    number = receipt.split("/my/cases/")[1].split("/")[0]
    town.kill("worker")
    town.start("worker")
    town.start("core")
    assert answers(f"{town.around['SHEBAO_WALL_URL']}/livez", seconds=60)
    end = time.monotonic() + 60
    while not _is_well(town, wang) and time.monotonic() < end:
        time.sleep(0.3)
    done = wang.open(f"/my/cases/{number}/")[2]

    assert stood == dict.fromkeys(UP, 200)
    assert rights[0] == 503
    assert "暂时连不上" in rights[2]
    assert status == 200
    assert "正在排队" in page
    assert "已办结" in done
    assert number in "".join(
        str(row) for row in rows(town.folder / "hall.sqlite3", 'SELECT "case" FROM notices_notice')
    )
    assert wang.open("/my/rights/")[0] == 200
