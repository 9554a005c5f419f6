"""``/kiosk/queue/``: a number of the queue in one press; ``/kiosk/board/``: who is called where."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shebao.hall.channels.kiosk import slip
from shebao.hall.channels.kiosk.door import CHANNEL, draw, is_signed_in, terminal
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.agencies.centres import CentreCard, NoSuchCentre, centre
from shebao.hall.office.agencies.terminals import TerminalCard
from shebao.hall.office.appointments import actions, queries
from shebao.hall.office.catalogue.item import Audience, Channel
from shebao.hall.office.catalogue.queries import catalogue

DRAWN, ON_SLIP = "kiosk_turn", "kiosk_slip"
NUMBERS = Limit(name="kiosk-number", times=60, seconds=300)
EVERY_SECONDS = 5


def centre_of(found: TerminalCard) -> CentreCard | None:
    """The centre in whose queue this terminal draws numbers."""
    try:
        return centre(found.centre) if found.centre else None
    except NoSuchCentre:
        return None


@terminal
def queue(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """What one comes for, or the number of a booking; then the number, and about how long."""
    where = centre_of(found)
    if where is None:
        return HttpResponseRedirect(reverse("kiosk:home"))
    if request.method != "POST":
        return _page(request, found, where)
    count(NUMBERS, key=found.number, now=clock.now())
    try:
        number = _drawn(request, found, where)
    except actions.NotToday:
        words = _("今天这个网点没有这个预约。请核对预约号，或者直接取一个号")
        return _page(request, found, where, error=words)
    except actions.NoNumber:
        return _page(request, found, where, error=_("没有取到号，请再按一次"))
    if request.session.get(DRAWN) != number:
        request.session[DRAWN] = number
        request.session[ON_SLIP] = slip.printed(found, where, number)
    return HttpResponseRedirect(reverse("kiosk:queue"))


def _drawn(request: HttpRequest, found: TerminalCard, where: CentreCard) -> str:
    booking = request.POST.get("booking", "").strip().removeprefix("SHEBAO-BOOKING:")[:24].upper()
    by: dict[str, Any] = {
        "centre": where.code,
        "actor": found.number,
        "channel": CHANNEL,
        "now": clock.now(),
    }
    if "booking" in request.POST:
        return actions.check_in(number=booking, **by)
    return actions.join(comer=_comer(request), **by)


def _comer(request: HttpRequest) -> actions.Comer:
    names, item = dict(_offered()), request.POST.get("item", "")
    visitor, is_in = gate.visitor_of(request), is_signed_in(request)
    return actions.Comer(
        token=request.POST.get("token", "")[:32] or secrets.token_hex(16),
        item=item if item in names else "",
        item_name=names.get(item, ""),
        subject=visitor.subject if is_in else "",
        subject_name=visitor.subject_name if is_in else "",
    )


def _offered() -> list[tuple[str, str]]:
    cards = catalogue(audience=Audience.PERSON, channel=Channel.DESK)
    return [(card.slug, card.name) for card in cards]


def _page(
    request: HttpRequest, found: TerminalCard, where: CentreCard, *, error: str = ""
) -> HttpResponse:
    drawn, now = queries.turn(request.session.get(DRAWN, "")), clock.now()
    is_standing = drawn is not None and drawn.state in {"waiting", "called"}
    context = {
        "where": where,
        "drawn": drawn if is_standing else None,
        "ahead": queries.forecast(drawn, now=now) if drawn is not None and is_standing else None,
        "has_slip": bool(request.session.get(ON_SLIP)),
        "offered": _offered(),
        "waiting": queries.waiting_count(where.code, clock.local_date(now)),
        "token": secrets.token_hex(16),
        "error": error,
    }
    return draw(request, found, "queue", context, status=422 if error else 200)


@terminal
def board(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """The large screen of a centre: numbers and counters, never a name."""
    where = centre_of(found)
    if where is None:
        return render(request, "kiosk/out_of_order.html", {}, status=403)
    today = clock.local_date(clock.now())
    context = {
        "where": where,
        "called": queries.called(where.code, today),
        "waiting": queries.waiting_count(where.code, today),
        "every": EVERY_SECONDS,
    }
    return render(request, "kiosk/board.html", context)
