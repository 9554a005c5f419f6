"""Booking a counter by a program: what is free, once for each key, changed, given back (5.1a)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shebao.hall.office.accounts.models import Mandate
from shebao.hall.office.appointments.models import Booking, Place
from tests.channels.api.conftest import Program
from tests.office.applications.conftest import file  # noqa: F401
from tests.office.appointments.conftest import PLAN, hall_centre  # noqa: F401
from tests.support.cast import CHEN, MONDAY, WANG

pytestmark = [
    pytest.mark.django_db, pytest.mark.clause("5.1a", "6.1.2e"),
    pytest.mark.usefixtures("hall_centre", "monday"),
]  # fmt: skip
TUESDAY = (MONDAY + timedelta(days=1)).date().isoformat()
WEDNESDAY = (MONDAY + timedelta(days=2)).date().isoformat()


def wanting(**more: Any) -> dict[str, Any]:
    return {
        "item": "trial-promised", "centre": PLAN.code, "day": TUESDAY, "start": 540,
        "token": "key-00000001", **more,
    }  # fmt: skip


def booked(program: Program, **more: Any) -> dict[str, Any]:
    answer = program.post("/bookings", wanting(**more))
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_anybody_sees_where_and_when_there_is_room(anybody: Program) -> None:
    centres = anybody.get("/items/trial-promised/centres").json()
    times = anybody.get(f"/items/trial-promised/centres/{PLAN.code}").json()

    assert [(one["centre"]["code"], one["day"], one["start"]) for one in centres["rows"]] == [
        (PLAN.code, TUESDAY, 540)
    ]
    assert times["days"][0] == {"day": TUESDAY, "starts": [540, 555, 570, 585]}
    assert times["minutes"] == 15


@pytest.mark.parametrize(
    "path", ["/items/nothing/centres", "/items/trial-promised/centres/990100-77"]
)
def test_what_is_not_there_is_not_there(anybody: Program, path: str) -> None:
    assert anybody.get(path).status_code == 404


def test_a_place_is_booked_once_for_each_key(wangs: Program) -> None:
    first = wangs.post("/bookings", wanting())
    again = wangs.post("/bookings", wanting())
    other = wangs.post("/bookings", wanting(start=555))
    by_header = wangs.post(
        "/bookings", {**wanting(item="trial-counter", start=555), "token": None},
        headers={"Idempotency-Key": "key-00000002"},
    )  # fmt: skip

    assert (first.status_code, again.status_code, by_header.status_code) == (201, 200, 201)
    assert first.json()["number"] == again.json()["number"]
    assert first["Location"] == f"/api/v1/bookings/{first.json()['number']}"
    assert (other.status_code, other.json()["code"]) == (409, "key_taken")
    assert Booking.objects.count() == 2


def test_a_booking_is_read_changed_and_given_back(wangs: Program) -> None:
    number = booked(wangs)["number"]
    moved = wangs.post(f"/bookings/{number}/change", {"day": WEDNESDAY, "start": 585})
    read = wangs.get(f"/bookings/{number}")
    gone = [wangs.post(f"/bookings/{number}/cancellation") for _ in range(2)]
    late = wangs.post(f"/bookings/{number}/change", {"day": TUESDAY, "start": 540})
    listed = wangs.get("/bookings").json()

    assert (moved.json()["day"], read.json()["start"]) == (WEDNESDAY, 585)
    assert [one.status_code for one in gone] == [200, 200]
    assert {one.json()["state"] for one in gone} == {"cancelled"}
    assert (late.status_code, late.json()["code"]) == (409, "not_now")
    assert [one["number"] for one in listed["rows"]] == [number]
    assert not Place.objects.exclude(booking="").exists()


def test_who_is_too_late_or_asks_amiss_is_told_so(
    wangs: Program, lins: Program, token_for: Callable[..., str], chen: Any
) -> None:
    booked(wangs)
    booked(lins)
    full = Program(token_for(chen)).post("/bookings", wanting())
    twice = wangs.post("/bookings", wanting(token="key-00000009", start=555))
    far = lins.post("/bookings", wanting(item="trial-counter", day="2026-04-01", token="k" * 8))
    no_day = lins.post("/bookings", wanting(item="trial-counter", day="2026-02-31", token="k" * 8))
    keyless = lins.post("/bookings", {**wanting(), "token": None})
    nowhere = lins.post("/bookings", wanting(item="trial-counter", centre="x", token="k" * 8))

    assert (full.status_code, full.json()["code"]) == (409, "full")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_booked")
    assert (far.status_code, far.json()["fields"][0]["field"]) == (422, "day")
    assert (no_day.status_code, no_day.json()["fields"][0]["field"]) == (422, "day")
    assert (keyless.status_code, nowhere.status_code) == (422, 404)
    assert Booking.objects.count() == 2


def test_a_case_is_ones_own_and_of_the_same_service(
    wangs: Program,
    lins: Program,
    file: Callable[..., Any],  # noqa: F811
    wang: Any,
) -> None:
    case = file(wang, "trial-promised", new_name="王方").number
    other = wangs.post("/bookings", wanting(item="trial-counter", case=case))
    strange = lins.post("/bookings", wanting(case=case))

    assert booked(wangs, case=case)["case"] == case
    assert (other.status_code, other.json()["fields"][0]["field"]) == (422, "case")
    assert strange.status_code == 404


def test_nobody_sees_or_ends_a_booking_of_others(wangs: Program, lins: Program) -> None:
    number = booked(wangs)["number"]
    told = [
        lins.get(f"/bookings/{number}"),
        lins.post(f"/bookings/{number}/cancellation"),
        lins.post(f"/bookings/{number}/change", {"day": WEDNESDAY, "start": 540}),
    ]

    assert {one.status_code for one in told} == {404}
    assert lins.get("/bookings").json()["rows"] == []
    assert Booking.objects.get().state == "booked"


def test_a_token_that_only_reads_books_nothing(wang: Any, token_for: Callable[..., str]) -> None:
    reader = Program(token_for(wang, "read"))

    assert reader.post("/bookings", wanting()).json()["code"] == "missing_scope"
    assert not Booking.objects.exists()


def test_for_another_a_place_is_booked_as_far_as_the_mandate_goes(
    wang: Any, token_for: Callable[..., str], chen: Any
) -> None:
    Mandate.objects.create(
        number="MAPI", nature="family", state="running", principal=CHEN, principal_name="陈建国",
        agent=WANG, items=["trial-counter"], acts=["look", "file"], since=MONDAY.date(),
    )  # fmt: skip
    agent = Program(token_for(wang, acting_for=CHEN))

    assert agent.post("/bookings", wanting()).json()["code"] == "not_mandated"
    assert booked(agent, item="trial-counter")["subject"] == CHEN


@pytest.mark.clause("6.3.1")
def test_a_narrow_mandate_learns_nothing_of_bookings_outside_it(
    wang: Any, token_for: Callable[..., str], chen: Any
) -> None:
    booked(Program(token_for(chen)))
    Mandate.objects.create(
        number="MAPI2", nature="family", state="running", principal=CHEN, principal_name="陈建国",
        agent=WANG, items=["trial-counter"], acts=["look", "file"], since=MONDAY.date(),
    )  # fmt: skip
    agent = Program(token_for(wang, acting_for=CHEN))
    told = agent.post("/bookings", wanting(start=555))

    assert told.json()["code"] == "not_mandated"
    assert Booking.objects.get().number not in told.content.decode()
