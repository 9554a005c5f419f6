"""Booking a counter: at once, once, changed in one step, given back in fair order (5.1)."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from shebao.hall.kit.visitor import Kind, Visitor
from shebao.hall.office.agencies.centres import CentreCard
from shebao.hall.office.appointments import actions, jobs, queries
from shebao.hall.office.appointments.actions.standing import resting_until
from shebao.hall.office.appointments.models import Booking, Place, Wish
from shebao.hall.office.appointments.rules import bookable_days
from shebao.hall.office.notices.models import Notice
from tests.support.cast import MONDAY

pytestmark = pytest.mark.clause("5.1a")
Wanting = Callable[..., actions.Wanted]
TODAY = MONDAY.date()


def person(number: int) -> Any:
    core = f"30000090{number:05d}"
    return SimpleNamespace(
        visitor=Visitor(
            kind=Kind.PERSON, account=f"A{number}", name=f"人{number}", person=core, subject=core,
            subject_name=f"人{number}",
        )
    )  # fmt: skip


def book(who: Any, wanted: actions.Wanted, *, token: str = "") -> str:
    return actions.book(
        visitor=who.visitor, wanted=wanted, token=token or f"{who.visitor.account}-{wanted.item}",
        channel="web", now=MONDAY,
    )  # fmt: skip


def told(who: Any) -> list[str]:
    rows = Notice.objects.filter(subject=who.visitor.subject, way="inbox").order_by("pk")
    return [row.title for row in rows]


def test_a_booking_counts_at_once_and_says_where_and_when(wanting: Wanting) -> None:
    wang = person(1)
    number = book(wang, wanting())
    card = queries.own_booking(number, visitor=wang.visitor)

    assert (card.day, card.start, card.counter in {1, 3}) == (TODAY + timedelta(days=1), 540, True)
    assert told(wang) == ["预约成功"]
    assert Place.objects.filter(booking=number).count() == 1


def test_the_same_press_is_one_booking(wanting: Wanting) -> None:
    wang = person(1)

    assert book(wang, wanting(), token="t") == book(wang, wanting(start=555), token="t")
    assert Booking.objects.count() == 1


def test_two_counters_take_two_at_the_same_time_and_the_third_is_told(wanting: Wanting) -> None:
    book(person(1), wanting())
    book(person(2), wanting())

    with pytest.raises(actions.Full):
        book(person(3), wanting())


def test_a_longer_errand_takes_places_in_a_row_at_one_counter(wanting: Wanting) -> None:
    number = book(person(1), wanting(start=570, minutes=30))
    places = Place.objects.filter(booking=number).order_by("start")

    assert [one.start for one in places] == [570, 585]
    assert len({one.counter for one in places}) == 1
    with pytest.raises(actions.Full):
        book(person(2), wanting(start=585, minutes=30))


@pytest.mark.parametrize("days", [-1, 0, 8, 30])
def test_only_from_the_second_day_on_for_a_week(wanting: Wanting, days: int) -> None:
    with pytest.raises(actions.NotBookable):
        book(person(1), wanting(days=days))


def test_closed_days_have_no_places(hall_centre: CentreCard) -> None:
    days = queries.free_days(hall_centre, counters=(1, 3), days=bookable_days(TODAY), minutes=15)

    assert [day.weekday() for day in days] == [1, 2, 3, 4, 0]
    assert all(begins == [540, 555, 570, 585] for begins in days.values())


def test_a_counter_serves_only_what_it_is_set_up_for(hall_centre: CentreCard, wanting: Any) -> None:
    from shebao.hall.office.agencies.models import Counter

    Counter.objects.filter(number=1).update(items=["other"])
    book(person(1), wanting())

    with pytest.raises(actions.Full):
        book(person(2), wanting())
    assert Booking.objects.get().counter == 3


def test_one_open_booking_for_one_service_and_three_in_all(wanting: Wanting) -> None:
    wang = person(1)
    first = book(wang, wanting())
    with pytest.raises(actions.AlreadyBooked) as there:
        book(wang, wanting(start=555), token="other")
    for place in range(2):
        book(wang, wanting(item=f"i{place}", start=555 + 15 * place))
    with pytest.raises(actions.TooManyOpen):
        book(wang, wanting(item="i9", days=2))

    assert there.value.number == first


def test_changing_keeps_the_old_place_until_the_new_one_is_there(wanting: Wanting) -> None:
    wang = person(1)
    number = book(wang, wanting())
    for other in (2, 3):
        book(person(other), wanting(days=2))
    change = {"visitor": wang.visitor, "centre": wanting().centre, "channel": "web", "now": MONDAY}
    with pytest.raises(actions.Full):
        actions.change(number=number, day=TODAY + timedelta(days=2), start=540, **change)
    kept = queries.own_booking(number, visitor=wang.visitor)
    assert actions.change(number=number, day=TODAY + timedelta(days=2), start=555, **change)
    moved = queries.own_booking(number, visitor=wang.visitor)

    assert (kept.day, kept.start) == (TODAY + timedelta(days=1), 540)
    assert (moved.day, moved.start) == (TODAY + timedelta(days=2), 555)
    assert Place.objects.filter(booking=number).count() == 1
    assert told(wang) == ["预约成功", "预约已改期"]


def test_nobody_changes_or_cancels_what_is_not_theirs(wanting: Wanting) -> None:
    number = book(person(1), wanting())
    stranger = {"visitor": person(2).visitor, "centre": wanting().centre, "channel": "web"}

    assert not actions.cancel(number=number, now=MONDAY, **stranger)
    assert not actions.change(
        number=number, day=TODAY + timedelta(days=2), start=540, now=MONDAY, **stranger
    )


def fill(wanting: Wanting, *, until: int) -> list[str]:
    """Every place of the week until so many days ahead."""
    numbers, place = [], 0
    for days in range(1, until + 1):
        if (TODAY + timedelta(days=days)).weekday() > 4:
            continue
        for start in (540, 555, 570, 585):
            for _ in range(2):
                place += 1
                numbers.append(book(person(100 + place), wanting(days=days, start=start)))
    return numbers


def wait(who: Any, where: CentreCard) -> str:
    return actions.wish(
        visitor=who.visitor, item="trial-promised", minutes=15, where=where,
        until=TODAY + timedelta(days=7), channel="web", now=MONDAY,
    )  # fmt: skip


def give_back(booking: Booking, where: CentreCard) -> None:
    core = booking.subject
    owner = Visitor(kind=Kind.PERSON, account="x", person=core, subject=core)
    assert actions.cancel(
        number=booking.number, visitor=owner, centre=where, channel="web", now=MONDAY
    )


def test_a_freed_place_is_held_for_who_waited_longest(
    wanting: Wanting, hall_centre: CentreCard
) -> None:
    numbers = fill(wanting, until=7)
    early, late = person(1), person(2)
    first, second = wait(early, hall_centre), wait(late, hall_centre)
    gone = Booking.objects.get(number=numbers[0])
    owner = SimpleNamespace(
        visitor=Visitor(kind=Kind.PERSON, account="x", person=gone.subject, subject=gone.subject)
    )
    actions.cancel(
        number=gone.number, visitor=owner.visitor, centre=hall_centre, channel="web", now=MONDAY
    )

    assert told(early) == ["等到位置了"]
    assert told(late) == []
    with pytest.raises(actions.Full):
        book(person(3), wanting(days=1, start=gone.start))
    booked = actions.take_offer(
        number=first, visitor=early.visitor, item_name="测试承诺事项", channel="web", now=MONDAY
    )
    assert queries.own_booking(booked, visitor=early.visitor).start == gone.start
    assert Wish.objects.get(number=second).offered_day is None


def test_a_hold_that_runs_out_goes_to_the_next(wanting: Wanting, hall_centre: CentreCard) -> None:
    numbers = fill(wanting, until=7)
    early, late = person(1), person(2)
    first, _second = wait(early, hall_centre), wait(late, hall_centre)
    gone = Booking.objects.get(number=numbers[5])
    give_back(gone, hall_centre)
    after = MONDAY + timedelta(minutes=31)

    assert jobs.let_wishes_lapse(now=after) == 1
    assert told(late) == ["等到位置了"]
    assert not actions.take_offer(
        number=first, visitor=early.visitor, item_name="x", channel="web", now=after
    )


def test_a_day_that_is_closed_at_short_notice_offers_every_booking_a_place_and_tells_once(
    wanting: Wanting, hall_centre: CentreCard
) -> None:
    people = [person(place) for place in range(1, 5)]
    for place, one in enumerate(people):
        book(one, wanting(start=540 + 15 * place))
    day = TODAY + timedelta(days=1)
    close = {"code": hall_centre.code, "day": day, "why": "停电", "actor": "A1", "now": MONDAY}

    assert actions.close_day(**close) == 4
    assert actions.close_day(**close) == 0
    assert not Place.objects.filter(day=day).exists()
    for one in people:
        assert told(one) == ["预约成功", "预约的网点临时关闭"]
        (held,) = queries.wishes_of(one.visitor)
        assert held.offered_day == day + timedelta(days=1)
        assert actions.take_offer(
            number=held.number, visitor=one.visitor, item_name="x", channel="web",
            now=MONDAY + timedelta(hours=30),
        )  # fmt: skip
    assert jobs.open_places(calendar=_calendar(), now=MONDAY) == 0


def _calendar() -> Any:
    from shebao.law.workdays import national

    return national()


@pytest.mark.clause("5.1b")
def test_the_day_before_everybody_is_reminded_once(wanting: Wanting) -> None:
    wang = person(1)
    book(wang, wanting())

    assert jobs.remind(now=MONDAY) == 1
    assert jobs.remind(now=MONDAY) == 0
    assert told(wang)[-1] == "明天有预约"


def test_not_coming_is_a_warning_first_and_a_rest_after_the_second_time(wanting: Wanting) -> None:
    wang = person(1)
    book(wang, wanting())
    later = MONDAY + timedelta(days=2)
    assert jobs.note_no_shows(now=later) == 1
    assert resting_until(wang.visitor.subject, later.date()) is None
    Booking.objects.update(day=date(2026, 2, 20))
    book(wang, wanting(days=1), token="again")
    assert jobs.note_no_shows(now=later) == 1

    until = resting_until(wang.visitor.subject, later.date())
    assert until == TODAY + timedelta(days=31)
    with pytest.raises(actions.Resting):
        book(wang, wanting(days=3), token="third")
    assert told(wang).count("预约没有来") == 2


def test_who_comes_is_served_and_that_frees_nothing_twice(wanting: Wanting) -> None:
    number = book(person(1), wanting())
    at = {"centre": "990100-01", "clerk": "C1"}
    day = MONDAY + timedelta(days=1)

    actions.check_in(number=number, centre="990100-01", actor="C1", channel="desk", now=day)
    assert actions.serve(number=number, now=day, **at)
    assert not actions.miss(number=number, now=day, **at)
    assert jobs.note_no_shows(now=day + timedelta(days=1)) == 0


def test_the_next_free_time_anywhere_comes_first(wanting: Wanting) -> None:
    fill(wanting, until=1)
    (found,) = queries.next_free(item="trial-promised", minutes=15, today=TODAY)

    assert (found.day, found.start) == (TODAY + timedelta(days=2), 540)
