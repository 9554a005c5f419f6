"""``/my/account/…``: what holders change about their own account (6.2.5); each act proves first."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shebao.hall.channels.web import passwording, proving
from shebao.hall.channels.web.door import CHANNEL, page_after
from shebao.hall.channels.web.signing import Errors
from shebao.hall.channels.web.words import Words
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.tongues import told
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, queries, sessions
from shebao.hall.office.accounts.ways import WORDS
from shebao.law.identifiers import IdKind, check, mask_mobile

ACCOUNT = "/my/account/"
PROOF = "prove_code"
OUTCOMES: dict[str, tuple[Words, str]] = {
    "in": (gettext_lazy("登录成功"), "ok"),
    "half": (gettext_lazy("密码正确，要求再核验"), "mute"),
    "refused": (gettext_lazy("没有登录成功"), "bad"),
}


def ways_words(method: str) -> str:
    """``password+sms`` in words."""
    return "＋".join(told(WORDS.get(way, way)) for way in method.split("+") if way)


def account_of(request: HttpRequest) -> str:
    """The number of one's own account."""
    return gate.visitor_of(request).account


def drawn(
    request: HttpRequest, template: str, errors: Errors, *, said: str = "", **more: Any
) -> HttpResponse:
    """A page of the account, with the proof inside it where it is not sure yet."""
    block = proving.block(request, said=said, error=dict(errors).get(PROOF, ""))
    context = {
        "visitor": gate.visitor_of(request),
        "errors": errors,
        "by_field": dict(errors),
        "prove": block,
        "said": said,
        **more,
    }
    return render(request, template, context, status=422 if errors else 200)


@gate.person
@sensitive_post_parameters("password", "again", "prove_code", "prove_password")
def password(request: HttpRequest) -> HttpResponse:
    """``/my/account/password/``: a new password; other places are signed out."""
    if request.method != "POST":
        return drawn(request, "web/safe_password.html", [], hint=passwording.HINT)
    if request.POST.get("action") == proving.SEND:
        return _sent(request, "web/safe_password.html", hint=passwording.HINT)
    errors = _password_errors(request)
    if errors:
        return drawn(request, "web/safe_password.html", errors, hint=passwording.HINT)
    now, account = clock.now(), account_of(request)
    wanted = request.POST.get("password", "")
    actions.change_password(account=account, password=wanted, channel=CHANNEL, now=now)
    actions.end_seats(account=account, besides=sessions.seat(request), channel=CHANNEL, now=now)
    sessions.stay(request)
    return HttpResponseRedirect(f"{ACCOUNT}?done=password")


def _password_errors(request: HttpRequest) -> Errors:
    name, mobile = queries.name_and_mobile(gate.visitor_of(request).person)
    fault = passwording.fault(
        request.POST.get("password", ""), request.POST.get("again", ""), about=[name, mobile]
    )
    return [("password", fault)] if fault else proof_errors(request)


def proof_errors(request: HttpRequest) -> Errors:
    """What is wrong with the proof in the form; nothing when it is sure."""
    fault = proving.taken(request)
    return [(PROOF, fault)] if fault else []


def code_sent(request: HttpRequest) -> tuple[str, Errors]:
    """Send a code to one's own phone: where it went, or why it could not."""
    said, fault = proving.sent(request)
    return said, [(PROOF, fault)] if fault else []


def _sent(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    said, errors = code_sent(request)
    return drawn(request, template, errors, said=said, **more)


@gate.person
def mobile(request: HttpRequest) -> HttpResponse:
    """``/my/account/mobile/``: another phone, proven by a code; the old one is told."""
    typed = request.POST.get("mobile", "").strip()[:30]
    page: dict[str, Any] = {
        "typed": typed,
        "cooling": settings.SHEBAO_COOLING.total_seconds() // 3600,
    }
    if request.method != "POST":
        return drawn(request, "web/safe_mobile.html", [], **page)
    if request.POST.get("action") == proving.SEND:
        return _sent(request, "web/safe_mobile.html", **page)
    verdict = check(typed, on=clock.local_date(clock.now()), kind=IdKind.MOBILE)
    errors = proof_errors(request)
    errors += [] if verdict.is_valid else [("mobile", told(verdict.words))]
    said = ""
    if not errors and request.POST.get("action") == "send":
        said, errors = _code_to(request, verdict.value)
    elif not errors:
        errors = _moved(request, verdict.value)
        if not errors:
            return HttpResponseRedirect(f"{ACCOUNT}?done=mobile")
    return drawn(request, "web/safe_mobile.html", errors, said=said, **page)


def _code_to(request: HttpRequest, wanted: str) -> tuple[str, Errors]:
    account = account_of(request)
    target = actions.Target(key=f"{account}:{wanted}", mobile=wanted, account=account)
    try:
        actions.ask_code(
            purpose="mobile", target=target, address=address_of(request), now=clock.now()
        )
    except TooMany as error:
        return "", [("code", proving.wait_words(error.wait))]
    words = _("验证码已发到 %(phone)s，5 分钟内有效。没收到请等 1 分钟再发")
    return words % {"phone": mask_mobile(wanted)}, []


def _moved(request: HttpRequest, wanted: str) -> Errors:
    try:
        actions.change_mobile(
            account=account_of(request),
            mobile=wanted,
            answer=request.POST.get("code", "")[:20],
            cools=settings.SHEBAO_COOLING,
            channel=CHANNEL,
            now=clock.now(),
        )
    except actions.WrongProof:
        return [("code", _("验证码不对，或者过期了。请再看一看新手机上的短信，或重新发送"))]
    except actions.Locked as locked:
        words = _("错的次数多了，%(time)s 后再试。急办请打 12333 或到窗口")
        return [("code", words % {"time": time_short(locked.until)})]
    return []


@gate.person
def log(request: HttpRequest) -> HttpResponse:
    """``/my/account/log/``: every try to sign in, successful or not (6.2.5e)."""
    account = account_of(request)
    page = page_after(request, lambda after: queries.tries(account, after=after))
    context = {
        "rows": [(one, *OUTCOMES[one.outcome], ways_words(one.way)) for one in page.rows],
        "next_after": page.next_after,
        "is_first": not request.GET.get("after"),
    }
    return render(request, "web/safe_log.html", context)


@gate.person
@require_POST
def seats(request: HttpRequest) -> HttpResponse:
    """``POST /my/account/seats/``: sign out elsewhere, one place or all others; or choose.

    Ending takes no proof: whoever fears for the account must not be stopped.
    """
    account, now, here = account_of(request), clock.now(), sessions.seat(request)
    if "wants" in request.POST:
        wants = request.POST["wants"] == "yes"
        actions.choose_second(account=account, wants=wants, channel=CHANNEL, now=now)
        return HttpResponseRedirect(f"{ACCOUNT}?done=second")
    number = request.POST.get("number", "")[:24]
    actions.end_seats(account=account, number=number, besides=here, channel=CHANNEL, now=now)
    return HttpResponseRedirect(f"{ACCOUNT}?done=seats")


@gate.person
def shutting(request: HttpRequest) -> HttpResponse:
    """``/my/account/shutting/``: shut the account at once; a counter or 12333 opens it again."""
    if request.method != "POST":
        return render(request, "web/safe_shutting.html", {"visitor": gate.visitor_of(request)})
    now = clock.now()
    actions.shut(account=account_of(request), channel=CHANNEL, now=now)
    sessions.leave(request, channel=CHANNEL, now=now)
    return HttpResponseRedirect("/login/")
