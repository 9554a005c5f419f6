"""Staff sign in and out here (6.2.5, 6.2.6a); operators go on to their own pages."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of, device_of
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.visitor import Kind, Role
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import sessions
from shebao.hall.office.accounts.actions import Locked, Place, WrongSignIn, sign_in

PER_ADDRESS = Limit(name="desk-sign-in", times=20, seconds=60)


@gate.public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """``/desk/sign-in/``: name and password of a member of staff."""
    if request.method == "GET":
        return _form(request, error="")
    now, address = clock.now(), address_of(request)
    place = Place(address=address, device=device_of(request))
    count(PER_ADDRESS, key=address, now=now)
    try:
        signed_in = sign_in(
            name=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            kind=Kind.STAFF,
            channel="desk",
            address=address,
            now=now,
            place=place,
        )
    except Locked as locked:
        words = _("连错几次，账号锁住了。%(time)s 后再试，或请系统管理员解锁。")
        return _form(request, error=words % {"time": time_short(locked.until)}, status=429)
    except WrongSignIn:
        words = _("账号或密码不对。请再看一看大小写；连错 5 次会锁 15 分钟。")
        return _form(request, error=words, status=400)
    sessions.enter(request, signed_in, channel="desk", now=now, place=place)
    return HttpResponseRedirect(_onward(request))


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


def _onward(request: HttpRequest) -> str:
    """The page asked for before, if it is ours; else the first page of the person's role."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    roles = visitor_of(request).roles
    only_operates = bool(roles) and roles <= {Role.OPERATOR}
    return reverse("manage:dashboard" if only_operates else "desk:worklist")
