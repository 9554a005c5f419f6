"""``/my/``, ``/my/account/``: what is mine, what is registered about me, for whom I act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import places, services
from shebao.hall.channels.web.door import ACTING_FOR, CHANNEL
from shebao.hall.kit import clock, gate
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.audit import actions as audit
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
        "wanting": cases.wanting_me(subject),
        "cases": cases.my_cases(subject, size=MOST_SHOWN).rows,
        "papers": papers.wallet(subject, size=MOST_SHOWN).rows,
        "unread": notices.unread(subject),
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
    employers = accounts.handled_employers(visitor.person, today=today)
    name, mobile = accounts.name_and_mobile(visitor.person)
    context = {
        "visitor": visitor,
        "name": name,
        "mobile": mobile,
        "registered": _registered(visitor),
        "employers": employers,
        "choices": [(one.employer, one.name) for one in employers],
        "fix": services.handling_address("contact-change"),
        "place_of": places.name_of,
    }
    return render(request, "web/account.html", context)


def _registered(visitor: Visitor) -> Registered:
    now = clock.now()
    try:
        facts = gather(
            outside().insurance, ["person"], subject=visitor.person, today=clock.local_date(now)
        )
    except (Unreachable, SubjectUnknown):
        return Registered(facts={}, data_date=None)
    audit.record(
        actor=visitor.account,
        verb="read",
        subject=visitor.person,
        purpose="reading own account",
        channel=CHANNEL,
        now=now,
    )
    return Registered(facts=facts.values["person"], data_date=facts.sources[0].data_date)


@gate.person
def acting(request: HttpRequest) -> HttpResponse:
    """``POST /my/acting/``: act for an employer whose handler one is, or for oneself again."""
    if request.method == "POST":
        visitor, wanted = gate.visitor_of(request), request.POST.get("employer", "")
        today = clock.local_date(clock.now())
        mine = {one.employer for one in accounts.handled_employers(visitor.person, today=today)}
        request.session[ACTING_FOR] = wanted if wanted in mine else ""
    return HttpResponseRedirect("/my/account/")
