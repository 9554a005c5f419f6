"""Every act of the desk: who may, what it leaves behind, and what is said when it cannot be."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.exchange.port import Unreachable
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import StaffRole
from shebao.hall.office.applications import actions, queries
from shebao.hall.office.applications.actions.reviewing import Wanted
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.notices.queries import inbox
from tests.support.cast import MONDAY, enter_staff
from tests.support.staff import copies, posted, read, seated

REFUSAL = {
    "words": "材料上的名字和申请人不一致。",
    "basis": "社会保险经办条例第九条",
    "advice": "请带齐本人材料重新申请。",
}


@pytest.mark.clause("5.3.1b")
def test_passing_asks_first_and_then_goes_to_the_next_case(desk: Client, case: Any) -> None:
    following = next(iter(copies(case, 1)))
    path = f"/desk/case/{case.number}/passing/"

    assert "由另一位同事复核" in read(desk.get(f"{path}?box=pool"))
    answer = posted(desk, path, case, box="pool")

    case.refresh_from_db()
    assert case.role == Role.SECOND_REVIEWER
    assert f"case={following.number}" in answer["Location"]
    assert f"{case.number}：已通过" in read(desk.get(answer["Location"]))


@pytest.mark.clause("4.3", "5.3.1b")
def test_the_second_review_is_another_persons(
    desk: Client, case: Any, second_reviewer: Any, hall: Any
) -> None:
    path = f"/desk/case/{case.number}/passing/"
    posted(desk, path, case)

    second = seated(second_reviewer)
    page = read(second.get(path))
    answer = posted(second, path, case)

    assert "同意并办结" in page
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == Status.APPROVED


@pytest.mark.clause("4.3")
def test_who_reviewed_first_is_told_to_find_somebody_else(case: Any, hall: Any) -> None:
    both = seated(enter_staff("both", "周全", Role.REVIEWER, Role.SECOND_REVIEWER))
    path = f"/desk/case/{case.number}/passing/"
    posted(both, path, case)

    answer = posted(both, path, case)

    assert answer.status_code == 403
    assert "初审和复核、窗口核验不能是同一个人" in read(answer)
    assert "复核要换一个人" in read(both.get(f"/desk/case/{case.number}/"))


def test_another_roles_step_is_refused_in_words(case: Any, clerk: Any) -> None:
    answer = posted(seated(clerk), f"/desk/case/{case.number}/passing/", case)

    assert answer.status_code == 403
    assert "这一步要由别的岗位办理" in read(answer)


@pytest.mark.clause("5.3.1b")
def test_when_somebody_was_first_nothing_typed_is_lost(
    desk: Client, case: Any, reviewer: Any
) -> None:
    other = enter_staff("liwen", "李文", Role.REVIEWER)
    turn = case.turn
    actions.take(case, clerk=other.visitor, now=MONDAY)

    path = f"/desk/case/{case.number}/refusal/"
    answer = desk.post(path, {"turn": turn, "box": "pool", **REFUSAL})

    assert answer.status_code == 409
    assert "这件刚刚有人动过" in read(answer)
    assert REFUSAL["advice"] in read(answer)
    case.refresh_from_db()
    assert case.status == Status.REVIEW


def test_a_page_drawn_before_a_change_does_not_decide_after_it(
    desk: Client, case: Any, reviewer: Any
) -> None:
    turn = case.turn
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)

    answer = desk.post(f"/desk/case/{case.number}/passing/", {"turn": turn, "box": "mine"})

    assert answer.status_code == 409


def test_without_the_core_an_approval_waits_and_says_so(
    desk: Client, file: Any, wang: Any, hall: Any
) -> None:
    case = file(wang, "trial-instant", mobile="19900000001")
    Application.objects.filter(pk=case.pk).update(agency="990100")
    hall.insurance.is_down = True
    with pytest.raises(Unreachable):
        hall.insurance.ask()

    answer = posted(desk, f"/desk/case/{case.number}/passing/", case)

    assert answer.status_code == 503
    assert "社保系统现在连不上" in read(answer)


@pytest.mark.clause("5.3.1c")
def test_a_supplement_tells_everything_that_is_missing_in_the_applicants_words(
    desk: Client, file: Any, wang: Any, hall: Any, case: Any
) -> None:
    path = f"/desk/case/{case.number}/supplement/"
    form = {"want": ["other"], "words-other": "请补一张户口簿首页的照片。"}

    preview = read(posted(desk, path, case, preview="1", **form))
    answer = posted(desk, path, case, **form)

    assert "请补一张户口簿首页的照片。" in preview
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == Status.SUPPLEMENT
    assert "户口簿首页" in inbox(wang.visitor.subject).rows[0].words


def test_a_standard_reason_names_the_material(desk: Client, case: Any) -> None:
    page = read(desk.get(f"/desk/case/{case.number}/supplement/"))
    key = page.split('id="want-')[1].split('"')[0]
    data = {"want": [key], f"standard-{key}": "expired"}

    preview = read(posted(desk, f"/desk/case/{case.number}/supplement/", case, preview=1, **data))

    assert "已过有效期。请换成现在有效的再上传。" in preview


def test_an_empty_supplement_is_asked_to_be_filled(desk: Client, case: Any) -> None:
    answer = posted(desk, f"/desk/case/{case.number}/supplement/", case)

    assert answer.status_code == 400
    assert "请勾选要补的材料" in read(answer)


@pytest.mark.clause("5.3.1c")
def test_a_supplement_is_asked_for_once(
    desk: Client, case: Any, reviewer: Any, wang: Any, hall: Any
) -> None:
    actions.ask_for_supplement(
        case, clerk=reviewer.visitor, wanted=[Wanted(material="", words="请写明原因。")],
        outside=hall, now=MONDAY,
    )  # fmt: skip
    actions.send_supplement(
        case, account=wang.visitor.account, channel="web", answers={}, outside=hall,
        now=MONDAY + timedelta(hours=1),
    )  # fmt: skip

    page = read(desk.get(f"/desk/case/{case.number}/supplement/"))
    form = {"want": ["other"], "words-other": "再补一张。"}
    answer = posted(desk, f"/desk/case/{case.number}/supplement/", case, **form)

    assert "已经要求过一次补正" in page
    assert answer.status_code == 409
    assert "要求补正" not in read(desk.get(f"/desk/case/{case.number}/")).split("审核</h2>")[-1]


@pytest.mark.clause("5.3.1c")
@pytest.mark.parametrize("missing", ["words", "basis", "advice"])
def test_a_refusal_needs_reason_article_and_advice(desk: Client, case: Any, missing: str) -> None:
    answer = posted(desk, f"/desk/case/{case.number}/refusal/", case, **(REFUSAL | {missing: "  "}))

    assert answer.status_code == 400
    case.refresh_from_db()
    assert case.status == Status.REVIEW


@pytest.mark.clause("5.3.1c")
def test_a_refusal_reaches_the_applicant_with_all_three(desk: Client, case: Any, wang: Any) -> None:
    answer = posted(desk, f"/desk/case/{case.number}/refusal/", case, **REFUSAL)

    assert answer.status_code == 302
    words = inbox(wang.visitor.subject).rows[0].words
    assert all(part in words for part in REFUSAL.values())


def test_a_refusal_offers_the_items_own_rules(desk: Client, file: Any, wang: Any) -> None:
    case = file(wang, "trial-instant", mobile="19900000001")
    Application.objects.filter(pk=case.pk).update(agency="990100")

    page = read(desk.get(f"/desk/case/{case.number}/refusal/?reason=mobile_is_new"))
    first = read(desk.get(f"/desk/case/{case.number}/refusal/"))

    assert "请填一个新的手机号。</textarea>" in page
    assert "系统核验不符" in first
    assert "这个号段由工作人员核对。</textarea>" in first


@pytest.mark.clause("5.3.1b")
def test_a_case_is_handed_to_a_colleague_of_the_same_role(
    desk: Client, case: Any, reviewer: Any, clerk: Any
) -> None:
    colleague = enter_staff("liwen", "李文", Role.REVIEWER)
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)
    path = f"/desk/case/{case.number}/handover/"

    page = read(desk.get(path))
    wrong = posted(desk, path, case, to=clerk.visitor.account)
    answer = posted(desk, path, case, to=colleague.visitor.account)

    assert "李文" in page
    assert "钱进" not in page
    assert wrong.status_code == 400
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.clerk == colleague.visitor.account


def test_a_case_goes_back_to_the_pool(desk: Client, case: Any, reviewer: Any) -> None:
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)

    posted(desk, f"/desk/case/{case.number}/handover/", case, to="pool")

    case.refresh_from_db()
    assert case.clerk == ""


def test_taking_a_case_puts_it_into_ones_own_box(desk: Client, case: Any) -> None:
    answer = desk.post(f"/desk/case/{case.number}/taking/", {"box": "pool"})

    assert f"{case.number}：已领到您名下" in read(desk.get(answer["Location"]))
    assert case.number in read(desk.get("/desk/"))


def test_two_people_cannot_take_the_same_case(desk: Client, case: Any) -> None:
    other = enter_staff("liwen", "李文", Role.REVIEWER)
    actions.take(case, clerk=other.visitor, now=MONDAY)

    answer = desk.post(f"/desk/case/{case.number}/taking/", {"box": "pool"})

    assert answer.status_code == 409
    assert "这件在李文手上" in read(answer)


@pytest.mark.clause("5.3.1b", "6.3.2")
def test_at_the_counter_every_original_is_ticked_before_the_case_is_done(
    counter_case: Any, clerk: Any
) -> None:
    counter = seated(clerk)
    number = counter_case.number
    assert counter_case.number in read(counter.get("/desk/?box=counter"))
    assert counter_case.number in read(counter.get("/desk/", {"q": number[-5:]}))
    path = f"/desk/case/{number}/passing/"

    page = read(counter.get(path))
    without = posted(counter, path, counter_case)
    answer = posted(counter, path, counter_case, seen=["file"])

    assert "核验原件并办结" in page
    assert without.status_code == 400
    assert "请核验“个人档案”的原件" in read(without)
    assert answer.status_code == 302
    counter_case.refresh_from_db()
    assert counter_case.status == Status.APPROVED
    checked = Entry.objects.get(verb="originals-checked", case=number)
    assert checked.actor == clerk.visitor.account


def test_a_closed_case_can_only_be_read(desk: Client, case: Any) -> None:
    posted(desk, f"/desk/case/{case.number}/refusal/", case, **REFUSAL)

    page = read(desk.get(f"/desk/case/{case.number}/"))

    assert "这件已经办完，只能查看。" in page
    assert posted(desk, f"/desk/case/{case.number}/passing/", case).status_code == 409


@pytest.mark.clause("5.3.1b")
def test_my_page_counts_what_i_closed(desk: Client, case: Any) -> None:
    posted(desk, f"/desk/case/{case.number}/refusal/", case, **REFUSAL)

    page = read(desk.get("/desk/me/"))

    assert page.count("<b>1</b>") == 2


@pytest.mark.clause("6.3.1")
def test_who_reviewed_a_case_does_not_check_its_originals(
    counter_case: Application, reviewer: Any, hall: Any
) -> None:
    StaffRole.objects.create(account=reviewer.visitor.account, role=Role.CLERK)
    path = f"/desk/case/{counter_case.number}/passing/"
    seen = [sheet.code for sheet in queries.dossier(counter_case).originals]

    answer = posted(seated(reviewer), path, counter_case, seen=seen)

    assert answer.status_code in {403, 409}
    assert "窗口核验不能是同一个人" in read(answer)
    counter_case.refresh_from_db()
    assert counter_case.status == "counter"
