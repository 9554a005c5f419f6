"""``/oauth/…``: a person lets a program in, in this browser or for a device they stand before."""

from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web import proving
from shebao.hall.channels.web.oauth.server import server
from shebao.hall.channels.web.safety import code_sent, drawn, proof_errors
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.middleware import POLICY
from shebao.hall.kit.visitor import Level, Proof
from shebao.hall.office.accounts import actions, queries, sessions
from shebao.hall.office.accounts.actions import Allowed
from shebao.hall.office.accounts.queries import PartnerCard
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.agencies.terminals import TerminalCard, terminal_called
from shebao.hall.office.catalogue.item import Channel
from shebao.hall.office.catalogue.queries import catalogue
from shebao.hall.office.connections import outside
from shebao.law.identifiers import mask_name

TEMPLATE = "web/allow.html"
# Codes of devices are short; whoever guesses has ten tries in ten minutes.
GUESSES = Limit(name="device-code", times=10, seconds=600)


@gate.person
def authorize(request: HttpRequest) -> HttpResponse:
    """``/oauth/authorize/``: who asks, what for; yes or no, and back to the program."""
    if not outside().openid:
        raise Http404
    try:
        grant = server().get_consent_grant(request, end_user=gate.visitor_of(request))
    except OAuth2Error as error:
        return _not_asked_well(request, error)
    partner, scopes = grant.request.client.card, grant.request.scope
    if request.method != "POST":
        return _page(request, partner, scopes, [])
    decided = _decided(request, partner, scopes)
    if isinstance(decided, HttpResponse):
        return decided
    answer: HttpResponse = server().create_authorization_response(
        request, grant_user=decided, grant=grant
    )
    return answer


def _decided(
    request: HttpRequest, partner: PartnerCard, scopes: str, user_code: str = ""
) -> Allowed | HttpResponse | None:
    """Yes as far as was chosen, ``None`` for no, or the page once more."""
    act = request.POST.get("action")
    if act == proving.SEND:
        said, errors = code_sent(request)
        return _page(request, partner, scopes, errors, said=said, user_code=user_code)
    if act != "allow":
        return None
    errors = _proof_errors(request, scopes)
    allowed = None if errors else _allowed(request, partner, scopes)
    if allowed is None:
        errors = errors or [("acting_for", _("您现在不能为这一方办事，请重新选择"))]
        return _page(request, partner, scopes, errors, user_code=user_code)
    return allowed


