"""``/book/``: a place at a counter in two steps; ``/my/bookings/``: what is booked (5.1)."""

import secrets
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web import calendars, words
from shebao.hall.channels.web.door import CHANNEL, page_after, trace_look
from shebao.hall.channels.web.services import offered
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate, qr
from shebao.hall.kit.visitor import Visitor
from shebao.hall.kit.words import date_words
from shebao.hall.office.agencies.centres import CentreCard, NoSuchCentre, centre, counters_for
from shebao.hall.office.applications import access
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.appointments import actions, queries
from shebao.hall.office.appointments.rules import bookable_days, clock_words
from shebao.hall.office.catalogue.item import Channel, Item
from shebao.hall.office.catalogue.queries import NotOffered, catalogue, current

MINE = "/my/bookings/"
DONE = {
    "booked": gettext_lazy("预约成功"),
    "changed": gettext_lazy("预约已改期"),
    "cancelled": gettext_lazy("预约已取消，位置已让给别人"),
    "waiting": gettext_lazy("已登记。有空位时先告诉您，并为您留 30 分钟"),
    "ended": gettext_lazy("不再等了"),
    "unmandated": gettext_lazy("授权只让您查看，或者已经停止，不能代为预约"),
    "gone": gettext_lazy("刚刚有了变化，请看下面的最新情况"),
}


def bookable(slug: str) -> Item:
    """A service that is done at counters too. Raises ``Http404``."""
    item = offered(slug).item
    if Channel.DESK not in item.channels:
        raise Http404(slug)
    return item


@gate.public
def services(request: HttpRequest) -> HttpResponse:
    """``/book/``: which services can be booked."""
    rows = catalogue(channel=Channel.DESK)
    return render(request, "web/book.html", {"rows": rows})


@gate.public
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """``/book/<item>/``, step one: where; the centre with the next free time comes first."""
    item = bookable(slug)
    today = clock.local_date(clock.now())
    rows = queries.next_free(item=slug, minutes=item.counter_minutes, today=today)
    context = {
        "item": item,
        "case": request.GET.get("case", "")[:24],
        "rows": [(one.centre, _when(one.day, one.start)) for one in rows],
        "access": words.ACCESS,
        "weekly": {one.centre.code: _weekly(one.centre) for one in rows},
    }
    return render(request, "web/book_where.html", context)


def _when(day: date | None, start: int | None) -> str:
    if day is None or start is None:
        return ""
    return f"{date_words(day)} {clock_words(start)}"


def _weekly(where: CentreCard) -> str:
    """The hours of an ordinary day; Mondays stand for the week."""
    spans = [f"{clock_words(first)}—{clock_words(last)}" for first, last in where.hours[0]]
    return _("工作日 %(hours)s") % {"hours": _("、").join(spans)}


