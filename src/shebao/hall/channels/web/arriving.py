"""Where somebody comes from, as the sign-in log wants it; the browser's own mark in a cookie."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shebao.hall.kit.address import address_of, device_of
from shebao.hall.office.accounts.actions import Place, device_mark

DEVICE_COOKIE = "shebao_device"
DEVICE_DAYS = 400
MARK_LENGTH = 64


def device_token(request: HttpRequest) -> str:
    """The browser's own mark: the one it came with, else a new one for it to keep."""
    return request.COOKIES.get(DEVICE_COOKIE, "")[:MARK_LENGTH] or secrets.token_urlsafe(24)


def place_of(request: HttpRequest, token: str = "") -> Place:
    """Network address, kind of browser, and whether this browser has been here before."""
    mark = token or request.COOKIES.get(DEVICE_COOKIE, "")[:MARK_LENGTH]
    return Place(
        address=address_of(request), device=device_of(request)[:60], mark=device_mark(mark)
    )


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Let the browser keep its mark, so that it is known the next time."""
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_DAYS * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
