"""``/my/estimate/``: the answer at once, scenarios in the address, slips beside their fields."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shebao.exchange.port import PersonOf
from shebao.hall.office.audit.models import Entry
from shebao.law.money import yuan
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import act_for_donghu, press, read

HERE = "/my/estimate/"
PLAIN = "......"


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def scenarios_at(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("s", [])


def sent(
    client: Client, act: str = "change", *, kept: tuple[str, ...] = (PLAIN,), **typed: str
) -> Any:
    return client.get(HERE, {"act": act, "s": list(kept), **typed})


@pytest.mark.clause("5.4.3d")
def test_the_first_view_answers_at_once(as_wang: Client) -> None:
    page = main_of(read(as_wang.get(HERE)))

    assert "2043年6月开始领（58 岁），每月大约" in page
    assert re.search(r"¥[0-9],[0-9]{3} 到 ¥[0-9],[0-9]{3}", page)
    assert "再缴 30 个月，2028年8月 起满足最低缴费年限" in page
    assert "仅供参考" in page
    assert "不作为核定依据" in page
    assert page.count('role="img"') == 2
    assert page.count("看成表格") == 2


@pytest.mark.clause("5.4.3d")
def test_the_working_out_stands_there_line_by_line_to_the_fen(as_wang: Client, hall: Any) -> None:
    from shebao.hall.office.records import estimating

    page = main_of(read(as_wang.get(HERE)))
    visitor = as_wang.get(HERE).wsgi_request.visitor  # type: ignore[attr-defined]
    found = estimating.estimate(
        visitor=visitor, insurance=hall.insurance, channel="web", now=NOON
    ).estimate

    assert found.explanation is not None
    for line in found.explanation.lines:
        assert line.label in page
        assert unescape(line.value) in page
    assert f"¥{yuan(found.scenarios[0].total.middle)}" in page
    assert "国发〔2005〕38号第六条" in page
    assert "待遇测算假定(本系统自拟)（本系统的假定）" in page


@pytest.mark.clause("5.4.3d")
def test_a_form_that_fits_leads_to_an_address_that_keeps_it(as_wang: Client) -> None:
    answer = sent(as_wang, start_year="2041", start_month="3", gap="12", ratio="100")

    assert answer.status_code == 302
    assert scenarios_at(answer["Location"]) == ["2041-03.12.100...."]
    page = main_of(read(as_wang.get(answer["Location"])))
    assert "2041年3月开始领" in page
    assert 'value="2041"' in page
    assert 'value="12"' in page


@pytest.mark.clause("5.4.3d")
def test_scenarios_are_added_looked_at_and_taken_away(as_wang: Client) -> None:
    answer = sent(as_wang, "add", ratio="120", start_year="2043", start_month="6")
    assert scenarios_at(answer["Location"]) == ["..120....", PLAIN]
    page = main_of(read(as_wang.get(answer["Location"])))

    assert page.count("基数 120%") == 1
    assert "放在一起比" in page
    links = [unescape(one) for one in re.findall(r'href="(/my/estimate/[^"]*)"', page)]
    assert [PLAIN, "..120...."] in [scenarios_at(one) for one in links]
    assert [PLAIN] in [scenarios_at(one) for one in links]
    assert ["..120...."] in [scenarios_at(one) for one in links]
    four = ("..60....", "..80....", "..100....", "..120....")
    full = main_of(read(as_wang.get(HERE, {"s": [*four, "..140...."]})))
    assert "加一个方案来比" not in full
    assert "基数 140%" not in full


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"start_year": "2041", "start_month": "13"}, "start", "月份应在 01 到 12 之间"),
        ({"start_year": "2041", "start_month": ""}, "start", "年月应写成"),
        ({"start_year": "2020", "start_month": "1"}, "start", "不能早于这个月"),
        ({"ratio": "900"}, "ratio", "60 到 300"),
        ({"gap": "一年"}, "gap", "请填整数"),
        ({"until_year": "2099", "until_month": "1"}, "until", "最晚是"),
        ({"wage_growth": "99999"}, "wage_growth", "0 到 1000"),
        ({"gap": "1\x00"}, "gap", ""),
    ],
)
def test_a_slip_is_said_beside_its_field_and_the_others_stay(
    as_wang: Client, typed: dict[str, str], field: str, words: str
) -> None:
    answer = sent(as_wang, "add", kept=("..120....", PLAIN), **typed)
    if not words:
        assert answer.status_code == 302
        return
    page = main_of(read(answer))

    assert answer.status_code == 422
    assert words in page.split(f'id="{field}-error"')[1][:400]
    assert f'href="#{field}"' in page
    assert "基数 120%" in page
    assert all(value in page for value in typed.values())
    kept = re.findall(r'name="s" value="([^"]*)"', page)
    assert kept == ["..120....", PLAIN]


@pytest.mark.clause("5.4.3d")
def test_an_address_somebody_bent_is_told_what_does_not_fit(as_wang: Client) -> None:
    answer = as_wang.get(HERE, {"s": ["2043-13......", "..100...."], "group": "nobody"})
    page = main_of(read(answer))

    assert answer.status_code == 422
    assert "月份应在 01 到 12 之间" in page
    assert "每月大约" in page
    for strange in ("x" * 5000, "<script>", "....................", "\x00"):
        assert as_wang.get(HERE, {"s": strange}).status_code in {200, 422}


@pytest.mark.clause("5.4.3d", "5.2.2e")
def test_a_pensioner_sees_the_parts_once_asked(as_chen: Client) -> None:
    covered = main_of(read(as_chen.get(HERE)))
    shown = main_of(read(as_chen.post(HERE, {"show": "amounts"})))

    assert "您已经在领养老金" in covered
    assert "¥" not in covered
    assert "¥4,286.50" in shown
    assert "¥3,012.00" in shown
    assert Entry.objects.filter(verb="reveal").exists()


@pytest.mark.clause("5.4.3d")
def test_a_woman_whose_group_is_not_known_is_asked_in_words(
    as_wang: Client, hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = hall.insurance.ask

    def unknown(*questions: Any) -> Any:
        found = ask(*questions)
        return tuple(
            replace(one, value=replace(one.value, retirement_group=""))
            if isinstance(question, PersonOf)
            else one
            for question, one in zip(questions, found, strict=True)
        )

    monkeypatch.setattr(hall.insurance, "ask", unknown)
    asked = main_of(read(as_wang.get(HERE)))
    told = main_of(read(as_wang.get(HERE, {"group": "female50"})))

    assert "看岗位，不看身份证" in asked
    assert "每月大约" not in asked
    assert "2040年6月开始领（55 岁）" in told
    assert 'name="group" value="female50"' in told


@pytest.mark.clause("5.4.3d")
def test_whoever_acts_for_an_employer_is_sent_to_themselves(as_wang: Client, wang: Any) -> None:
    act_for_donghu(as_wang, wang)

    assert "切换到本人" in read(as_wang.get(HERE))


@pytest.mark.clause("4.3")
def test_with_the_core_down_the_page_says_so(as_wang: Client, hall: Any) -> None:
    hall.insurance.is_down = True

    assert as_wang.get(HERE).status_code == 503


@pytest.mark.clause("5.4.3d", "6.1.3a")
def test_elders_hear_one_number_and_one_step(as_wang: Client) -> None:
    as_wang.post("/preferences/", {"mode": "elder"})
    page = main_of(read(as_wang.get(HERE)))

    assert len(re.findall(r"¥[0-9,]+", page)) == 1
    assert page.count("起满足最低缴费年限") == 1
    assert "读给我听" in page
    assert "仅供参考" in page
    whole = re.search(r'href="([^"]*all=1)"', page)
    assert whole
    assert "换个条件看看" in read(as_wang.get(whole[1]))


@pytest.mark.clause("5.4.3d", "5.4.2.1")
def test_printing_leads_into_the_service_with_the_choice_filled_in(
    as_wang: Client,
) -> None:
    page = main_of(read(as_wang.get(HERE, {"s": "2041-03.12.100..200.."})))
    form = page.split('action="/p/pension-estimate/do/"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    assert as_wang.post("/p/pension-estimate/do/", hidden).status_code == 302
    filled = read(as_wang.get("/p/pension-estimate/do/?saved=1"))

    assert 'value="2041"' in filled
    assert 'value="12"' in filled
    assert 'value="200" selected' in filled
    answer = press(as_wang, "pension-estimate", "submit")
    receipt = read(as_wang.get(answer["Location"]))
    assert "养老待遇测算单（仅供参考）" in receipt


@pytest.mark.clause("5.4.3d", "6.1.3c")
@pytest.mark.parametrize(
    "address", ["/", "/my/", "/my/rights/?tab=account", "/p/pension-estimate/"]
)
def test_the_estimate_is_one_press_away(as_wang: Client, address: str) -> None:
    assert f'href="{HERE}"' in read(as_wang.get(address))


def test_the_page_is_small_and_asks_the_database_little(as_wang: Client) -> None:
    four = {"s": [PLAIN, "2040-06......", ".36.....", "2046-06..300...."]}
    as_wang.get(HERE, four)
    with CaptureQueriesContext(connection) as queries:
        answer = as_wang.get(HERE, four)

    assert len(answer.content) <= 60 * 1024
    assert len(queries) <= 9, [one["sql"][:90] for one in queries]
