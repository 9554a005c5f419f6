"""Proving who one is, inside whatever page wants it (5.4.1.5): no address and no step of its own.

The page shows the block; each of its buttons is an act of that page's own form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shebao.hall.channels.web.arriving import place_of
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.words import Words
from shebao.hall.gateways.face.port import LARGEST, FaceDown, Reason
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Level, Visitor
from shebao.hall.kit.words import time_short
from shebao.hall.office.accounts import actions, challenges, queries, sessions
from shebao.hall.office.accounts.challenges import home_of
from shebao.hall.office.accounts.ways import Proven, would_verify
from shebao.hall.office.connections import outside
from shebao.law.identifiers import mask_mobile

FACE_REASONS: dict[Reason, Words] = {
    Reason.UNREADABLE: gettext_lazy("照片打不开。请用手机直接拍一张，10MB 以内"),
    Reason.SMALL: gettext_lazy("照片太小。请用手机前置摄像头直接拍"),
    Reason.DARK: gettext_lazy("光线太暗。请到亮一点的地方，脸朝着光再拍"),
    Reason.BRIGHT: gettext_lazy("光线太亮。请避开直射的光再拍"),
    Reason.BLURRED: gettext_lazy("照片是虚的。请拿稳手机，擦一擦镜头再拍"),
    Reason.NO_FACE: gettext_lazy("照片里没有看到脸。请把脸放在画面中间再拍"),
    Reason.MANY_FACES: gettext_lazy("照片里不止一个人。请一个人再拍"),
    Reason.TURNED: gettext_lazy("脸没有正对镜头。请平视镜头再拍"),
    Reason.COVERED: gettext_lazy("脸被挡住了。请摘下口罩、帽子和墨镜再拍"),
    Reason.NOT_LIVE: gettext_lazy("没有认出是真人。请不要拍照片或屏幕，本人再拍一次，或换一种方式"),
    Reason.DIFFERENT: gettext_lazy("和证件上的照片对不上。可以再拍一次，或换一种方式"),
}
PER_ADDRESS = Limit(name="passkey-asked", times=60, seconds=300)
SEND = "prove-send"

LABELS: dict[str, tuple[Words, Words]] = {
    "sms": (gettext_lazy("短信验证码"), gettext_lazy("发到您登记的手机")),
    "totp": (gettext_lazy("验证器动态码"), gettext_lazy("打开您绑定的验证器应用，看 6 位数字")),
    "password": (gettext_lazy("登录密码"), gettext_lazy("您注册时设的密码")),
    "recovery": (gettext_lazy("备用恢复码"), gettext_lazy("您打印或抄下来的，每个只能用一次")),
    "passkey": (gettext_lazy("通行密钥"), gettext_lazy("用指纹、面容或设备密码")),
}


@dataclass(frozen=True, kw_only=True)
class Block:
    """What the block shows: ways to choose from, which one is chosen, what was sent where."""

    ways: Sequence[tuple[str, Words, Words]]
    chosen: str
    has_passkey: bool
    has_pass: bool
    services: Sequence[tuple[str, str]]
    has_certificates: bool
    face: str
    face_consent: str
    onward: str
    phone: str
    said: str
    error: str


def is_sure(request: HttpRequest) -> bool:
    """Whether it is sure enough that it is the person themselves."""
    return gate.visitor_of(request).level is Level.VERIFIED


def block(request: HttpRequest, *, said: str = "", error: str = "") -> Block | None:
    """What to show; nothing where it is sure already."""
    if is_sure(request):
        return None
    account = gate.visitor_of(request).account
    means = queries.means(account)
    ways = _typed_ways(request, means)
    chosen = request.POST.get("prove_way", "")
    return Block(
        ways=[(way, *LABELS[way]) for way in ways],
        chosen=chosen if chosen in ways else next(iter(ways), ""),
        has_passkey=bool(means.passkeys) and home_of(request) is not None,
        has_pass="password" in ways,
        services=[(one.code, told(one.title)) for one in outside().identity.values()],
        has_certificates=outside().certificates is not None,
        face=_face_title(request),
        face_consent=told(actions.FACE_CONSENT),
        onward=request.get_full_path(),
        phone=mask_mobile(means.mobile) if means.mobile else "",
        said=said,
        error=error,
    )


def _face_title(request: HttpRequest) -> str:
    """What the face service is called, where a face would make it sure; else an empty text."""
    before, face = [one.way for one in sessions.ways(request)], outside().face
    return told(face.title) if face is not None and would_verify("face", before) else ""


def _typed_ways(request: HttpRequest, means: queries.Means) -> list[str]:
    """Ways with something to type that would make it sure, given what was proven already."""
    before = [one.way for one in sessions.ways(request)]
    held = [way for way in (*means.ways, "password") if way in ("sms", "totp", "password")]
    return [way for way in held if would_verify(way, before)]


def sent(request: HttpRequest) -> tuple[str, str]:
    """Send a code to one's own phone: what to say, or what went wrong."""
    return send_code(request, gate.visitor_of(request).account, "step-up")


def send_code(request: HttpRequest, account: str, purpose: str) -> tuple[str, str]:
    """Send a code to an account's phone: what to say, or what went wrong."""
    try:
        actions.ask_own_code(
            account=account, purpose=purpose, address=address_of(request), now=clock.now()
        )
    except TooMany as error:
        return "", wait_words(error.wait)
    return _("验证码已发出，5 分钟内有效。没收到请等 1 分钟再发"), ""


