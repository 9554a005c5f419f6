"""``/kiosk/setting/``: the operator gives a terminal its key, once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shebao.hall.channels.kiosk.door import KEY_COOKIE
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.agencies.terminals import terminal_with_key

TRIES = Limit(name="kiosk-setting", times=10, seconds=300)
KEY_DAYS = 400


@gate.public
@sensitive_post_parameters("key")
def setting(request: HttpRequest) -> HttpResponse:
    """Take the key and keep it in this browser; wrong ones are counted."""
    if request.method != "POST":
        return render(request, "kiosk/setting.html", {"error": ""})
    count(TRIES, key=address_of(request), now=clock.now())
    key = request.POST.get("key", "").strip()
    if terminal_with_key(key) is None:
        words = _("密钥不对，或者这台终端已停用。请在“自助终端”页重新登记")
        return render(request, "kiosk/setting.html", {"error": words}, status=422)
    response = HttpResponseRedirect(reverse("kiosk:home"))
    response.set_cookie(
        KEY_COOKIE, key, max_age=KEY_DAYS * 86400, path="/kiosk/", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip
    return response
