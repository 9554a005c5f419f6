"""One errand on one address: steps, drafts, mistakes, repeats (5.3.1a, 5.3.2, 6.1.3d)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.hall.office.applications import queries
from tests.channels.web.errands import (
    CERTIFICATE,
    CONTACT,
    KEY_FACTS,
    MOVING,
    PROVING,
    RENAMING,
    TRANSFER,
    act_for_donghu,
    do,
    filed,
    photo,
    press,
    read,
    token_of,
)


@pytest.mark.clause("5.3.1b", "6.1.3d")
def test_an_instant_service_has_its_result_after_two_pages(as_wang: Client) -> None:
    answer = press(as_wang, CERTIFICATE, "submit", **PROVING)

    receipt = read(as_wang.get(answer["Location"]))
    assert "办好了" in receipt
    assert "社会保险参保证明（个人）" in receipt


@pytest.mark.clause("5.3.1a", "6.1.3d", "5.3.2")
def test_a_promised_service_is_checked_and_filed_in_three_pages(as_mover: Client) -> None:
    token = token_of(as_mover, TRANSFER)
    to_check = press(as_mover, TRANSFER, "check", token=token, **MOVING)
    check = read(as_mover.get(to_check["Location"]))
    done = press(as_mover, TRANSFER, "submit", token=token, risk_confirmed="yes")

    assert to_check["Location"].endswith("?step=2")
    assert "临江市" in check
    assert "不能撤回" in check
    assert "已受理" in read(as_mover.get(done["Location"]))


@pytest.mark.clause("5.3.2")
def test_nothing_is_filed_until_the_warning_is_confirmed(as_mover: Client, mover: Any) -> None:
    token = token_of(as_mover, TRANSFER)
    press(as_mover, TRANSFER, "check", token=token, **MOVING)
    answer = press(as_mover, TRANSFER, "submit", token=token)

    assert answer.status_code == 422
    assert "勾选" in read(answer)
    assert 'href="#risk_confirmed"' in read(answer)
    assert not queries.my_cases(mover.visitor).rows


@pytest.mark.clause("5.3.2")
def test_an_instant_service_with_a_risk_asks_for_the_same_confirmation(as_wang: Client) -> None:
    fields = {"what": "mobile", "mobile": "13900000008"}
    refused = press(as_wang, CONTACT, "submit", **fields)
    agreed = press(as_wang, CONTACT, "submit", risk_confirmed="yes", **fields)

    assert refused.status_code == 422
    assert agreed.status_code == 302


def test_mistakes_come_first_with_a_way_to_each_and_nothing_is_lost(as_mover: Client) -> None:
    answer = press(as_mover, TRANSFER, "check", from_region="", to_region="990100")

    page = read(answer)
    assert answer.status_code == 422
    assert page.index('class="errsum"') < page.index("<h1>")
    assert 'href="#from_region"' in page
    assert 'href="#is_approved_move"' in page
    assert "请选择原参保地" in page
    assert '<option value="990100" selected>' in page


@pytest.mark.clause("5.3.1a")
def test_what_was_typed_waits_on_the_server(as_wang: Client, visit: Any, wang: Any) -> None:
    press(as_wang, KEY_FACTS, "save", what="name", new_name="王方")

    elsewhere = visit(wang)
    assert 'value="王方"' in read(elsewhere.get(do(KEY_FACTS)))
    assert "接着填" in read(elsewhere.get("/my/cases/"))


@pytest.mark.clause("5.3.1a")
def test_typing_is_kept_by_itself(as_wang: Client) -> None:
    answer = as_wang.post(f"/p/{KEY_FACTS}/draft/", {"what": "name", "new_name": "王方"})

    assert answer.status_code == 204
    assert 'value="王方"' in read(as_wang.get(do(KEY_FACTS)))


def test_a_half_typed_date_is_shown_again_as_it_was_typed(as_wang: Client) -> None:
    answer = press(
        as_wang, KEY_FACTS, "check", what="birth", new_birth_year="1985", new_birth_day="3"
    )

    assert answer.status_code == 422
    assert 'name="new_birth_year" value="1985"' in read(answer)
    assert 'name="new_birth_day" value="03"' in read(answer)


def test_a_draft_can_be_thrown_away(as_wang: Client) -> None:
    press(as_wang, KEY_FACTS, "save", what="name", new_name="王方")
    press(as_wang, KEY_FACTS, "discard")

    assert 'value="王方"' not in read(as_wang.get(do(KEY_FACTS)))


@pytest.mark.clause("5.3.1a")
def test_the_same_form_pressed_twice_is_one_case(as_wang: Client, wang: Any) -> None:
    token = token_of(as_wang, CERTIFICATE)
    first = press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)
    second = press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)

    assert first["Location"] == second["Location"]
    assert len(queries.my_cases(wang.visitor).rows) == 1


def test_a_form_of_a_draft_that_is_gone_files_nothing(as_wang: Client, wang: Any) -> None:
    token = token_of(as_wang, CERTIFICATE)
    press(as_wang, CERTIFICATE, "discard", token=token)
    answer = press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)

    assert answer.status_code == 422
    assert not queries.my_cases(wang.visitor).rows


def test_somebody_elses_token_leads_nowhere(as_wang: Client, as_lin: Client, lin: Any) -> None:
    token = token_of(as_wang, CERTIFICATE)
    press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)
    answer = press(as_lin, CERTIFICATE, "submit", token=token, **PROVING)

    assert answer.status_code == 422
    assert not queries.my_cases(lin.visitor).rows


@pytest.mark.clause("5.3.1a", "5.3.6")
def test_papers_are_sent_and_taken_out_again(as_wang: Client) -> None:
    file = SimpleUploadedFile("户口簿.jpg", photo(), "image/jpeg")
    page = read(as_wang.get(press(as_wang, KEY_FACTS, "save", material_evidence=file)["Location"]))
    drop = page.split('formaction="')[1].split('"')[0].replace("&amp;", "&")
    after = as_wang.post(drop, {"token": token_of(as_wang, KEY_FACTS)}, follow=True)

    assert "户口簿.jpg" in page
    assert "已收到" in page
    assert "户口簿.jpg" not in read(after)


def test_a_required_paper_is_asked_for_at_its_place(as_wang: Client) -> None:
    answer = press(as_wang, KEY_FACTS, "check", **RENAMING)

    assert answer.status_code == 422
    assert 'href="#material_evidence"' in read(answer)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"", "空的"),
        ("a.jpg", b"not a picture at all", "只收"),
        ("a.jpg", b"\xff\xd8\xff" + b"0" * 500, "打不开"),
        ("a.png", photo(100, 100, "PNG"), "太小"),
        ("../../etc/passwd.pdf", b"%PDF-1.7 " + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$"
         b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*\n%%EOF", "病毒"),
        ("a.pdf", b"%PDF-1.7 cut off", "打不开"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_in_words(
    as_wang: Client, name: str, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    answer = press(as_wang, KEY_FACTS, "check", material_evidence=file, **RENAMING)

    if not content:
        assert answer.status_code == 422
        return
    assert answer.status_code == 422
    assert words in read(answer)


def test_a_path_in_a_file_name_is_only_a_name(as_wang: Client) -> None:
    file = SimpleUploadedFile("..\\..\\up/../../evil.jpg", photo(), "image/jpeg")
    page = read(as_wang.get(press(as_wang, KEY_FACTS, "save", material_evidence=file)["Location"]))

    assert "evil.jpg" in page
    assert ".." not in page.split('class="file"')[1].split("</div>")[0]


def test_files_too_large_to_be_read_are_told_so(as_wang: Client) -> None:
    file = SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + b"0" * (13 * 1024 * 1024))
    answer = press(as_wang, KEY_FACTS, "check", material_evidence=file, **RENAMING)

    assert answer.status_code == 422
    assert "12MB" in read(answer)


@pytest.mark.clause("4.3")
def test_filing_goes_on_while_the_core_is_down(as_wang: Client, hall: Any) -> None:
    token = token_of(as_wang, CERTIFICATE)
    hall.insurance.is_down = True
    page = as_wang.get(do(TRANSFER))
    answer = press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)

    assert page.status_code == 200
    assert "暂时连不上" in read(page)
    assert "正在排队" in read(as_wang.get(answer["Location"]))


@pytest.mark.clause("6.2.2")
def test_whoever_acts_for_an_employer_is_told_what_only_the_person_does(
    as_wang: Client, wang: Any
) -> None:
    act_for_donghu(as_wang, wang)
    page = as_wang.get(do(CERTIFICATE))
    kept = as_wang.post(f"/p/{CERTIFICATE}/draft/", PROVING)

    assert page.status_code == 200
    assert "这项服务由本人办理" in read(page)
    assert kept.status_code == 409
    assert "示例市东湖精密机械有限公司，您好" in read(as_wang.get("/"))


@pytest.mark.clause("5.3.1a")
def test_a_press_after_the_session_ended_leads_to_signing_in_and_back(as_wang: Client) -> None:
    token = token_of(as_wang, KEY_FACTS)
    as_wang.post(f"/p/{KEY_FACTS}/draft/", {"token": token, **RENAMING})
    as_wang.logout()
    answer = press(as_wang, KEY_FACTS, "check", token=token, **RENAMING)

    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next=%2Fp%2F{KEY_FACTS}%2Fdo%2F"
    assert "王方" not in answer["Location"]


def test_a_service_that_is_not_there_is_a_page_that_is_not_there(as_wang: Client) -> None:
    assert as_wang.get("/p/no-such-service/").status_code == 404
    assert as_wang.get("/p/no-such-service/do/").status_code == 404


def test_broken_text_in_a_form_breaks_nothing(as_wang: Client) -> None:
    token = token_of(as_wang, KEY_FACTS)
    body = b"token=" + token.encode() + b"&action=check&what=name&new_name=%ff%fe%00&reason=%00\xff"
    answer = as_wang.post(do(KEY_FACTS), body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422


def test_a_name_of_five_megabytes_is_turned_away_in_words(as_wang: Client) -> None:
    token = token_of(as_wang, KEY_FACTS)
    answer = press(as_wang, KEY_FACTS, "check", token=token, new_name="王" * 5_000_000)

    assert answer.status_code == 400
    assert "没有读懂" in read(answer)


def test_the_number_of_questions_to_the_database_stays_small(
    as_mover: Client, django_assert_max_num_queries: Any
) -> None:
    filed(as_mover, CERTIFICATE, **PROVING)
    with django_assert_max_num_queries(40):
        as_mover.get(do(TRANSFER))
