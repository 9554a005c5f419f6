"""How a case stands, why, and what its applicant can do (5.2.1, 5.3.1c, PIPL art. 24)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.hall.office.applications import actions
from shebao.hall.office.applications.access import own_case
from shebao.hall.office.applications.actions import reviewing
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import (
    CERTIFICATE,
    KEY_FACTS,
    MOVING,
    PROVING,
    RENAMING,
    TRANSFER,
    filed,
    photo,
    read,
)


def page_of(number: str) -> str:
    """Where a case is shown."""
    return f"/my/cases/{number}/"


@pytest.fixture
def moving(as_mover: Client) -> str:
    """A transfer that waits for its review."""
    return filed(as_mover, TRANSFER, **MOVING)


def ask_for_more(number: str, player: Any, reviewer: Any, hall: Any) -> None:
    """A reviewer asks for one more paper."""
    case = own_case(number, visitor=player.visitor)
    actions.take(case, clerk=reviewer.visitor, now=NOON)
    wanted = [reviewing.Wanted(material="evidence", words="户口簿变更页看不清")]
    actions.ask_for_supplement(case, clerk=reviewer.visitor, wanted=wanted, outside=hall, now=NOON)


@pytest.mark.clause("5.2.1a", "5.2.1b")
def test_a_case_says_what_where_who_and_until_when(as_mover: Client, moving: str) -> None:
    page = read(as_mover.get(page_of(moving)))

    for words in (
        moving, "企业职工基本养老保险关系转移接续", "王𬱟", "2026-03-02 12:00",
        "示例市社会保险中心", "前办结", "新参保地审核", "已提交", "临江市",
    ):  # fmt: skip
        assert words in page


@pytest.mark.clause("5.3.1c")
def test_the_reason_of_a_decision_is_told_with_sources_and_articles(as_wang: Client) -> None:
    number = filed(as_wang, TRANSFER, **{**MOVING, "from_region": "990100"})
    page = read(as_wang.get(page_of(number)))

    assert "为什么是这个结果" in page
    assert "不用转移" in page
    assert "国办发〔2009〕66号第二条" in page
    assert "社会保险管理信息系统" in page
    assert "判断凭据" in page


@pytest.mark.clause("5.3.1c")
def test_a_refusal_by_rules_is_looked_at_by_a_person_when_asked(as_wang: Client) -> None:
    number = filed(as_wang, TRANSFER, **{**MOVING, "from_region": "990100"})
    before = read(as_wang.get(page_of(number)))
    as_wang.post(page_of(number), {"action": "person"})
    after = read(as_wang.get(page_of(number)))

    assert "请工作人员再看一次" in before
    assert "已转人工复核" in after
    assert "请工作人员再看一次" not in after


@pytest.mark.clause("5.2.1b")
def test_the_fragment_is_a_part_of_the_page(as_mover: Client, moving: str) -> None:
    page = read(as_mover.get(page_of(moving)))
    fragment = read(as_mover.get(page_of(moving), headers={"HX-Request": "true"}))

    assert 'hx-trigger="every 20s"' in fragment
    assert fragment.strip() in page


def test_a_closed_case_is_asked_for_no_more(as_wang: Client) -> None:
    number = filed(as_wang, CERTIFICATE, **PROVING)

    assert "hx-get" not in read(as_wang.get(page_of(number)))


def test_withdrawing_is_asked_once_more_and_done(as_mover: Client, moving: str) -> None:
    asked = read(as_mover.get(f"{page_of(moving)}?ask=withdraw"))
    as_mover.post(page_of(moving), {"action": "withdraw"})
    again = as_mover.post(page_of(moving), {"action": "withdraw"})

    assert "先不撤回" in asked
    assert again.status_code == 302
    assert "已撤回" in read(as_mover.get(page_of(moving)))


def test_an_act_that_came_too_late_is_told_in_words(as_wang: Client) -> None:
    number = filed(as_wang, CERTIFICATE, **PROVING)
    answer = as_wang.post(page_of(number), {"action": "person"})

    assert answer.status_code == 409
    assert "最新进度" in read(answer)


@pytest.mark.clause("5.3.1b", "5.3.6")
def test_a_supplement_is_sent_from_the_case_itself(
    as_wang: Client, wang: Any, reviewer: Any, hall: Any, noon: Any
) -> None:
    number = filed(
        as_wang, KEY_FACTS, material_evidence=SimpleUploadedFile("1.jpg", photo()), **RENAMING
    )
    ask_for_more(number, wang, reviewer, hall)
    noon.shift(60)
    wanted = read(as_wang.get(page_of(number)))
    empty = as_wang.post(page_of(number), {"action": "supplement"})
    file = SimpleUploadedFile("2.jpg", photo())
    sent = as_wang.post(page_of(number), {"action": "supplement", "material_evidence": file})

    assert "户口簿变更页看不清" in wanted
    assert empty.status_code == 422
    assert "还差一份" in read(empty)
    assert sent.status_code == 302
    assert "已补正" in read(as_wang.get(page_of(number)))


@pytest.mark.clause("6.3.1")
def test_what_is_somebody_elses_is_not_there(as_lin: Client, as_mover: Client, moving: str) -> None:
    strange = as_lin.get(page_of(moving))
    missing = as_lin.get(page_of("SB202603029999999"))

    assert strange.status_code == missing.status_code == 404
    assert as_lin.post(page_of(moving), {"action": "withdraw"}).status_code == 404


@pytest.mark.clause("6.3.2")
def test_looking_at_a_case_leaves_a_trace(as_mover: Client, moving: str) -> None:
    as_mover.get(page_of(moving))

    assert "看自己的办件" in read(as_mover.get("/my/access/"))


def test_a_file_that_was_sent_comes_back_to_its_owner_only(as_wang: Client, as_lin: Client) -> None:
    picture = photo()
    number = filed(
        as_wang, KEY_FACTS, material_evidence=SimpleUploadedFile("1.jpg", picture), **RENAMING
    )
    address = read(as_wang.get(page_of(number))).split('href="/my/upload/')[1].split('"')[0]
    mine = as_wang.get(f"/my/upload/{address}")

    assert mine.content == picture
    assert mine["Content-Disposition"].startswith("attachment")
    assert as_lin.get(f"/my/upload/{address}").status_code == 404


@pytest.mark.clause("5.2.1")
def test_lists_turn_pages_by_key_and_forged_keys_start_anew(as_wang: Client, wang: Any) -> None:
    from shebao.hall.kit.paging import encode_key
    from shebao.hall.office.applications.models import Application
    from tests.support.staff import copies

    number = filed(as_wang, CERTIFICATE, **PROVING)
    copies(Application.objects.get(number=number), 30)
    first = read(as_wang.get("/my/cases/"))
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]

    assert as_wang.get(following).status_code == 200
    for key in ("x", "%00", encode_key("never", "7"), encode_key("2026-01-01", "²")):
        assert as_wang.get("/my/cases/", {"after": key}).status_code == 200
        assert as_wang.get("/my/msg/", {"after": encode_key("²")}).status_code == 200


@pytest.mark.parametrize("address", ["/my/cases/", "/my/docs/?menu=voucher", "/my/msg/"])
def test_the_questions_to_the_database_do_not_grow_with_the_rows(
    as_wang: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        filed(as_wang, CERTIFICATE, **PROVING)

    with django_assert_max_num_queries(10):
        as_wang.get(address)


@pytest.mark.clause("5.2.1b")
def test_a_closed_case_shows_only_the_stations_it_passed(as_wang: Client, as_mover: Client) -> None:
    refused = filed(as_wang, TRANSFER, **{**MOVING, "from_region": "990100"})
    withdrawn = filed(as_mover, TRANSFER, **MOVING)
    as_mover.post(page_of(withdrawn), {"action": "withdraw"})

    assert stations(as_wang, refused) == ["提交申请", "规则核验", "不予办理"]
    assert stations(as_mover, withdrawn) == ["提交申请", "已撤回"]


def stations(client: Client, number: str) -> list[str]:
    """The stations of a case as its page shows them."""
    fragment = read(client.get(page_of(number), headers={"HX-Request": "true"}))
    way = fragment.split('<ol class="stepper">')[1].split("</ol>")[0]
    return [part.split("</b>")[0] for part in way.split("</span></span>")[0].split("：</span>")[1:]]
