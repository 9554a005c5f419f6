"""The second proof at signing in (6.2.6a): asked for when something is unusual, or always."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.arriving import place_of
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.words import Words
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions import SignedIn
from shebao.hall.office.accounts.challenges import home_of
from shebao.hall.office.accounts.ways import Proven
from shebao.law.identifiers import mask_mobile

KEY, LASTS = "entering", timedelta(minutes=10)
TYPED = ("sms", "totp", "recovery")
WHY: dict[str, Words] = {
    "device": gettext_lazy("这台设备是第一次登录您的账号，请再核验一次。"),
    "failures": gettext_lazy("最近有人多次输错密码，请再核验一次。"),
    "chosen": gettext_lazy("您设了每次登录都核验，请再核验一次。"),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody whose password was right, and who is not in yet."""

    account: str
    pk: int
    asks: str
    proven: Proven
    onward: str


def wait(request: HttpRequest, signed_in: SignedIn, *, onward: str) -> None:
    """Remember for ten minutes that the password was right."""
    request.session.cycle_key()
    request.session[KEY] = {
        "account": signed_in.number,
        "pk": signed_in.pk,
        "asks": signed_in.asks,
        "at": clock.now().isoformat(),
        "onward": onward,
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Who waits in this session, if not for too long."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    at = datetime.fromisoformat(kept["at"])
    if clock.now() - at > LASTS:
        forget(request)
        return None
    return Waiting(
        account=kept["account"],
        pk=kept["pk"],
        asks=kept["asks"],
        proven=Proven(way="password", at=at),
        onward=kept["onward"],
    )


def forget(request: HttpRequest) -> None:
    """Nobody waits here any more."""
    request.session.pop(KEY, None)


def page(request: HttpRequest, who: Waiting, *, said: str = "", error: str = "") -> HttpResponse:
    """Ask for the second proof."""
    means = queries.means(who.account)
    ways = [way for way in means.ways if way in TYPED]
    chosen = request.POST.get("prove_way", "")
    context = {
        "why": WHY[who.asks],
        "ways": [(way, *proving.LABELS[way]) for way in ways],
        "chosen": chosen if chosen in ways else next(iter(ways), ""),
        "phone": mask_mobile(means.mobile) if means.mobile else "",
        "has_keys": bool(means.passkeys) and home_of(request) is not None,
        "said": said,
        "errors": [("prove_code", error)] if error else [],
    }
    return render(request, "web/login_second.html", context, status=422 if error else 200)


def answered(request: HttpRequest, who: Waiting) -> tuple[SignedIn | None, str]:
    """Take the second proof: somebody who is in now, or what went wrong."""
    proven, error = _proof(request, who)
    if proven is None:
        return None, error
    actions.note_try(
        who.account,
        "in",
        f"password+{proven.way}",
        place_of(request),
        channel=CHANNEL,
        address="",
        now=clock.now(),
    )
    both = (who.proven, proven)
    return SignedIn(number=who.account, pk=who.pk, kind=Kind.PERSON, proven=both), ""


def _proof(request: HttpRequest, who: Waiting) -> tuple[Proven | None, str]:
    if request.POST.get("prove_answer"):
        found = proving.passkey_proof(request, who.account, "second")
        return found, _("通行密钥没有核验成功，请再试一次，或换一种方式")
    way, answer = request.POST.get("prove_way", ""), request.POST.get("prove_code", "").strip()
    if way not in TYPED:
        return None, _("请选一种核验方式")
    if not answer:
        return None, _("请填写验证码")
    return proving.typed(request, who.account, way, answer[:40], "second")
