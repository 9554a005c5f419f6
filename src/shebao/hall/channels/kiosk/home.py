"""The first screen, signing in by card, and how the screen looks (6.1.2c)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shebao.hall.channels.kiosk.asking import fits
from shebao.hall.channels.kiosk.door import CHANNEL, LARGE, LOW, draw, terminal
from shebao.hall.channels.kiosk.queueing import centre_of
from shebao.hall.gateways.identity.port import Told
from shebao.hall.gateways.reader.port import CardRead, NoCard
from shebao.hall.kit import clock
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.accounts import actions, sessions
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.agencies.terminals import TerminalCard
from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.queries import catalogue, current
from shebao.hall.office.connections import outside

CARDS = Limit(name="kiosk-card", times=30, seconds=300)
VIEWS = {"large": LARGE, "low": LOW}


@terminal
def home(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """What can be done at this terminal."""
    cards = catalogue(audience=Audience.PERSON)
    context = {
        "cards": [card for card in cards if fits(current(card.slug).item)],
        "can_read": outside().reader is not None,
        "draws_numbers": centre_of(found) is not None,
        "centre": agency(found.agency),
    }
    return draw(request, found, "home", context)


@terminal
@sensitive_post_parameters("card")
def card(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """Read the card that lies there, and sign its holder in."""
    reader = outside().reader
    if reader is None:
        return HttpResponseRedirect(reverse("kiosk:home"))
    error = ""
    if request.method == "POST":
        count(CARDS, key=found.number, now=clock.now())
        error = _entered(request, found, request.POST.get("card", "")[:64])
        if not error:
            return HttpResponseRedirect(reverse("kiosk:home"))
    context = {"error": error, "is_standin": reader.is_standin}
    return draw(request, found, "card", context, status=422 if error else 200)


def _entered(request: HttpRequest, found: TerminalCard, laid: str) -> str:
    """What is wrong, in words; empty once somebody is in."""
    reader, now = outside().reader, clock.now()
    try:
        read = reader.read(laid) if reader else None
    except NoCard:
        return _("没有读出卡片。请把卡放平，再试一次")
    place = actions.Place(address="", device=f"kiosk {found.number}")
    try:
        signed_in = actions.sign_in_by_provider(
            provider="card", way="card", told=_told(read), channel=CHANNEL, place=place, now=now
        )
    except actions.WrongProof:
        return _("这张卡还没有开通网上服务。请到窗口，或先用手机注册")
    sessions.enter(request, signed_in, channel=CHANNEL, now=now, place=place)
    request.session[CHANNEL] = "card"
    return ""


def _told(read: CardRead | None) -> Told:
    if read is None:
        raise NoCard
    return Told(subject=read.digest, id_number=read.id_number, name=read.name, digest=read.digest)


@terminal
def look(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """Larger words, or everything within reach of somebody who sits; until the end."""
    name = VIEWS.get(request.POST.get("view", ""))
    if request.method == "POST" and name:
        request.session[name] = not request.session.get(name)
    return HttpResponseRedirect(reverse("kiosk:home"))
