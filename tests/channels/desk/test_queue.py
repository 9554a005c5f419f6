"""A counter's page: calling, and what becomes of whoever was called (5.1, UX 41)."""

import re
from typing import Any

import pytest
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.agencies.actions import CentrePlan, put_centre
from shebao.hall.office.appointments.models import Booking, Turn
from shebao.hall.office.audit.models import Entry
from tests.channels.web.conftest import noon  # noqa: F401
from tests.office.appointments.conftest import PLAN, hall_centre, wanting  # noqa: F401
from tests.office.appointments.test_booking import book, person
from tests.support.cast import MONDAY, enter_staff
from tests.support.staff import read, seated

HERE = "/desk/queue/"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1", "5.1c", "6.3.1")]


@pytest.fixture
def clerk(hall_centre: Any) -> Client:  # noqa: F811
    """A clerk at counter two of the city's centre."""
    browser = seated(enter_staff("c1", "孙一", Role.CLERK))
    browser.get(HERE, {"centre": PLAN.code, "counter": "2"})
    return browser


def press(browser: Client, action: str, **more: Any) -> str:
    fields = {"centre": PLAN.code, "counter": "2", "action": action, **more}
    return str(browser.post(HERE, fields).headers["Location"]).rpartition("done=")[2]


def draws(browser: Client, token: str, **more: str) -> str:
    assert press(browser, "draw", press=token, **more) == "drawn"
    return Turn.objects.latest("pk").number


def test_a_number_is_drawn_called_and_done(clerk: Client) -> None:
    first, second = draws(clerk, "one", item="trial-counter"), draws(clerk, "two")
    waits = read(clerk.get(HERE))
    called = press(clerk, "next")
    page = read(clerk.get(HERE))
    onward = press(clerk, "onward", number=first)
    after = read(clerk.get(HERE))
    ended = press(clerk, "finish", number=second)

    assert "正在等的 2 位" in waits
    assert "测试" in waits
    assert (called, onward, ended) == ("called", "called", "finish")
    assert "A001" in re.search(r"turn-now.*", page)[0]  # type: ignore[index]
    assert "A002" in re.search(r"turn-now.*", after)[0]  # type: ignore[index]
    assert set(Turn.objects.values_list("state", flat=True)) == {"done"}
    assert press(clerk, "next") == "nobody"


def test_the_clerk_sees_the_number_just_drawn(clerk: Client) -> None:
    draws(clerk, "one")

    assert "号已取好：A001" in read(clerk.get(HERE, {"done": "drawn"}))


def test_whoever_has_a_booking_is_called_with_it_and_the_look_is_traced(
    clerk: Client,
    wanting: Any,  # noqa: F811
    noon: Any,  # noqa: F811
) -> None:
    number = book(person(1), wanting())
    too_early = press(clerk, "draw", press="t", booking=number)
    noon.shift(24 * 3600)
    fresh = seated_again()
    drawn = press(fresh, "draw", press="t", booking=f"SHEBAO-BOOKING:{number.lower()}")
    press(fresh, "next")
    page = read(fresh.get(HERE))
    press(fresh, "finish", number=Turn.objects.get().number)

    assert (too_early, drawn) == ("not-today", "drawn")
    assert "Y001" in page
    assert "人*" in page
    assert Booking.objects.get().state == "served"
    looks = Entry.objects.filter(verb="read", purpose="serving at the counter")
    assert looks.filter(subject=person(1).visitor.subject).exists()


def seated_again() -> Client:
    browser = seated(enter_staff("c9", "孙九", Role.CLERK))
    browser.get(HERE, {"centre": PLAN.code, "counter": "2"})
    return browser


def test_whoever_is_not_there_is_called_again_noted_and_takes_a_place_again(
    clerk: Client,
) -> None:
    number = draws(clerk, "one")
    press(clerk, "next")
    told = [press(clerk, action, number=number) for action in ("again", "absent", "absent")]
    page = read(clerk.get(HERE))
    back = press(clerk, "back", number=number)

    assert told == ["called", "absent", "gone"]
    assert "叫了不在的" in page
    assert back == "back"
    assert Turn.objects.get().calls == 2


def test_somebody_is_passed_on_to_a_counter_that_is_there(clerk: Client) -> None:
    number = draws(clerk, "one")
    press(clerk, "next")
    wrong = press(clerk, "pass", number=number, onward="77")
    passed = press(clerk, "pass", number=number, onward="3")

    assert (wrong, passed) == ("gone", "passed")
    assert "3 号窗口" in read(clerk.get(HERE))
    assert press(clerk, "next") == "nobody"


def test_a_counter_that_serves_somebody_calls_nobody_else(clerk: Client) -> None:
    draws(clerk, "one")
    draws(clerk, "two")
    press(clerk, "next")

    assert press(clerk, "next") == "busy"
    assert "先把这位办完" in read(clerk.get(HERE, {"done": "busy"}))


@pytest.mark.parametrize("action", ["", "nonsense", "finish", "again", "absent", "pass", "back"])
def test_what_is_not_there_changes_nothing(clerk: Client, action: str) -> None:
    draws(clerk, "one")

    assert press(clerk, action, number="TNOTHING") == "gone"
    assert Turn.objects.get().state == "waiting"


def test_a_double_press_draws_one_number(clerk: Client) -> None:
    assert draws(clerk, "same") == draws(clerk, "same")
    assert Turn.objects.count() == 1


def test_the_queue_of_another_agency_is_not_seen_and_not_called(
    clerk: Client, stranger_clerk: Any
) -> None:
    put_centre(CentrePlan(
        code="990200-01", agency="990200", name="别处大厅", address="某路1号", phone="12333",
        counters=((1, False, ()),),
    ))  # fmt: skip
    number = draws(clerk, "one")
    press(clerk, "next")
    elsewhere = seated(stranger_clerk)
    page = read(elsewhere.get(HERE, {"centre": PLAN.code, "counter": "2"}))
    told = press(elsewhere, "finish", number=number)

    assert "别处大厅" in page
    assert "A001" not in page
    assert told == "gone"
    assert Turn.objects.get().state == "called"


def test_a_centre_without_counters_says_so(hall: Any) -> None:
    put_centre(CentrePlan(
        code="990100-09", agency="990100", name="新大厅", address="某路2号", phone="12333",
    ))  # fmt: skip
    browser = seated(enter_staff("c1", "孙一", Role.CLERK))

    assert "还没有窗口" in read(browser.get(HERE))
    assert browser.post(HERE, {"action": "next"}).status_code == 200


def test_coming_to_the_list_of_bookings_joins_the_queue(
    wanting: Any,  # noqa: F811
    noon: Any,  # noqa: F811
) -> None:
    number = book(person(1), wanting())
    noon.shift(24 * 3600)
    browser = seated_again()
    fields = {"centre": PLAN.code, "number": number, "action": "arrive"}
    come = browser.post("/desk/bookings/", fields).headers["Location"]

    assert come.endswith("done=arrive")
    assert Turn.objects.get().booking == number
    assert MONDAY.date() < Turn.objects.get().day
