"""What stands round every page of those who run the system; it names no case's content."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
        "rail_home": reverse("manage:dashboard"),
        "place": agency(visitor.agency).name,
        "sign_out": reverse("desk:sign-out"),
        "role_words": _("系统管理岗"),
        "section": section,
        **context,
    }
    return render(request, template, whole, status=status)


def _rail(visitor: Visitor) -> list[tuple[str, list[Any]]]:
    dead = posting_numbers().dead
    running = [
        ("dashboard", _("运行总览"), "records", reverse("manage:dashboard"), "", False),
        ("postings", _("入账发送"), "transfer", reverse("manage:postings"), dead or "", dead > 0),
        ("items", _("服务事项"), "list", reverse("manage:items"), "", False),
    ]
    watching = [
        ("audit", _("操作留痕"), "verified", reverse("manage:audit"), "", False),
        ("users", _("账号锁定"), "lock", reverse("manage:users"), "", False),
    ]
    groups: list[tuple[str, list[Any]]] = [(_("运行"), running), (_("安全"), watching)]
    if visitor.roles - {Role.OPERATOR}:
        desk = [("desk", _("经办工作台"), "inbox", reverse("desk:worklist"), "", False)]
        groups.append((_("办件"), desk))
    return groups


def done_words(request: HttpRequest, known: Mapping[str, Any]) -> str:
    """What was just done, in one of the known sentences."""
    said = known.get(request.GET.get("done", ""), "")
    return str(said)


def href_with(name: str, **query: str) -> str:
    """A route's address with what is not empty of a query; used after an act and for paging."""
    kept = {key: value for key, value in query.items() if value}
    return reverse(name) + (f"?{urlencode(kept)}" if kept else "")
