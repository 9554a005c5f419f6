"""The second factor of staff (6.2.6): a password alone opens no desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of, device_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.visitor import Kind, Level
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, challenges, queries
from shebao.hall.office.accounts.actions import Place, SignedIn
from shebao.hall.office.accounts.ways import Proven

KEY, LASTS = "entering-desk", timedelta(minutes=10)
PER_ADDRESS = Limit(name="desk-passkey", times=60, seconds=300)
CHANNEL = "desk"


@dataclass(frozen=True, kw_only=True)
class Half:
    """A member of staff whose password was right, and who is not in yet."""

    account: str
    pk: int
    proven: Proven
    onward: str


def place_of(request: HttpRequest) -> Place:
    """From where somebody comes, as the sign-in log wants it."""
    return Place(address=address_of(request), device=device_of(request))


def wait(request: HttpRequest, signed_in: SignedIn, *, onward: str, now: datetime) -> None:
    """Remember for ten minutes that the password was right."""
    request.session.cycle_key()
    request.session[KEY] = {
        "account": signed_in.number,
        "pk": signed_in.pk,
        "at": now.isoformat(),
        "onward": onward,
    }


def half(request: HttpRequest) -> Half | None:
    """Whose password was right in this session, if not too long ago."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    at = datetime.fromisoformat(kept["at"])
    if clock.now() - at > LASTS:
        forget(request)
        return None
    proven = Proven(way="password", at=at)
    return Half(account=kept["account"], pk=kept["pk"], proven=proven, onward=kept["onward"])


def forget(request: HttpRequest) -> None:
    """Begin again with the password."""
    request.session.pop(KEY, None)


def page(request: HttpRequest, who: Half, *, error: str = "", status: int = 200) -> HttpResponse:
    """Ask for the second factor; without one bound the way out is said, and nobody gets in."""
    means = queries.means(who.account)
    context = {
        "error": error,
        "has_app": means.totp,
        "has_keys": bool(means.passkeys) and challenges.home_of(request) is not None,
        "onward": who.onward,
    }
    return render(request, "desk/second.html", context, status=status)


def answered(request: HttpRequest, who: Half) -> tuple[SignedIn | None, str, int]:
    """Take the second factor: somebody who is in now; or what went wrong, and its status."""
    if request.POST.get("prove_answer"):
        proven = _by_key(request, who)
        error, status = _("通行密钥没有核验成功。可以再试一次，或用验证器动态码"), 400
    else:
        proven, error, status = _by_app(request, who)
    if proven is None:
        return None, error, status
    place = place_of(request)
    actions.note_try(
        who.account, "in", f"password+{proven.way}", place, channel=CHANNEL, address="",
        now=clock.now(),
    )  # fmt: skip
    both = (who.proven, proven)
    return SignedIn(number=who.account, pk=who.pk, kind=Kind.STAFF, proven=both), "", 200


def _by_app(request: HttpRequest, who: Half) -> tuple[Proven | None, str, int]:
    answer = request.POST.get("code", "").strip()[:20]
    if not answer:
        return None, _("请填写验证器上的 6 位数字"), 400
    try:
        proven = actions.prove(
            account=who.account, way="totp", answer=answer, purpose="second", channel=CHANNEL,
            place=place_of(request), now=clock.now(),
        )  # fmt: skip
    except actions.WrongProof:
        words = _("动态码不对，或者已经用过。请等验证器换一组数字再试，并核对手机时间。")
        return None, words, 400
    except actions.Locked as locked:
        words = _("错的次数多了，%(time)s 后再试，或请安全管理员解锁。")
        return None, words % {"time": time_short(locked.until)}, 429
    return proven, "", 200


def _by_key(request: HttpRequest, who: Half) -> Proven | None:
    now, home = clock.now(), challenges.home_of(request)
    state = challenges.kept_state(request, now=now)
    if home is None or state is None:
        return None
    try:
        return actions.check_passkey(
            account=who.account, answer=request.POST.get("prove_answer", "")[:9000], state=state,
            home=home, purpose="second", channel=CHANNEL, now=now,
        )  # fmt: skip
    except actions.WrongProof:
        return None


def _challenge(request: HttpRequest, home: actions.Home) -> actions.Challenge | None:
    """To get in by a key one has; or, once in and surely oneself, to add another."""
    who, visitor = half(request), gate.visitor_of(request)
    if who is not None:
        return actions.ask_passkey(account=who.account, home=home)
    is_sure = visitor.kind is Kind.STAFF and visitor.level is Level.VERIFIED
    if request.POST.get("for") != "new" or not is_sure:
        return None
    try:
        return actions.begin_passkey(account=visitor.account, home=home)
    except actions.TooManyKeys:
        return None


@gate.public
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """``POST /desk/passkey/``: what a browser asks its keys, to get in or to add one."""
    now = clock.now()
    count(PER_ADDRESS, key=address_of(request), now=now)
    home = challenges.home_of(request)
    asked = _challenge(request, home) if home is not None else None
    if asked is None:
        return JsonResponse({}, status=409)
    challenges.keep_state(request, asked.state, now=now)
    return HttpResponse(asked.asked, content_type="application/json")
