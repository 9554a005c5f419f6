"""Nobody there any more: a warning, then everything is wiped (6.3.1)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from shebao.hall.channels.kiosk.door import CHANNEL, WARNED_SECONDS, draw, terminal
from shebao.hall.kit import clock
from shebao.hall.office.accounts import sessions
from shebao.hall.office.agencies.terminals import TerminalCard


@terminal
def still(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """``/kiosk/still/``: are you still there? Without an answer it ends by itself."""
    return draw(request, found, "still", {"seconds": WARNED_SECONDS})


@terminal
def end(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """``/kiosk/end/``: sign out, empty the session, and have the browser forget all but the key.

    Asked for by plain links and by screens that end by themselves, so a look is enough.
    """
    sessions.leave(request, channel=CHANNEL, now=clock.now())
    response = HttpResponseRedirect(f"{reverse('kiosk:home')}?wiped=1")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for name in request.COOKIES:
        if name.startswith("shebao_") and name != "shebao_terminal":
            response.delete_cookie(name, samesite="Lax")
    return response
