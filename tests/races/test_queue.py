"""Many counters call at the same moment, and many people come: everybody is called once (5.1)."""

from typing import Any

import pytest

from shebao.hall.office.agencies.centres import CounterCard
from shebao.hall.office.appointments import actions
from shebao.hall.office.appointments.models import Turn
from tests.office.appointments.conftest import PLAN, hall_centre  # noqa: F401
from tests.office.appointments.test_queue import NINE, joins
from tests.races.conftest import at_once

pytestmark = pytest.mark.clause("5.1", "5.1c")


def calling(counter: int) -> Any:
    card = CounterCard(number=counter, takes_bookings=False, items=())
    return lambda: actions.call_next(centre=PLAN.code, counter=card, clerk=f"C{counter}", now=NINE)


def test_ten_counters_call_seven_people_once_each(hall_centre: Any) -> None:  # noqa: F811
    waiting = {joins(f"t{place}", minute=place) for place in range(7)}
    told = at_once(*(calling(counter) for counter in range(1, 11)))

    assert sorted(told)[:3] == ["", "", ""]
    assert set(told) - {""} == waiting
    assert Turn.objects.filter(state="called").values("counter").distinct().count() == 7


def test_one_counter_pressed_five_times_at_once_calls_one(hall_centre: Any) -> None:  # noqa: F811
    for place in range(5):
        joins(f"t{place}", minute=place)
    told = at_once(*(calling(1) for _ in range(5)))

    assert len([one for one in told if isinstance(one, str)]) == 1
    assert len([one for one in told if isinstance(one, actions.Busy)]) == 4
    assert Turn.objects.filter(state="called").count() == 1


def test_twelve_who_come_at_once_get_twelve_numbers(hall_centre: Any) -> None:  # noqa: F811
    at_once(*(lambda place=place: joins(f"t{place}") for place in range(12)))

    assert sorted(Turn.objects.values_list("place", flat=True)) == list(range(1, 13))
