"""The protocol's server: which grants there are, how tokens are made, what identity tokens say."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2.rfc6749 import InvalidGrantError, OAuth2Request, scope_to_list
from authlib.oidc.core import OpenIDCode, UserInfo
from django.http import HttpRequest

from shebao.hall.channels.web.oauth import grants
from shebao.hall.channels.web.oauth.client import Client, client_of, issuer
from shebao.hall.kit import clock
from shebao.hall.kit.fields import ring
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions import PARTNER_SCOPES, Allowed
from shebao.hall.office.connections import outside

LIVES = 600


class Asked(DjangoOAuth2Request):  # type: ignore[misc] # the library has no types
    """A request under our own name: a front server may speak plainly to us.

    Production starts only with a name that begins with https.
    """

    def __init__(self, request: HttpRequest) -> None:
        """Take it over."""
        address = f"https://{urlsplit(issuer()).netloc}{request.get_full_path()}"
        OAuth2Request.__init__(self, method=request.method, uri=address, headers=request.headers)
        self.payload, self._request = DjangoOAuth2Payload(request), request


class Server(AuthorizationServer):  # type: ignore[misc] # the library has no types
    """Partners come from the register, tokens from the accounts' verbs."""

    def __init__(self) -> None:
        """The grants people are asked for, and nothing older."""
        super().__init__(None, None)
        self.scopes_supported = list(PARTNER_SCOPES)
        self.register_token_generator("default", _tokens)
        self.register_grant(
            grants.FromBrowser, [grants.Proof(required=True), IdentityToken(require_nonce=False)]
        )
        self.register_grant(grants.Again)
        self.register_grant(grants.FromDevice)
        self.register_endpoint(grants.Given)
        self.register_endpoint(grants.Devices)

    def create_oauth2_request(self, request: HttpRequest) -> "Asked":
        """The request under our own name."""
        return Asked(request)

    def query_client(self, client_id: str) -> Client | None:
        """The partner, if it is admitted today."""
        return client_of(client_id)

    def save_token(self, token: Any, request: Any) -> None:
        """Kept when it was made."""


def _tokens(
    *, client: Client, grant_type: str, user: Allowed, scope: str | None = None, **terms: Any
) -> dict[str, Any]:
    made = actions.issue_tokens(
        allowed=user, now=clock.now(), is_again=grant_type == "refresh_token"
    )
    if made is None:
        raise InvalidGrantError("The consent has ended.")
    return {
        "token_type": "Bearer",
        "access_token": made.access,
        "refresh_token": made.refresh,
        "expires_in": int(made.lives.total_seconds()),
        "scope": user.scopes,
    }


class IdentityToken(OpenIDCode):  # type: ignore[misc] # the library has no types
    """Says who somebody is, to one program only: every program knows them by another name."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Codes are good once; that is enough."""
        return False

    def resolve_client_private_key(self, client: Client) -> Any:
        """The key that signs today."""
        return outside().openid.signing

    def get_client_algorithm(self, client: Client) -> str:
        """What every client library must understand."""
        return "RS256"

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """With the name of the key."""
        return {"alg": "RS256", "kid": str(outside().openid.signing.kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """From whom, for whom, how long."""
        now = int(clock.now().timestamp())
        return {"iss": issuer(), "aud": client.card.number, "iat": now, "exp": now + LIVES}

    def generate_user_info(self, user: Allowed, scope: str) -> Any:
        """What the program may know."""
        return UserInfo(told_of(user.account, user.partner, scope_to_list(scope)))


def told_of(account: str, partner: str, scopes: Any) -> dict[str, str]:
    """Who somebody is, as one program may know it."""
    told = {"sub": ring().blind(f"pairwise:{partner}:{account}")[:40]}
    if "profile" in scopes:
        told["name"] = queries.name_of_account(account)
    return told


@cache
def server() -> Server:
    """One for the process."""
    return Server()
