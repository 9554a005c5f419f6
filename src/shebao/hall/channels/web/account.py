"""``/my/``, ``/my/account/``: what is mine, what is registered about me, for whom I act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import places, safety, services
from shebao.hall.channels.web.door import ACTING_FOR, trace_look
from shebao.hall.channels.web.words import NATURES, Words
from shebao.hall.kit import clock, gate
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.accounts import sessions
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.catalogue.facts import SubjectUnknown, gather
from shebao.hall.office.connections import outside
from shebao.hall.office.documents import queries as papers
from shebao.hall.office.notices import queries as notices

MOST_SHOWN = 3


@gate.person
def overview(request: HttpRequest) -> HttpResponse:
    """``/my/``: the way to everything of mine, with the newest of each."""
    visitor = gate.visitor_of(request)
    subject = visitor.subject
    context = {
        "visitor": visitor,
        "wanting": cases.wanting_me(visitor),
        "cases": cases.my_cases(visitor, size=MOST_SHOWN).rows,
        "papers": papers.wallet(subject, size=MOST_SHOWN).rows if visitor.sees_all else (),
        "unread": notices.unread(subject) if visitor.sees_all else 0,
    }
    return render(request, "web/mine.html", context)


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What the core has registered about somebody, covered; nothing while it is out of reach."""

    facts: dict[str, Any]
    data_date: date | None


@gate.person
def account(request: HttpRequest) -> HttpResponse:
    """``/my/account/``: covered facts about me, and for whom I act."""
    visitor = gate.visitor_of(request)
    today = clock.local_date(clock.now())
    held = accounts.held_mandates(visitor.person, today=today)
    name, mobile = accounts.name_and_mobile(visitor.person)
    context = {
        "visitor": visitor,
        "name": name,
        "mobile": mobile,
        "registered": _registered(visitor),
        "choices": [
            (
                one.principal,
                one.shown,
                NATURES[one.nature],
            )
            for one in held
        ],
        "fix": services.handling_address("contact-change"),
        "place_of": places.name_of,
        **_safety(request, visitor.account),
    }
    return render(request, "web/account.html", context)


DONE: dict[str, Words] = {
    "password": gettext_lazy("密码改好了，其他设备已经退出"),
    "mobile": gettext_lazy("手机号换好了，原来的手机会收到提醒"),
    "second": gettext_lazy("已保存"),
    "seats": gettext_lazy("已退出"),
    "kept": gettext_lazy("账号不注销了，照常使用"),
}


def _safety(request: HttpRequest, account: str) -> dict[str, Any]:
    """How the account is protected, and where it is signed in."""
    now = clock.now()
    seats = accounts.seats(account, here=sessions.seat(request), now=now)
    return {
        "done": DONE.get(request.GET.get("done", ""), ""),
        "means": accounts.means(account),
        "safety": accounts.safety(account, now=now),
        "seats": [(seat, safety.ways_words(seat.way)) for seat in seats],
    }


def _registered(visitor: Visitor) -> Registered:
    now = clock.now()
    try:
        facts = gather(
            outside().insurance, ["person"], subject=visitor.person, today=clock.local_date(now)
        )
    except (Unreachable, SubjectUnknown):
        return Registered(facts={}, data_date=None)
    trace_look(visitor, "reading own account", now=now, subject=visitor.person)
    return Registered(facts=facts.values["person"], data_date=facts.sources[0].data_date)


@gate.person
def acting(request: HttpRequest) -> HttpResponse:
    """``POST /my/acting/``: act for whoever gave one a mandate, or for oneself again."""
    if request.method == "POST":
        visitor, wanted = gate.visitor_of(request), request.POST.get("employer", "")[:24]
        today = clock.local_date(clock.now())
        held = accounts.held_for(visitor.person, wanted, today=today) if wanted else None
        request.session[ACTING_FOR] = held.principal if held else ""
        return HttpResponseRedirect("/my/" if held else "/my/account/")
    return HttpResponseRedirect("/my/account/")
