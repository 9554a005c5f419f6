"""``/login/with/…`` and ``/login/back/``: the word of another service (5.4.1.4b, c, 5.4.1.5).

To sign in, to prove who one is before an errand, or to bind an account elsewhere to one's own.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.arriving import device_token, place_of, remember
from shebao.hall.channels.web.door import CHANNEL, way_on
from shebao.hall.gateways.identity.port import (
    Asked,
    IdentityProvider,
    NotBelieved,
    ProviderDown,
    Told,
    TurnedDown,
)
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.accounts import actions, sessions
from shebao.hall.office.connections import outside

KEY, LASTS = "elsewhere", timedelta(minutes=10)
PER_ADDRESS = Limit(name="elsewhere", times=40, seconds=300)
SIGN_IN, PROVE, BIND = "sign-in", "prove", "bind"


def _callback() -> str:
    return f"{settings.SHEBAO_PUBLIC_URL.rstrip('/')}/login/back/"


@gate.public
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the other service; what must come back is kept in the session, for one answer."""
    count(PER_ADDRESS, key=address_of(request), now=clock.now())
    provider = outside().identity.get(code)
    if provider is None:
        raise Http404
    wanted = request.GET.get("for", SIGN_IN)
    purpose = wanted if wanted in (PROVE, BIND) and gate.visitor_of(request).account else SIGN_IN
    onward = way_on(request, request.GET.get("next", ""), otherwise="/")
    try:
        asked = provider.ask(callback=_callback())
    except (ProviderDown, NotBelieved):
        return _failed(request, _("这项核验服务暂时连不上"), onward)
    request.session[KEY] = {
        "question": asdict(asked),
        "code": code,
        "for": purpose,
        "onward": onward,
        "at": clock.now().isoformat(),
    }
    return HttpResponseRedirect(asked.address)


@gate.public
def back(request: HttpRequest) -> HttpResponse:
    """Somebody comes back with an answer; one that was not asked for is none."""
    count(PER_ADDRESS, key=address_of(request), now=clock.now())
    kept: dict[str, Any] | None = request.session.pop(KEY, None)
    if not kept or clock.now() - datetime.fromisoformat(kept["at"]) > LASTS:
        return _failed(request, _("等得太久了，请再来一次"), "/")
    provider, onward = outside().identity.get(kept["code"]), kept["onward"]
    if provider is None:
        raise Http404
    try:
        found = provider.told(
            asked=Asked(**kept["question"]),
            callback=_callback(),
            query={name: str(text)[:4000] for name, text in request.GET.items()},
            now=clock.now(),
        )
        return ENDS[kept["for"]](request, provider, found, onward)
    except TurnedDown:
        return _failed(request, _("没有得到同意，什么都没有改变"), onward)
    except NotBelieved:
        return _failed(request, _("对方的答复没有通过校验，为了安全没有采用"), onward)
    except ProviderDown:
        return _failed(request, _("这项核验服务暂时连不上"), onward)
    except actions.WrongProof:
        return _failed(request, _("没有核对上您的账号：可能还没有注册，或者不是同一个人"), onward)
    except actions.AlreadySet:
        return _failed(request, _("这个账号已经绑定过了，先解绑再换"), onward)


def _entered(
    request: HttpRequest, provider: IdentityProvider, found: Told, onward: str
) -> HttpResponse:
    token = device_token(request)
    place = place_of(request, token)
    entered = actions.sign_in_by_provider(
        provider=provider.code, way=provider.way, told=found, channel=CHANNEL, place=place,
        now=clock.now(),
    )  # fmt: skip
    sessions.enter(request, entered, channel=CHANNEL, now=clock.now(), place=place)
    return remember(HttpResponseRedirect(onward), token)


def _proved(
    request: HttpRequest, provider: IdentityProvider, found: Told, onward: str
) -> HttpResponse:
    now, account = clock.now(), gate.visitor_of(request).account
    proven = actions.check_provider(
        account=account, provider=provider.code, way=provider.way, told=found,
        channel=CHANNEL, now=now,
    )  # fmt: skip
    sessions.add(request, proven)
    return HttpResponseRedirect(onward)


def _bound(
    request: HttpRequest, provider: IdentityProvider, found: Told, onward: str
) -> HttpResponse:
    if not proving.is_sure(request):
        raise actions.WrongProof
    actions.bind(
        account=gate.visitor_of(request).account, provider=provider.code, told=found,
        channel=CHANNEL, now=clock.now(),
    )  # fmt: skip
    return HttpResponseRedirect("/my/account/ways/")


ENDS = {SIGN_IN: _entered, PROVE: _proved, BIND: _bound}


def _failed(request: HttpRequest, words: str, onward: str) -> HttpResponse:
    """What went wrong, and the other ways there are."""
    is_known = gate.visitor_of(request).is_known
    context = {"words": words, "onward": onward, "is_known": is_known}
    return render(request, "web/elsewhere_failed.html", context, status=422)
