"""What I am told by which way, when not, and to which mailbox (5.4.4)."""

import re
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.notices import queries
from shebao.hall.office.notices.models import Notice
from tests.channels.web.errands import read

HERE = "/my/msg/wishes/"

pytestmark = pytest.mark.clause("5.4.4")


def test_what_is_unticked_no_longer_comes_by_that_way(as_wang: Client, wang: Any) -> None:
    before = read(as_wang.get(HERE))
    answer = as_wang.post(
        HERE,
        {"action": "save", "wanted": ["sms:case", "email:case"], "quiet_from": "21",
         "quiet_until": "8"},
    )  # fmt: skip
    after = read(as_wang.get(answer["Location"]))
    found = queries.wishes(wang.visitor.subject)

    assert before.count('type="checkbox"') == before.count(" checked>") == 8
    assert "已保存" in after
    assert after.count(" checked>") == 2
    assert (found.quiet_from, found.quiet_until) == (21, 8)
    assert "sms:record" in found.switched_off
    assert "设置消息怎么收" in read(as_wang.get("/my/access/"))


@pytest.mark.parametrize("hour", ["", "24", "x", "-1"])
def test_an_hour_no_day_has_is_refused_with_words(as_wang: Client, hour: str) -> None:
    answer = as_wang.post(HERE, {"action": "save", "quiet_from": hour, "quiet_until": "7"})

    assert answer.status_code == 422
    assert "请从列表里选择时间" in read(answer)


def test_a_mailbox_is_confirmed_by_the_code_sent_to_it_and_shown_covered(as_wang: Client) -> None:
    asked = as_wang.post(HERE, {"action": "ask", "address": "wang@example.cn"})
    page = read(as_wang.get(asked["Location"]))
    code = re.findall(r"[0-9]{6}", Notice.objects.get(way="email").words)[0]
    done = as_wang.post(HERE, {"action": "confirm", "code": code})
    confirmed = read(as_wang.get(done["Location"]))
    again = as_wang.post(HERE, {"action": "confirm", "code": code})
    ended = read(as_wang.get(as_wang.post(HERE, {"action": "end"})["Location"]))

    assert "邮件里的验证码" in page
    assert "w***@example.cn" in confirmed
    assert "wang@example.cn" not in confirmed
    assert again.status_code == 422
    assert "验证码不对" in read(again)
    assert "w***@example.cn" not in ended


def test_what_is_no_address_is_refused_and_kept_in_the_field(as_wang: Client) -> None:
    answer = as_wang.post(HERE, {"action": "ask", "address": "wang-at-example"})

    assert answer.status_code == 422
    assert "这不像一个邮箱地址" in read(answer)
    assert "wang-at-example" in read(answer)


def test_codes_to_mailboxes_are_counted(as_wang: Client) -> None:
    answers = [as_wang.post(HERE, {"action": "ask", "address": "w@example.cn"}) for _ in range(6)]

    assert [one.status_code for one in answers] == [302] * 5 + [422]
    assert "发送的次数太多了" in read(answers[-1])


def test_how_quickly_messages_leave_is_told_to_everybody(client: Client, hall: Any) -> None:
    from tests.channels.web.conftest import NOON

    for place in range(4):
        Notice.objects.create(
            event=f"e{place}", subject="1", way="sms", title="t", words="w", created_at=NOON,
            wanted_at=NOON, sent_at=NOON.replace(second=0 if place else 30),
        )  # fmt: skip

    assert "10 秒内送出 75%" in read(client.get("/open/"))
