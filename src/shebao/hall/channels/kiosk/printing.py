"""``/kiosk/printed/``: the papers of what was just done come out of the printer, once."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from shebao.hall.channels.kiosk.asking import CASE
from shebao.hall.channels.kiosk.door import CHANNEL, draw, with_card
from shebao.hall.gateways.printer.port import Printer, PrinterDown
from shebao.hall.gateways.seal.port import CannotSeal
from shebao.hall.kit import clock, gate
from shebao.hall.kit.typeset import BadSource
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.terminals import TerminalCard
from shebao.hall.office.applications import access, queries
from shebao.hall.office.connections import outside
from shebao.hall.office.documents import actions
from shebao.hall.office.documents.forms import CERTIFICATE
from shebao.hall.office.documents.queries import NotReady, PaperCard, papers_of

PRINTED = "kiosk_printed"


@with_card
def printed(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """Print on arrival; a reload says what happened and prints nothing again."""
    number, visitor = request.session.get(CASE, ""), gate.visitor_of(request)
    if not number:
        return HttpResponseRedirect(reverse("kiosk:home"))
    case = access.own_case(number, visitor=visitor)
    papers = [one for one in papers_of(case.number) if one.menu == CERTIFICATE]
    outcome = _outcome(request, found, papers, visitor)
    context = {
        "outcome": outcome,
        "number": number,
        "reasons": []
        if papers
        else [one for one in queries.refusal_reasons(case) if one.has_fired],
    }
    return draw(request, found, "printed", context)


def _outcome(
    request: HttpRequest, found: TerminalCard, papers: list[PaperCard], visitor: Visitor
) -> str:
    """``none`` without a paper, ``printed``, or why it did not come out."""
    if not papers:
        return "none"
    if request.session.get(PRINTED) == papers[0].case and request.method != "POST":
        return "printed"
    printer = outside().printer(found.printer)
    if printer is None:
        return "no printer"
    outcome = _printed(printer, papers, visitor)
    if outcome == "printed":
        request.session[PRINTED] = papers[0].case
    return outcome


def _printed(printer: Printer, papers: list[PaperCard], visitor: Visitor) -> str:
    try:
        if not printer.state().can_print:
            return "no paper"
        for paper in papers:
            _print(printer, paper, visitor)
    except PrinterDown:
        return "down"
    except (CannotSeal, BadSource, NotReady, actions.NotAllowed):
        return "later"
    return "printed"


def _print(printer: Printer, paper: PaperCard, visitor: Visitor) -> None:
    now = clock.now()
    if not paper.is_ready:
        actions.produce(number=paper.number, seal=outside().seal, now=now)
    handed = actions.hand_out(
        number=paper.number, actor=visitor.account, purpose="printing own paper",
        channel=CHANNEL, now=now,
    )  # fmt: skip
    printer.send(name=paper.number, content=handed.content)
