"""Staff accounts (6.2.5, 6.3.1): one security officer asks, another decides, and it counts at once.

An officer sees the accounts of their own agency and of those below it; others are not there.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.manage import words
from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.posted import posted
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.duties import Excluded
from shebao.hall.office.agencies.queries import agencies_under
from shebao.law.identifiers import IdKind, check

DONE = {
    "asked": gettext_lazy("已提交，等另一名安全管理员批准"),
    "approved": gettext_lazy("已批准，立即生效"),
    "refused": gettext_lazy("已退回"),
    "own": gettext_lazy("您自己提出的、或关于您自己的，要由另一名安全管理员批准"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
    "few": gettext_lazy("至少要留两名在用的安全管理员，这一条没有办"),
    "duties": gettext_lazy("这些岗位不能由一人兼任，这一条没有办"),
}
SHORTEST = 4
Errors = list[tuple[str, str]]


@gate.security
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """``/manage/staff/``: what waits for a decision, and the accounts."""
    if request.method == "POST":
        return HttpResponseRedirect(href_with("manage:staff", done=_decide(request)))
    visitor, today = visitor_of(request), clock.local_date(clock.now())
    after = request.GET.get("after", "")[:200]
    page = queries.staff_page(visitor, today=today, after=after)
    context = {
        "wishes": queries.staff_wishes(visitor),
        "rows": page.rows,
        "mine": visitor.account,
        "kinds": words.WISHES,
        "standings": words.STANDINGS,
        "role_names": words.roles,
        "next_href": href_with("manage:staff", after=page.next_after) if page.next_after else "",
        "first_href": href_with("manage:staff") if after else "",
        "done": done_words(request, DONE),
    }
    return draw(request, "manage/staff.html", context, section="staff")


def _decide(request: HttpRequest) -> str:
    visitor, now = visitor_of(request), clock.now()
    number = request.POST.get("number", "")[:24]
    try:
        if request.POST.get("action") != "approve":
            actions.refuse_staff(number=number, by=visitor, now=now)
            return "refused"
        actions.approve_staff(number=number, by=visitor, now=now)
    except actions.NotAnother:
        return "own"
    except actions.TooFew:
        return "few"
    except Excluded:
        return "duties"
    except (Hidden, actions.NotForThis, actions.AlreadyThere):
        return "gone"
    return "approved"


@gate.security
@require_http_methods(["GET", "POST"])
def staff_new(request: HttpRequest) -> HttpResponse:
    """``/manage/staff/new/``: ask for an account for a new member of staff."""
    typed = _typed(request)
    if request.method == "GET":
        return _new_page(request, typed, [])
    errors = _new_faults(typed) + _post_faults(typed)
    errors = errors or _asked(lambda: _ask_opening(visitor_of(request), typed))
    if errors:
        return _new_page(request, typed, errors)
    return HttpResponseRedirect(href_with("manage:staff", done="asked"))


def _typed(request: HttpRequest) -> dict[str, Any]:
    names = ("name", "username", "mobile", "agency", "words", "kind")
    typed: dict[str, Any] = {name: request.POST.get(name, "").strip()[:120] for name in names}
    roles = [role for role in request.POST.getlist("roles") if role in set(Role)]
    return typed | {"roles": roles, "until": posted(request.POST, "until", "date")}


def _new_faults(typed: dict[str, Any]) -> Errors:
    errors: Errors = []
    if not typed["name"]:
        errors.append(("name", _("请填写姓名")))
    if len(typed["username"]) < SHORTEST:
        errors.append(("username", _("请填写工作账号，至少 4 位，一人一个，不能共用")))
    today = clock.local_date(clock.now())
    if not check(typed["mobile"], on=today, kind=IdKind.MOBILE).is_valid:
        errors.append(("mobile", _("请填写本人手机号，11 位，启用账号时要收验证码")))
    return errors


def _post_faults(typed: dict[str, Any]) -> Errors:
    errors: Errors = []
    if not typed["roles"]:
        errors.append(("roles", _("请选择岗位")))
    if _day(typed["until"]) is None:
        errors.append(("until", _("请填写有效期到哪一天，最长一年，到期前要重新核准")))
    return errors + _word_faults(typed)


def _word_faults(typed: dict[str, Any]) -> Errors:
    if len(typed["words"]) < SHORTEST:
        return [("words", _("请写明理由，例如“新进人员，见 2026 年 3 号任职文件”"))]
    return []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _post_of(typed: dict[str, Any]) -> actions.Post:
    roles = frozenset(Role(role) for role in typed["roles"])
    return actions.Post(agency=typed["agency"], roles=roles, until=_day(typed["until"]))


def _ask_opening(visitor: Visitor, typed: dict[str, Any]) -> str:
    return actions.ask_opening(
        name=typed["name"], username=typed["username"], mobile=typed["mobile"],
        post=_post_of(typed), words=typed["words"], by=visitor, now=clock.now(),
    )  # fmt: skip


def _asked(ask: Callable[[], str]) -> Errors:
    """Ask, or say at which field what is wrong."""
    try:
        ask()
    except Excluded as refused:
        pair = {"one": words.ROLES[refused.pair[0]], "other": words.ROLES[refused.pair[1]]}
        return [("roles", _("“%(one)s”和“%(other)s”不能由一人兼任，请只选一个") % pair)]
    except actions.AlreadyThere:
        return [("username", _("这个工作账号已经有人用了，请换一个"))]
    except actions.AlreadyAsked:
        return [("words", _("这个账号已经有一条在等批准，请先处理那一条"))]
    except actions.NotForThis:
        return [("until", _("账号现在不能这样办；有效期要晚于今天，最长一年"))]
    except Hidden:
        return [("agency", _("请选择本机构或下级机构；自己的账号要由别人提出"))]
    return []


def _new_page(request: HttpRequest, typed: dict[str, Any], errors: Errors) -> HttpResponse:
    context = {"typed": typed, "errors": errors, **_choices(request, errors)}
    status = 422 if errors else 200
    return draw(request, "manage/staff_new.html", context, section="staff", status=status)


def _choices(request: HttpRequest, errors: Errors) -> dict[str, Any]:
    places = agencies_under(visitor_of(request).agency)
    return {
        "agencies": [(one.code, one.name) for one in places],
        "roles": [(role.value, words.ROLES[role]) for role in Role],
        "by_field": dict(errors),
    }


@gate.security
@require_http_methods(["GET", "POST"])
def staff_member(request: HttpRequest, number: str) -> HttpResponse:
    """``/manage/staff/<number>/``: one account, and what can be asked for it."""
    visitor, today = visitor_of(request), clock.local_date(clock.now())
    card = queries.staff_card(number, visitor, today=today)
    typed = _typed(request)
    if request.method == "GET":
        until = card.certified_until.isoformat() if card.certified_until else ""
        typed |= {"roles": list(card.roles), "agency": card.agency, "until": until}
        return _member_page(request, card, typed, [])
    errors = _wish_faults(typed)
    errors = errors or _asked(lambda: _ask_for(visitor, number, typed))
    if errors:
        return _member_page(request, card, typed, errors)
    return HttpResponseRedirect(href_with("manage:staff", done="asked"))


def _wish_faults(typed: dict[str, Any]) -> Errors:
    if typed["kind"] not in words.WISHES or typed["kind"] == actions.Wish.OPEN:
        return [("kind", _("请选择要办什么"))]
    return _post_faults(typed) if typed["kind"] in _DATED else _word_faults(typed)


_DATED = (actions.Wish.CHANGE, actions.Wish.RENEW)


def _ask_for(visitor: Visitor, number: str, typed: dict[str, Any]) -> str:
    kind = actions.Wish(typed["kind"])
    return actions.ask_for(
        account=number, kind=kind, words=typed["words"], by=visitor, now=clock.now(),
        post=_post_of(typed) if kind in _DATED else None,
    )  # fmt: skip


def _member_page(
    request: HttpRequest, card: queries.StaffCard, typed: dict[str, Any], errors: Errors
) -> HttpResponse:
    kinds = [(kind, told) for kind, told in words.WISHES.items() if kind != actions.Wish.OPEN]
    context = {
        "card": card,
        "typed": typed,
        "errors": errors,
        "kinds": kinds,
        "standings": words.STANDINGS,
        "role_names": words.roles,
        "is_own": card.number == visitor_of(request).account,
        **_choices(request, errors),
    }
    status = 422 if errors else 200
    return draw(request, "manage/staff_member.html", context, section="staff", status=status)


@gate.security
@require_http_methods(["GET", "POST"])
def alarms(request: HttpRequest) -> HttpResponse:
    """``/manage/alarms/``: what was unusual, newest first; each is looked at once."""
    visitor = visitor_of(request)
    if request.method == "POST":
        pk = request.POST.get("pk", "")
        seen = pk.isdecimal() and actions.see_alarm(pk=int(pk[:18]), by=visitor, now=clock.now())
        return HttpResponseRedirect(href_with("manage:alarms", done="seen" if seen else "gone"))
    after = request.GET.get("after", "")[:200]
    page = queries.alarms_page(visitor, after=after)
    context = {
        "rows": page.rows,
        "next_href": href_with("manage:alarms", after=page.next_after) if page.next_after else "",
        "first_href": href_with("manage:alarms") if after else "",
        "done": done_words(request, {**DONE, "seen": _("已记下您看过了")}),
    }
    return draw(request, "manage/alarms.html", context, section="alarms")
