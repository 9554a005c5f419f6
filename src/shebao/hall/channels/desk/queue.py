"""``/desk/queue/``: a counter's page: call the next one, and what becomes of them (5.1, UX 41)."""

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk.frame import draw
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.office.agencies.centres import CentreCard, CounterCard, centres, counters_of
from shebao.hall.office.agencies.minding import answer_help, asking_help
from shebao.hall.office.appointments import actions, queries
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.catalogue.item import Channel
from shebao.hall.office.catalogue.queries import catalogue

HERE, SEATED, DRAWN = "/desk/queue/", "queue_counter", "queue_drawn"
DONE = {
    "called": gettext_lazy("已叫号，大屏已显示"),
    "nobody": gettext_lazy("现在没有人在等"),
    "busy": gettext_lazy("先把这位办完，再叫下一位"),
    "finish": gettext_lazy("已记为办好"),
    "absent": gettext_lazy("已记为不在。本人回来，可以重新排队"),
    "passed": gettext_lazy("已转到另一个窗口，不用重新排队"),
    "going": gettext_lazy("已记下您去帮忙，终端上的提示已经收起"),
    "back": gettext_lazy("已重新排队"),
    "drawn": gettext_lazy("号已取好"),
    "not-today": gettext_lazy("今天这个网点没有这个预约。请核对预约号，或者直接取一个号"),
    "gone": gettext_lazy("这个号刚刚有了变化，请看最新情况"),
}
VERBS = {"again": actions.recall, "finish": actions.finish, "absent": actions.absent}


@gate.clerk
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """The counter one sits at; each button is one act, and tells what came of it."""
    where = _centre(request)
    seat = _seat(request, where) if where else None
    if request.method == "POST" and where is not None and seat is not None:
        return _to(where, seat, _pressed(request, where, seat))
    return _page(request, where, seat)


def _centre(request: HttpRequest) -> CentreCard | None:
    mine = centres(agency=visitor_of(request).agency)
    kept = request.session.get(SEATED, ["", 0])[0]
    asked = _posted(request, "centre") or kept
    return next((one for one in mine if one.code == asked), mine[0] if mine else None)


def _seat(request: HttpRequest, where: CentreCard) -> CounterCard | None:
    there = counters_of(where.code)
    code, number = request.session.get(SEATED, ["", 0])
    asked = _posted(request, "counter") or (str(number) if code == where.code else "")
    found = next((one for one in there if str(one.number) == asked), there[0] if there else None)
    if found is not None and [code, number] != [where.code, found.number]:
        request.session[SEATED] = [where.code, found.number]
    return found


def _posted(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, request.GET.get(name, "")))[:24]


