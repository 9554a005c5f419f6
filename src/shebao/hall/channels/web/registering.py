"""``/register/``: three steps on one address (5.4.1.2, 6.2.3); nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import passwording, proving, work_proof
from shebao.hall.channels.web.arriving import device_token, place_of, remember
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts import actions, queries, sessions
from shebao.hall.office.accounts.documents import DOCUMENTS, documents
from shebao.hall.office.connections import outside
from shebao.law.identifiers import IdKind, Verdict, check

KEY = "sign_up"
TRIES = Limit(name="register-web", times=60, seconds=600)
TYPED = ("name", "id_type", "country", "id_number", "social_security", "card")
LONGEST = 100
SHORTEST_NAME = 4
HOME = "CHN"


@gate.public
@sensitive_post_parameters("password", "again", "code")
def register(request: HttpRequest) -> HttpResponse:
    """Draw the step somebody stands at, or do what was pressed."""
    if gate.visitor_of(request).kind is Kind.PERSON:
        return HttpResponseRedirect("/my/account/")
    standing = queries.sign_up(request.session.get(KEY, ""), now=clock.now())
    if request.method != "POST":
        return _page(request, standing, _down(request))
    count(TRIES, key=address_of(request), now=clock.now())
    act = ACTS.get(request.POST.get("action", ""), _identity)
    return act(request, standing)


def _down(request: HttpRequest) -> Errors:
    words = _("社保系统暂时连不上，现在不能核对。填的内容已存好，请过一会儿再按“下一步”")
    return [("", words)] if request.GET.get("down") else []


def _page(
    request: HttpRequest,
    standing: queries.SignUpState,
    errors: Errors,
    *,
    typed: Mapping[str, Any] | None = None,
    said: str = "",
    status: int = 0,
) -> HttpResponse:
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "step": standing.step,
        "typed": {**dict.fromkeys(TYPED, ""), "mobile": "", **standing.answers, **(typed or {})},
        "documents": documents(),
        "hint": passwording.HINT,
        "said": said,
        "work": work_proof.task(clock.now()),
    }
    step = standing.step
    return render(
        request, f"web/register_{step}.html", context,
        status=status or (422 if errors else 200),
    )  # fmt: skip


def _typed(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was typed in step one, judged by the law's own rules."""

    said: actions.Identity | None
    errors: Errors


def _checked(typed: Mapping[str, str]) -> Checked:
    """Each number in its normal form, and what is wrong with it in words."""
    kind, is_passport = typed["id_type"], typed["id_type"] == IdKind.PASSPORT
    if kind not in DOCUMENTS:
        return Checked(said=None, errors=[("id_type", _("请选证件类型"))])
    judged = {
        "name": _judged(IdKind.NAME, typed["name"]),
        "country": _judged(IdKind.COUNTRY, typed["country"] if is_passport else HOME),
        "id_number": _judged(IdKind(kind), typed["id_number"], typed["country"].upper()),
        "card": _judged(IdKind.CARD, typed["card"]) if typed["card"] else NOTHING,
    }
    number = judged["id_number"]
    own = typed["social_security"] or (number.value if kind in actions.OWN_NUMBER else "")
    if number.is_valid:
        judged["social_security"] = _judged(IdKind.SOCIAL_SECURITY, own)
    errors = [(name, told(one.words)) for name, one in judged.items() if not one.is_valid]
    if errors:
        return Checked(said=None, errors=errors)
    country = judged["country"].value if is_passport else number.country or HOME
    said = actions.Identity(
        name=judged["name"].value, id_type=kind, country=country, id_number=number.value,
        social_security=judged["social_security"].value, card=judged["card"].value,
    )  # fmt: skip
    return Checked(said=said, errors=[])


NOTHING = Verdict(value="", kind=None, is_valid=True)


def _judged(kind: IdKind, text: str, country: str = "") -> Verdict:
    return check(text, on=clock.local_date(clock.now()), kind=kind, country=country or HOME)


def _identity(request: HttpRequest, standing: queries.SignUpState) -> HttpResponse:
    """Step one: who it is, compared with the core."""
    now, typed = clock.now(), _typed(request, *TYPED)
    if not actions.keep_answers(number=standing.number, answers=typed, now=now):
        request.session[KEY] = actions.begin_sign_up(answers=typed, now=now)
        standing = queries.sign_up(request.session[KEY], now=now)
    checked = _checked(typed)
    if checked.said is None:
        return _page(request, standing, checked.errors, typed=typed)
    try:
        actions.agree_identity(
            number=standing.number, said=checked.said, insurance=outside().insurance,
            address=address_of(request), now=now,
        )  # fmt: skip
    except actions.NotAgreed:
        return _page(request, standing, [("", _not_agreed())], typed=typed)
    except TooMany:
        words = _("试的次数太多了。请 1 小时后再试，或带证件到窗口、打 12333")
        return _page(request, standing, [("", words)], typed=typed, status=429)
    except Unreachable:
        # A redirect, because a session is not kept with an answer of the 500s.
        return HttpResponseRedirect(f"{request.path}?down=1")
    return HttpResponseRedirect(request.path)


