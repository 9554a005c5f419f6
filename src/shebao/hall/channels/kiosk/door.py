"""The kiosk's door: only a registered terminal gets in, and a person's screens need a card."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from shebao.hall.kit import clock, gate
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.agencies.minding import note_heard
from shebao.hall.office.agencies.terminals import TerminalCard, terminal_with_key
from shebao.hall.office.connections import outside

CHANNEL = "kiosk"
KEY_COOKIE = "shebao_terminal"
# A screen nobody touches warns after so long, and ends so long after the warning.
IDLE_SECONDS, WARNED_SECONDS = 60, 15
# What the server keeps at most, should nothing on the screen work any more.
SESSION_SECONDS = IDLE_SECONDS + WARNED_SECONDS + 5
LARGE, LOW = "kiosk_large", "kiosk_low"
View = Callable[..., HttpResponse]


def terminal_of(request: HttpRequest) -> TerminalCard | None:
    """The registered terminal whose screen this is."""
    return terminal_with_key(request.COOKIES.get(KEY_COOKIE, ""))


def terminal(view: View) -> View:
    """Only a registered terminal may enter; all others see that it is out of order.

    Whatever goes wrong leads back to the first screen: nothing else of the hall is shown here.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        found = terminal_of(request)
        if found is None:
            return render(request, "kiosk/out_of_order.html", {}, status=403)
        note_heard(found, now=clock.now())
        request.session.set_expiry(SESSION_SECONDS)
        try:
            return view(request, found, *args, **values)
        except (Hidden, Http404, TooMany):
            return HttpResponseRedirect(reverse("kiosk:home"))

    cast(gate.Gated, guarded).gate = "terminal"
    return guarded


def with_card(view: View) -> View:
    """A screen of somebody who laid down their card here; without one back to the first screen."""

    @terminal
    @wraps(view)
    def guarded(
        request: HttpRequest, found: TerminalCard, *args: Any, **values: Any
    ) -> HttpResponse:
        if not is_signed_in(request):
            return HttpResponseRedirect(reverse("kiosk:home"))
        return view(request, found, *args, **values)

    return guarded


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody signed in at this very screen; other sign-ins do not count."""
    is_person = gate.visitor_of(request).kind is Kind.PERSON
    return is_person and request.session.get(CHANNEL) in {"card", "phone"}


def draw(
    request: HttpRequest,
    found: TerminalCard,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """One screen, with everything round it."""
    printer = outside().printer(found.printer)
    whole = {
        "terminal": found,
        "is_large": bool(request.session.get(LARGE)),
        "is_low": bool(request.session.get(LOW)),
        "is_signed_in": is_signed_in(request),
        "idle": IDLE_SECONDS,
        "prints_nothing": printer is not None and printer.is_standin,
        **context,
    }
    return render(request, f"kiosk/{template}.html", whole, status=status)
