"""The services on offer, version by version; withdrawing one and offering it again (5.6.1b)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.catalogue import actions, queries

DONE = {"withdrawn": _("已停止受理新申请，在办的件不受影响"), "offered": _("已恢复受理")}


@gate.operator
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """``/manage/items/``: every version there ever was, the offered ones first."""
    context = {"versions": queries.versions(), "done": done_words(request, DONE)}
    return draw(request, "manage/items.html", context, section="items")


@gate.operator
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """``/manage/items/<slug>/withdrawal/``: ask, then take no new applications."""
    try:
        name = queries.current(slug).item.name
        if request.method == "GET":
            return _ask(request, slug, name, is_offer=False, version="")
        actions.withdraw(
            slug=slug, now=clock.now(), actor=visitor_of(request).account, channel="manage"
        )
    except queries.NotOffered:
        raise Hidden(slug) from None
    return HttpResponseRedirect(href_with("manage:items", done="withdrawn"))


@gate.operator
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """``/manage/items/<slug>/offer/``: ask, then offer an earlier version again."""
    version = request.POST.get("version", request.GET.get("version", ""))[:64]
    try:
        name = queries.pinned(slug, version).item.name
        if request.method == "GET":
            return _ask(request, slug, name, is_offer=True, version=version)
        actions.offer(
            slug=slug,
            version=version,
            now=clock.now(),
            actor=visitor_of(request).account,
            channel="manage",
        )
    except queries.NotOffered:
        raise Hidden(slug) from None
    return HttpResponseRedirect(href_with("manage:items", done="offered"))


def _ask(
    request: HttpRequest, slug: str, name: str, *, is_offer: bool, version: str
) -> HttpResponse:
    context = {"slug": slug, "name": name, "is_offer": is_offer, "version": version}
    return draw(request, "manage/item_change.html", context, section="items")
