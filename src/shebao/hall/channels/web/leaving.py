"""``/my/account/closing/``: close one's account for good, with fifteen days to think (6.2.5a)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.safety import account_of, code_sent, drawn, proof_errors
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.operations import closing as ending

HERE, TEMPLATE = "/my/account/closing/", "web/safe_closing.html"


@gate.person
def closing(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and what has to be over first; then ask for it, or keep the account."""
    if request.method != "POST":
        return _page(request, [])
    if request.POST.get("action") == "keep":
        actions.keep_open(account=account_of(request), channel=CHANNEL, now=clock.now())
        return HttpResponseRedirect("/my/account/?done=kept")
    if request.POST.get("action") == proving.SEND:
        said, errors = code_sent(request)
        return _page(request, errors, said=said)
    return _asked(request)


def _asked(request: HttpRequest) -> HttpResponse:
    errors = proof_errors(request)
    if errors:
        return _page(request, errors)
    visitor = gate.visitor_of(request)
    try:
        ending.ask(account=visitor.account, person=visitor.person, channel=CHANNEL, now=clock.now())
    except ending.NotYet:
        return _page(request, [])
    return HttpResponseRedirect(HERE)


def _page(request: HttpRequest, errors: Errors, *, said: str = "") -> HttpResponse:
    safety = queries.safety(account_of(request), now=clock.now())
    return drawn(
        request, TEMPLATE, errors, said=said, closing_at=safety.closing_at,
        hurdles=ending.hurdles(gate.visitor_of(request).person),
    )  # fmt: skip
