"""The catalogue, the ten elements of a service, the front door and messages."""

import re
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.catalogue.queries import catalogue, current
from tests.channels.web.errands import CERTIFICATE, PROVING, TRANSFER, filed, read


@pytest.mark.clause("3.2")
def test_every_service_publishes_its_ten_elements(hall: Any) -> None:
    for card in catalogue():
        item, page = current(card.slug).item, read(Client().get(f"/p/{card.slug}/"))
        elements = item.elements
        for words in (
            item.name, item.summary, "办理材料", elements.ways, elements.time_limit,
            elements.delivery, elements.fee, elements.hours, elements.inquiry, elements.complaint,
        ):  # fmt: skip
            assert words in page, (card.slug, words)


@pytest.mark.clause("5.3.2", "5.6.1b")
def test_a_service_shows_its_risk_guide_questions_and_basis(hall: Any) -> None:
    page = read(Client().get(f"/p/{TRANSFER}/"))

    for words in (
        "不能撤回",
        "谁能办",
        "大家常问",
        "《中华人民共和国社会保险法》第十九条",
        "立即办理",
    ):
        assert words in page


@pytest.mark.clause("4.1", "6.1.3c")
def test_services_are_found_by_what_people_say(hall: Any) -> None:
    assert f'href="/p/{TRANSFER}/"' in read(Client().get("/p/?q=换工作社保怎么转"))
    assert "换个说法试试" in read(Client().get("/p/?q=qqqq"))
    assert "换个说法试试" not in read(
        Client().get("/p/?theme=nonsense&handling=nonsense&audience=x")
    )


def test_filters_combine_and_each_can_be_taken_away(hall: Any) -> None:
    page = read(Client().get("/p/?theme=records&handling=instant"))

    assert f'href="/p/{CERTIFICATE}/"' in page
    assert f'href="/p/{TRANSFER}/"' not in page
    assert 'aria-label="去掉筛选：查询打印"' in page


@pytest.mark.clause("6.1.3c")
def test_no_page_shows_more_than_three_crumbs(as_wang: Client) -> None:
    number = filed(as_wang, CERTIFICATE, **PROVING)
    for address in (f"/p/{TRANSFER}/do/", f"/my/cases/{number}/", "/my/docs/", "/help/"):
        trail = re.search(r'<nav class="crumb".*?</nav>', read(as_wang.get(address)), re.DOTALL)
        assert trail is not None
        assert trail[0].count("<li") <= 3


def test_home_covers_the_balance_and_counts_the_years(as_wang: Client) -> None:
    page = read(as_wang.get("/"))

    assert "王*，您好" in page
    assert "******" in page
    assert "¥" not in page


def test_home_invites_those_who_are_not_signed_in(hall: Any) -> None:
    page = read(Client().get("/"))

    assert "登录后看自己的社保" in page
    assert "常用服务" in page
    assert "按人生阶段找" in page


@pytest.mark.clause("4.4", "6.1.3a")
def test_the_elders_home_is_short_and_stays_chosen(as_chen: Client) -> None:
    as_chen.post("/preferences/", {"mode": "elder", "back": "/"})
    page = read(as_chen.get("/"))

    assert 'data-mode="elder"' in page
    assert "您要办什么" in page
    assert "前要办" in page
    assert page.count('class="eld"') == 7
    assert 'data-mode="elder"' in read(as_chen.get("/p/"))


@pytest.mark.clause("5.3.1c", "5.4.4")
def test_a_result_is_in_the_inbox_and_read_once_opened(as_wang: Client, as_lin: Client) -> None:
    filed(as_wang, CERTIFICATE, **PROVING)
    page = read(as_wang.get("/my/msg/"))
    address = re.findall(r'href="(/my/msg/\d+/)"', page)[0]
    message = read(as_wang.get(address))

    assert "1 条未读" in page
    assert "已办结" in message
    assert "0 条未读" in read(as_wang.get("/my/msg/"))
    assert as_lin.get(address).status_code == 404
    assert as_lin.get("/my/msg/999999999999999/").status_code == 404


@pytest.mark.clause("6.1.4")
def test_the_words_of_the_trade_are_explained(hall: Any) -> None:
    page = read(Client().get("/terms/"))

    for word in ("缴费基数", "统筹", "视同缴费", "信息真实"):
        assert word in page


def test_the_account_page_covers_what_is_personal(as_wang: Client) -> None:
    page = read(as_wang.get("/my/account/"))

    assert "13800000001" not in page
    assert "138****0001" in page
    assert not re.search(r"\d{17}[\dX]", page)


@pytest.mark.clause("6.3.2")
def test_who_looked_is_told_in_words(as_wang: Client) -> None:
    as_wang.get("/my/rights/")
    page = read(as_wang.get("/my/access/"))

    assert "您本人" in page
    assert "查自己的权益概览" in page
    assert "reading" not in page
