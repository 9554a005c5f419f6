"""Staff sign in and out here (6.2.5, 6.2.6a); everybody goes on to the pages of their role."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shebao.hall.channels.desk import second
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.visitor import Kind, Role
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import sessions
from shebao.hall.office.accounts.actions import Expired, Locked, WrongSignIn, sign_in

PER_ADDRESS = Limit(name="desk-sign-in", times=20, seconds=60)
# Where each role begins; those who handle cases begin with their list.
FIRST_PAGES = (
    (Role.OPERATOR, "manage:dashboard"),
    (Role.SECURITY, "manage:staff"),
    (Role.AUDITOR, "manage:audit"),
    (Role.HOTLINE, "desk:me"),
)


@gate.public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """``/desk/sign-in/``: name and password of a member of staff, then the second factor."""
    waiting = second.half(request)
    if request.method == "GET":
        return second.page(request, waiting) if waiting else _form(request, error="")
    if request.POST.get("action") == "again":
        second.forget(request)
        return HttpResponseRedirect(_here(request))
    if request.POST.get("action") == "second":
        return _with_second(request, waiting)
    return _with_password(request)


def _with_password(request: HttpRequest) -> HttpResponse:
    now, address = clock.now(), address_of(request)
    count(PER_ADDRESS, key=address, now=now)
    try:
        signed_in = sign_in(
            name=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            kind=Kind.STAFF,
            channel="desk",
            address=address,
            now=now,
            place=second.place_of(request),
        )
    except Locked as locked:
        words = _("连错几次，账号锁住了。%(time)s 后再试，或请安全管理员解锁。")
        return _form(request, error=words % {"time": time_short(locked.until)}, status=429)
    except Expired:
        words = _("账号有效期到了。请本单位申请“重新核准”，由安全管理员批准后再登录。")
        return _form(request, error=words, status=403)
    except WrongSignIn:
        words = _("账号或密码不对。请再看一看大小写；连错 5 次会锁 15 分钟。")
        return _form(request, error=words, status=400)
    second.wait(request, signed_in, onward=request.POST.get("next", "")[:500], now=now)
    return HttpResponseRedirect(_here(request))


def _here(request: HttpRequest) -> str:
    """This page again, with where to go afterwards."""
    wanted = request.POST.get("next", "")[:500]
    return reverse("desk:sign-in") + (f"?{urlencode({'next': wanted})}" if wanted else "")


def _with_second(request: HttpRequest, waiting: second.Half | None) -> HttpResponse:
    now = clock.now()
    count(PER_ADDRESS, key=address_of(request), now=now)
    if waiting is None:
        return _form(request, error=_("等得太久了，请重新登录"), status=400)
    signed_in, error, status = second.answered(request, waiting)
    if signed_in is None:
        return second.page(request, waiting, error=error, status=status)
    second.forget(request)
    place = second.place_of(request)
    sessions.enter(request, signed_in, channel="desk", now=now, place=place)
    return HttpResponseRedirect(_onward(request, waiting.onward))


@gate.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """``/desk/sign-out/``: end the session; what was decided is kept."""
    sessions.leave(request, channel="desk", now=clock.now())
    return HttpResponseRedirect(reverse("desk:sign-in"))


def _form(request: HttpRequest, *, error: str, status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "username": request.POST.get("username", ""),
        "onward": request.GET.get("next", request.POST.get("next", "")),
    }
    return render(request, "desk/sign_in.html", context, status=status)


def _onward(request: HttpRequest, wanted: str) -> str:
    """The page asked for before, if it is ours; else the first page of the person's role."""
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    roles = visitor_of(request).roles
    return reverse(next((page for role, page in FIRST_PAGES if role in roles), "desk:worklist"))
