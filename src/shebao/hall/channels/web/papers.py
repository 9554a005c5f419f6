"""``/my/docs/``: the wallet with its two menus, one paper, its file (5.4.2)."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from shebao.hall.channels.web import wording
from shebao.hall.channels.web.door import CHANNEL, page_after, trace_look
from shebao.hall.gateways.seal.port import CannotSeal
from shebao.hall.kit import clock, gate
from shebao.hall.kit.numbers import in_groups
from shebao.hall.kit.typeset import BadSource
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.applications import access
from shebao.hall.office.connections import outside
from shebao.hall.office.documents import actions, queries
from shebao.hall.office.documents.forms import CERTIFICATE, VOUCHER
from shebao.hall.office.documents.queries import PaperCard

MENUS = {"voucher": VOUCHER, "certificate": CERTIFICATE}


@gate.whole
def wallet(request: HttpRequest) -> HttpResponse:
    """``/my/docs/``: vouchers of what was done, and certificates of rights (5.4.2.1)."""
    subject = gate.visitor_of(request).subject
    chosen = request.GET.get("menu", "certificate")
    menu = MENUS.get(chosen, CERTIFICATE)
    page = page_after(request, lambda after: queries.wallet(subject, menu=menu, after=after))
    context = {
        "page": page,
        "menu": menu,
        "is_first": not request.GET.get("after"),
        "today": clock.local_date(clock.now()),
    }
    return render(request, "web/wallet.html", context)


@gate.person
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/docs/<no>/``: the same facts as text, its code, and where it stands."""
    visitor = gate.visitor_of(request)
    found = access.own_paper(number, visitor=visitor)
    _looked(visitor, found)
    context = {
        "paper": found,
        "code": in_groups(found.code),
        "parts": wording.parts_of(queries.said(found.number)),
        "name": visitor.subject_name,
        "today": clock.local_date(clock.now()),
    }
    return render(request, "web/paper.html", context)


def _looked(visitor: Visitor, found: PaperCard) -> None:
    trace_look(visitor, "reading own paper", now=clock.now(), case=found.case)


@gate.person
def paper_file(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/docs/<no>/file/``: the sealed PDF; one still queued is made now."""
    visitor = gate.visitor_of(request)
    found = access.own_paper(number, visitor=visitor)
    now = clock.now()
    try:
        if not found.is_ready:
            actions.produce(number=found.number, seal=outside().seal, now=now)
        handed = actions.hand_out(
            number=found.number,
            actor=visitor.account,
            purpose="reading own paper",
            channel=CHANNEL,
            now=now,
        )
    except (CannotSeal, BadSource):
        return render(request, "web/paper_later.html", {"paper": found}, status=503)
    except (actions.NotAllowed, queries.NotReady):
        return HttpResponseRedirect(f"/my/docs/{found.number}/")
    response = HttpResponse(handed.content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(handed.name)}"
    return response
