"""``/my/account/ways/``: passkeys, an app's codes and codes on paper: set up, seen, ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.safety import account_of, code_sent, drawn, proof_errors, ways_words
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.site import site
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.challenges import app_shown, forget_secret, home_of, pending_secret
from shebao.hall.office.connections import outside

TEMPLATE, HERE = "web/safe_ways.html", "/my/account/ways/"


@gate.person
def ways(request: HttpRequest) -> HttpResponse:
    """Draw what is set up, or do what was pressed; whatever is added or ended is proven first."""
    if request.method != "POST":
        return _page(request, [])
    pressed = request.POST.get("action", "")
    if pressed == proving.SEND:
        said, errors = code_sent(request)
        return _page(request, errors, said=said)
    if pressed == "key":
        return _keep_key(request)
    errors = proof_errors(request)
    if errors:
        return _page(request, errors)
    return ACTS[pressed](request) if pressed in ACTS else HttpResponseRedirect(HERE)


def _page(request: HttpRequest, errors: Errors, *, said: str = "", **more: Any) -> HttpResponse:
    account = account_of(request)
    is_sure = proving.is_sure(request)
    held = queries.authenticators(account)
    titles = {one.code: told(one.title) for one in outside().identity.values()}
    context = {
        "held": [(one, ways_words(one.way)) for one in held],
        "means": queries.means(account),
        "has_home": home_of(request) is not None,
        "codes": (),
        "bound": queries.bindings(account),
        "services": list(titles.items()),
        "has_certificates": outside().certificates is not None,
        "titles": {**titles, "certificate": _("数字证书")},
        "totp": _totp(request) if is_sure else None,
        **more,
    }
    return drawn(request, TEMPLATE, errors, said=said, **context)


def _totp(request: HttpRequest) -> dict[str, str]:
    holder = gate.visitor_of(request).name[:1]
    return app_shown(pending_secret(request, CHANNEL), issuer=site().name, holder=holder)


def _add_totp(request: HttpRequest) -> HttpResponse:
    try:
        actions.add_totp(
            account=account_of(request),
            secret=pending_secret(request, CHANNEL),
            answer=request.POST.get("totp_code", "")[:20],
            channel=CHANNEL,
            now=clock.now(),
        )
    except actions.WrongProof:
        words = _("动态码不对。请看验证器应用里最新的 6 位数字，并核对手机时间")
        return _page(request, [("totp_code", words)])
    except actions.AlreadySet:
        return _page(request, [("totp_code", _("已经绑定了一个验证器，先解绑再换"))])
    forget_secret(request)
    return HttpResponseRedirect(f"{HERE}?done=totp")


def _new_codes(request: HttpRequest) -> HttpResponse:
    codes = actions.fresh_recovery_codes(
        account=account_of(request), channel=CHANNEL, now=clock.now()
    )
    return _page(request, [], codes=codes)


def _end(request: HttpRequest) -> HttpResponse:
    actions.end_authenticator(
        number=request.POST.get("number", "")[:24],
        account=account_of(request),
        channel=CHANNEL,
        now=clock.now(),
    )
    return HttpResponseRedirect(HERE)


def _unbind(request: HttpRequest) -> HttpResponse:
    actions.unbind(
        number=request.POST.get("number", "")[:24],
        account=account_of(request),
        channel=CHANNEL,
        now=clock.now(),
    )
    return HttpResponseRedirect(HERE)


def _keep_key(request: HttpRequest) -> HttpResponse:
    home, state = home_of(request), proving.challenge_state(request)
    if not proving.is_sure(request) or home is None or state is None:
        return _page(request, [("key_name", _("请先核验是您本人，再添加通行密钥"))])
    try:
        actions.add_passkey(
            account=account_of(request),
            name=request.POST.get("key_name", "") or _("通行密钥"),
            answer=request.POST.get("prove_answer", "")[:20000],
            state=state,
            home=home,
            channel=CHANNEL,
            now=clock.now(),
        )
    except (actions.WrongProof, actions.AlreadySet):
        words = _("没有添加成功。可以再试一次；这台设备已经加过的，不用再加")
        return _page(request, [("key_name", words)])
    return HttpResponseRedirect(f"{HERE}?done=key")


ACTS = {"totp": _add_totp, "codes": _new_codes, "end": _end, "unbind": _unbind}
