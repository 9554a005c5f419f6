"""What programs call: tokens, devices, giving back, who it is, the keys, and where all that is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from shebao.hall.channels.web.oauth.client import issuer
from shebao.hall.channels.web.oauth.server import server, told_of
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.office.accounts import queries
from shebao.hall.office.accounts.actions import PARTNER_SCOPES
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.connections import outside

PER_ADDRESS = Limit(name="oauth", times=120, seconds=60)
View = Callable[..., HttpResponse]


def machine(view: View) -> View:
    """For programs: no cookies, no form tokens, counted by address; there only with a key."""

    @csrf_exempt
    @gate.public
    @wraps(view)
    def counted(request: HttpRequest, **values: Any) -> HttpResponse:
        if not outside().openid:
            raise Http404
        try:
            count(PER_ADDRESS, key=address_of(request), now=clock.now())
        except TooMany as error:
            answer = JsonResponse({"error": "slow_down"}, status=429)
            answer["Retry-After"] = str(error.wait)
            return answer
        return view(request, **values)

    return counted


@machine
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A code, a device's code or a ticket becomes a token."""
    answer: HttpResponse = server().create_token_response(request)
    return answer


@machine
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """A device asks for its two codes."""
    answer: HttpResponse = server().create_endpoint_response("device_authorization", request)
    return answer


@machine
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """A program gives a token back."""
    answer: HttpResponse = server().create_endpoint_response("revocation", request)
    return answer


@machine
@require_GET
def userinfo(request: HttpRequest) -> HttpResponse:
    """Who let this program in, as far as it may know."""
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    holder = queries.account_of_token(secret, now=clock.now()) if kind == "Bearer" else None
    if holder is None or not holder.partner:
        answer = JsonResponse({"error": "invalid_token"}, status=401)
        answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    account = holder.visitor.account
    audit.record(
        actor=account, verb="read", subject=holder.visitor.person, purpose="reading own account",
        channel="api", now=clock.now(), details={"token": holder.number},
    )  # fmt: skip
    return JsonResponse(told_of(account, holder.partner, holder.allowed))


@machine
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys that identity tokens are signed with, today's and earlier ones."""
    return JsonResponse(outside().openid.public())


@machine
@require_GET
def discovery(request: HttpRequest) -> HttpResponse:
    """Where everything is (OpenID Connect Discovery 1.0, RFC 8414)."""
    here = issuer()
    return JsonResponse({
        "issuer": here,
        "authorization_endpoint": here + reverse("web:authorize"),
        "token_endpoint": here + reverse("oauth:token"),
        "device_authorization_endpoint": here + reverse("oauth:device"),
        "revocation_endpoint": here + reverse("oauth:revoke"),
        "userinfo_endpoint": here + reverse("oauth:userinfo"),
        "jwks_uri": here + reverse("oauth:keys"),
        "response_types_supported": ["code"],
        "grant_types_supported": [
            "authorization_code", "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
        ],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": list(PARTNER_SCOPES),
        "claims_supported": ["sub", "name", "auth_time", "acr", "amr"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic", "client_secret_post", "none",
        ],
        "authorization_response_iss_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    })  # fmt: skip