def _not_agreed() -> str:
    return _(
        "填的信息和登记的没有核对上，或者已经有账号了。请逐项对照证件和社保卡再看一看；"
        "注册过的请直接登录或找回密码。都对不上，请带证件到窗口，或打 12333 核实"
    )


def _send(request: HttpRequest, standing: queries.SignUpState) -> HttpResponse:
    """Step two: a code to the phone."""
    now, typed = clock.now(), _typed(request, "mobile")
    mobile, fault = _mobile(typed["mobile"])
    if fault:
        return _page(request, standing, [("mobile", fault)], typed=typed)
    try:
        work_proof.demand(request, now=now)
        actions.ask_sign_up_code(
            number=standing.number, mobile=mobile, address=address_of(request), now=now
        )
    except TooMany as error:
        words = proving.wait_words(error.wait)
        return _page(request, standing, [("code", words)], typed=typed)
    except actions.NotYet:
        return HttpResponseRedirect(request.path)
    said = _("验证码已发出，5 分钟内有效。没收到请等 1 分钟再发")
    return _page(request, standing, [], typed=typed, said=said)


def _mobile(text: str) -> tuple[str, str]:
    verdict = check(text, on=clock.local_date(clock.now()), kind=IdKind.MOBILE)
    return verdict.value, "" if verdict.is_valid else told(verdict.words)


def _phone(request: HttpRequest, standing: queries.SignUpState) -> HttpResponse:
    """Step two: the code that came."""
    typed = _typed(request, "mobile", "code")
    mobile, fault = _mobile(typed["mobile"])
    errors: Errors = [("mobile", fault)] if fault else []
    errors += [] if typed["code"] else [("code", _("请填写验证码"))]
    if errors:
        return _page(request, standing, errors, typed=typed)
    try:
        actions.prove_mobile(
            number=standing.number, mobile=mobile, answer=typed["code"], now=clock.now()
        )
    except actions.WrongCode:
        words = _("验证码不对，或者过期了。请再看一看短信，或重新发送")
        return _page(request, standing, [("code", words)], typed=typed)
    except actions.NotYet:
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(request.path)


def _open(request: HttpRequest, standing: queries.SignUpState) -> HttpResponse:
    """Step three: name and password; then the account is there, and signed in."""
    now, username = clock.now(), actions.tidy_name(request.POST.get("username", ""))
    password, again = request.POST.get("password", ""), request.POST.get("again", "")
    about = [str(standing.answers.get(name, "")) for name in ("id_number", "mobile", "name")]
    errors: Errors = [("username", fault)] if (fault := _name_fault(username)) else []
    fault = passwording.fault(password, again, about=[username, *about])
    errors += [("password", fault)] if fault else []
    if errors:
        return _page(request, standing, errors, typed={"username": username})
    try:
        opened = actions.finish_sign_up(
            number=standing.number, username=username, password=password,
            insurance=outside().insurance, cools=settings.SHEBAO_COOLING, now=now,
        )  # fmt: skip
    except actions.AlreadyThere:
        words = _("这个登录名有人用了，请换一个。您要是注册过，请直接登录或找回密码")
        return _page(request, standing, [("username", words)], typed={"username": username})
    except actions.NotYet:
        return HttpResponseRedirect(request.path)
    return _in(request, opened, password)


def _in(request: HttpRequest, opened: actions.SignedIn, password: str) -> HttpResponse:
    token = device_token(request)
    place = place_of(request, token)
    request.session.pop(KEY, None)
    actions.note_try(
        opened.number, "in", "register", place, channel=CHANNEL, address="", now=clock.now()
    )
    sessions.enter(request, opened, channel=CHANNEL, now=clock.now(), place=place)
    context = {"strength": passwording.strength(password)}
    return remember(render(request, "web/register_done.html", context), token)


def _name_fault(username: str) -> str:
    """A sign-in name must not look like anybody's number."""
    if len(username) < SHORTEST_NAME:
        return _("登录名至少 4 位")
    letters = sum(sign.isalpha() for sign in username)
    if letters < 2 or not all(sign.isalnum() or sign in "_-." for sign in username):
        return _("登录名要有 2 个以上字母或汉字，可以加数字和 _ - .，不能像证件号和手机号")
    return ""


def _back(request: HttpRequest, standing: queries.SignUpState) -> HttpResponse:
    """From step two to step one, or from the start again; what was typed is there."""
    actions.reopen_sign_up(number=standing.number, now=clock.now())
    return HttpResponseRedirect(request.path)


ACTS: dict[str, Callable[[HttpRequest, queries.SignUpState], HttpResponse]] = {
    "send": _send,
    "phone": _phone,
    "open": _open,
    "back": _back,
}
