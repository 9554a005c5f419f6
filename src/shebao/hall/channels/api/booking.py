"""Counters by programs (5.1): what is free, booking safe to repeat, changing, giving back."""

from datetime import date
from functools import partial
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status
from ninja.decorators import decorate_view

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.booking_records import (
    Bookings,
    Centres,
    Change,
    FreeDay,
    FreeTimes,
    Place,
)
from shebao.hall.channels.api.declaring import FORM, OWN, PUBLIC, answers
from shebao.hall.channels.api.door import CHANNEL, FILE, READ, anybody, caller_of, note_look
from shebao.hall.channels.api.filing import key_of, stored_token
from shebao.hall.channels.api.paging import After, Size, own_page
from shebao.hall.channels.api.problems import Refused
from shebao.hall.channels.api.records import KEY_PATTERN
from shebao.hall.channels.api.skin import JSON, taking
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.centres import CentreCard, centre, counters_for
from shebao.hall.office.applications import access
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.appointments import actions, queries
from shebao.hall.office.appointments.queries import BookingCard
from shebao.hall.office.appointments.rules import bookable_days
from shebao.hall.office.catalogue.item import Channel, Item
from shebao.hall.office.catalogue.queries import current

router = Router(tags=["预约"])
KEY_TAKEN = "这个幂等键已经用来约过另一个时间（{number}）。重发请保持内容不变，约新的请换一个键。"
CHANGED = "这个预约已经不能改了，请先查询最新状态。"


@router.get(
    "/items/{slug}/centres",
    operation_id="list_centres",
    summary="办这件事的网点，最早有空的在前",
    auth=None,
    response=answers(200, Centres, *PUBLIC, 404),
)
@decorate_view(anybody)
def list_centres(request: HttpRequest, slug: str) -> Centres:
    """Every centre that takes bookings for a service, with its next free time of this week."""
    item, today = bookable(slug), clock.local_date(clock.now())
    found = queries.next_free(item=slug, minutes=item.counter_minutes, today=today)
    return Centres(rows=found, minutes=item.counter_minutes)


@router.get(
    "/items/{slug}/centres/{code}",
    operation_id="list_free_times",
    summary="一个网点今后七天的空位",
    auth=None,
    response=answers(200, FreeTimes, *PUBLIC, 404),
)
@decorate_view(anybody)
def list_free_times(request: HttpRequest, slug: str, code: str) -> FreeTimes:
    """The times at which an appointment for this service can begin, by day."""
    item, where = bookable(slug), centre(code)
    days = queries.free_days(
        where, counters=counters_for(code, slug), minutes=item.counter_minutes,
        days=bookable_days(clock.local_date(clock.now())),
    )  # fmt: skip
    free = [FreeDay(day=day, starts=starts) for day, starts in days.items()]
    return FreeTimes(centre=where, minutes=item.counter_minutes, days=free)


def bookable(slug: str) -> Item:
    """A service that is done at counters too. Raises ``NotOffered`` and ``Refused`` (404)."""
    item = current(slug).item
    if Channel.DESK not in item.channels:
        raise problems.not_there()
    return item


@router.get(
    "/bookings",
    operation_id="list_bookings",
    summary="我的预约",
    auth=READ,
    response=answers(200, Bookings, *OWN, 422),
)
def list_bookings(request: HttpRequest, after: After = "", size: Size = 20) -> Bookings:
    """One's bookings, newest first, those that are over too."""
    read = partial(queries.bookings_of, after=after, size=size)
    page = own_page(request, "booking", after=after, read=read)
    return Bookings(rows=page.rows, next_after=page.next_after)


@router.post(
    "/bookings",
    operation_id="book_place",
    summary="预约窗口",
    auth=FILE,
    response={201: BookingCard, **answers(200, BookingCard, *FORM, 404)},
)
@decorate_view(taking(JSON))
def book_place(
    request: HttpRequest,
    response: HttpResponse,
    body: Place,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", pattern=KEY_PATTERN)
    ] = None,
) -> Status[BookingCard]:
    """Book a place: 201 once, 200 whenever the same key comes again, 409 with other content."""
    visitor, now = caller_of(request).visitor, clock.now()
    wanted = _wanted(body, visitor)
    token = stored_token(visitor, key_of(body.token, idempotency_key), "api-booking")
    is_new = not queries.booked_with(token, visitor=visitor)
    number = actions.book(visitor=visitor, wanted=wanted, token=token, channel=CHANNEL, now=now)
    card = queries.own_booking(number, visitor=visitor)
    if not _is_same(card, wanted):
        raise Refused(409, "key_taken", KEY_TAKEN.format(number=number))
    response["Location"] = f"/api/v1/bookings/{number}"
    return Status(201 if is_new else 200, card)


def _wanted(body: Place, visitor: Visitor) -> actions.Wanted:
    item = bookable(body.item)
    if body.case:
        stands = cases.progress(access.own_case(body.case, visitor=visitor))
        if stands.item != body.item:
            raise problems.unfit_field("case", "这件办件不是这个事项，请核对编号")
    return actions.Wanted(
        item=item.slug, item_name=item.name, centre=centre(body.centre), day=_day(body.day),
        start=body.start, minutes=item.counter_minutes, case=body.case,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise problems.unfit_field("day", "没有这一天，请填写 2026-03-02 这样的日期") from None


def _is_same(card: BookingCard, wanted: actions.Wanted) -> bool:
    told = (card.item, card.centre, card.day, card.start, card.case)
    return told == (wanted.item, wanted.centre.code, wanted.day, wanted.start, wanted.case)


@router.get(
    "/bookings/{number}",
    operation_id="read_booking",
    summary="一个预约",
    auth=READ,
    response=answers(200, BookingCard, *OWN, 404),
)
def read_booking(request: HttpRequest, number: str) -> BookingCard:
    """One booking: where, when, for what, and whether it still stands."""
    caller = caller_of(request)
    card = queries.own_booking(number, visitor=caller.visitor)
    note_look(caller, "booking", now=clock.now(), case=card.case)
    return card


@router.post(
    "/bookings/{number}/change",
    operation_id="change_booking",
    summary="改期，原来的位置留到改成为止",
    auth=FILE,
    response=answers(200, BookingCard, *FORM, 404),
)
@decorate_view(taking(JSON))
def change_booking(request: HttpRequest, number: str, body: Change) -> BookingCard:
    """Another day or time at the same centre, in one step; repeating changes nothing."""
    visitor, where = _standing(request, number)
    done = actions.change(
        number=number, visitor=visitor, centre=where, day=_day(body.day), start=body.start,
        channel=CHANNEL, now=clock.now(),
    )  # fmt: skip
    if not done:
        raise Refused(409, "not_now", CHANGED)
    return queries.own_booking(number, visitor=visitor)


@router.post(
    "/bookings/{number}/cancellation",
    operation_id="cancel_booking",
    summary="取消预约，位置让给别人",
    auth=FILE,
    response=answers(200, BookingCard, 400, 401, 403, 404, 409, 413, 429),
)
def cancel_booking(request: HttpRequest, number: str) -> BookingCard:
    """Give the place back; repeating changes nothing."""
    visitor, where = _standing(request, number)
    actions.cancel(number=number, visitor=visitor, centre=where, channel=CHANNEL, now=clock.now())
    card = queries.own_booking(number, visitor=visitor)
    if card.state != "cancelled":
        raise Refused(409, "not_now", CHANGED)
    return card


def _standing(request: HttpRequest, number: str) -> tuple[Visitor, CentreCard]:
    visitor = caller_of(request).visitor
    card = queries.own_booking(number, visitor=visitor)
    return visitor, centre(card.centre)
