"""Makers of certificates and seals (6.2.7): admitted after acceptance, by two, until a day."""

from datetime import date
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

DONE = {
    "asked": gettext_lazy("已提交，等另一名安全管理员批准"),
    "admitted": gettext_lazy("已准入，立即生效"),
    "ended": gettext_lazy("已废止，从现在起不再接受"),
    "kept": gettext_lazy("没有废止，继续有效"),
    "refused": gettext_lazy("已退回"),
    "own": gettext_lazy("您自己提出的，要由另一名安全管理员批准"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
SHORTEST = 4
TEXTS = ("kind", "name", "code", "fingerprint", "acceptance", "liability")
DAYS = ("accepted_on", "since", "until")
Errors = list[tuple[str, str]]


@gate.security
@require_http_methods(["GET", "POST"])
def authorities(request: HttpRequest) -> HttpResponse:
    """``/manage/authorities/``: the register, and the form; each button is one act."""
    if request.method == "GET":
        return _drawn(request, {}, [])
    if request.POST.get("action", "ask") != "ask":
        return HttpResponseRedirect(href_with("manage:authorities", done=_acted(request)))
    typed = _typed(request)
    errors = _faults(typed) or _asked_for(request, typed)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(href_with("manage:authorities", done="asked"))


def _acted(request: HttpRequest) -> str:
    """One of the register's buttons; what became of it."""
    by, now = visitor_of(request), clock.now()
    number, why = request.POST.get("number", "")[:24], request.POST.get("why", "").strip()
    act = request.POST.get("action", "")
    try:
        if act in {"admit", "refuse"}:
            is_admitted = act == "admit"
            actions.decide_admission(number=number, is_admitted=is_admitted, by=by, now=now)
            return "admitted" if is_admitted else "refused"
        if act == "end":
            words_ = why or _("不再使用")
            actions.ask_withdrawal(number=number, why=words_, by=by, now=now)
            return "asked"
        is_withdrawn = act == "withdraw"
        actions.decide_withdrawal(number=number, is_withdrawn=is_withdrawn, by=by, now=now)
    except actions.NotAnother:
        return "own"
    except Hidden:
        return "gone"
    return "ended" if is_withdrawn else "kept"


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: request.POST.get(name, "").strip()[:120] for name in TEXTS}
    return typed | {name: posted(request.POST, name, "date") for name in DAYS}


def _faults(typed: dict[str, str]) -> Errors:
    errors: Errors = [
        (name, str(words.AUTHORITY_FAULTS[name])) for name in TEXTS if not typed[name]
    ]
    errors += [
        (name, str(words.AUTHORITY_FAULTS[name])) for name in DAYS if _day(typed[name]) is None
    ]
    return errors


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _asked_for(request: HttpRequest, typed: dict[str, str]) -> Errors:
    days: dict[str, Any] = {name: _day(typed[name]) for name in DAYS}
    fingerprint = actions.tidy_fingerprint(typed["fingerprint"])
    admission = actions.Admission(**{**typed, "fingerprint": fingerprint, **days})
    try:
        actions.ask_admission(admission=admission, by=visitor_of(request), now=clock.now())
    except actions.NotAcceptable as fault:
        return [(fault.field, str(words.AUTHORITY_FAULTS[fault.field]))]
    except actions.AlreadyAdmitted:
        return [("fingerprint", _("这张根证书已经登记过，先废止再重新登记"))]
    return []


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    context = {
        "rows": queries.authorities(),
        "mine": visitor_of(request).account,
        "today": clock.local_date(clock.now()),
        "kinds": list(words.AUTHORITY_KINDS.items()),
        "kind_words": words.AUTHORITY_KINDS,
        "states": words.AUTHORITY_STATES,
        "typed": typed,
        "errors": errors,
        "by_field": dict(errors),
        "done": done_words(request, DONE),
    }
    status = 422 if errors else 200
    return draw(request, "manage/authorities.html", context, section="authorities", status=status)
