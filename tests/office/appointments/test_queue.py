"""The queue of a centre: a fair order, one person a counter, nobody lost (5.1, 5.1c)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.agencies.centres import CentreCard, CounterCard, counters_of
from shebao.hall.office.appointments import actions, jobs, queries
from shebao.hall.office.appointments.models import Booking, Turn
from shebao.hall.office.appointments.queries.queue import label_of, mean_minutes
from shebao.hall.office.appointments.rules import GRACE, LEAD, waiting_since
from shebao.hall.office.audit.models import Entry
from tests.office.appointments.conftest import PLAN
from tests.office.appointments.test_booking import Wanting, book, person
from tests.support.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1", "5.1c")]
TUESDAY = MONDAY + timedelta(days=1)
# Ten in the morning of Tuesday in China; places are from nine to ten.
NINE = TUESDAY.replace(hour=1, minute=0)
PLAIN = CounterCard(number=2, takes_bookings=False, items=())
BOOKED = CounterCard(number=1, takes_bookings=True, items=())


def at(minute: int) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minute)


def joins(name: str, *, minute: int = 0, item: str = "") -> str:
    comer = actions.Comer(token=name, item=item, item_name=item)
    return actions.join(centre=PLAN.code, comer=comer, actor="K1", channel="kiosk", now=at(minute))


def comes(booking: str, *, minute: int) -> str:
    return actions.check_in(
        number=booking, centre=PLAN.code, actor="K1", channel="kiosk", now=at(minute)
    )


def calls(counter: CounterCard = PLAIN, *, minute: int = 60) -> str:
    """Whom this counter calls; it is free again afterwards."""
    number = actions.call_next(centre=PLAN.code, counter=counter, clerk="C1", now=at(minute))
    if number:
        assert ends("finish", number, minute=minute)
    return number


def ends(verb: str, number: str, *, minute: int = 60, **more: Any) -> bool:
    act = getattr(actions, verb)
    return bool(act(number=number, centre=PLAN.code, clerk="C1", now=at(minute), **more))


def back(number: str, *, minute: int) -> bool:
    return actions.rejoin(
        number=number, centre=PLAN.code, actor="C1", channel="desk", now=at(minute)
    )


def order(count: int, counter: CounterCard = PLAIN) -> list[str]:
    return [calls(counter) for _ in range(count)]


def test_whoever_came_first_is_called_first(hall_centre: CentreCard) -> None:
    numbers = [joins(f"t{place}", minute=place) for place in range(4)]
    cards = queries.waiting(PLAN.code, NINE.date())

    assert [card.label for card in cards] == ["A001", "A002", "A003", "A004"]
    assert order(5) == [*numbers, ""]


def test_a_booking_counts_as_waiting_since_half_an_hour_before_its_time(wanting: Wanting) -> None:
    booked = book(person(1), wanting(start=585))
    early, late = joins("early", minute=10), joins("late", minute=20)
    turn = comes(booked, minute=40)

    assert order(3) == [early, turn, late]


def test_whoever_comes_late_to_a_booking_joins_like_everybody_else(wanting: Wanting) -> None:
    booked = book(person(1), wanting(start=540))
    other = joins("other", minute=5)
    turn = comes(booked, minute=11)

    assert order(2) == [other, turn]


def test_at_a_counter_for_bookings_they_come_first_and_then_everybody(wanting: Wanting) -> None:
    booked = book(person(1), wanting(start=585))
    first = joins("first")
    turn = comes(booked, minute=1)

    assert order(3, BOOKED) == [turn, first, ""]


def test_a_counter_calls_those_it_can_serve(hall_centre: CentreCard) -> None:
    cards = joins("cards", item="social-card")
    pension = joins("pension", minute=1, item="pension-claim")
    unsure = joins("unsure", minute=2)
    counter = CounterCard(number=2, takes_bookings=False, items=("pension-claim",))

    assert order(3, counter) == [pension, unsure, ""]
    assert calls() == cards


def test_a_counter_has_one_at_a_time(hall_centre: CentreCard) -> None:
    first, second = joins("first"), joins("second", minute=1)
    actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(2))

    with pytest.raises(actions.Busy):
        actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(2))
    assert calls(BOOKED) == second
    assert ends("finish", first)
    assert not ends("finish", first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.update(state="called", counter=2, called_at=NINE)


def test_whoever_was_not_there_may_come_back_and_waits_anew(hall_centre: CentreCard) -> None:
    gone, other = joins("gone"), joins("other", minute=1)
    actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(2))
    assert ends("recall", gone)
    assert ends("absent", gone)
    shown = queries.gone(PLAN.code, NINE.date())

    assert [card.number for card in shown] == [gone]
    assert shown[0].calls == 2
    assert back(gone, minute=5)
    assert not back(gone, minute=5)
    assert order(2) == [other, gone]
    assert not back(gone, minute=2000)


def test_whoever_is_passed_on_keeps_their_place_and_goes_there_only(
    hall_centre: CentreCard,
) -> None:
    first, second = joins("first"), joins("second", minute=1)
    actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(2))

    assert not ends("transfer", first, counter=2)
    assert ends("transfer", first, counter=3)
    third = CounterCard(number=3, takes_bookings=False, items=("something-else",))
    assert order(2) == [second, ""]
    assert calls(third) == first


def test_a_booking_is_served_with_its_turn_and_ends_it(wanting: Wanting) -> None:
    one, two = book(person(1), wanting()), book(person(2), wanting(start=555))
    turn, other = comes(one, minute=0), comes(two, minute=0)
    assert comes(one, minute=1) == turn
    assert calls(BOOKED) == turn
    actions.serve(number=two, centre=PLAN.code, clerk="C1", now=at(3))

    assert set(Booking.objects.values_list("state", flat=True)) == {"served"}
    assert Turn.objects.get(number=other).state == "done"
    assert Entry.objects.filter(verb="call-turn", subject=person(1).visitor.subject).count() == 1


@pytest.mark.parametrize(("centre", "minute"), [("990200-01", 0), (PLAN.code, 1440)])
def test_a_booking_counts_on_its_day_at_its_centre(
    wanting: Wanting, centre: str, minute: int
) -> None:
    booked = book(person(1), wanting())

    with pytest.raises(actions.NotToday):
        actions.check_in(number=booked, centre=centre, actor="K1", channel="kiosk", now=at(minute))
    assert not Turn.objects.exists()
    assert Booking.objects.get().state == "booked"


def test_whoever_missed_their_call_reports_again_with_the_booking(wanting: Wanting) -> None:
    booked = book(person(1), wanting())
    turn = comes(booked, minute=0)
    actions.call_next(centre=PLAN.code, counter=BOOKED, clerk="C1", now=at(2))
    ends("absent", turn)

    assert comes(booked, minute=5) == turn
    assert calls(BOOKED) == turn
    with pytest.raises(actions.NotToday):
        comes(booked, minute=6)


def test_the_same_press_draws_one_number(hall_centre: CentreCard) -> None:
    assert joins("once") == joins("once", minute=1)
    assert Turn.objects.count() == 1


def test_a_forecast_rests_on_what_was_served_today(hall_centre: CentreCard) -> None:
    for place in range(5):
        joins(f"t{place}", minute=place * 4)
        number = actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(place * 4))
        ends("finish", number, minute=place * 4 + 4)
    waiting = [joins(f"w{place}", minute=20) for place in range(4)]
    alone = queries.forecast(card(waiting[3]), now=at(21))
    actions.call_next(centre=PLAN.code, counter=BOOKED, clerk="C2", now=at(21))
    helped = queries.forecast(card(waiting[3]), now=at(21))

    assert alone == queries.Forecast(ahead=3, minutes=12)
    assert helped == queries.Forecast(ahead=2, minutes=4)


def card(number: str) -> queries.TurnCard:
    found = queries.turn(number)
    assert found is not None
    return found


def test_too_few_served_say_nothing_yet() -> None:
    assert mean_minutes([timedelta(minutes=1)] * 4) == 15
    assert mean_minutes([timedelta(seconds=20)] * 5) == 1


def test_numbers_of_a_day(hall_centre: CentreCard) -> None:
    numbers = [joins(f"t{place}") for place in range(3)]
    calls(minute=10)
    actions.call_next(centre=PLAN.code, counter=PLAIN, clerk="C1", now=at(30))
    ends("absent", numbers[1])
    found = queries.numbers_of_day(PLAN.code, NINE.date())

    assert (found.waiting, found.done, found.absent) == (1, 1, 1)
    assert (found.mean_wait, found.longest_wait) == (20, 30)


def test_at_night_everybody_has_left_and_after_thirteen_months_nothing_is_kept(
    hall_centre: CentreCard,
) -> None:
    joins("t")
    assert jobs.close_queues(now=NINE) == 0
    assert jobs.close_queues(now=NINE + timedelta(days=1)) == 1
    assert jobs.close_queues(now=NINE + timedelta(days=1)) == 0
    assert jobs.forget_old_places(now=NINE + timedelta(days=390)) >= 0
    assert Turn.objects.count() == 1
    jobs.forget_old_places(now=NINE + timedelta(days=400))
    assert not Turn.objects.exists()


def test_a_queue_is_of_one_centre_and_of_one_day(hall_centre: CentreCard) -> None:
    joins("today")
    tomorrow = joins("tomorrow", minute=1440)

    assert card(tomorrow).label == "A001"
    assert calls(minute=1441) == tomorrow


def test_what_is_kept_about_somebody_names_their_numbers(wanting: Wanting) -> None:
    booked = book(person(1), wanting())
    comes(booked, minute=0)
    held = {one.label: one.count for one in queries.held(person(1).visitor.subject)}

    assert held["排队号"] == 1


def test_counters_say_what_they_are_for(hall_centre: CentreCard) -> None:
    put_centre(PLAN)

    assert [(one.number, one.takes_bookings) for one in counters_of(PLAN.code)] == [
        (1, True), (2, False), (3, True),
    ]  # fmt: skip
    assert label_of(7, is_booked=True) == "Y007"


@given(
    came=st.integers(-600, 600).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    booked=st.none() | st.integers(-600, 600).map(lambda some: NINE + timedelta(minutes=some)),
)
def test_nobody_counts_as_waiting_later_than_they_came(
    came: datetime, booked: datetime | None
) -> None:
    since = waiting_since(came, booked_for=booked)

    assert since <= came
    if booked is None or came > booked + GRACE:
        assert since == came
    else:
        assert since <= booked - LEAD or since == came
