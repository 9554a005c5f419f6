"""``/login/certificate/``: a digital certificate signs in, proves, or is bound (5.4.1.3b, 6.2.6b).

The page gives a text that is good once; the holder's own key software signs it (CMS), or the
browser has shown the certificate to our front server already (RFC 9440).
"""

import binascii
import secrets
from base64 import b64decode
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.arriving import device_token, place_of, remember
from shebao.hall.channels.web.door import ACTING_FOR, CHANNEL, way_on
from shebao.hall.channels.web.signing import Errors
from shebao.hall.gateways.certificate.port import (
    LARGEST,
    CertificateCheck,
    Fault,
    Holder,
    NotAccepted,
)
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.office.accounts import actions, sessions
from shebao.hall.office.connections import outside

KEY, LASTS = "certificate", timedelta(minutes=10)
PER_ADDRESS = Limit(name="certificate", times=30, seconds=300)
SIGN_IN, PROVE, BIND = "sign-in", "prove", "bind"


@gate.public
def certificate(request: HttpRequest) -> HttpResponse:
    """Draw the page, hand out the text to sign, or take the answer."""
    check = outside().certificates
    if check is None:
        raise Http404
    is_page = request.method != "POST" and not request.GET.get("file")
    if is_page:
        return _page(request, [])
    count(PER_ADDRESS, key=address_of(request), now=clock.now())
    return _answered(request, check) if request.method == "POST" else _text(request)


def _purpose(request: HttpRequest) -> str:
    wanted = request.POST.get("for") or request.GET.get("for", "")
    return wanted if wanted in (PROVE, BIND) and gate.visitor_of(request).account else SIGN_IN


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return way_on(request, wanted, otherwise="/")


def _page(request: HttpRequest, errors: Errors) -> HttpResponse:
    context = {
        "errors": errors,
        "by_field": dict(errors),
        "purpose": _purpose(request),
        "next": _onward(request),
        "is_shown": bool(_shown(request)),
        "is_demo": settings.SHEBAO_MODE == "demo",
    }
    return render(request, "web/certificate.html", context, status=422 if errors else 200)


def _text(request: HttpRequest) -> HttpResponse:
    """A new text to sign; the one before is good no more."""
    now = clock.now()
    text = (
        f"{settings.SHEBAO_PUBLIC_URL}\n{_purpose(request)}\n{now.isoformat()}\n"
        f"{secrets.token_hex(16)}\n"
    )
    request.session[KEY] = {"text": text, "at": now.isoformat()}
    answer = HttpResponse(text.encode(), content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="sign-me.txt"'
    return answer


def _answered(request: HttpRequest, check: CertificateCheck) -> HttpResponse:
    try:
        holder = _holder(request, check)
        return ENDS[_purpose(request)](request, holder)
    except NotAccepted as refused:
        return _page(request, [("answer", _fault_words(refused.fault))])
    except actions.NotAdmitted:
        return _page(request, [("answer", _("发这张证书的机构现在没有获准接入，请换一种方式"))])
    except actions.WrongProof:
        return _page(request, [("answer", _not_meant(request))])
    except actions.AlreadySet:
        return _page(request, [("answer", _("已经绑定了一张证书，先解绑再换"))])


def _holder(request: HttpRequest, check: CertificateCheck) -> Holder:
    now = clock.now()
    if request.POST.get("action") == "shown":
        return check.shown(_shown(request), now=now)
    file = request.FILES.get("answer")
    content = file.read(LARGEST + 1) if file else b""
    kept = request.session.pop(KEY, None)
    if not kept or now - datetime.fromisoformat(kept["at"]) > LASTS:
        raise NotAccepted(Fault.NOT_THIS)
    return check.signed(content, challenge=kept["text"].encode(), now=now)


def _shown(request: HttpRequest) -> bytes:
    """The certificate our front server has checked a handshake with; none where it tells none."""
    name = settings.SHEBAO_TLS_CERTIFICATE_HEADER
    told = request.headers.get(name, "") if name else ""
    try:
        return b64decode(told.strip().strip(":"), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _entered(request: HttpRequest, holder: Holder) -> HttpResponse:
    token = device_token(request)
    place = place_of(request, token)
    entered = actions.sign_in_by_certificate(
        holder=holder, channel=CHANNEL, place=place, now=clock.now()
    )
    sessions.enter(request, entered.signed_in, channel=CHANNEL, now=clock.now(), place=place)
    request.session[ACTING_FOR] = entered.employer
    return remember(HttpResponseRedirect(_onward(request)), token)


def _proved(request: HttpRequest, holder: Holder) -> HttpResponse:
    account = gate.visitor_of(request).account
    proven = actions.prove_by_certificate(
        account=account, holder=holder, channel=CHANNEL, now=clock.now()
    )
    sessions.add(request, proven)
    return HttpResponseRedirect(_onward(request))


def _bound(request: HttpRequest, holder: Holder) -> HttpResponse:
    if not proving.is_sure(request):
        return _page(request, [("answer", _("请先在“登录和核验方式”里核验是您本人，再绑定证书"))])
    account = gate.visitor_of(request).account
    actions.bind_certificate(account=account, holder=holder, channel=CHANNEL, now=clock.now())
    return HttpResponseRedirect("/my/account/ways/")


ENDS = {SIGN_IN: _entered, PROVE: _proved, BIND: _bound}


def _not_meant(request: HttpRequest) -> str:
    if _purpose(request) == SIGN_IN:
        return _(
            "这张证书还不能登录：个人要先注册账号；单位由经办人登录后，在“登录和核验方式”里绑定"
        )
    return _("这张证书不是您本人的，也不是您经办的单位的")


def _fault_words(fault: Fault) -> str:
    return {
        Fault.UNREADABLE: _("没有读懂这个文件。请上传签名软件生成的签名文件（.p7s），不是证书本身"),
        Fault.NOT_THIS: _("签的不是这一次的文件，或者过了 10 分钟。请重新下载文件，签好再传"),
        Fault.EXPIRED: _("证书不在有效期内。请向发证机构更新证书"),
        Fault.UNKNOWN: _("不认识发这张证书的机构。可用的机构见“获准的认证机构”"),
        Fault.REVOKED: _("这张证书已被发证机构吊销，不能再用"),
        Fault.STALE: _("发证机构的吊销名单还没更新，暂时不能用证书。请换一种方式登录"),
        Fault.UNFIT: _("这张证书不能用来签名登录，或者里面没有单位代码、证件号码"),
    }[fault]
