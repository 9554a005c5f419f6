"""``/desk/account/``: a member of staff's own account (6.2.5): ways in, password, places, tries."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk import words
from shebao.hall.channels.desk.frame import draw
from shebao.hall.channels.desk.second import CHANNEL, place_of
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Level
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, challenges, passwords, queries, sessions
from shebao.hall.office.accounts.ways import WORDS

HERE = "/desk/account/"
DONE = {
    "key": gettext_lazy("通行密钥已添加"),
    "ended": gettext_lazy("已停用"),
    "password": gettext_lazy("密码改好了，其他设备已经退出"),
    "seats": gettext_lazy("已经退出那里"),
    "proven": gettext_lazy("已核验，30 分钟内可以改动"),
}
OUTCOMES = {
    "in": (gettext_lazy("登录成功"), "ok"),
    "half": (gettext_lazy("密码正确，要求再核验"), ""),
    "refused": (gettext_lazy("没有登录成功"), "bad"),
}
Errors = list[tuple[str, str]]


@gate.staff
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Draw it, or do what was pressed; signing out elsewhere takes no proof, all else does."""
    if request.method == "GET":
        return _page(request, [])
    pressed = request.POST.get("action", "")
    if pressed == "leave":
        return _left(request)
    if pressed == "prove":
        return _proven(request)
    if pressed in ACTS and not _is_sure(request):
        return _page(request, [("code", _("请先核验是您本人，再改动"))])
    return ACTS[pressed](request) if pressed in ACTS else HttpResponseRedirect(HERE)


def _is_sure(request: HttpRequest) -> bool:
    return visitor_of(request).level is Level.VERIFIED


def _left(request: HttpRequest) -> HttpResponse:
    """One place, or all others, where none is named."""
    actions.end_seats(
        account=visitor_of(request).account, number=request.POST.get("number", "")[:24],
        besides=sessions.seat(request), channel=CHANNEL, now=clock.now(),
    )  # fmt: skip
    return HttpResponseRedirect(f"{HERE}?done=seats")


def _proven(request: HttpRequest) -> HttpResponse:
    answer = request.POST.get("code", "").strip()[:20]
    if not answer:
        return _page(request, [("code", _("请填写验证器上的 6 位数字"))])
    try:
        proven = actions.prove(
            account=visitor_of(request).account, way="totp", answer=answer, purpose="step-up",
            channel=CHANNEL, place=place_of(request), now=clock.now(),
        )  # fmt: skip
    except actions.WrongProof:
        return _page(request, [("code", _("动态码不对，或者已经用过。请等验证器换一组数字再试"))])
    except actions.Locked as locked:
        told_ = _("错的次数多了，%(time)s 后再试，或请安全管理员解锁。")
        return _page(request, [("code", told_ % {"time": time_short(locked.until)})])
    sessions.add(request, proven)
    return HttpResponseRedirect(f"{HERE}?done=proven")


def _keep_key(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    home, state = challenges.home_of(request), challenges.kept_state(request, now=now)
    failed = [("key_name", _("没有添加成功。可以再试一次；这台设备已经加过的，不用再加"))]
    if home is None or state is None:
        return _page(request, failed)
    try:
        actions.add_passkey(
            account=visitor_of(request).account,
            name=request.POST.get("key_name", "")[:40] or _("通行密钥"),
            answer=request.POST.get("prove_answer", "")[:20000],
            state=state, home=home, channel=CHANNEL, now=now,
        )  # fmt: skip
    except (actions.WrongProof, actions.AlreadySet):
        return _page(request, failed)
    return HttpResponseRedirect(f"{HERE}?done=key")


def _end_key(request: HttpRequest) -> HttpResponse:
    """A passkey ends here; the app is bound anew only by way of the security officer."""
    own, number = visitor_of(request).account, request.POST.get("number", "")[:24]
    keys = {one.number for one in queries.authenticators(own) if one.way == "passkey"}
    if number in keys:
        actions.end_authenticator(number=number, account=own, channel=CHANNEL, now=clock.now())
    return HttpResponseRedirect(f"{HERE}?done=ended")


def _change_password(request: HttpRequest) -> HttpResponse:
    own, wanted = visitor_of(request), request.POST.get("password", "")
    fault = passwords.fault(wanted, about=[own.name])
    if fault:
        return _page(request, [("password", str(words.PASSWORD_FAULTS[fault]))])
    if wanted != request.POST.get("again", ""):
        return _page(request, [("again", _("两次填的密码不一样，请再填一次"))])
    now, here = clock.now(), sessions.seat(request)
    actions.change_password(account=own.account, password=wanted, channel=CHANNEL, now=now)
    actions.end_seats(account=own.account, besides=here, channel=CHANNEL, now=now)
    sessions.stay(request)
    return HttpResponseRedirect(f"{HERE}?done=password")


ACTS = {"key": _keep_key, "end": _end_key, "password": _change_password}


def _way_words(method: str) -> str:
    return "＋".join(told(WORDS.get(way, way)) for way in method.split("+") if way)


def _page(request: HttpRequest, errors: Errors) -> HttpResponse:
    now, own = clock.now(), visitor_of(request).account
    after = request.GET.get("after", "")[:200]
    tries = queries.tries(own, after=after, size=10)
    context: dict[str, Any] = {
        "errors": errors,
        "by_field": dict(errors),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "is_sure": _is_sure(request),
        "has_home": challenges.home_of(request) is not None,
        "held": [(one, _way_words(one.way)) for one in queries.authenticators(own)],
        "seats": [
            (one, _way_words(one.way))
            for one in queries.seats(own, here=sessions.seat(request), now=now)
        ],
        "tries": [(one, *OUTCOMES[one.outcome], _way_words(one.way)) for one in tries.rows],
        "next_after": tries.next_after,
        "is_first": not after,
    }
    status = 422 if errors else 200
    return draw(request, "desk/account.html", context, section="account", now=now, status=status)
