"""Small things every page family needs: the trace of a look, a page key, a safe way on."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from shebao.hall.kit.paging import Page
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.audit import actions as audit

CHANNEL = "web"
# Where the session keeps the employer a person acts for; the middleware reads it.
ACTING_FOR = "acting_for"
T = TypeVar("T")


def trace_look(
    visitor: Visitor,
    purpose: str,
    *,
    now: datetime,
    verb: str = "read",
    subject: str = "",
    case: str = "",
) -> None:
    """Write down that a visitor reads personal data here (6.3.2), usually of whom they act for."""
    audit.record(
        actor=visitor.account,
        verb=verb,
        subject=subject or visitor.subject,
        purpose=purpose,
        channel=CHANNEL,
        case=case,
        now=now,
    )


def way_on(request: HttpRequest, address: str, *, otherwise: str) -> str:
    """The address to go on to, if it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else otherwise


def page_after(request: HttpRequest, read: Callable[[str], Page[T]]) -> Page[T]:
    """The page after the key in the address; a key nobody here made means the first page."""
    try:
        return read(request.GET.get("after", "")[:200])
    except (ValueError, OverflowError):
        return read("")
