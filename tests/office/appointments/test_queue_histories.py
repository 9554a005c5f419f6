"""Random histories of a queue: fair, one person a counter, nobody lost, nobody called twice."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.agencies.centres import CounterCard
from shebao.hall.office.agencies.models import DayOff
from shebao.hall.office.appointments import actions, jobs, queries
from shebao.hall.office.appointments.models import Booking, Place, Turn, Wish
from shebao.law.workdays import national
from tests.office.appointments.conftest import PLAN
from tests.office.appointments.test_booking import book, person
from tests.office.appointments.test_queue import NINE
from tests.support.cast import MONDAY

COUNTERS = (
    CounterCard(number=1, takes_bookings=True, items=()),
    CounterCard(number=2, takes_bookings=False, items=()),
    CounterCard(number=3, takes_bookings=False, items=("a",)),
)
COUNTER = st.sampled_from(COUNTERS)


class Morning(RuleBasedStateMachine):
    """A morning at three counters; six people have booked, others come as they like."""

    def __init__(self) -> None:
        super().__init__()
        for model in (Turn, Booking, Place, Wish, DayOff):
            model.objects.all().delete()
        put_centre(PLAN)
        jobs.open_places(calendar=national(), now=MONDAY)
        self.now, self.joined, self.is_closed = NINE, 0, False
        self.booked = [self._book(place) for place in range(6)]

    def _book(self, place: int) -> str:
        from shebao.hall.office.agencies.centres import centre

        wanted = actions.Wanted(
            item="b", item_name="事项", centre=centre(PLAN.code), minutes=15,
            day=NINE.date(), start=540 + place // 2 * 15,
        )  # fmt: skip
        return book(person(place), wanted)

    @rule(item=st.sampled_from(["", "a", "c"]))
    def comes(self, item: str) -> None:
        self.joined += 1
        comer = actions.Comer(token=f"t{self.joined}", item=item)
        actions.join(centre=PLAN.code, comer=comer, actor="K1", channel="kiosk", now=self.now)

    @rule(place=st.integers(0, 5))
    def reports(self, place: int) -> None:
        try:
            actions.check_in(
                number=self.booked[place], centre=PLAN.code, actor="K1", channel="kiosk",
                now=self.now,
            )  # fmt: skip
        except actions.NotToday:
            state = Booking.objects.get(number=self.booked[place]).state
            assert state == "served" or (state == "displaced" and self.is_closed)

    @rule(counter=COUNTER)
    def calls(self, counter: CounterCard) -> None:
        before = list(Turn.objects.filter(state="waiting").order_by("rank", "place"))
        try:
            number = actions.call_next(centre=PLAN.code, counter=counter, clerk="C1", now=self.now)
        except actions.Busy:
            assert queries.at_counter(PLAN.code, counter.number, NINE.date()) is not None
            return
        expected = self._first(before, counter)
        assert number == (expected.number if expected else "")

    def _first(self, waiting: list[Turn], counter: CounterCard) -> Turn | None:
        fitting = [
            one
            for one in waiting
            if one.only_counter == counter.number
            or one.only_counter is None
            and (not counter.items or one.item in (*counter.items, ""))
        ]
        booked = [one for one in fitting if one.booking] if counter.takes_bookings else []
        return next(iter(booked or fitting), None)

    @rule(counter=COUNTER, verb=st.sampled_from(["finish", "absent", "recall"]))
    def ends(self, counter: CounterCard, verb: str) -> None:
        here = queries.at_counter(PLAN.code, counter.number, NINE.date())
        if here is not None:
            act = getattr(actions, verb)
            assert act(number=here.number, centre=PLAN.code, clerk="C1", now=self.now)

    @rule(counter=COUNTER, onward=COUNTER)
    def passes_on(self, counter: CounterCard, onward: CounterCard) -> None:
        here = queries.at_counter(PLAN.code, counter.number, NINE.date())
        if here is not None:
            done = actions.transfer(
                number=here.number, centre=PLAN.code, counter=onward.number, clerk="C1",
                now=self.now,
            )  # fmt: skip
            assert done is (counter != onward)

    @rule()
    def comes_back(self) -> None:
        for one in queries.gone(PLAN.code, NINE.date())[:1]:
            assert actions.rejoin(
                number=one.number, centre=PLAN.code, actor="C1", channel="desk", now=self.now
            )

    @rule()
    def the_lights_go_out(self) -> None:
        """Whoever is not here yet loses their place; whoever is here stays in the queue."""
        before = list(Turn.objects.values_list("number", "state", "rank"))
        away = Booking.objects.filter(state="booked").count()
        told = actions.close_day(
            code=PLAN.code, day=NINE.date(), why="停电", actor="A1", now=self.now
        )
        assert told == (0 if self.is_closed else away)
        assert list(Turn.objects.values_list("number", "state", "rank")) == before
        self.is_closed = True

    @invariant()
    def whoever_lost_their_place_does_not_stand_in_the_queue(self) -> None:
        lost = Booking.objects.filter(state="displaced").values_list("number", flat=True)
        assert not Turn.objects.filter(booking__in=list(lost)).exists()
        assert not (self.is_closed and Booking.objects.filter(state="booked").exists())

    @rule(minutes=st.integers(1, 20))
    def time_goes_by(self, minutes: int) -> None:
        later = self.now + timedelta(minutes=minutes)
        if later.date() == NINE.date():
            self.now = later

    @invariant()
    def each_counter_has_one_at_most(self) -> None:
        at = list(Turn.objects.filter(state="called").values_list("counter", flat=True))
        assert len(at) == len(set(at))

    @invariant()
    def nobody_is_lost_and_no_number_is_called_out_for_two(self) -> None:
        turns = list(Turn.objects.values_list("place", flat=True))
        booked = Turn.objects.exclude(booking="").count()
        assert sorted(turns) == list(range(1, self.joined + booked + 1))

    @invariant()
    def whoever_has_a_booking_stands_there_once(self) -> None:
        standing = Turn.objects.exclude(booking="").filter(state__in=["waiting", "called"])
        bookings = list(standing.values_list("booking", flat=True))
        assert len(bookings) == len(set(bookings))


@pytest.mark.django_db
@pytest.mark.clause("5.1", "5.1c")
def test_in_any_morning_the_queue_is_fair_and_nobody_is_lost() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Morning, settings=settings(max_examples=20, stateful_step_count=40, deadline=None)
    )