def wait_words(seconds: int) -> str:
    """How long to wait before the next code."""
    if seconds > 60:
        minutes = {"minutes": -(-seconds // 60)}
        return _("验证码发得太多了，请等 %(minutes)s 分钟，或换一种方式") % minutes
    return _("刚刚发过一条，请等 %(seconds)s 秒再发") % {"seconds": seconds}


def taken(request: HttpRequest) -> str:
    """Take the answer that stands in the form; what went wrong, or nothing when it is sure now."""
    if is_sure(request):
        return ""
    visitor = gate.visitor_of(request)
    if request.POST.get("prove_answer"):
        return _by_passkey(request, visitor)
    if request.FILES.get("prove_face"):
        return _by_face(request, visitor)
    way = request.POST.get("prove_way", "")
    answer = request.POST.get("prove_password" if way == "password" else "prove_code", "")
    if way not in _typed_ways(request, queries.means(visitor.account)):
        return _("请选一种核验方式")
    if not answer.strip():
        return _("请填写验证码") if way != "password" else _("请填写密码")
    proven, error = typed(request, visitor.account, way, answer, "step-up")
    return error or _added(request, visitor, proven)


def typed(
    request: HttpRequest, account: str, way: str, answer: str, purpose: str
) -> tuple[Proven | None, str]:
    """Check what was typed: the proof, or what went wrong."""
    try:
        proven = actions.prove(
            account=account,
            way=way,
            answer=answer,
            purpose=purpose,
            channel=CHANNEL,
            place=place_of(request),
            now=clock.now(),
        )
    except actions.WrongProof:
        return None, _("没有核验成功：内容不对，或验证码过期了。可以再试一次，或换一种方式")
    except actions.Locked as locked:
        words = _("错的次数多了，%(time)s 后再试。急办请打 12333 或到窗口")
        return None, words % {"time": time_short(locked.until)}
    return proven, ""


def _added(request: HttpRequest, visitor: Visitor, proven: Proven | None) -> str:
    if proven is None:
        return _("没有核验成功，请换一种方式")
    sessions.add(request, proven)
    proof = sessions.proof(request, now=clock.now())
    if proof is not None:
        request.visitor = visitor.proven_by(proof)  # type: ignore[attr-defined]
    return "" if is_sure(request) else _("还差一种不同的方式，请再选一种")


def _by_passkey(request: HttpRequest, visitor: Visitor) -> str:
    proven = passkey_proof(request, visitor.account, "step-up")
    if proven is None:
        return _("通行密钥没有核验成功，请再试一次，或换一种方式")
    return _added(request, visitor, proven)


def _by_face(request: HttpRequest, visitor: Visitor) -> str:
    face, file = outside().face, request.FILES.get("prove_face")
    if face is None or file is None:
        return _("请选一种核验方式")
    try:
        proven = actions.prove_by_face(
            account=visitor.account, picture=file.read(LARGEST + 1), face=face,
            agreed_to=actions.FACE_CONSENT if request.POST.get("face_agreed") == "yes" else "",
            purpose="step-up", channel=CHANNEL, place=place_of(request), now=clock.now(),
        )  # fmt: skip
    except actions.NotAgreedTo:
        return _("用照片核验要先勾选同意。不同意的，请换一种方式")
    except actions.NotSeen as error:
        return str(FACE_REASONS[error.reasons[0]])
    except actions.Locked as locked:
        words = _("错的次数多了，%(time)s 后再试。急办请打 12333 或到窗口")
        return words % {"time": time_short(locked.until)}
    except FaceDown:
        return _("刷脸服务暂时连不上，请换一种方式")
    return _added(request, visitor, proven)


def passkey_proof(request: HttpRequest, account: str, purpose: str) -> Proven | None:
    """The answer of one of this account's keys, or nothing."""
    home, state = home_of(request), challenge_state(request)
    if home is None or state is None:
        return None
    try:
        return actions.check_passkey(
            account=account,
            answer=request.POST.get("prove_answer", "")[:9000],
            state=state,
            home=home,
            purpose=purpose,
            channel=CHANNEL,
            now=clock.now(),
        )
    except actions.WrongProof:
        return None


def challenge_state(request: HttpRequest) -> dict[str, Any] | None:
    """What a key was asked in this session a moment ago; good for one answer."""
    return challenges.kept_state(request, now=clock.now())


@gate.public
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """``POST /login/passkey/``: what a browser asks its keys, to enter, prove or add."""
    count(PER_ADDRESS, key=address_of(request), now=clock.now())
    home, visitor = home_of(request), gate.visitor_of(request)
    if home is None:
        return JsonResponse({}, status=409)
    try:
        asked = _challenge(request, visitor, home)
    except actions.TooManyKeys:
        return JsonResponse({}, status=409)
    challenges.keep_state(request, asked.state, now=clock.now())
    return HttpResponse(asked.asked, content_type="application/json")


def _challenge(request: HttpRequest, visitor: Visitor, home: actions.Home) -> actions.Challenge:
    if request.POST.get("for") == "new" and visitor.level is Level.VERIFIED:
        return actions.begin_passkey(account=visitor.account, home=home)
    return actions.ask_passkey(account=visitor.account, home=home)
