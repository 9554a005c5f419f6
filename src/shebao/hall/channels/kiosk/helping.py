"""Help at a kiosk: a member of staff is called, or one goes on at home with what was typed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from shebao.hall.channels.kiosk.asking import offered
from shebao.hall.channels.kiosk.door import draw, terminal, with_card
from shebao.hall.kit import clock, qr
from shebao.hall.office.agencies.minding import ask_help
from shebao.hall.office.agencies.terminals import TerminalCard


@terminal
def call(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """``/kiosk/help/``: the counters see that somebody waits here; the screen stays where it is."""
    if request.method == "POST":
        ask_help(found, now=clock.now())
    return HttpResponseRedirect(_screen(request.POST.get("screen", "")[:200]))


def _screen(asked: str) -> str:
    """The screen somebody was on; only ever one of the kiosk."""
    home = reverse("kiosk:home")
    is_ours = asked.startswith(home) and "//" not in asked and "\\" not in asked
    return asked if is_ours else home


@with_card
def onward(request: HttpRequest, found: TerminalCard, slug: str) -> HttpResponse:
    """``/kiosk/onward/<slug>/``: the same draft waits at home; the code leads there."""
    item = offered(slug).item
    address = f"{settings.SHEBAO_PUBLIC_URL}/p/{slug}/do/"
    context = {"item": item, "picture": qr.svg(address), "address": address}
    return draw(request, found, "onward", context)
