"""Staff accounts on their pages: two officers, at once, within one's own agency (6.2.5, 6.3.1)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.actions import totp_code
from shebao.hall.office.accounts.models import Account, Alarm, StaffRequest, Text
from shebao.hall.office.accounts.queries import staff_account
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.audit.queries import about
from tests.support.cast import enter_staff
from tests.support.staff import NOON, read, seated

pytestmark = pytest.mark.clause("6.2.5", "6.3.1")
PHONE = "13800000088"
FRESH = "Kuai-le-41-shui"
NEW = {
    "name": "新仁", "username": "xinren", "mobile": PHONE, "agency": "990100", "roles": ["clerk"],
    "until_year": "2027", "until_month": "2", "until_day": "1", "words": "新进人员",
}  # fmt: skip


@pytest.fixture
def other(hall: Any) -> Client:
    """The browser of the second security officer."""
    return seated(enter_staff("fanglin", "方琳", Role.SECURITY))


def decide(client: Client, action: str = "approve") -> str:
    number = StaffRequest.objects.latest("id").number
    answer = client.post("/manage/staff/", {"number": number, "action": action})
    return read(client.get(answer["Location"]))


def test_an_account_is_asked_for_approved_enrolled_and_used(
    guarding: Client, other: Client
) -> None:
    assert "等另一名安全管理员批准" in read(guarding.post("/manage/staff/new/", NEW, follow=True))
    assert "要由另一名安全管理员批准" in decide(guarding)
    assert "新仁" in read(other.get("/manage/staff/"))
    assert "已批准，立即生效" in decide(other)
    number = staff_account("xinren")
    assert "等本人启用" in read(guarding.get(f"/manage/staff/{number}/"))

    browser = Client()
    browser.post("/desk/enrol/", {"action": "send", "username": "xinren"})
    code = "".join(sign for sign in Text.objects.latest("id").words if sign.isdigit())[:6]
    secret = read(browser.get("/desk/enrol/")).split("<code>")[1].split("</code>")[0]
    app_code = totp_code(secret.replace(" ", ""), now=NOON)
    wrong = {"username": "xinren", "code": code, "password": "short", "again": "x"}
    assert browser.post("/desk/enrol/", wrong).status_code == 422
    typed = {"username": "xinren", "code": code, "password": FRESH, "again": FRESH}
    assert browser.post("/desk/enrol/", {**typed, "app_code": "000000"}).status_code == 422
    done = browser.post("/desk/enrol/", {**typed, "app_code": app_code})
    assert done["Location"] == "/desk/sign-in/?done=enrolled"

    browser.post("/desk/sign-in/", {"username": "xinren", "password": FRESH})
    later = totp_code(secret.replace(" ", ""), now=NOON + timedelta(seconds=30))
    browser.post("/desk/sign-in/", {"action": "second", "code": later})
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"roles": ["operator", "auditor"]}, "不能由一人兼任"),
        ({"roles": []}, "请选择岗位"),
        ({"mobile": "1"}, "请填写本人手机号"),
        ({"until_year": "2029"}, "最长一年"),
        ({"username": "zhengshou"}, "已经有人用了"),
        ({"agency": "990200"}, "请选择本机构或下级机构"),
        ({"words": ""}, "请写明理由"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    guarding: Client, change: dict[str, Any], words: str
) -> None:
    answer = guarding.post("/manage/staff/new/", {**NEW, **change})

    assert answer.status_code == 422
    assert words in read(answer)
    assert not StaffRequest.objects.exists()


def test_a_change_counts_in_a_session_that_is_open(
    guarding: Client, other: Client, reviewer: Any
) -> None:
    desk, path = seated(reviewer), f"/manage/staff/{reviewer.visitor.account}/"
    assert desk.get("/desk/").status_code == 200
    guarding.post(path, {**NEW, "kind": "change", "roles": ["auditor"]})
    assert desk.get("/desk/").status_code == 200
    decide(other)
    assert desk.get("/desk/").status_code == 403
    assert desk.get("/manage/audit/").status_code == 200

    guarding.post(path, {"kind": "suspend", "words": "调离审计岗"})
    decide(other)
    assert desk.get("/manage/audit/").status_code == 302


def test_an_account_over_its_day_is_told_so_at_the_door(client: Client, reviewer: Any) -> None:
    Account.objects.filter(pk=reviewer.pk).update(certified_until=NOON.date() - timedelta(days=1))
    signing = {"username": "zhaoming", "password": "correct-horse-41"}

    answer = client.post("/desk/sign-in/", signing)

    assert answer.status_code == 403
    assert "有效期到了" in read(answer)
    assert seated(reviewer).get("/desk/").status_code == 302


def test_accounts_of_another_agency_are_not_there(
    guarding: Client, stranger_clerk: Any, wang: Any
) -> None:
    for number in (stranger_clerk.visitor.account, wang.visitor.account, "nobody"):
        assert guarding.get(f"/manage/staff/{number}/").status_code == 404
        answer = guarding.post(f"/manage/staff/{number}/", {"kind": "suspend", "words": "试一试"})
        assert answer.status_code in {404, 422}
    assert "郑远" not in read(guarding.get("/manage/staff/"))
    assert not StaffRequest.objects.exists()


@pytest.mark.clause("6.3.2")
def test_uncovering_is_seen_by_the_person_and_too_much_of_it_by_security(
    case: Any, reviewer: Any, wang: Any, guarding: Client
) -> None:
    desk, path = seated(reviewer), f"/desk/case/{case.number}/showing/"
    why = {"reason": "compare", "words": "核对新姓名的写法"}
    answers = [desk.post(path, why).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]
    assert Entry.objects.filter(verb="uncover").count() == 20
    assert about(wang.visitor.subject).rows[0].purpose.endswith("核对新姓名的写法")
    assert "核对新姓名的写法" in read(seated(wang).get("/my/access/"))
    kinds = list(Alarm.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["unmask-day", "unmask-many"]
    page = read(guarding.get("/manage/alarms/"))
    assert "超过 20 次" in page
    assert reviewer.visitor.account in page

    pk = str(Alarm.objects.earliest("id").pk)
    assert "已记下您看过了" in read(guarding.post("/manage/alarms/", {"pk": pk}, follow=True))
    assert "刚刚有了变化" in read(guarding.post("/manage/alarms/", {"pk": pk}, follow=True))


def test_uncovering_at_night_is_told_to_security(case: Any, reviewer: Any) -> None:
    night = NOON + timedelta(hours=11)
    with time_machine.travel(night, tick=False):
        why = {"reason": "compare", "words": "核对新姓名的写法"}
        seated(reviewer).post(f"/desk/case/{case.number}/showing/", why)

    assert Alarm.objects.get().kind == "unmask-night"


@pytest.mark.parametrize("rows", [10, 200])
def test_the_questions_for_staff_do_not_grow_with_the_rows(
    guarding: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    Account.objects.bulk_create(
        Account(
            number=f"S-{place}", kind="staff", username=f"u{place}", name="赵明", agency="990100",
            created_at=NOON,
        )
        for place in range(rows)
    )  # fmt: skip
    guarding.get("/manage/staff/")

    with django_assert_max_num_queries(9):
        guarding.get("/manage/staff/")
