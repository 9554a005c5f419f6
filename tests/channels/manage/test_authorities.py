"""The register of certificate makers on its pages (6.2.7)."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import Authority
from tests.support.cast import enter_staff
from tests.support.staff import read, seated

pytestmark = pytest.mark.clause("6.2.7")
PATH = "/manage/authorities/"
MARK = ":".join(["AB"] * 32)
TYPED = {
    "kind": "ca", "name": "示例认证中心", "code": "91990000MA0000000X", "fingerprint": MARK,
    "acceptance": "验收〔2026〕1号", "liability": "责任书1号",
    "accepted_on_year": "2026", "accepted_on_month": "1", "accepted_on_day": "5",
    "since_year": "2026", "since_month": "1", "since_day": "10",
    "until_year": "2026", "until_month": "3", "until_day": "20",
}  # fmt: skip


@pytest.fixture
def other(hall: Any) -> Client:
    """The browser of the second security officer."""
    return seated(enter_staff("fanglin", "方琳", Role.SECURITY))


def act(client: Client, action: str) -> str:
    number = Authority.objects.latest("id").number
    return read(client.post(PATH, {"number": number, "action": action}, follow=True))


def test_two_admit_and_two_withdraw_and_everybody_can_read_it(
    guarding: Client, other: Client, manage: Client, client: Client
) -> None:
    assert "等另一名安全管理员批准" in read(guarding.post(PATH, TYPED, follow=True))
    assert "要由另一名安全管理员批准" in act(guarding, "admit")
    assert "示例认证中心" not in read(client.get("/open/authorities/"))
    assert "已准入，立即生效" in act(other, "admit")
    public = read(client.get("/open/authorities/"))
    assert "示例认证中心" in public
    assert "ab" * 32 in public
    assert "示例认证中心" in read(manage.get("/manage/"))

    act(other, "end")
    assert "要由另一名安全管理员批准" in act(other, "withdraw")
    assert "继续有效" in act(guarding, "keep")
    act(other, "end")
    assert "已废止" in act(guarding, "withdraw")
    assert "示例认证中心" not in read(client.get("/open/authorities/"))
    assert "刚刚有了变化" in act(guarding, "withdraw")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fingerprint": "12"}, "64 位十六进制"),
        ({"acceptance": ""}, "没有验收不能准入"),
        ({"liability": ""}, "承担法律责任"),
        ({"since_day": "1"}, "不能早于验收日期"),
        ({"until_year": "2025"}, "不能早于开始的日期"),
        ({"kind": "x"}, "请选择类别"),
        ({"until_day": ""}, "请填写到哪天止"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    guarding: Client, change: dict[str, str], words: str
) -> None:
    answer = guarding.post(PATH, {**TYPED, **change})

    assert answer.status_code == 422
    assert words in read(answer)
    assert not Authority.objects.exists()


def test_a_certificate_is_entered_once(guarding: Client) -> None:
    guarding.post(PATH, TYPED)

    assert "已经登记过" in read(guarding.post(PATH, TYPED))
    assert Authority.objects.count() == 1
