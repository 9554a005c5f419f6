"""What stands round every page of those who run the system; it names no case's content."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shebao.hall.channels.manage import words
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.applications.queries import posting_numbers


def draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    section: str,
    status: int = 200,
) -> HttpResponse:
    """One page for operators, with everything round it."""
    visitor = visitor_of(request)
    whole = {
        "rail": _rail(visitor),
        "rail_home": reverse(_first(visitor)),
        "place": agency(visitor.agency).name,
        "sign_out": reverse("desk:sign-out"),
        "role_words": _("、").join(str(words.ROLES[role]) for role in sorted(visitor.roles)),
        "section": section,
        **context,
    }
    return render(request, template, whole, status=status)


def _first(visitor: Visitor) -> str:
    """The route of the page with which this role begins."""
    pages = ((Role.SECURITY, "manage:staff"), (Role.AUDITOR, "manage:audit"))
    return next((page for role, page in pages if visitor.has(role)), "manage:dashboard")


def _rail(visitor: Visitor) -> list[tuple[str, list[Any]]]:
    """What this role has doors to; the others' doors are not shown."""
    groups = ((Role.OPERATOR, _running), (Role.SECURITY, _guarding), (Role.AUDITOR, _watching))
    return [*(made() for role, made in groups if visitor.has(role)), _own()]


def _own() -> tuple[str, list[Any]]:
    return _("我"), [("account", _("我的账号"), "lock", reverse("desk:account"), "", False)]


def _running() -> tuple[str, list[Any]]:
    dead = posting_numbers().dead
    return _("运行"), [
        ("dashboard", _("运行总览"), "records", reverse("manage:dashboard"), "", False),
        ("postings", _("入账发送"), "transfer", reverse("manage:postings"), dead or "", dead > 0),
        ("centres", _("网点和预约"), "calendar", reverse("manage:centres"), "", False),
        ("messages", _("消息发送"), "message", reverse("manage:messages"), "", False),
        ("items", _("服务事项"), "list", reverse("manage:items"), "", False),
        ("terminals", _("自助终端"), "place", reverse("manage:terminals"), "", False),
        ("partners", _("第三方程序"), "key", reverse("manage:partners"), "", False),
    ]


def _guarding() -> tuple[str, list[Any]]:
    return _("安全"), [
        ("staff", _("工作人员"), "users", reverse("manage:staff"), "", False),
        ("authorities", _("认证机构准入"), "verified", reverse("manage:authorities"), "", False),
        ("partners", _("第三方程序"), "key", reverse("manage:partners"), "", False),
        ("alarms", _("安全提醒"), "warning", reverse("manage:alarms"), "", False),
        ("users", _("账号锁定"), "lock", reverse("manage:users"), "", False),
    ]


def _watching() -> tuple[str, list[Any]]:
    return _("审计"), [
        ("audit", _("操作留痕"), "verified", reverse("manage:audit"), "", False),
    ]


def done_words(request: HttpRequest, known: Mapping[str, Any]) -> str:
    """What was just done, in one of the known sentences."""
    said = known.get(request.GET.get("done", ""), "")
    return str(said)


def href_with(name: str, **query: str) -> str:
    """A route's address with what is not empty of a query; used after an act and for paging."""
    kept = {key: value for key, value in query.items() if value}
    return reverse(name) + (f"?{urlencode(kept)}" if kept else "")
