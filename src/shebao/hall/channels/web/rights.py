"""``/my/rights/``: my registrations, contributions, account, transfers and benefits (5.2.2).

Read across the wall and never stored here; amounts stay covered until asked for, by a post that is
recorded, so that no address and no history holds them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shebao.hall.channels.web import places, services, sheets, tables, words
from shebao.hall.channels.web.door import CHANNEL, trace_look
from shebao.hall.kit import clock, gate
from shebao.hall.kit.tongues import say, told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.catalogue.facts import fact, gather
from shebao.hall.office.connections import outside
from shebao.hall.office.records import queries

CERTIFICATION = "eligibility-certification"
# The sealed paper that shows what a tab shows.
PAPERS = {
    "overview": "insured-certificate",
    "contributions": "contribution-record",
    "account": "contribution-record",
    "benefits": "benefit-statement",
}
TABS = {
    "overview": _("概览"),
    "contributions": _("缴费"),
    "account": _("账户"),
    "transfers": _("转移"),
    "benefits": _("待遇"),
    "exemptions": _("境外免缴"),
}


@gate.whole
def rights(request: HttpRequest) -> HttpResponse:
    """One tab of my rights, with its data date; ``?format=csv`` gives it as a file to keep."""
    visitor, now = gate.visitor_of(request), clock.now()
    if visitor.acts_for_employer:
        return _employer(request, visitor, now)
    tab = request.GET.get("tab", "overview")
    tab = tab if tab in TABS else "overview"
    if request.GET.get("format") == "csv":
        return _csv(tab, visitor, now)
    is_shown = request.method == "POST" and bool(request.POST.get("show"))
    if is_shown:
        trace_look(visitor, "reading own amounts", now=now, verb="reveal")
    context = {
        "tab_name": tab,
        "tabs": [(label, f"/my/rights/?tab={name}", name == tab) for name, label in TABS.items()],
        "is_shown": is_shown,
        "words": words,
        "place_of": places.name_of,
        "paper": PAPERS.get(tab, ""),
        **READERS[tab](request, visitor, now),
    }
    return render(request, f"web/rights_{tab}.html", context)


def _ask(reader: Callable[..., Any], visitor: Visitor, now: datetime) -> Any:
    return reader(visitor=visitor, insurance=outside().insurance, channel=CHANNEL, now=now)


def _overview(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    view = _ask(queries.overview, visitor, now)
    return {"record": view, "fix": services.handling_address("contact-change")}


def _contributions(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    view = _ask(queries.contributions, visitor, now)
    years = tables.years_of(view)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(one) for one in years} else years[0] if years else 0
    months = tables.pension_months(view, year)
    return {
        "record": view,
        "years": years,
        "year_options": [(str(one), say("%(year)s 年") % {"year": one}) for one in years],
        "year_words": tables.year_words(months),
        "year": year,
        "months": months,
        "rows": tables.month_rows(view, year),
        "gaps": tables.gap_words(view.gaps),
    }


def _account(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    return {"record": _ask(queries.overview, visitor, now)}


def _transfers(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    return {"record": _ask(queries.transfers, visitor, now)}


def _benefits(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    return {
        "record": _ask(queries.benefits, visitor, now),
        "certify": services.handling_address(CERTIFICATION),
    }


def _exemptions(request: HttpRequest, visitor: Visitor, now: datetime) -> dict[str, Any]:
    return {"record": _ask(queries.exemptions, visitor, now)}


VIEWS: dict[str, Callable[..., Any]] = {
    "overview": queries.overview,
    "contributions": queries.contributions,
    "account": queries.overview,
    "transfers": queries.transfers,
    "benefits": queries.benefits,
    "exemptions": queries.exemptions,
}
READERS: dict[str, Callable[[HttpRequest, Visitor, datetime], dict[str, Any]]] = {
    "overview": _overview,
    "contributions": _contributions,
    "account": _account,
    "transfers": _transfers,
    "benefits": _benefits,
    "exemptions": _exemptions,
}


def _csv(tab: str, visitor: Visitor, now: datetime) -> HttpResponse:
    view = _ask(VIEWS[tab], visitor, now)
    trace_look(visitor, "exporting own records", now=now, verb="download")
    response = HttpResponse(sheets.as_csv(tab, view), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{tab}.csv"'
    return response


def _employer(request: HttpRequest, visitor: Visitor, now: datetime) -> HttpResponse:
    """What is registered about the employer one acts for (5.2.2a)."""
    facts = gather(
        outside().insurance, ["employer"], subject=visitor.subject, today=clock.local_date(now)
    )
    trace_look(visitor, "reading own employer", now=now)
    values = facts.values["employer"]
    is_shown = request.method == "POST" and bool(request.POST.get("show"))
    rows = [
        (told(field.label), tables.field_words(field, values.get(field.path), is_shown=is_shown))
        for field in fact("employer").fields
    ]
    abroad = _ask(queries.exemptions, visitor, now).exemptions
    context = {
        "rows": rows,
        "data_date": facts.sources[0].data_date,
        "is_shown": is_shown,
        "exemptions": abroad,
        "words": words,
    }
    return render(request, "web/rights_employer.html", context)
