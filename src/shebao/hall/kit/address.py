"""Where a request comes from, for limits and for the list of sign-ins (6.2.5e)."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The network address somebody comes from; behind our own proxy, the one it saw last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return forwarded[:64]
    return str(request.META.get("REMOTE_ADDR", ""))


SYSTEMS = {
    "iphone": "iPhone", "ipad": "iPad", "android": "Android", "harmony": "HarmonyOS",
    "windows": "Windows", "mac os": "Mac", "linux": "Linux",
}  # fmt: skip
BROWSERS = {
    "micromessenger": "WeChat", "edg": "Edge", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari",
}  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """What kind of browser somebody uses, such as ``Chrome · Windows``; empty when it is unknown.

    No more than that is kept of what a browser tells about itself.
    """
    told = request.headers.get("User-Agent", "").lower()
    system = next((name for mark, name in SYSTEMS.items() if mark in told), "")
    browser = next((name for mark, name in BROWSERS.items() if mark in told), "")
    return " · ".join(part for part in (browser, system) if part)
