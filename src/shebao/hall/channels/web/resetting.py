"""``/reset/``: a new password by a code from the phone (6.2.5d); nobody learns who exists."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shebao.hall.channels.web import passwording, proving, work_proof
from shebao.hall.channels.web.arriving import place_of
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.signing import MOST_SIGNS, Errors, locked_words, sent_words
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.office.accounts import actions

TRIES = Limit(name="reset-web", times=30, seconds=300)


@gate.public
@sensitive_post_parameters("password", "again", "code")
def reset(request: HttpRequest) -> HttpResponse:
    """Whom it is about and the code, then the new password; one form, one address."""
    if request.method != "POST":
        return _page(request, [])
    count(TRIES, key=address_of(request), now=clock.now())
    name = request.POST.get("name", "").strip()[:MOST_SIGNS]
    if not name:
        return _page(request, [("name", _("请填写登录名、身份证号或手机号"))])
    return _send(request, name) if request.POST.get("action") == "send" else _set(request, name)


def _page(request: HttpRequest, errors: Errors, *, said: str = "") -> HttpResponse:
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "name": request.POST.get("name", "").strip()[:MOST_SIGNS],
        "said": said,
        "hint": passwording.HINT,
        "work": work_proof.task(clock.now()),
        "is_done": request.GET.get("done") == "1",
    }
    return render(request, "web/reset.html", context, status=422 if errors else 200)


def _send(request: HttpRequest, name: str) -> HttpResponse:
    now = clock.now()
    try:
        work_proof.demand(request, now=now)
        actions.ask_code_for(name=name, purpose="reset", address=address_of(request), now=now)
    except TooMany as error:
        return _page(request, [("code", proving.wait_words(error.wait))])
    return _page(request, [], said=sent_words())


def _set(request: HttpRequest, name: str) -> HttpResponse:
    code = request.POST.get("code", "").strip()[:20]
    password, again = request.POST.get("password", ""), request.POST.get("again", "")
    fault = passwording.fault(password, again, about=[name])
    errors = [] if code else [("code", _("请填写验证码"))]
    errors += [("password", fault)] if fault else []
    if errors:
        return _page(request, errors)
    try:
        actions.reset_password(
            name=name,
            answer=code,
            password=password,
            channel=CHANNEL,
            place=place_of(request),
            now=clock.now(),
        )
    except actions.WrongProof:
        words = _("验证码不对，或者过期了。可以重新发送，或带身份证到窗口重设")
        return _page(request, [("code", words)])
    except actions.Locked as locked:
        return _page(request, [("code", locked_words(locked))])
    return HttpResponseRedirect(f"{request.path}?done=1")
