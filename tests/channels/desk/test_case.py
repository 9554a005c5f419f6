"""The whole case on one page; what is covered, and what a look leaves behind."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.applications import actions, queries
from shebao.hall.office.applications.models import Application, Upload
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.audit.queries import about
from tests.support.cast import MONDAY
from tests.support.staff import copies, posted, read, seated


@pytest.mark.clause("5.3.1b")
def test_the_page_has_materials_form_records_checks_and_history(
    desk: Client, case: Application
) -> None:
    page = read(desk.get(f"/desk/case/{case.number}/"))

    for words in ("材料", "申请表和登记记录", "自动核验", "办理经过", "历次决定", "承诺"):
        assert words in page
    assert "数据截至" in page
    assert "通过并送复核" in page


@pytest.mark.clause("6.3.1")
def test_names_and_numbers_are_covered_until_a_reason_is_given(
    desk: Client, case: Application, wang: Any
) -> None:
    path = f"/desk/case/{case.number}/"
    assert "王方" not in read(desk.get(path))
    assert wang.visitor.name not in read(desk.get(path))

    shown = read(
        desk.post(f"{path}showing/", {"reason": "compare", "words": "核对新姓名", "box": "all"})
    )

    assert wang.visitor.name in shown
    assert "王方" in shown
    assert wang.visitor.name not in read(desk.get(path))


@pytest.mark.clause("6.3.1", "6.3.2")
def test_the_reason_for_uncovering_is_kept_and_the_person_can_read_it(
    desk: Client, case: Application, reviewer: Any, wang: Any
) -> None:
    desk.post(
        f"/desk/case/{case.number}/showing/", {"reason": "contact", "words": "电话核对新姓名的写法"}
    )

    look = about(wang.visitor.subject).rows[0]
    assert look.actor == reviewer.visitor.account
    assert look.verb == "uncover"
    assert look.purpose == "联系申请人补充情况：电话核对新姓名的写法"


def test_without_a_reason_nothing_is_uncovered(desk: Client, case: Application, wang: Any) -> None:
    path = f"/desk/case/{case.number}/showing/"
    answer = desk.post(path, {"reason": "compare", "words": "看"})

    assert answer.status_code == 400
    assert desk.post(path, {"reason": "compare"}).status_code == 400
    assert desk.post(path, {"words": "电话核对新姓名的写法"}).status_code == 400
    assert wang.visitor.name not in read(answer)
    assert not Entry.objects.filter(verb="uncover").exists()


@pytest.mark.clause("5.3.1b")
def test_what_was_filled_in_stands_beside_the_record_and_differences_are_said(
    desk: Client, file: Any, wang: Any
) -> None:
    case = file(wang, "trial-instant", mobile="19900000001")
    Application.objects.filter(pk=case.pk).update(agency="990100")

    page = read(desk.get(f"/desk/case/{case.number}/"))

    assert "不一致" in page
    assert "199****0001" in page
    assert "19900000001" not in page


def test_a_check_that_found_something_names_its_article(desk: Client, file: Any, wang: Any) -> None:
    case = file(wang, "trial-instant", mobile="19900000001")
    Application.objects.filter(pk=case.pk).update(agency="990100")

    page = read(desk.get(f"/desk/case/{case.number}/"))

    assert "这个号段由工作人员核对。" in page
    assert "依据：社会保险经办条例第九条" in page
    assert "没有这种情况：新手机号与登记的手机号相同" in page


@pytest.mark.clause("6.3.2")
def test_opening_a_material_is_written_down(desk: Client, case: Application, reviewer: Any) -> None:
    upload = Upload.objects.filter(case=case.number).first()
    assert upload is not None

    answer = desk.get(f"/desk/material/{upload.number}/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    look = Entry.objects.get(verb="read-material", actor=reviewer.visitor.account)
    assert look.case == case.number


def test_a_file_that_no_scanner_saw_says_so(desk: Client, case: Application) -> None:
    Upload.objects.filter(case=case.number).update(was_scanned=False)

    assert "未经病毒扫描" in read(desk.get(f"/desk/case/{case.number}/"))


@pytest.mark.clause("6.3.1")
def test_a_case_of_another_agency_is_not_there(case: Application, stranger_clerk: Any) -> None:
    stranger = seated(stranger_clerk)
    upload = Upload.objects.filter(case=case.number).first()
    assert upload is not None
    path = f"/desk/case/{case.number}/"

    for name in ("", "passing/", "supplement/", "refusal/", "handover/"):
        assert stranger.get(path + name).status_code == 404
    for name in ("taking/", "showing/", "passing/", "supplement/", "refusal/", "handover/"):
        assert stranger.post(path + name, {"turn": "0"}).status_code == 404
    assert stranger.get(f"/desk/material/{upload.number}/").status_code == 404
    case.refresh_from_db()
    assert case.status == "review"


def test_a_colleagues_case_can_be_read_but_not_decided(
    case: Application, reviewer: Any, hall: Any
) -> None:
    from shebao.hall.kit.visitor import Role
    from tests.support.cast import enter_staff

    actions.take(case, clerk=reviewer.visitor, now=MONDAY)
    other = seated(enter_staff("liwen", "李文", Role.REVIEWER))

    page = read(other.get(f"/desk/case/{case.number}/"))
    answer = posted(other, f"/desk/case/{case.number}/passing/", case)

    assert "这件在赵明手上" in page
    assert "通过并送复核" not in page
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.clerk == reviewer.visitor.account


@pytest.mark.parametrize("rows", [1, 60])
def test_the_questions_for_a_case_do_not_grow_with_its_history(
    desk: Client, case: Application, rows: int, django_assert_max_num_queries: Any
) -> None:
    from shebao.hall.office.applications.models import Trace

    Trace.objects.bulk_create(
        Trace(case=case.number, at=MONDAY, event="x", words="一步", actor="-", channel="desk")
        for _ in range(rows)
    )
    copies(case, rows)
    desk.get(f"/desk/case/{case.number}/")

    with django_assert_max_num_queries(20):
        desk.get(f"/desk/case/{case.number}/")


def test_a_dossier_says_how_the_stored_decision_was_made(case: Application) -> None:
    found = queries.dossier(case)

    assert found.verdicts[0].maker == "rules"
    assert len(found.verdicts[0].digest) == 12
