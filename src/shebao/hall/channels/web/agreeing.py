"""``/agree/`` and ``/my/agreements/``: the agreements, accepted as they were read (6.2.4)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web.door import CHANNEL, way_on
from shebao.hall.kit import clock, gate
from shebao.hall.office.accounts import actions, agreements, queries

# Where the session keeps which versions its owner accepted; the middleware reads it.
AGREED = "agreed"


@gate.person
def agree(request: HttpRequest) -> HttpResponse:
    """What has to be accepted before going on, and what changed; then on to the page asked for."""
    visitor, now = gate.visitor_of(request), clock.now()
    today = clock.local_date(now)
    onward = way_on(
        request, request.POST.get("next", request.GET.get("next", "")), otherwise="/my/"
    )
    wanted = agreements.current(today)
    error = ""
    if request.method == "POST":
        error = _accepted(request)
        if not error:
            request.session[AGREED] = agreements.mark(wanted)
            return HttpResponseRedirect(onward)
    context = {
        "agreements": queries.to_accept(visitor.account, today=today),
        "has_earlier": bool(queries.accepted(visitor.account)),
        "mark": agreements.mark(wanted),
        "next": onward,
        "errors": [("agreed", error)] if error else [],
        "error": error,
    }
    return render(request, "web/agree.html", context, status=422 if error else 200)


def _accepted(request: HttpRequest) -> str:
    visitor, now = gate.visitor_of(request), clock.now()
    if request.POST.get("agreed") != "yes":
        return _("请先看完，再勾选“我已阅读并同意”。不同意的，可以退出，到窗口或打 12333 办理")
    try:
        actions.accept(
            account=visitor.account,
            person=visitor.person,
            read=request.POST.get("mark", "")[:16],
            channel=CHANNEL,
            today=clock.local_date(now),
            now=now,
        )
    except actions.NotTheText:
        return _("协议刚刚更新了，请看下面的新内容")
    return ""


@gate.person
def agreed(request: HttpRequest) -> HttpResponse:
    """``/my/agreements/``: what I accepted, when, by which way, word for word."""
    account = gate.visitor_of(request).account
    return render(request, "web/agreements.html", {"rows": queries.accepted(account)})


@gate.public
def text(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """``/terms/<key>/<version>/``: one version as it was published, for everybody."""
    try:
        found = agreements.version(key, version)
    except KeyError:
        raise Http404(key) from None
    return render(request, "web/agreement.html", {"found": found})
