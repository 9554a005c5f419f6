"""Programs of others (6.1.2e): asked for, approved for the agency and for the IT body, ended."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.manage import words
from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.posted import posted
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.catalogue.queries import catalogue

DONE = {
    "asked": gettext_lazy("已提交，等经办机构和信息化机构各一人批准"),
    "half": gettext_lazy("已批准，还差另一方批准"),
    "admitted": gettext_lazy("双方都已批准，从起始日起可以接入"),
    "refused": gettext_lazy("已退回"),
    "ended": gettext_lazy("已停止，它手里的令牌马上失效"),
    "own": gettext_lazy("您自己提出的，要由别人批准"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
TEXTS = ("name", "organisation", "agreement", "redirects", "per_minute")
Errors = list[tuple[str, str]]


@gate.keeper
@require_http_methods(["GET", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """``/manage/partners/``: the register, and the form; each button is one act."""
    if request.method == "GET":
        return _drawn(request, {}, [])
    if request.POST.get("action") == "secret":
        return _secret(request)
    if request.POST.get("action", "ask") != "ask":
        return HttpResponseRedirect(href_with("manage:partners", done=_acted(request)))
    typed = _typed(request)
    errors = _asked_for(request, typed)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(href_with("manage:partners", done="asked"))


def _acted(request: HttpRequest) -> str:
    by, now = visitor_of(request), clock.now()
    number, act = request.POST.get("number", "")[:24], request.POST.get("action", "")
    try:
        if act == "approve":
            is_both = actions.approve_partner(number=number, by=by, now=now)
            return "admitted" if is_both else "half"
        if act == "refuse":
            actions.refuse_partner(number=number, by=by, now=now)
            return "refused"
        why = request.POST.get("why", "").strip() or _("不再接入")
        actions.end_partner(number=number, why=why, by=by, now=now)
    except actions.NotAnother:
        return "own"
    except Hidden:
        return "gone"
    return "ended"


def _secret(request: HttpRequest) -> HttpResponse:
    """A new secret, shown this once to whoever hands it over."""
    number = request.POST.get("number", "")[:24]
    try:
        secret = actions.fresh_partner_secret(
            number=number, by=visitor_of(request), now=clock.now()
        )
    except Hidden:
        return HttpResponseRedirect(href_with("manage:partners", done="gone"))
    return _drawn(request, {}, [], secret=secret, secret_of=number)


def _typed(request: HttpRequest) -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.POST.get(name, "").strip()[:2000] for name in TEXTS}
    days = {name: posted(request.POST, name, "date") for name in ("since", "until")}
    lists = {name: request.POST.getlist(name)[:100] for name in ("scopes", "items")}
    return {**typed, **days, **lists}


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _asked_for(request: HttpRequest, typed: dict[str, Any]) -> Errors:
    since = _day(typed["since"], date.max)
    known = {card.slug for card in catalogue()}
    wish = actions.PartnerWish(
        name=typed["name"][:60], organisation=typed["organisation"][:120],
        agreement=typed["agreement"][:120], redirects=tuple(typed["redirects"].split()),
        scopes=tuple(typed["scopes"]), items=tuple(one for one in typed["items"] if one in known),
        per_minute=int(typed["per_minute"]) if typed["per_minute"].isdecimal() else 0,
        since=since, until=_day(typed["until"], since - timedelta(days=1)),
    )  # fmt: skip
    try:
        actions.ask_partner(wish=wish, by=visitor_of(request), now=clock.now())
    except actions.NotAcceptable as fault:
        return [(fault.field, str(words.PARTNER_FAULTS[fault.field]))]
    return []


def _drawn(
    request: HttpRequest, typed: dict[str, Any], errors: Errors, **more: Any
) -> HttpResponse:
    context = {
        "rows": queries.partners(),
        "mine": visitor_of(request).account,
        "today": clock.local_date(clock.now()),
        "states": words.PARTNER_STATES,
        "scope_words": words.PARTNER_SCOPES,
        "offered": [(card.slug, card.name) for card in catalogue()],
        "typed": typed,
        "errors": errors,
        "by_field": dict(errors),
        "done": done_words(request, DONE),
        "secret": "",
        "secret_of": "",
        **more,
    }
    status = 422 if errors else 200
    return draw(request, "manage/partners.html", context, section="partners", status=status)
