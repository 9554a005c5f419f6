"""Pages that are the same for everybody: help, terms, accessibility, offices, and small files."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static

from shebao.hall.channels.web import faq, words
from shebao.hall.kit import clock, gate
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import agreements
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.agencies import queries as agencies
from shebao.hall.office.catalogue import queries as catalogue
from shebao.hall.office.notices import queries as notices
from shebao.hall.office.notices.wishes import WAY_WORDS

LATELY = timedelta(days=30)
ROBOTS = "User-agent: *\nDisallow: /my/\nDisallow: /login/\nDisallow: /desk/\nDisallow: /manage/\n"


@gate.public
def help_page(request: HttpRequest) -> HttpResponse:
    """``/help/``: how to do things here, step by step (5.3.2, 6.1.4)."""
    return render(request, "web/help.html", {"questions": faq.asked_often(limit=8)})


@gate.public
def terms(request: HttpRequest) -> HttpResponse:
    """``/terms/``: the notice on lawful use, privacy, and the words explained (6.1.4)."""
    context = {
        "glossary": faq.GLOSSARY,
        "agreements": agreements.current(clock.local_date(clock.now())),
    }
    return render(request, "web/terms.html", context)


@gate.public
def accessibility(request: HttpRequest) -> HttpResponse:
    """``/a11y/``: what the pages offer, what they still lack, whom to tell."""
    return render(request, "web/a11y.html")


@gate.public
def offices(request: HttpRequest) -> HttpResponse:
    """``/offices/``: every service centre with address, hours and phone (5.6.1c)."""
    return render(request, "web/offices.html", {"offices": agencies.agencies()})


@gate.public
def openness(request: HttpRequest) -> HttpResponse:
    """``/open/``: what is published: guides, articles they rest on, agencies (5.6.1b, c)."""
    cards = catalogue.catalogue()
    context = {
        "cards": cards,
        "bases": faq.bases(cards),
        "offices": agencies.agencies(),
        "speeds": [
            (told(WAY_WORDS.get(one.way, one.way)), one.sent, one.percent)
            for one in notices.punctuality(since=clock.now() - LATELY)
        ],
    }
    return render(request, "web/open.html", context)


@gate.public
def authorities(request: HttpRequest) -> HttpResponse:
    """``/open/authorities/``: whose certificates and seals count today (6.2.7)."""
    rows = accounts.admitted_authorities(clock.local_date(clock.now()))
    context = {"rows": rows, "kinds": words.AUTHORITIES}
    return render(request, "web/authorities.html", context)


@gate.public
def asking(request: HttpRequest, kind: str = "") -> HttpResponse:
    """``/ask/`` and ``/ask/complaint/``: whom to ask, where to complain, what others asked."""
    is_complaint = kind == "complaint"
    context = {
        "is_complaint": is_complaint,
        "questions": () if is_complaint else faq.asked_often(limit=20),
        "lines": faq.complaint_lines() if is_complaint else (),
    }
    return render(request, "web/ask.html", context)


@gate.public
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: public pages may be found, personal ones not."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@gate.public
def favicon(request: HttpRequest) -> HttpResponse:
    """``/favicon.ico``: where old browsers look for the mark."""
    return HttpResponseRedirect(static("kit/mark.svg"))
