"""``/desk/bookings/``: who is expected today; come, served, not come (5.1, UX 41)."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk.frame import draw
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.centres import CentreCard, centres
from shebao.hall.office.appointments import actions, queries
from shebao.hall.office.appointments.rules import clock_words
from shebao.hall.office.audit import actions as audit

HERE = "/desk/bookings/"
DONE = {
    "arrive": gettext_lazy("已记为到场，已进入排队"),
    "serve": gettext_lazy("已记为办好"),
    "miss": gettext_lazy("已记为没有来，会提醒本人"),
    "gone": gettext_lazy("这个预约刚刚有了变化，请看最新情况"),
}
STATES = {
    "booked": (gettext_lazy("还没到"), ""),
    "arrived": (gettext_lazy("已到场"), "ok"),
    "served": (gettext_lazy("已办"), ""),
    "no_show": (gettext_lazy("没有来"), "warn"),
}
VERBS = {"serve": actions.serve, "miss": actions.miss}


@gate.clerk
@require_http_methods(["GET", "POST"])
def bookings(request: HttpRequest) -> HttpResponse:
    """Today's list of one centre of this agency; each button is one act."""
    visitor, now = visitor_of(request), clock.now()
    mine = centres(agency=visitor.agency)
    asked = request.POST.get("centre", request.GET.get("centre", ""))
    where = next((one for one in mine if one.code == asked), mine[0] if mine else None)
    if request.method == "POST" and where is not None:
        return _pressed(request, visitor, where)
    today = clock.local_date(now)
    rows = queries.day_of_centre(where.code, today) if where else ()
    seek = request.GET.get("q", "").strip().removeprefix("SHEBAO-BOOKING:")[:24].upper()
    shown = [one for one in rows if one.number == seek] if seek else list(rows)
    if where is not None and rows:
        _note_look(visitor, where, today)
    context = {
        "where": where,
        "centres": [(one.code, one.name) for one in mine],
        "rows": [(one, clock_words(one.start), *STATES[one.state]) for one in shown],
        "seek": seek,
        "total": len(rows),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return draw(request, "desk/bookings.html", context, section="bookings", now=now)


def _note_look(visitor: Visitor, where: CentreCard, today: date) -> None:
    audit.record(
        actor=visitor.account, verb="read", subject="-", purpose="receiving bookings",
        channel="desk", now=clock.now(),
        details={"centre": where.code, "day": today.isoformat()},
    )  # fmt: skip


def _pressed(request: HttpRequest, visitor: Visitor, where: CentreCard) -> HttpResponse:
    pressed = request.POST.get("action", "")
    if pressed == "arrive":
        return _arrived(request, visitor, where)
    verb = VERBS.get(pressed)
    done = verb is not None and verb(
        number=request.POST.get("number", "")[:24],
        centre=where.code,
        clerk=visitor.account,
        now=clock.now(),
    )
    return HttpResponseRedirect(f"{HERE}?centre={where.code}&done={pressed if done else 'gone'}")


def _arrived(request: HttpRequest, visitor: Visitor, where: CentreCard) -> HttpResponse:
    """Whoever has a booking and is here gets a number of the queue."""
    try:
        actions.check_in(
            number=request.POST.get("number", "")[:24], centre=where.code, actor=visitor.account,
            channel="desk", now=clock.now(),
        )  # fmt: skip
    except (actions.NotToday, actions.NoNumber):
        return HttpResponseRedirect(f"{HERE}?centre={where.code}&done=gone")
    return HttpResponseRedirect(f"{HERE}?centre={where.code}&done=arrive")
