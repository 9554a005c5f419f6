"""Signing in and out (5.4.1, 6.2.6): what is wrong is said in words, and never who exists."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shebao.hall.channels.web import proving, second
from shebao.hall.channels.web.arriving import (
    device_token,
    place_of,
    remember,
)
from shebao.hall.channels.web.door import CHANNEL, way_on
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Kind
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, sessions
from shebao.hall.office.accounts.actions import SignedIn
from shebao.hall.office.accounts.challenges import home_of
from shebao.hall.office.connections import outside

TRIES = Limit(name="sign-in-web", times=30, seconds=300)
MOST_SIGNS = 64
Errors = list[tuple[str, str]]


@gate.public
@sensitive_post_parameters("password", "code", "prove_code")
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/login/``: by password, by a code, by a key; ``?next=`` leads on inside here.

    Where something is unusual the second proof is asked for at the same address.
    """
    if request.method == "POST":
        return _pressed(request)
    if gate.visitor_of(request).kind is Kind.PERSON:
        return HttpResponseRedirect(_next(request))
    waiting = second.waiting(request)
    if waiting and not request.GET.get("way"):
        return second.page(request, waiting)
    return _page(request, errors=[], name="")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return way_on(request, wanted, otherwise="/")


def _page(
    request: HttpRequest, *, errors: Errors, name: str, said: str = "", status: int = 0
) -> HttpResponse:
    way = request.POST.get("way") or request.GET.get("way", "")
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "name": name,
        "said": said,
        "next": _next(request),
        "is_by_code": way == "sms",
        "has_keys": home_of(request) is not None,
        "services": [(one.code, told(one.title)) for one in outside().identity.values()],
        "has_certificates": outside().certificates is not None,
    }
    return render(request, "web/login.html", context, status=status or (422 if errors else 200))


def _pressed(request: HttpRequest) -> HttpResponse:
    count(TRIES, key=address_of(request), now=clock.now())
    act = ACTS.get(request.POST.get("action", ""), _by_password)
    return act(request)


def _name(request: HttpRequest) -> str:
    return request.POST.get("name", "").replace("\0", "").strip()[:MOST_SIGNS]


def _by_password(request: HttpRequest) -> HttpResponse:
    name, password = _name(request), request.POST.get("password", "")
    errors = _missing(name, password)
    if errors:
        return _page(request, errors=errors, name=name)
    return _entered(request, name, password, clock.now())


def _missing(name: str, password: str) -> Errors:
    errors = []
    if not name:
        errors.append(("name", _("请填写登录名、身份证号或手机号")))
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
            place=place_of(request),
        )
    except actions.WrongSignIn:
        words = _("登录名或密码不对，请再看一看。连续错 5 次会停用 15 分钟。")
        return _page(request, errors=[("name", words)], name=name)
    except actions.Locked as locked:
        return _page(request, errors=[("name", locked_words(locked))], name=name)
    except actions.Shut:
        words = _("这个账号是您自己停用的。要恢复，请带证件到窗口，或打 12333。")
        return _page(request, errors=[("name", words)], name=name)
    if signed_in.asks:
        second.wait(request, signed_in, onward=_next(request))
        return HttpResponseRedirect(request.path)
    return _seated(request, signed_in, _next(request))


def locked_words(locked: actions.Locked) -> str:
    """Until when one has to wait."""
    words = _("错的次数多了，这个账号停用到 %(time)s。到时再试，或打 12333。")
    return words % {"time": time_short(locked.until)}


def _seated(request: HttpRequest, signed_in: SignedIn, onward: str) -> HttpResponse:
    token = device_token(request)
    place = place_of(request, token)
    sessions.enter(request, signed_in, channel=CHANNEL, now=clock.now(), place=place)
    return remember(HttpResponseRedirect(onward), token)


def _send(request: HttpRequest) -> HttpResponse:
    """Send a code to whoever is meant; the answer is the same for everybody."""
    name = _name(request)
    if not name:
        return _page(request, errors=_missing("", "-"), name="")
    try:
        actions.ask_code_for(
            name=name, purpose="sign-in", address=address_of(request), now=clock.now()
        )
    except TooMany as error:
        return _page(request, errors=[("code", proving.wait_words(error.wait))], name=name)
    return _page(request, errors=[], name=name, said=sent_words())


def sent_words() -> str:
    """What everybody is told after asking for a code, whether there is an account or not."""
    return _("如果这个账号登记了手机，验证码已经发出，5 分钟内有效。没收到请等 1 分钟再发")


def _by_code(request: HttpRequest) -> HttpResponse:
    name, answer = _name(request), request.POST.get("code", "").strip()[:20]
    errors = _missing(name, "-") + ([] if answer else [("code", _("请填写验证码"))])
    if errors:
        return _page(request, errors=errors, name=name)
    try:
        signed_in = actions.sign_in_by_code(
            name=name, answer=answer, channel=CHANNEL, place=place_of(request), now=clock.now()
        )
    except actions.WrongProof:
        words = _("验证码不对，或者过期了。可以重新发送，或换一种方式登录")
        return _page(request, errors=[("code", words)], name=name)
    except actions.Locked as locked:
        return _page(request, errors=[("code", locked_words(locked))], name=name)
    return _seated(request, signed_in, _next(request))


def _by_passkey(request: HttpRequest) -> HttpResponse:
    home, state = home_of(request), proving.challenge_state(request)
    try:
        if home is None or state is None:
            raise actions.WrongProof
        signed_in = actions.sign_in_by_passkey(
            answer=request.POST.get("prove_answer", "")[:9000],
            state=state,
            home=home,
            channel=CHANNEL,
            place=place_of(request),
            now=clock.now(),
        )
    except actions.WrongProof:
        words = _("通行密钥没有核验成功。可以再试一次，或用密码、验证码登录")
        return _page(request, errors=[("name", words)], name=_name(request))
    return _seated(request, signed_in, _next(request))


def _second(request: HttpRequest) -> HttpResponse:
    """What was pressed on the page that asks for a second proof."""
    waiting = second.waiting(request)
    if waiting is None:
        words = _("等得太久了，请重新登录")
        return _page(request, errors=[("name", words)], name="")
    signed_in, error = second.answered(request, waiting)
    if signed_in is None:
        return second.page(request, waiting, error=error)
    second.forget(request)
    return _seated(request, signed_in, waiting.onward)


def _second_send(request: HttpRequest) -> HttpResponse:
    waiting = second.waiting(request)
    if waiting is None:
        return HttpResponseRedirect(request.path)
    said, error = proving.send_code(request, waiting.account, "second")
    return second.page(request, waiting, said=said, error=error)


def _again(request: HttpRequest) -> HttpResponse:
    second.forget(request)
    return HttpResponseRedirect(request.path)


ACTS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "send": _send,
    "code": _by_code,
    "passkey": _by_passkey,
    "second": _second,
    "second-send": _second_send,
    "again": _again,
}


@gate.public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """``POST /logout/``: the session ends and is forgotten."""
    sessions.leave(request, channel=CHANNEL, now=clock.now())
    return HttpResponseRedirect("/")
