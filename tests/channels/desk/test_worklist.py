"""The worklist: whose cases, in which order, with which words."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.applications import actions
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from tests.support.cast import MONDAY
from tests.support.staff import copies, read, seated


@pytest.mark.clause("5.3.1b")
def test_the_pool_shows_what_nobody_has_taken_by_the_time_that_is_left(
    desk: Client, case: Application
) -> None:
    late, early = copies(case, 2)
    Application.objects.filter(pk=late.pk).update(due_on=date(2026, 2, 26))
    Application.objects.filter(pk=early.pk).update(due_on=date(2026, 3, 2))

    page = read(desk.get("/desk/?box=pool"))

    places = [page.index(one.number) for one in (late, early, case)]
    assert places == sorted(places)
    assert "已超期 3 个工作日" in page
    assert "今天到期" in page
    assert "剩 10 个工作日" in page


@pytest.mark.clause("6.3.1")
def test_names_in_the_list_are_covered(desk: Client, case: Application, wang: Any) -> None:
    page = read(desk.get("/desk/?box=pool"))

    assert wang.visitor.name not in page
    assert "王*" in page


def test_a_provisional_due_date_says_so(desk: Client, case: Application) -> None:
    Application.objects.filter(pk=case.pk).update(due_is_provisional=True)

    assert "（暂定）" in read(desk.get("/desk/?box=pool"))


def test_the_boxes_count_what_they_hold(desk: Client, case: Application, reviewer: Any) -> None:
    copies(case, 4)
    actions.take(case, clerk=reviewer.visitor, now=MONDAY)

    answer = desk.get("/desk/")

    assert "共 1 件" in read(answer)
    assert "共 4 件" in read(desk.get("/desk/?box=pool"))
    assert "共 5 件" in read(desk.get("/desk/?box=all"))


def test_the_numbers_over_the_list_lead_to_their_cases(desk: Client, case: Application) -> None:
    pressing, calm = copies(case, 2)
    Application.objects.filter(pk=pressing.pk).update(due_on=date(2026, 3, 4))
    Application.objects.filter(pk=calm.pk).update(was_supplemented=True)

    soon = read(desk.get("/desk/?box=all&due=soon"))
    back = read(desk.get("/desk/?box=all&due=back"))

    assert pressing.number in soon
    assert case.number not in soon
    assert calm.number in back
    assert "补正已回" in back
    assert pressing.number not in back


def test_a_whole_number_in_the_search_leads_to_the_case(desk: Client, case: Application) -> None:
    answer = desk.get("/desk/", {"q": case.number})

    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/case/{case.number}/"


def test_the_last_digits_find_a_case_in_any_box(desk: Client, case: Application) -> None:
    assert case.number in read(desk.get("/desk/", {"q": case.number[-4:]}))
    assert case.number not in read(desk.get("/desk/", {"q": "XX00"}))


def test_pages_follow_one_another_without_gap_or_repetition(
    desk: Client, case: Application
) -> None:
    copies(case, 64)
    seen: list[str] = []
    href = "/desk/?box=pool"
    while href:
        answer = desk.get(href)
        rows = answer.context if answer.context else None
        assert rows is None
        page = read(answer)
        seen += [part[:20] for part in page.split('id="row-')[1:]]
        marker = 'rel="next"'
        href = ""
        if marker in page:
            href = page[: page.index(marker)].rsplit('href="', 1)[1].split('"')[0]
            href = href.replace("&amp;", "&")
    numbers = [text.split('"')[0] for text in seen]
    assert len(numbers) == len(set(numbers)) == 65


@pytest.mark.clause("6.3.2")
def test_opening_the_summary_of_a_case_is_written_down(
    desk: Client, case: Application, reviewer: Any
) -> None:
    page = read(desk.get(f"/desk/?box=pool&case={case.number}"))

    assert "领到我名下" in page
    looks = Entry.objects.filter(case=case.number, actor=reviewer.visitor.account)
    assert [(look.verb, look.purpose) for look in looks] == [
        ("read-case", "handling trial-promised")
    ]


def test_only_looking_at_the_list_is_no_look_at_a_case(
    desk: Client, case: Application, reviewer: Any
) -> None:
    desk.get("/desk/?box=pool")

    assert not Entry.objects.filter(actor=reviewer.visitor.account, verb="read-case").exists()


@pytest.mark.clause("6.3.1")
def test_another_agency_sees_nothing(case: Application, stranger_clerk: Any) -> None:
    stranger = seated(stranger_clerk)

    assert case.number not in read(stranger.get("/desk/?box=all"))
    assert stranger.get(f"/desk/?case={case.number}").status_code == 404
    assert "row-" not in read(stranger.get("/desk/", {"q": case.number}))


@pytest.mark.parametrize("rows", [10, 200])
def test_the_questions_to_the_database_do_not_grow_with_the_rows(
    desk: Client, case: Application, rows: int, django_assert_max_num_queries: Any
) -> None:
    copies(case, rows)
    desk.get("/desk/?box=pool")

    with django_assert_max_num_queries(9):
        desk.get("/desk/?box=pool")


@pytest.mark.parametrize("query", ["after=xx", "after=MTIz", "box=nothing&due=never", "case=%20"])
def test_a_strange_address_is_no_error(desk: Client, query: str) -> None:
    assert desk.get(f"/desk/?{query}").status_code in {200, 404}


def test_an_empty_box_says_why_and_what_to_do(desk: Client) -> None:
    page = read(desk.get("/desk/"))

    assert "手上没有待办的件" in page
    assert "看组内待领" in page