def _not_asked_well(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    """To an address we know the program hears it; else only the person does."""
    if getattr(error, "redirect_uri", None):
        _status, _body, headers = error()
        return HttpResponseRedirect(dict(headers)["Location"])
    return render(request, "web/allow_failed.html", {"code": error.error}, status=400)


def _proof_errors(request: HttpRequest, scopes: str) -> Errors:
    """Whoever lets a program apply for things proves first who they are."""
    return proof_errors(request) if "file" in scopes.split() else []


def _allowed(request: HttpRequest, partner: PartnerCard, scopes: str) -> Allowed | None:
    visitor, now = gate.visitor_of(request), clock.now()
    acting_for = request.POST.get("acting_for", "")[:24]
    held = queries.held_for(visitor.person, acting_for, today=clock.local_date(now))
    if acting_for and held is None:
        return None
    chosen = [one for one in request.POST.getlist("items") if one in _offered(partner)]
    consent = actions.allow(
        account=visitor.account, partner=partner.number, scopes=scopes,
        items=chosen or partner.items, acting_for=acting_for, now=now,
    )  # fmt: skip
    return Allowed(
        account=visitor.account, partner=partner.number, consent=consent, family="",
        scopes=scopes, data={}, proof=_proof(request),
    )  # fmt: skip


def _proof(request: HttpRequest) -> Proof:
    now = clock.now()
    found = sessions.proof(request, now=now)
    return found or Proof(method="session", level=Level.LOW, at=now, digest="")


def _offered(partner: PartnerCard) -> dict[str, str]:
    """The services the program may file, with their names."""
    names = {card.slug: card.name for card in catalogue() if Channel.API in card.channels}
    return {slug: names[slug] for slug in partner.items or sorted(names) if slug in names}


def _page(
    request: HttpRequest, partner: PartnerCard, scopes: str, errors: Errors, *, said: str = "",
    user_code: str = "",
) -> HttpResponse:  # fmt: skip
    visitor = gate.visitor_of(request)
    held = queries.held_mandates(visitor.person, today=clock.local_date(clock.now()))
    answer = drawn(
        request, TEMPLATE, errors, said=said, partner=partner, scopes=scopes.split(),
        user_code=user_code, here=request.get_full_path(), offered=list(_offered(partner).items()),
        chosen=request.POST.getlist("items"), for_whom=request.POST.get("acting_for", ""),
        choices=[("", _("本人"), mask_name(visitor.name)),
                 *((one.principal, one.shown) for one in held)],
    )  # fmt: skip
    return _may_go_back(answer, partner)


def _may_go_back(answer: HttpResponse, partner: PartnerCard) -> HttpResponse:
    """The form leads on to the program's own site, which the policy has to know."""
    sites = {f"{one.scheme}://{one.netloc}" for one in map(urlsplit, partner.redirects)}
    ours = " ".join(["form-action 'self'", *sorted(sites)])
    answer["Content-Security-Policy"] = POLICY.replace("form-action 'self'", ours)
    return answer


@gate.person
def device(request: HttpRequest) -> HttpResponse:
    """``/oauth/device/``: type the code a device shows, see who asks, say yes or no."""
    typed = request.POST.get("user_code", request.GET.get("user_code", ""))[:20]
    if not typed.strip():
        is_sent = request.POST.get("action") == "code"
        return _asking_code(request, typed, [("user_code", _nobody_waits())] if is_sent else [])
    found, fault = _waiting(request, typed)
    if isinstance(found, TerminalCard):
        return _at_kiosk(request, found, typed)
    if found is None:
        return _asking_code(request, typed, [("user_code", fault)])
    if request.POST.get("action") not in {"allow", "refuse", proving.SEND}:
        return _page(request, *found, [], user_code=typed)
    decided = _decided(request, *found, typed)
    if isinstance(decided, HttpResponse):
        return decided
    return _device_answered(request, typed, decided.consent if decided else "")


def _at_kiosk(request: HttpRequest, found: TerminalCard, typed: str) -> HttpResponse:
    """One of our own terminals waits: the person stands before it and says yes."""
    visitor, act = gate.visitor_of(request), request.POST.get("action", "")
    if act not in {"allow", "refuse"}:
        context = {
            "terminal": found, "office": agency(found.agency).name, "user_code": typed,
            "visitor": visitor,
        }  # fmt: skip
        return render(request, "web/allow_kiosk.html", context)
    consent = queries.kiosk_name(found.number) if act == "allow" else ""
    return _device_answered(request, typed, consent)


Waiting = tuple[PartnerCard, str] | TerminalCard


def _waiting(request: HttpRequest, typed: str) -> tuple[Waiting | None, str]:
    now = clock.now()
    try:
        count(GUESSES, key=gate.visitor_of(request).account, now=now)
    except TooMany as error:
        minutes = {"minutes": -(-error.wait // 60)}
        return None, _("试得太多了，请等 %(minutes)s 分钟") % minutes
    waiting = queries.device_waiting(typed, now=now)
    terminal = terminal_called(queries.kiosk_of(waiting.partner)) if waiting else None
    if terminal is not None:
        return terminal, ""
    partner = queries.partner_on(waiting.partner, clock.local_date(now)) if waiting else None
    if waiting is None or partner is None:
        return None, _nobody_waits()
    return (partner, waiting.scopes), ""


def _nobody_waits() -> str:
    return _("没有设备在等这个代码。请看设备上现在显示的代码，10 分钟内有效")


def _asking_code(request: HttpRequest, typed: str, errors: Errors) -> HttpResponse:
    context = {"typed": typed, "errors": errors, "by_field": dict(errors),
               "done": request.GET.get("done", "")}  # fmt: skip
    return render(request, "web/allow_device.html", context, status=422 if errors else 200)


def _device_answered(request: HttpRequest, typed: str, consent: str) -> HttpResponse:
    """Tell the waiting device; without a consent it was turned down."""
    actions.answer_device(
        user_code=typed, consent=consent, account=gate.visitor_of(request).account,
        proof=_proof(request), now=clock.now(),
    )  # fmt: skip
    return HttpResponseRedirect(f"{request.path}?done={'yes' if consent else 'no'}")
