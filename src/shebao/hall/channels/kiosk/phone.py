"""``/kiosk/phone/``: sign in here with one's own phone (RFC 8628): nothing is typed at the kiosk.

The screen shows a code and asks every few seconds whether its owner has said yes on their phone.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shebao.hall.channels.kiosk.door import CHANNEL, draw, terminal
from shebao.hall.kit import clock, qr
from shebao.hall.kit.fields import ring
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.accounts import actions, queries, sessions
from shebao.hall.office.agencies.terminals import TerminalCard

KEY, COLUMN = "phone", "session.phone"
SECONDS, WAITS = 4, timedelta(minutes=3)
DIGITS = 9
QUESTIONS = Limit(name="kiosk-phone", times=60, seconds=300)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What this screen waits for; the secret lies sealed in its session."""

    secret: str
    code: str
    since: datetime


@terminal
def phone(request: HttpRequest, found: TerminalCard) -> HttpResponse:
    """Show the code, or go on as soon as somebody said yes."""
    question = _kept(request)
    if question is None:
        return _shown(request, found, _asked(request, found), "")
    state = queries.device_state(question.secret, now=clock.now())
    if state is not None and state.state == "allowed":
        return _entered(request, found, question)
    if state is not None and state.state == "refused":
        request.session.pop(KEY, None)
        words = _("手机上选了“不同意”。要登录，请再扫一次")
        return _shown(request, found, _asked(request, found), words)
    if clock.now() - question.since > WAITS:
        request.session.pop(KEY, None)
        return HttpResponseRedirect(reverse("kiosk:still"))
    return _shown(request, found, question, "")


def _kept(request: HttpRequest) -> Question | None:
    kept = request.session.get(KEY)
    if not kept:
        return None
    return Question(
        secret=ring().open(kept["secret"], column=COLUMN), code=kept["code"],
        since=datetime.fromisoformat(kept["since"]),
    )  # fmt: skip


def _asked(request: HttpRequest, found: TerminalCard) -> Question:
    now = clock.now()
    count(QUESTIONS, key=found.number, now=now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    question = Question(secret=secrets.token_urlsafe(32), code=code, since=now)
    actions.open_device(
        secret=question.secret, user_code=code, partner=queries.kiosk_name(found.number),
        scopes="", now=now,
    )  # fmt: skip
    request.session[KEY] = {
        "secret": ring().seal(question.secret, column=COLUMN), "code": code,
        "since": now.isoformat(),
    }  # fmt: skip
    return question


def _shown(
    request: HttpRequest, found: TerminalCard, question: Question, error: str
) -> HttpResponse:
    address = f"{settings.SHEBAO_PUBLIC_URL.rstrip('/')}{reverse('web:authorize-device')}"
    groups = [question.code[start : start + 3] for start in range(0, DIGITS, 3)]
    context = {
        "picture": qr.svg(f"{address}?user_code={question.code}"),
        "address": address.partition("://")[2],
        "groups": groups,
        "seconds": SECONDS,
        "error": error,
    }
    return draw(request, found, "phone", context)


def _entered(request: HttpRequest, found: TerminalCard, question: Question) -> HttpResponse:
    now = clock.now()
    request.session.pop(KEY, None)
    place = actions.Place(address="", device=f"kiosk {found.number}")
    try:
        signed_in = actions.sign_in_from_phone(
            secret=question.secret, partner=queries.kiosk_name(found.number), channel=CHANNEL,
            place=place, now=now,
        )  # fmt: skip
    except actions.WrongProof:
        return HttpResponseRedirect(reverse("kiosk:home"))
    sessions.enter(request, signed_in, channel=CHANNEL, now=now, place=place)
    request.session[CHANNEL] = "phone"
    return HttpResponseRedirect(reverse("kiosk:home"))
