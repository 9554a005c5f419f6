"""Random histories of booking, changing, waiting, missing and closing: the invariants hold."""

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
from shebao.hall.office.agencies.centres import centre
from shebao.hall.office.agencies.models import Counter, DayOff
from shebao.hall.office.appointments import actions, jobs
from shebao.hall.office.appointments.models import Booking, Place, Wish
from shebao.law.workdays import national
from tests.office.appointments.conftest import PLAN
from tests.office.appointments.test_booking import person
from tests.support.cast import MONDAY

PEOPLE = [person(place) for place in range(6)]
STARTS = st.sampled_from([540, 555, 570, 585])
WHO = st.sampled_from(PEOPLE)


class Centre(RuleBasedStateMachine):
    """Six people and two counters for some weeks."""

    def __init__(self) -> None:
        super().__init__()
        for model in (Booking, Wish, Place, DayOff, Counter):
            model.objects.all().delete()
        put_centre(PLAN)
        self.now, self.turn = MONDAY, 0
        self.centre = centre(PLAN.code)
        self.morning()

    def morning(self) -> None:
        jobs.note_no_shows(now=self.now)
        jobs.open_places(calendar=national(), now=self.now)
        jobs.remind(now=self.now)

    @rule(who=WHO, days=st.integers(0, 8), start=STARTS, minutes=st.sampled_from([15, 30]))
    def book(self, who: object, days: int, start: int, minutes: int) -> None:
        self.turn += 1
        wanted = actions.Wanted(
            item="i", item_name="事项", centre=self.centre, minutes=minutes, start=start,
            day=self.now.date() + timedelta(days=days),
        )  # fmt: skip
        try:
            actions.book(
                visitor=who.visitor, wanted=wanted, token=f"t{self.turn}", channel="web",  # type: ignore[attr-defined]
                now=self.now,
            )  # fmt: skip
        except (actions.Full, actions.NotBookable, actions.AlreadyBooked, actions.Resting):
            return

    def _mine(self, who: object) -> Booking | None:
        subject = who.visitor.subject  # type: ignore[attr-defined]
        return Booking.objects.filter(subject=subject, state="booked").first()

    @rule(who=WHO)
    def cancel(self, who: object) -> None:
        mine = self._mine(who)
        if mine is not None:
            assert actions.cancel(
                number=mine.number, visitor=who.visitor, centre=self.centre, channel="web",  # type: ignore[attr-defined]
                now=self.now,
            )  # fmt: skip

    @rule(who=WHO, days=st.integers(1, 7), start=STARTS)
    def change(self, who: object, days: int, start: int) -> None:
        mine = self._mine(who)
        if mine is None:
            return
        try:
            actions.change(
                number=mine.number, visitor=who.visitor, centre=self.centre, start=start,  # type: ignore[attr-defined]
                day=self.now.date() + timedelta(days=days), channel="web", now=self.now,
            )  # fmt: skip
        except actions.Full:
            mine.refresh_from_db()
            assert Place.objects.filter(booking=mine.number, day=mine.day).exists()

    @rule(who=WHO, days=st.integers(1, 7))
    def wait(self, who: object, days: int) -> None:
        actions.wish(
            visitor=who.visitor, item="i", minutes=15, where=self.centre, channel="web",  # type: ignore[attr-defined]
            until=self.now.date() + timedelta(days=days), now=self.now,
        )  # fmt: skip

    @rule(who=WHO)
    def take(self, who: object) -> None:
        subject = who.visitor.subject  # type: ignore[attr-defined]
        mine = Wish.objects.filter(subject=subject, closed_at=None).first()
        if mine is not None:
            actions.take_offer(
                number=mine.number, visitor=who.visitor, item_name="事项", channel="web",  # type: ignore[attr-defined]
                now=self.now,
            )  # fmt: skip

    @rule(days=st.integers(1, 7))
    def close(self, days: int) -> None:
        actions.close_day(
            code=PLAN.code, day=self.now.date() + timedelta(days=days), why="停电", actor="A1",
            now=self.now,
        )  # fmt: skip

    @rule(minutes=st.sampled_from([20, 40]))
    def some_time_passes(self, minutes: int) -> None:
        if (self.now + timedelta(minutes=minutes)).date() == self.now.date():
            self.now += timedelta(minutes=minutes)
        jobs.let_wishes_lapse(now=self.now)

    @rule()
    def sleep(self) -> None:
        self.now = self.now.replace(hour=2, minute=0) + timedelta(days=1)
        jobs.let_wishes_lapse(now=self.now)
        self.morning()
        jobs.forget_old_places(now=self.now)

    @invariant()
    def every_booking_has_exactly_its_places(self) -> None:
        for one in Booking.objects.filter(state="booked", day__gt=self.now.date()):
            places = Place.objects.filter(booking=one.number)
            assert {(p.centre, p.counter, p.day) for p in places} == {
                (one.centre, one.counter, one.day)
            }
            assert sorted(p.start for p in places) == list(
                range(one.start, one.start + one.minutes, 15)
            )

    @invariant()
    def every_taken_place_belongs_to_one_open_booking_or_hold(self) -> None:
        taken = set(
            Place.objects.filter(day__gt=self.now.date()).exclude(booking="")
            .values_list("booking", flat=True)
        )  # fmt: skip
        booked = set(
            Booking.objects.filter(state__in=["booked", "arrived"]).values_list("number", flat=True)
        )
        held = set(
            Wish.objects.filter(closed_at=None, offered_day__isnull=False)
            .values_list("number", flat=True)
        )  # fmt: skip
        assert taken <= booked | held

    @invariant()
    def nobody_has_two_open_bookings_for_one_service(self) -> None:
        subjects = list(Booking.objects.filter(state="booked").values_list("subject", flat=True))
        assert len(subjects) == len(set(subjects))

    @invariant()
    def a_closed_day_is_empty(self) -> None:
        for off in DayOff.objects.all():
            assert not Place.objects.filter(day=off.day).exists()
            assert not Booking.objects.filter(day=off.day, state="booked").exists()


@pytest.mark.clause("5.1a")
@pytest.mark.django_db
def test_in_any_history_no_place_is_sold_twice_and_none_is_lost() -> None:
    run_state_machine_as_test(
        Centre, settings=settings(max_examples=25, stateful_step_count=40, deadline=None)
    )
