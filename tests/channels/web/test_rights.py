"""One's rights, year by year; amounts covered until asked for (5.2.2)."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.channels.web.sheets import as_csv
from shebao.hall.channels.web.tables import gap_words, pension_months, year_words
from shebao.hall.office.records.queries import contributions
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import act_for_donghu, read


@pytest.mark.clause("5.2.2a")
def test_registrations_are_shown_with_their_data_date(as_wang: Client) -> None:
    page = read(as_wang.get("/my/rights/"))

    for words in (
        "职工养老保险",
        "正常参保",
        "示例市东湖精密机械有限公司",
        "数据截至",
        "社会保障卡",
    ):
        assert words in page
    assert "13800000001" not in page


@pytest.mark.clause("5.2.2b")
def test_contributions_are_shown_by_month_and_gaps_are_named(as_wang: Client) -> None:
    page = read(as_wang.get("/my/rights/?tab=contributions&year=2012"))

    assert "有 2 个月没有缴费" in page
    assert "2012-03 至 2012-04" in page
    assert "没有缴费的月份：3月、4月" in page
    assert "¥" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.clause("5.2.2b", "6.3.2")
def test_amounts_are_shown_when_asked_and_the_look_is_recorded(as_wang: Client) -> None:
    shown = read(as_wang.post("/my/rights/?tab=contributions&year=2020", {"show": "amounts"}))

    assert "¥4,669.00" in shown
    assert "显示自己的金额" in read(as_wang.get("/my/access/"))


@pytest.mark.clause("5.2.2b")
def test_contributions_can_be_kept_as_a_file(as_wang: Client) -> None:
    answer = as_wang.get("/my/rights/?tab=contributions&format=csv")

    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "月份,险种,单位" in text
    assert "2012-05,职工养老保险,示例市东湖精密机械有限公司,3160.00" in text


FILES = {
    "overview": ("实际缴费月数", "职工养老保险,"),
    "account": ("当年记入（元）", "2020,"),
    "transfers": ("转移编号", "步骤"),
    "benefits": ("账户尾号", "最后一个月"),
    "exemptions": ("证明编号", "国家"),
}


@pytest.mark.clause("5.2.2a", "5.2.2c", "5.2.2d", "5.2.2e")
@pytest.mark.parametrize("tab", FILES)
def test_every_tab_can_be_kept_as_a_file_with_its_data_date(as_wang: Client, tab: str) -> None:
    answer = as_wang.get(f"/my/rights/?tab={tab}&format=csv")

    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("数据截至,20")
    assert all(words in text for words in FILES[tab])
    assert "下载自己的权益记录" in read(as_wang.get("/my/access/"))


@pytest.mark.clause("5.2.2e")
def test_a_file_of_benefits_holds_what_was_paid(as_chen: Client) -> None:
    text = as_chen.get("/my/rights/?tab=benefits&format=csv").content.decode("utf-8-sig")

    assert "基本养老金" in text
    assert "已发放" in text
    assert "****" not in text


@pytest.mark.clause("5.4.2.3b")
def test_a_tab_leads_to_the_sealed_paper_of_what_it_shows(as_wang: Client) -> None:
    assert "/p/contribution-record/" in read(as_wang.get("/my/rights/?tab=contributions"))
    assert "/p/benefit-statement/" in read(as_wang.get("/my/rights/?tab=benefits"))
    assert "开一份盖章的凭证" not in read(as_wang.get("/my/rights/?tab=transfers"))


@pytest.mark.clause("5.2.2b")
def test_months_that_are_still_to_come_are_not_called_unpaid() -> None:
    from datetime import date

    from shebao.exchange.port import ContributionYear, Scheme
    from shebao.hall.office.records.queries import ContributionView

    year = ContributionYear(
        scheme=Scheme.PENSION, year=2026, employer_number="", employer_name="", region="990100",
        bases=(1,) * 12, own=(1,) * 12, employer=(1,) * 12, states="pp-pppppppp-",
    )  # fmt: skip
    view = ContributionView(data_date=date(2026, 11, 25), years=(year,), gaps=())

    months = pension_months(view, 2026)

    assert len(months) == 11
    assert year_words(months) == "没有缴费的月份：3月"
    assert len(pension_months(view, 2025)) == 12


def test_no_cell_of_the_file_is_taken_for_a_formula(wang: Any, hall: Any) -> None:
    from dataclasses import replace

    view = contributions(visitor=wang.visitor, insurance=hall.insurance, channel="web", now=NOON)
    evil = replace(view, years=(replace(view.years[0], employer_name="=HYPERLINK(1)"),))

    assert ",=HYPERLINK" not in as_csv("contributions", evil).decode("utf-8-sig")


@pytest.mark.clause("5.2.2c")
def test_the_account_is_shown_year_by_year(as_wang: Client) -> None:
    covered = read(as_wang.get("/my/rights/?tab=account"))
    shown = read(as_wang.post("/my/rights/?tab=account", {"show": "account"}))

    assert "历年账户变化" in covered
    assert "******" in covered
    assert "¥" in shown.split("历年账户变化")[0]


@pytest.mark.clause("5.2.2d")
def test_no_transfer_says_why_and_what_can_be_done(as_wang: Client) -> None:
    assert "没有关系转移记录" in read(as_wang.get("/my/rights/?tab=transfers"))


@pytest.mark.clause("5.2.2e")
def test_benefits_show_payments_and_the_next_certification(as_chen: Client) -> None:
    page = read(as_chen.get("/my/rights/?tab=benefits"))

    for words in ("基本养老金", "正在发放", "下次认证", "最近发放", "已发放", "去认证"):
        assert words in page


@pytest.mark.clause("4.3")
@pytest.mark.parametrize("tab", ["overview", "contributions", "account", "transfers", "benefits"])
def test_with_the_core_down_the_page_says_so(as_wang: Client, hall: Any, tab: str) -> None:
    hall.insurance.is_down = True
    answer = as_wang.get(f"/my/rights/?tab={tab}")

    assert answer.status_code == 503
    assert "暂时连不上" in read(answer)


@pytest.mark.clause("4.3")
@pytest.mark.parametrize("address", ["/", "/my/", "/my/account/", "/my/cases/", "/my/docs/"])
def test_with_the_core_down_the_rest_works(as_wang: Client, hall: Any, address: str) -> None:
    hall.insurance.is_down = True

    assert as_wang.get(address).status_code == 200


@pytest.mark.clause("5.2.2a")
def test_whoever_acts_for_an_employer_sees_its_registration(as_wang: Client, wang: Any) -> None:
    act_for_donghu(as_wang, wang)
    page = read(as_wang.get("/my/rights/"))
    as_wang.post("/my/acting/", {"employer": ""})

    assert "示例市东湖精密机械有限公司" in page
    assert "统一社会信用代码" in page
    assert "我的权益" in read(as_wang.get("/my/rights/"))


@pytest.mark.clause("6.2.2", "6.3.1")
def test_nobody_acts_for_an_employer_without_a_mandate(as_wang: Client) -> None:
    as_wang.post("/my/acting/", {"employer": "9000000002"})

    assert "我的权益" in read(as_wang.get("/my/rights/"))


def test_neighbouring_gaps_are_one_stretch() -> None:
    words = gap_words(["2023-09", "2023-08", "2023-07", "2020-12", "2021-01", "2019-01"])

    assert words == [("2023-07 至 2023-09", 3), ("2020-12 至 2021-01", 2), ("2019-01", 1)]
