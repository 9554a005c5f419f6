"""Booking on the pages: two steps, given back, changed, waited for; received at the desk (5.1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.agencies.centres import CentreCard
from shebao.hall.office.appointments.models import Booking, Place
from shebao.hall.office.notices.models import Notice
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import read
from tests.office.applications.conftest import file  # noqa: F401
from tests.office.appointments.conftest import hall_centre, wanting  # noqa: F401
from tests.office.appointments.test_booking import book, person
from tests.support.cast import MONDAY, enter_staff

pytestmark = [pytest.mark.clause("5.1a", "5.1c"), pytest.mark.usefixtures("hall_centre")]
WHEN = "/book/trial-promised/990100-01/"
TUESDAY = "2026-03-03"


def taken(client: Client, *, time: str = f"{TUESDAY} 540", **more: str) -> Any:
    page = read(client.get(WHEN))
    token = page.split('name="token" value="')[1].split('"')[0]
    return client.post(WHEN, {"token": token, "time": time, **more})


def test_two_steps_lead_to_a_place_and_to_what_to_bring(as_wang: Client) -> None:
    where = read(as_wang.get("/book/trial-promised/"))
    answer = taken(as_wang)
    page = read(as_wang.get(answer["Location"]))

    assert "第一步" in where
    assert "（周二） 9:00" in where
    assert "有坡道" in where
    assert answer["Location"].endswith("?done=booked")
    for words in ("预约成功", "示例市社保服务大厅", "请带这些原件", "预约号"):
        assert words in page
    assert "预约窗口" in read(as_wang.get("/my/access/"))


def test_pressing_twice_is_one_booking(as_wang: Client) -> None:
    page = read(as_wang.get(WHEN))
    token = page.split('name="token" value="')[1].split('"')[0]
    both = [as_wang.post(WHEN, {"token": token, "time": f"{TUESDAY} 540"}) for _ in range(2)]

    assert both[0]["Location"] == both[1]["Location"]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "time", ["", "tomorrow", "2026-03-03", "2026-03-03 nine", "2026-13-99 540"]
)
def test_without_a_time_one_is_asked_for(as_wang: Client, time: str) -> None:
    answer = taken(as_wang, time=time)

    assert answer.status_code == 422
    assert "请选一个时间" in read(answer)


def test_who_is_too_late_is_told_and_sees_what_is_still_free(
    as_wang: Client,
    wanting: Callable[..., Any],  # noqa: F811
) -> None:
    page = read(as_wang.get(WHEN))
    token = page.split('name="token" value="')[1].split('"')[0]
    for place in range(2):
        book(person(place), wanting())
    answer = as_wang.post(WHEN, {"token": token, "time": f"{TUESDAY} 540"})

    assert answer.status_code == 422
    assert "刚刚被约走了" in read(answer)
    assert f"{TUESDAY} 540" not in read(answer)
    assert f"{TUESDAY} 555" in read(answer)


def test_a_second_booking_for_the_same_leads_to_the_first(as_wang: Client) -> None:
    taken(as_wang)
    answer = taken(as_wang, time=f"{TUESDAY} 555")

    assert "您已经约好了" in read(as_wang.get(answer["Location"]))


def test_changed_cancelled_and_put_into_a_calendar(as_wang: Client, as_lin: Client) -> None:
    number = taken(as_wang)["Location"].split("/")[3]
    one = f"/my/bookings/{number}/"
    calendar = as_wang.get(f"{one}calendar/")
    wrong = as_wang.post(f"{one}change/", {"time": "never"})
    changed = as_wang.post(f"{one}change/", {"time": f"{TUESDAY} 570"})
    stranger = [as_lin.get(one).status_code, as_lin.post(one).status_code,
                as_lin.get(f"{one}calendar/").status_code]  # fmt: skip
    cancelled = as_wang.post(one)
    text = calendar.content.decode()

    assert "DTSTART:20260303T010000Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert wrong.status_code == 422
    assert changed["Location"].endswith("done=changed")
    assert stranger == [404] * 3
    assert cancelled["Location"].endswith("done=cancelled")
    assert not Place.objects.exclude(booking="").exists()


def test_waiting_for_a_place_and_taking_what_is_held(
    as_wang: Client,
    wanting: Callable[..., Any],  # noqa: F811
) -> None:
    Place.objects.exclude(day=MONDAY.date() + timedelta(days=1), start=540).delete()
    holders = [person(place) for place in range(2)]
    numbers = [book(one, wanting()) for one in holders]
    full = read(as_wang.get("/book/trial-promised/"))
    waits = as_wang.post(WHEN, {"token": "t", "action": "wait"})
    from shebao.hall.office.appointments import actions

    actions.cancel(
        number=numbers[0], visitor=holders[0].visitor, centre=wanting().centre, channel="web",
        now=NOON,
    )  # fmt: skip
    listed = read(as_wang.get("/my/bookings/"))
    wish = listed.split('name="number" value="')[1].split('"')[0]
    took = as_wang.post("/my/bookings/", {"number": wish, "action": "take"})

    assert "七天内都约满了" in full
    assert waits["Location"].endswith("done=waiting")
    assert "为您留的时间" in listed
    assert took["Location"].endswith("done=booked")
    assert as_wang.post("/my/bookings/", {"number": wish, "action": "end"})["Location"].endswith(
        "done=gone"
    )


@pytest.mark.clause("5.3.1b")
def test_a_case_that_passed_its_review_is_booked_received_and_stays_one_case(
    as_wang: Client,
    wang: Any,
    file: Any,  # noqa: F811
    visit: Any,
    noon: Any,
) -> None:
    from shebao.hall.office.applications.models import Application

    case = file(wang, "trial-promised", new_name="王方")
    Application.objects.filter(pk=case.pk).update(status="counter", agency="990100", role="clerk")
    page = read(as_wang.get(f"/my/cases/{case.number}/"))
    booked = taken(as_wang, case=case.number)
    number = booked["Location"].split("/")[3]
    noon.shift(timedelta(days=1))
    clerk = visit(enter_staff("c9", "孙九", Role.CLERK))
    listed = read(clerk.get(f"/desk/bookings/?q={number}"))
    for action in ("arrive", "serve"):
        answer = clerk.post(
            "/desk/bookings/", {"number": number, "centre": "990100-01", "action": action}
        )
        assert answer["Location"].endswith(f"done={action}")
    again = clerk.post(
        "/desk/bookings/", {"number": number, "centre": "990100-01", "action": "miss"}
    )

    assert f"/book/trial-promised/?case={case.number}" in page
    assert f"/desk/case/{case.number}/" in listed
    assert again["Location"].endswith("done=gone")
    assert Booking.objects.get().case == case.number


def test_nobody_books_for_a_case_that_is_not_theirs(
    as_lin: Client,
    wang: Any,
    file: Any,  # noqa: F811
) -> None:
    case = file(wang, "trial-promised", new_name="王方")

    assert taken(as_lin, case=case.number).status_code == 404
    assert not Booking.objects.exists()


def test_a_clerk_of_another_agency_sees_nobody(as_wang: Client, visit: Any) -> None:
    taken(as_wang)
    other = visit(enter_staff("c8", "孙八", Role.CLERK, agency="990200"))

    page = read(other.get("/desk/bookings/?centre=990100-01"))

    assert "本机构还没有开放预约的网点" in page


@pytest.mark.clause("5.1b")
def test_closing_a_day_tells_everybody_once_and_says_why(as_wang: Client, visit: Any) -> None:
    taken(as_wang)
    operator = visit(enter_staff("o9", "钱九", Role.OPERATOR))
    fields = {"centre": "990100-01", "day_year": "2026", "day_month": "3", "day_day": "3"}
    unsaid = operator.post("/manage/centres/", fields)
    past = operator.post("/manage/centres/", {**fields, "day_year": "2025", "why": "停电"})
    closed = [operator.post("/manage/centres/", {**fields, "why": "停电"}) for _ in range(2)]
    told = Notice.objects.filter(way="inbox", title="预约的网点临时关闭")

    assert [unsaid.status_code, past.status_code] == [422, 422]
    assert all(one["Location"].endswith("done=closed") for one in closed)
    assert told.count() == 1
    assert "停电" in told.get().words
    assert "为您留的时间" in read(as_wang.get("/my/bookings/"))


def test_only_what_is_done_at_counters_can_be_booked(
    as_wang: Client,
    hall_centre: CentreCard,  # noqa: F811
) -> None:
    assert "测试承诺事项" in read(as_wang.get("/book/"))
    assert as_wang.get("/book/no-such-item/").status_code == 404
    assert as_wang.get("/book/trial-promised/nowhere/").status_code == 404
