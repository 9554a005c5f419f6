"""Signing in and out (5.4.1, 6.2.6): what is wrong is said in words, and never who exists."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shebao.hall.channels.web.door import CHANNEL, way_on
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.visitor import Kind
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, sessions

TRIES = Limit(name="sign-in-web", times=30, seconds=300)
MOST_SIGNS = 64


@gate.public
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/login/``: sign-in name or ID number, and a password; ``?next=`` leads on inside here."""
    if request.method == "POST":
        return _try(request)
    if gate.visitor_of(request).kind is Kind.PERSON:
        return HttpResponseRedirect(_next(request))
    return _page(request, errors=[], name="")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return way_on(request, wanted, otherwise="/")


def _page(request: HttpRequest, *, errors: list[tuple[str, str]], name: str) -> HttpResponse:
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "name": name,
        "next": _next(request),
    }
    return render(request, "web/login.html", context, status=422 if errors else 200)


def _try(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    count(TRIES, key=address_of(request), now=now)
    name = request.POST.get("name", "").replace("\0", "").strip()[:MOST_SIGNS]
    password = request.POST.get("password", "")
    errors = _missing(name, password)
    if errors:
        return _page(request, errors=errors, name=name)
    return _entered(request, name, password, now)


def _missing(name: str, password: str) -> list[tuple[str, str]]:
    errors = []
    if not name:
        errors.append(("name", _("请填写登录名或身份证号")))
    if not password:
        errors.append(("password", _("请填写密码")))
    return errors


def _entered(request: HttpRequest, name: str, password: str, now: datetime) -> HttpResponse:
    try:
        signed_in = actions.sign_in(
            name=name,
            password=password,
            kind=Kind.PERSON,
            channel=CHANNEL,
            address=address_of(request),
            now=now,
        )
    except actions.WrongSignIn:
        words = _("登录名或密码不对，请再看一看。连续错 5 次会停用 15 分钟。")
        return _page(request, errors=[("name", words)], name=name)
    except actions.Locked as locked:
        words = _("错的次数多了，这个账号停用到 %(time)s。到时再试，或打 12333。")
        return _page(
            request, errors=[("name", words % {"time": time_short(locked.until)})], name=name
        )
    sessions.enter(request, signed_in)
    return HttpResponseRedirect(_next(request))


@gate.public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """``POST /logout/``: the session ends and is forgotten."""
    sessions.leave(request)
    return HttpResponseRedirect("/")
