"""``/my/data/``: what is kept about me, why and how long; to take away, to mend, to delete."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from shebao.hall.channels.web import services
from shebao.hall.channels.web.door import trace_look
from shebao.hall.kit import clock, gate
from shebao.hall.kit.holding import Holding
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.applications import actions as cases_actions
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.appointments import queries as appointments
from shebao.hall.office.audit import queries as trail
from shebao.hall.office.documents import queries as papers
from shebao.hall.office.notices import queries as notices

DRAFTS = "applications_draft"
MENDING = ("contact-change", "key-facts-change")


@gate.person
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept, in numbers; posted ``take`` gives all of it, ``forget`` deletes the drafts."""
    visitor, now = gate.visitor_of(request), clock.now()
    if request.method == "POST" and request.POST.get("do") == "forget":
        return _forget_drafts(visitor, now)
    kept = holdings(visitor.person)
    if request.method == "POST":
        return _taken(visitor, kept, now)
    trace_look(visitor, "reading what is kept", now=now, verb="read", subject=visitor.person)
    context = {
        "kept": kept,
        "drafts": next(one.count for one in kept if one.table == DRAFTS),
        "mending": [services.handling_address(slug) for slug in MENDING],
    }
    return render(request, "web/data.html", context)


def holdings(person: str) -> tuple[Holding, ...]:
    """Everything any room keeps about this person."""
    return (
        *accounts.held(person),
        *cases.held(person),
        papers.held(person),
        *appointments.held(person),
        *notices.held(person),
        trail.held(person),
    )


def _taken(visitor: Visitor, kept: tuple[Holding, ...], now: datetime) -> HttpResponse:
    """All of it in a form a program can read (个保法 第四十五条)."""
    trace_look(
        visitor, "taking away what is kept", now=now, verb="download", subject=visitor.person
    )
    record = {"person": visitor.person, "at": now, "records": [one.record() for one in kept]}
    answer = JsonResponse(
        record, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def _forget_drafts(visitor: Visitor, now: datetime) -> HttpResponse:
    for item, _changed in cases.drafts(visitor.person):
        cases_actions.discard_draft(subject=visitor.person, item=item, now=now)
    return HttpResponseRedirect(reverse("web:data"))
