"""``/desk/enrol/``: whoever is new, or lost the app, sets a password and binds an app (6.2.5)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk import words
from shebao.hall.channels.desk.second import CHANNEL, place_of
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.site import site
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, passwords
from shebao.hall.office.accounts.challenges import app_shown, forget_secret, pending_secret

PER_ADDRESS = Limit(name="desk-enrol", times=20, seconds=300)
Errors = list[tuple[str, str]]


@gate.public
@sensitive_post_parameters("password", "again", "code", "app_code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Two buttons of one page: send the code to the phone on record, and begin."""
    if request.method == "GET":
        return _page(request, [])
    count(PER_ADDRESS, key=address_of(request), now=clock.now())
    name = request.POST.get("username", "").strip()[:64]
    if not name:
        return _page(request, [("username", _("请填写工作账号"))])
    if request.POST.get("action") == "send":
        return _send(request, name)
    errors = _faults(request, name) or _enrolled(request, name)
    if errors:
        return _page(request, errors)
    forget_secret(request)
    return HttpResponseRedirect(reverse("desk:sign-in") + "?done=enrolled")


def _send(request: HttpRequest, name: str) -> HttpResponse:
    try:
        actions.ask_enrolment_code(username=name, address=address_of(request), now=clock.now())
    except TooMany as error:
        wait = {"seconds": error.wait}
        return _page(request, [("code", _("刚刚发过一条，请等 %(seconds)s 秒再发") % wait)])
    said = _("如果这个账号等着启用，验证码已发到登记的手机，5 分钟内有效。没收到请等 1 分钟再发")
    return _page(request, [], said=said)


def _faults(request: HttpRequest, name: str) -> Errors:
    errors: Errors = []
    if not request.POST.get("code", "").strip():
        errors.append(("code", _("请填写手机上的验证码")))
    password = request.POST.get("password", "")
    fault = passwords.fault(password, about=[name])
    if fault:
        errors.append(("password", str(words.PASSWORD_FAULTS[fault])))
    elif password != request.POST.get("again", ""):
        errors.append(("again", _("两次填的密码不一样，请再填一次")))
    if not request.POST.get("app_code", "").strip():
        errors.append(("app_code", _("请填写验证器上的 6 位数字")))
    return errors


def _enrolled(request: HttpRequest, name: str) -> Errors:
    try:
        actions.enrol(
            username=name,
            code=request.POST.get("code", "")[:20],
            password=request.POST.get("password", ""),
            secret=pending_secret(request, CHANNEL),
            app_code=request.POST.get("app_code", "")[:20],
            place=place_of(request),
            channel=CHANNEL,
            now=clock.now(),
        )
    except actions.NotEnrolled:
        return [("code", _("没有成功：账号不对、还没有批准，或验证码过期了。可以重新发送验证码"))]
    except (actions.WrongProof, actions.AlreadySet):
        words_ = _("动态码不对。请看验证器应用里最新的 6 位数字，并核对手机时间")
        return [("app_code", words_)]
    except actions.Locked as locked:
        told = _("错的次数多了，%(time)s 后再试，或请安全管理员解锁。")
        return [("code", told % {"time": time_short(locked.until)})]
    return []


def _page(request: HttpRequest, errors: Errors, *, said: str = "") -> HttpResponse:
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "said": said,
        "username": request.POST.get("username", "")[:64],
        "code": request.POST.get("code", "")[:10],
        **app_shown(pending_secret(request, CHANNEL), issuer=site().desk_name, holder=CHANNEL),
    }
    return render(request, "desk/enrol.html", context, status=422 if errors else 200)