@gate.person
def times(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """``/book/<item>/<centre>/``, step two: when; then it is booked."""
    item, where = bookable(slug), _centre(code)
    if request.method != "POST":
        return _times(request, item, where, [])
    if request.POST.get("action") == "wait":
        return _waited(request, item, where)
    return _booked(request, item, where)


def _centre(code: str) -> CentreCard:
    try:
        return centre(code)
    except NoSuchCentre:
        raise Http404(code) from None


def _times(
    request: HttpRequest, item: Item, where: CentreCard, errors: Errors, *, changing: str = ""
) -> HttpResponse:
    today = clock.local_date(clock.now())
    free = queries.free_days(
        where,
        counters=counters_for(where.code, item.slug),
        days=bookable_days(today),
        minutes=item.counter_minutes,
    )
    days = [
        (date_words(day), [(f"{day.isoformat()} {start}", clock_words(start)) for start in starts])
        for day, starts in free.items()
    ]  # fmt: skip
    context = {
        "item": item,
        "where": where,
        "days": days,
        "chosen": request.POST.get("time", "")[:16],
        "case": request.POST.get("case", request.GET.get("case", ""))[:24],
        "token": request.POST.get("token", "")[:32] or secrets.token_hex(16),
        "minutes": item.counter_minutes,
        "changing": changing,
        "errors": errors,
        "by_field": dict(errors),
    }
    return render(request, "web/book_when.html", context, status=422 if errors else 200)


def _chosen(request: HttpRequest) -> tuple[date, int] | None:
    day, _blank, start = request.POST.get("time", "")[:16].partition(" ")
    try:
        return date.fromisoformat(day), int(start)
    except ValueError:
        return None


def _booked(request: HttpRequest, item: Item, where: CentreCard) -> HttpResponse:
    chosen, visitor, now = _chosen(request), gate.visitor_of(request), clock.now()
    if chosen is None:
        return _times(request, item, where, [("time", _("请选一个时间"))])
    case = request.POST.get("case", "")[:24]
    if case:
        access.own_case(case, visitor=visitor)
    wanted = actions.Wanted(
        item=item.slug, item_name=item.name, centre=where, day=chosen[0], start=chosen[1],
        minutes=item.counter_minutes, case=case,
    )  # fmt: skip
    token = f"{visitor.account[:8]}{request.POST.get('token', '')[:32]}"
    try:
        number = actions.book(visitor=visitor, wanted=wanted, token=token, channel=CHANNEL, now=now)
    except actions.AlreadyBooked as there:
        return HttpResponseRedirect(f"{MINE}{there.number}/?there=1")
    except (actions.Full, actions.NotBookable, actions.TooManyOpen, actions.Resting,
            actions.NotMandated) as error:  # fmt: skip
        return _times(request, item, where, [("time", refusal(error))])
    return HttpResponseRedirect(f"{MINE}{number}/?done=booked")


def refusal(error: Exception) -> str:
    """Why a place was not booked, and what to do."""
    if isinstance(error, actions.Full):
        return _("这个时间刚刚被约走了。请从下面还空着的时间里再选一个")
    if isinstance(error, actions.TooManyOpen):
        return _("您已有 3 个预约。请先办完或取消一个，再约新的")
    if isinstance(error, actions.Resting):
        words = _(
            "您半年里两次预约没来，%(day)s前不能网上预约。窗口照样可以办，有特殊情况请打 12333"
        )
        return words % {"day": date_words(error.until)}
    if isinstance(error, actions.TooManyWishes):
        return _("您已在等 3 个位置。请先去掉一个")
    if isinstance(error, actions.NotMandated):
        return str(DONE["unmandated"])
    return _("这一天现在不能预约。可以约明天起七天内的时间")


def _waited(request: HttpRequest, item: Item, where: CentreCard) -> HttpResponse:
    visitor, now = gate.visitor_of(request), clock.now()
    try:
        actions.wish(
            visitor=visitor, item=item.slug, minutes=item.counter_minutes, where=where,
            until=bookable_days(clock.local_date(now))[-1], channel=CHANNEL, now=now,
        )  # fmt: skip
    except (actions.TooManyWishes, actions.NotMandated) as error:
        return _times(request, item, where, [("time", refusal(error))])
    return HttpResponseRedirect(f"{MINE}?done=waiting")


@gate.person
def mine(request: HttpRequest) -> HttpResponse:
    """``/my/bookings/``: what is booked, for what one waits, what is over."""
    if request.method == "POST":
        return _pressed(request)
    visitor = gate.visitor_of(request)
    page = page_after(request, lambda after: queries.bookings_of(visitor, after=after))
    names = {card.slug: card.name for card in catalogue()}
    context = {
        "page": page,
        "is_first": not request.GET.get("after"),
        "wishes": [
            (one, names.get(one.item, one.item), _name_of(one.centre),
             _when(one.offered_day, one.offered_start))
            for one in queries.wishes_of(visitor)
        ],
        "when": {one.number: _when(one.day, one.start) for one in page.rows},
        "places": {one.centre: _name_of(one.centre) for one in page.rows},
        "states": words.BOOKING_STATES,
        "words": words,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "web/bookings.html", context)


def _name_of(code: str) -> str:
    try:
        return centre(code).name
    except NoSuchCentre:
        return code


def _pressed(request: HttpRequest) -> HttpResponse:
    try:
        return _ended_or_taken(request)
    except actions.NotMandated:
        return HttpResponseRedirect(f"{MINE}?done=unmandated")


def _ended_or_taken(request: HttpRequest) -> HttpResponse:
    visitor, now = gate.visitor_of(request), clock.now()
    number = request.POST.get("number", "")[:24]
    if request.POST.get("action") == "end":
        done = actions.end_wish(number=number, visitor=visitor, channel=CHANNEL, now=now)
        return HttpResponseRedirect(f"{MINE}?done={'ended' if done else 'gone'}")
    found = [one for one in queries.wishes_of(visitor) if one.number == number]
    if not found:
        return HttpResponseRedirect(f"{MINE}?done=gone")
    try:
        name = current(found[0].item).item.name
    except NotOffered:
        return HttpResponseRedirect(f"{MINE}?done=gone")
    booked = actions.take_offer(
        number=number, visitor=visitor, item_name=name, channel=CHANNEL, now=now
    )
    return HttpResponseRedirect(f"{MINE}{booked}/?done=booked" if booked else f"{MINE}?done=gone")


@gate.person
def booking(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/bookings/<no>/``: where, when, what to bring; give it back here."""
    visitor, now = gate.visitor_of(request), clock.now()
    found = queries.own_booking(number, visitor=visitor)
    where = _centre(found.centre)
    if request.method == "POST":
        return _cancelled(request, found, where, now)
    trace_look(visitor, "reading own booking", now=now, case=found.case)
    context = {
        "found": found,
        "where": where,
        "when": _when(found.day, found.start),
        "originals": _originals(found, visitor),
        "state": words.BOOKING_STATES[found.state],
        "is_open": found.state == "booked",
        **_in_queue(found, visitor, now),
        "picture": qr.svg(f"SHEBAO-BOOKING:{found.number}"),
        "access": words.ACCESS,
        "is_there": request.GET.get("there") == "1",
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "web/booking.html", context)


def _in_queue(found: queries.BookingCard, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """One's number in the queue and about how long, once one is there."""
    turn = queries.turn_of_booking(found.number, visitor=visitor)
    return {"turn": turn, "ahead": queries.forecast(turn, now=now) if turn else None}


def _cancelled(
    request: HttpRequest, found: queries.BookingCard, where: CentreCard, now: datetime
) -> HttpResponse:
    visitor = gate.visitor_of(request)
    try:
        done = actions.cancel(
            number=found.number, visitor=visitor, centre=where, channel=CHANNEL, now=now
        )
    except actions.NotMandated:
        return HttpResponseRedirect(f"{MINE}?done=unmandated")
    return HttpResponseRedirect(f"{MINE}?done={'cancelled' if done else 'gone'}")


def _originals(found: queries.BookingCard, visitor: Visitor) -> tuple[cases.Original, ...]:
    """What to bring, for one's own case or for the service."""
    if found.case:
        access.own_case(found.case, visitor=visitor)
    return cases.originals(found.item, case=found.case)


@gate.person
def changing(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/bookings/<no>/change/``: another time; the old one is kept until then."""
    visitor, now = gate.visitor_of(request), clock.now()
    found = queries.own_booking(number, visitor=visitor)
    where, item = _centre(found.centre), bookable(found.item)
    if request.method != "POST":
        return _times(request, item, where, [], changing=number)
    chosen = _chosen(request)
    if chosen is None:
        return _times(request, item, where, [("time", _("请选一个时间"))], changing=number)
    try:
        done = actions.change(
            number=number, visitor=visitor, centre=where, day=chosen[0], start=chosen[1],
            channel=CHANNEL, now=now,
        )  # fmt: skip
    except (actions.Full, actions.NotBookable, actions.NotMandated) as error:
        return _times(request, item, where, [("time", refusal(error))], changing=number)
    return HttpResponseRedirect(f"{MINE}{number}/?done={'changed' if done else 'gone'}")


@gate.person
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/bookings/<no>/calendar/``: the booking for one's own calendar (RFC 5545)."""
    found = queries.own_booking(number, visitor=gate.visitor_of(request))
    where = _centre(found.centre)
    text = calendars.event(
        uid=found.number, day=found.day, start=found.start, minutes=found.minutes,
        title=found.item_name, place=f"{where.name}，{where.address}", made_at=found.made_at,
    )  # fmt: skip
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    return response