def _to(where: CentreCard, seat: CounterCard, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{HERE}?centre={where.code}&counter={seat.number}&done={done}")


def _pressed(request: HttpRequest, where: CentreCard, seat: CounterCard) -> str:
    pressed = request.POST.get("action", "")
    if pressed in {"next", "onward"}:
        return _called(request, where, seat, finishing=pressed == "onward")
    if pressed == "draw":
        return _drawn(request, where)
    if pressed == "pass":
        return _passed(request, where)
    if pressed == "help":
        return _goes(request)
    if pressed == "back":
        done = actions.rejoin(channel="desk", **_about(request, where, "actor"))
        return "back" if done else "gone"
    verb = VERBS.get(pressed)
    done = verb is not None and verb(**_about(request, where, "clerk"))
    return {"again": "called"}.get(pressed, pressed) if done else "gone"


def _about(request: HttpRequest, where: CentreCard, who: str) -> dict[str, Any]:
    """What every verb about a number is told; ``who`` is what it calls the clerk."""
    return {
        "number": request.POST.get("number", "")[:24], "centre": where.code,
        who: visitor_of(request).account, "now": clock.now(),
    }  # fmt: skip


def _called(request: HttpRequest, where: CentreCard, seat: CounterCard, *, finishing: bool) -> str:
    if finishing:
        actions.finish(**_about(request, where, "clerk"))
    try:
        number = actions.call_next(
            centre=where.code, counter=seat, clerk=visitor_of(request).account, now=clock.now()
        )
    except actions.Busy:
        return "busy"
    return "called" if number else "nobody"


def _passed(request: HttpRequest, where: CentreCard) -> str:
    onward = request.POST.get("onward", "")
    there = [one.number for one in counters_of(where.code) if str(one.number) == onward]
    about = _about(request, where, "clerk")
    return "passed" if there and actions.transfer(counter=there[0], **about) else "gone"


def _drawn(request: HttpRequest, where: CentreCard) -> str:
    """A number for somebody who came without a booking, or the booking's own."""
    by: dict[str, Any] = {
        "centre": where.code, "actor": visitor_of(request).account, "channel": "desk",
        "now": clock.now(),
    }  # fmt: skip
    booking = request.POST.get("booking", "").strip().removeprefix("SHEBAO-BOOKING:")[:24].upper()
    try:
        number = (
            actions.check_in(number=booking, **by)
            if booking
            else actions.join(comer=_comer(request), **by)
        )
    except actions.NotToday:
        return "not-today"
    except actions.NoNumber:
        return "gone"
    request.session[DRAWN] = number
    return "drawn"


def _goes(request: HttpRequest) -> str:
    visitor = visitor_of(request)
    done = answer_help(
        number=request.POST.get("number", "")[:24], agency=visitor.agency, actor=visitor.account,
        now=clock.now(),
    )  # fmt: skip
    return "going" if done else "gone"


def _comer(request: HttpRequest) -> actions.Comer:
    names, item = dict(offered()), request.POST.get("item", "")
    token = request.POST.get("press", "")[:32] or secrets.token_hex(16)
    if item not in names:
        return actions.Comer(token=token)
    return actions.Comer(token=token, item=item, item_name=names[item])


def offered() -> list[tuple[str, str]]:
    """The services that are done at counters."""
    return [(card.slug, card.name) for card in catalogue(channel=Channel.DESK)]


def _page(request: HttpRequest, where: CentreCard | None, seat: CounterCard | None) -> HttpResponse:
    now = clock.now()
    today = clock.local_date(now)
    context: dict[str, Any] = {
        "where": where,
        "seat": seat,
        "centres": [(one.code, one.name) for one in centres(agency=visitor_of(request).agency)],
        "done": DONE.get(request.GET.get("done", ""), ""),
        "drawn": queries.turn(request.session.get(DRAWN, ""))
        if request.GET.get("done") == "drawn"
        else None,
        "press_token": secrets.token_hex(16),
        "offered": offered(),
    }
    if where is not None and seat is not None:
        context |= _queue(request, where, seat, today)
    return draw(request, "desk/queue.html", context, section="queue", now=now)


def _queue(
    request: HttpRequest, where: CentreCard, seat: CounterCard, today: date
) -> dict[str, Any]:
    here = queries.at_counter(where.code, seat.number, today)
    if here is not None and here.subject:
        _note_look(request, here)
    there = counters_of(where.code)
    return {
        "here": here,
        "asking": asking_help(where.agency),
        "waiting": queries.waiting(where.code, today),
        "gone": queries.gone(where.code, today),
        "numbers": queries.numbers_of_day(where.code, today),
        "counters": [(str(one.number), _seat_words(one)) for one in there],
        "others": [(str(one.number), _seat_words(one)) for one in there if one != seat],
    }


def _seat_words(one: CounterCard) -> str:
    words = _("%(number)s 号窗口") % {"number": one.number}
    return f"{words}（{_('预约优先')}）" if one.takes_bookings else words


def _note_look(request: HttpRequest, here: queries.TurnCard) -> None:
    audit.record(
        actor=visitor_of(request).account, verb="read", subject=here.subject,
        purpose="serving at the counter", channel="desk", case=here.case, now=clock.now(),
        details={"turn": here.number},
    )  # fmt: skip
