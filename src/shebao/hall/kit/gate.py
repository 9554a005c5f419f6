"""Every route says who may enter (6.3.1); the view behind a gate can trust it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from shebao.hall.kit.visitor import NOBODY, Kind, Role, Visitor

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


class Gated(Protocol):
    """A view that wears its gate's name, and the roles it asks of staff, for the house tests."""

    gate: str
    roles: frozenset[Role]


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor the middleware found; nobody when there is none."""
    return cast(Visitor, getattr(request, "visitor", NOBODY))


def _to_sign_in(request: HttpRequest, route: str) -> HttpResponseRedirect:
    query = urlencode({"next": _page_of(request)})
    return HttpResponseRedirect(f"{reverse(route)}?{query}")


def _page_of(request: HttpRequest) -> str:
    """The page somebody is on; an act cannot be gone to, so for one it is the page it is on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not (page and is_ours):
        return request.get_full_path()
    return urlunsplit(("", "", *urlsplit(page)[2:4], ""))


def _gate(name: str, may_enter: Callable[[Visitor], bool], sign_in: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            visitor = visitor_of(request)
            if not visitor.is_known:
                return _to_sign_in(request, sign_in)
            if not may_enter(visitor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        cast(Gated, guarded).gate = name
        return guarded

    return decorate


def public(view: V) -> V:
    """Anyone may enter."""
    cast(Gated, view).gate = "public"
    return view


person = _gate("person", lambda visitor: visitor.kind is Kind.PERSON, "web:sign-in")

# A person, but not by a mandate that names services: what is behind tells of all affairs.
whole = _gate(
    "whole", lambda visitor: visitor.kind is Kind.PERSON and visitor.sees_all, "web:sign-in"
)


# A person with all affairs of an employer in their hands.
employer = _gate(
    "employer",
    lambda visitor: visitor.kind is Kind.PERSON and visitor.decides_for_employer,
    "web:sign-in",
)


def _staff(name: str, *roles: Role) -> Callable[[View], View]:
    """A door for staff; whoever holds one of these roles at this moment may enter."""
    needed = frozenset(roles)
    decorate = _gate(name, lambda visitor: bool(visitor.roles & needed), "desk:sign-in")

    def named(view: View) -> View:
        guarded = decorate(view)
        cast(Gated, guarded).roles = needed
        return guarded

    return named


clerk = _staff("clerk", Role.CLERK, Role.REVIEWER, Role.SECOND_REVIEWER)
desk = _staff("desk", Role.CLERK, Role.REVIEWER, Role.SECOND_REVIEWER, Role.HOTLINE)
staff = _staff("staff", *Role)
operator = _staff("operator", Role.OPERATOR)
security = _staff("security", Role.SECURITY)
# What two bodies decide together.
keeper = _staff("keeper", Role.SECURITY, Role.OPERATOR)
auditor = _staff("auditor", Role.AUDITOR)
