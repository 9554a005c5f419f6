"""Many processes want the same places: exactly so many are sold, and everybody is told (5.1a)."""

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from shebao.hall.office.appointments import actions
from shebao.hall.office.appointments.models import Booking, Place
from shebao.hall.office.notices.models import Notice
from tests.office.appointments.conftest import hall_centre, wanting  # noqa: F401
from tests.office.appointments.test_booking import person
from tests.races.conftest import at_once
from tests.support.cast import MONDAY
from tests.support.processes import ROOT, surroundings

pytestmark = pytest.mark.clause("5.1a")


def rush(settings: Any, *, processes: int, each: int, days: int) -> list[str]:
    """What every client of every process was told."""
    around = {**surroundings(settings), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.booker", str(place * each), str(each), str(days)],
            env=around, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for place in range(processes)
    ]  # fmt: skip
    found = [one.communicate("go\n", timeout=120)[0] for one in started]
    return [word for text in found for word in json.loads(text)]


def test_the_last_two_places_are_sold_twice_and_nobody_else_gets_one(
    settings: Any,
    hall_centre: Any,  # noqa: F811
) -> None:
    told = rush(settings, processes=6, each=20, days=1)
    sold = [one for one in told if one.startswith("B")]

    assert len(told) == 120
    assert len(sold) == len(set(sold)) == 2
    assert told.count("full") == 118
    assert {one.number for one in Booking.objects.all()} == set(sold)
    assert Place.objects.exclude(booking="").count() == 2
    assert Notice.objects.filter(way="inbox").count() == 2


def test_a_whole_plan_is_sold_out_exactly(
    settings: Any,
    hall_centre: Any,  # noqa: F811
) -> None:
    told = rush(settings, processes=4, each=60, days=7)
    sold = [one for one in told if one.startswith("B")]
    capacity = Place.objects.count()
    per_place = Counter(
        Booking.objects.values_list("centre", "counter", "day", "start").order_by("pk")
    )

    assert len(told) == 240
    assert Booking.objects.count() == len(sold) <= capacity
    assert set(per_place.values()) == {1}
    assert Place.objects.exclude(booking="").count() == len(sold)
    for row in Place.objects.filter(booking=""):
        twins = Place.objects.filter(day=row.day, start=row.start)
        assert told.count("full") == 0 or twins.filter(booking="").exists()


def test_the_same_press_from_two_tabs_is_one_booking(
    wanting: Any,  # noqa: F811
) -> None:
    wang, wanted = person(1), wanting()

    def press() -> str:
        return actions.book(
            visitor=wang.visitor, wanted=wanted, token="same", channel="web", now=MONDAY
        )

    ends = at_once(*[press] * 6)

    assert len(set(ends)) == 1
    assert Booking.objects.count() == 1


def test_two_who_swap_at_once_end_with_a_place_each(
    wanting: Any,  # noqa: F811
) -> None:
    people = [person(place) for place in range(4)]
    wanted = [wanting(start=540 + 15 * (place // 2)) for place in range(4)]
    numbers = [
        actions.book(visitor=one.visitor, wanted=want, token=f"t{place}", channel="web", now=MONDAY)
        for place, (one, want) in enumerate(zip(people, wanted, strict=True))
    ]

    def move(place: int) -> Any:
        return actions.change(
            number=numbers[place], visitor=people[place].visitor, centre=wanted[0].centre,
            day=wanted[0].day, start=555 if place < 2 else 540, channel="web", now=MONDAY,
        )  # fmt: skip

    ends = at_once(*[lambda place=place: move(place) for place in range(4)])

    assert all(end is True or isinstance(end, actions.Full) for end in ends)
    assert Place.objects.exclude(booking="").count() == 4
    for number in numbers:
        row = Booking.objects.get(number=number)
        (place,) = Place.objects.filter(booking=number)
        assert (place.start, place.counter) == (row.start, row.counter)
