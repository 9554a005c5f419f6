"""``/my/account/programs/``: keys for one's own programs (6.1.2e): issued, seen, ended at once."""

import secrets
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.safety import account_of, code_sent, drawn, proof_errors
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions, queries, sessions

HERE, TEMPLATE = "/my/account/programs/", "web/safe_programs.html"
# The forms of this session that made a key; a second press of one makes no second key.
MADE = "programs_made"
LIVES = {"30": timedelta(days=30), "90": timedelta(days=90), "365": timedelta(days=365)}
SCOPES = {"read": ("read",), "both": ("read", "file")}
ENDS = {"end": actions.end_token, "shut-out": actions.end_consent}
DONE = {
    "ended": gettext_lazy("已停用，这个程序马上不能再用"),
    "again": gettext_lazy("令牌已经发出，只显示一次。没抄下来的，请停用它，再发一个"),
}


@gate.person
def programs(request: HttpRequest) -> HttpResponse:
    """Draw what runs, or do what was pressed; ending takes no proof, issuing does."""
    if request.method != "POST":
        return _page(request, [])
    act = request.POST.get("action", "")
    if act in ENDS:
        ENDS[act](
            number=request.POST.get("number", "")[:24], account=account_of(request),
            now=clock.now(),
        )  # fmt: skip
        return HttpResponseRedirect(f"{HERE}?done=ended")
    if act == proving.SEND:
        said, errors = code_sent(request)
        return _page(request, errors, said=said)
    return _issued(request)


def _faults(request: HttpRequest) -> Errors:
    errors: Errors = []
    if not request.POST.get("name", "").strip():
        errors.append(("name", _("请填写给哪个程序用，例如：记账软件")))
    if request.POST.get("scopes") not in SCOPES:
        errors.append(("scopes", _("请选择这个程序能做什么")))
    if request.POST.get("days") not in LIVES:
        errors.append(("days", _("请选择有效多久")))
    return errors


def _issued(request: HttpRequest) -> HttpResponse:
    errors = _faults(request) or proof_errors(request)
    if errors:
        return _page(request, errors)
    form, made = request.POST.get("form", "")[:32], request.session.get(MADE, [])
    if form in made:
        return HttpResponseRedirect(f"{HERE}?done=again")
    now = clock.now()
    try:
        token = actions.issue_token(
            account=account_of(request),
            name=request.POST["name"],
            scopes=SCOPES[request.POST["scopes"]],
            acting_for=request.POST.get("acting_for", "")[:24],
            lives=LIVES[request.POST["days"]],
            proof=sessions.proof(request, now=now),
            now=now,
        )
    except actions.NoToken:
        return _page(request, [("acting_for", _("您现在不能为这一方办事，请重新选择"))])
    request.session[MADE] = [*made[-9:], form]
    return _page(request, [], new=token)


def _page(request: HttpRequest, errors: Errors, *, said: str = "", **more: Any) -> HttpResponse:
    visitor, now = gate.visitor_of(request), clock.now()
    held = queries.held_mandates(visitor.person, today=clock.local_date(now))
    names = {one.principal: one.shown for one in held}
    context = {
        "tokens": [
            (one, names.get(one.acting_for, _("本人")))
            for one in queries.tokens(visitor.account)
            if one.ended_at is None and one.expires_at > now
        ],
        "allowed": [
            (one, names.get(one.acting_for, _("本人")))
            for one in queries.consents_of(visitor.account)
        ],
        "typed": {name: request.POST.get(name, "") for name in ("name", "scopes", "days")},
        "for_whom": request.POST.get("acting_for", ""),
        "choices": [("", _("本人")), *names.items()],
        "form": request.POST.get("form") if errors or said else secrets.token_hex(8),
        "done": told(str(DONE.get(request.GET.get("done", ""), ""))),
        "new": None,
        **more,
    }
    return drawn(request, TEMPLATE, errors, said=said, **context)
