"""Small things every page family needs: a page key, a safe way on."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from shebao.hall.kit.paging import Page

CHANNEL = "web"
# Where the session keeps the employer a person acts for; the middleware reads it.
ACTING_FOR = "acting_for"
T = TypeVar("T")


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
