"""The trail and the locks; and that operators see no case from inside."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions import LOCK_AFTER, WrongSignIn, sign_in
from shebao.hall.office.accounts.models import Account, Tally
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.audit.queries import about
from tests.support.cast import PASSWORD
from tests.support.staff import NOON, read, seated

PAGES = (
    "/manage/", "/manage/postings/", "/manage/postings/replaying/", "/manage/items/",
    "/manage/audit/", "/manage/users/", "/manage/items/trial-instant/withdrawal/",
    "/manage/items/trial-instant/offer/",
)  # fmt: skip


def lock(player: Any) -> None:
    """Fail to sign in until the account rests."""
    for _ in range(LOCK_AFTER):
        with pytest.raises(WrongSignIn):
            sign_in(
                name=player.username, password="wrong", kind=player.visitor.kind, channel="web",
                address="", now=NOON,
            )  # fmt: skip


@pytest.mark.clause("6.3.2")
def test_the_trail_is_found_by_case_and_by_subject_and_the_search_is_written_down(
    watching: Client, case: Application, auditor: Any
) -> None:
    by_case = read(watching.get("/manage/audit/", {"q": case.number}))
    by_subject = read(watching.get("/manage/audit/", {"q": case.subject}))

    assert "提交申请" in by_case
    assert "提交申请" in by_subject
    looks = [look for look in about(case.subject).rows if look.verb == "search-trail"]
    assert [look.actor for look in looks] == [auditor.visitor.account] * 2


@pytest.mark.clause("6.3.2")
def test_from_a_case_told_again_a_link_leads_back_to_its_trail(
    watching: Client, case: Application
) -> None:
    page = read(watching.get(f"/manage/audit/{case.number}/"))

    assert f'href="/manage/audit/?q={case.number}"' in page


def test_an_empty_search_asks_nothing_and_leaves_nothing(watching: Client, hall: Any) -> None:
    watching.get("/manage/audit/")

    assert not Entry.objects.filter(verb="search-trail").exists()


def test_a_search_without_result_says_so(watching: Client, hall: Any) -> None:
    assert "没有找到" in read(watching.get("/manage/audit/", {"q": "SB00000000"}))


@pytest.mark.clause("6.2.5c")
def test_a_locked_account_is_listed_covered_and_unlocked_with_a_trace(
    guarding: Client, wang: Any, security: Any
) -> None:
    lock(wang)
    listed = read(guarding.get("/manage/users/"))
    number = wang.visitor.account

    answer = guarding.post(f"/manage/users/{number}/unlocking/")

    assert number in listed
    assert wang.visitor.name not in listed
    assert "锁到 12:15" in listed
    assert "已解锁" in read(guarding.get(answer["Location"]))
    assert sign_in(
        name="wangfang", password=PASSWORD, kind=Kind.PERSON, channel="web", address="", now=NOON
    )
    trace = Entry.objects.get(verb="unlock")
    assert (trace.actor, trace.subject) == (security.visitor.account, wang.visitor.subject)


def test_unlocking_what_is_not_locked_changes_nothing(guarding: Client, wang: Any) -> None:
    answer = guarding.post(f"/manage/users/{wang.visitor.account}/unlocking/")

    assert "这个账号没有锁着" in read(guarding.get(answer["Location"]))
    assert not Entry.objects.filter(verb="unlock").exists()


@pytest.mark.parametrize("rows", [10, 200])
def test_the_questions_for_accounts_do_not_grow_with_the_rows(
    guarding: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    Account.objects.bulk_create(
        Account(
            number=f"S-{place}", kind=Kind.STAFF, username=f"u{place}", name="赵明",
            agency="990100", created_at=NOON,
        )
        for place in range(rows)
    )  # fmt: skip
    Tally.objects.bulk_create(
        Tally(account=f"S-{place}", scope="password", failures=2) for place in range(rows)
    )
    guarding.get("/manage/users/")

    with django_assert_max_num_queries(7):
        guarding.get("/manage/users/")


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("path", PAGES)
def test_only_those_of_the_role_come_in(
    client: Client, hall: Any, wang: Any, reviewer: Any, path: str
) -> None:
    assert client.get(path)["Location"].startswith("/desk/sign-in/?next=")
    assert seated(wang).get(path).status_code == 403
    assert seated(reviewer).get(path).status_code == 403


@pytest.mark.clause("6.3.1")
def test_acts_are_closed_to_others_and_to_mere_looking(
    guarding: Client, wang: Any, reviewer: Any
) -> None:
    path = f"/manage/users/{wang.visitor.account}/unlocking/"

    assert guarding.get(path).status_code == 405
    assert seated(reviewer).post(path).status_code == 403
    assert seated(wang).post("/manage/postings/replaying/").status_code == 403
    assert seated(wang).post("/manage/items/trial-instant/withdrawal/").status_code == 403


@pytest.mark.clause("6.3.1", "6.3.2")
def test_an_operator_never_sees_what_a_case_contains(
    manage: Client, watching: Client, case: Application, wang: Any
) -> None:
    pages = [
        read(manage.get("/manage/")),
        read(manage.get("/manage/postings/?state=waiting")),
        read(watching.get("/manage/audit/", {"q": case.number})),
    ]

    for secret in (wang.visitor.name, "13800000099"):
        assert all(secret not in page for page in pages)
    assert manage.get(f"/desk/case/{case.number}/").status_code == 403
