"""The three ways to a token: a code from the browser, a device's code, a token before it."""

from dataclasses import replace
from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import OAuth2Request
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant

from shebao.hall.channels.web.oauth.client import Client, issuer
from shebao.hall.kit import clock
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions import Allowed

METHODS = ["client_secret_basic", "client_secret_post", "none"]


class Code:
    """A code that came back, as the library asks about it."""

    def __init__(self, allowed: Allowed) -> None:
        """Remember what it stands for."""
        self.allowed = allowed
        self.code_challenge = allowed.data["challenge"]
        self.code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        """Where it was sent."""
        return str(self.allowed.data["redirect"])

    def get_scope(self) -> str:
        """What was allowed."""
        return self.allowed.scopes

    def get_nonce(self) -> str:
        """What the program must find in the identity token."""
        return str(self.allowed.data["nonce"])

    def get_auth_time(self) -> int:
        """When its holder last proved who they are."""
        return int(self.allowed.proof.at.timestamp())

    def get_acr(self) -> str:
        """How surely it was them."""
        return str(int(self.allowed.proof.level))

    def get_amr(self) -> list[str]:
        """By which ways."""
        return self.allowed.proof.method.split("+")


class FromBrowser(AuthorizationCodeGrant):  # type: ignore[misc] # the library has no types
    """The code flow, always with proof of possession (RFC 7636)."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Kept when it was made."""

    def generate_authorization_code(self) -> str:
        """Let the program in, as its holder has just said, and give it a code."""
        asked = self.request.payload
        data = {
            "redirect": asked.redirect_uri,
            "challenge": asked.data["code_challenge"],
            "nonce": asked.data.get("nonce", "")[:200],
        }
        return actions.put_code(allowed=replace(self.request.user, data=data), now=clock.now())

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Use the code up; a wrong answer afterwards brings it back to nobody."""
        found = actions.take(kind="code", secret=code, partner=client.card.number, now=clock.now())
        return Code(found) if found else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Used up when it was shown."""

    def authenticate_user(self, authorization_code: Code) -> Allowed:
        """Who let the program in."""
        return authorization_code.allowed


class Proof(CodeChallenge):  # type: ignore[misc] # the library has no types
    """Only digests of the secret travel (S256)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]
    DEFAULT_CODE_CHALLENGE_METHOD = "S256"


class Kept:
    """A ticket for the next token, as the library asks about it."""

    def __init__(self, allowed: Allowed, client: Client) -> None:
        """Remember what it stands for."""
        self.allowed, self.client = allowed, client

    def check_client(self, client: Client) -> bool:
        """It was looked for among this program's own."""
        return client.card.number == self.allowed.partner

    def get_scope(self) -> str:
        """What was allowed."""
        return self.allowed.scopes


class Again(RefreshTokenGrant):  # type: ignore[misc] # the library has no types
    """A token after a token; each ticket is good once."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Kept | None:
        """Use the ticket up."""
        client = self.request.client or self.authenticate_token_endpoint_client()
        found = actions.take(
            kind="refresh", secret=refresh_token, partner=client.card.number, now=clock.now()
        )
        return Kept(found, client) if found else None

    def authenticate_user(self, refresh_token: Kept) -> Allowed:
        """Who let the program in."""
        return refresh_token.allowed

    def revoke_old_credential(self, refresh_token: Kept) -> None:
        """Used up when it was shown."""


class FromDevice(DeviceCodeGrant):  # type: ignore[misc] # the library has no types
    """A device without a keyboard asks until somebody has let it in on their phone (RFC 8628)."""

    def query_device_credential(self, device_code: str) -> "Asking | None":
        """The question of this device."""
        state = queries.device_state(device_code, now=clock.now())
        return Asking(device_code, state) if state else None

    def query_user_grant(self, user_code: "Asking") -> tuple[Any, bool] | None:
        """What was answered, if anything; an answer serves once."""
        state = user_code.state.state
        if state == "open":
            return None
        if state == "refused":
            return None, False
        found = actions.take(
            kind="device", secret=user_code.secret, partner=user_code.state.partner,
            now=clock.now(),
        )  # fmt: skip
        if found is None:
            raise InvalidGrantError("This device code was used.")
        return found, True

    def should_slow_down(self, credential: "Asking") -> bool:
        """Whether it asks more often than every five seconds."""
        return actions.note_poll(secret=credential.secret, now=clock.now())


class Asking:
    """A device's question, as the library asks about it."""

    def __init__(self, secret: str, state: queries.DeviceState) -> None:
        """Remember which."""
        self.secret, self.state = secret, state

    def get_client_id(self) -> str:
        """Whose device it is."""
        return self.state.partner

    def get_scope(self) -> str:
        """What it asks for."""
        return self.state.scopes

    def get_user_code(self) -> "Asking":
        """Itself: the code on its screen is kept only as a digest."""
        return self

    def is_expired(self) -> bool:
        """Whether nobody came in time."""
        return self.state.is_over


class Devices(DeviceAuthorizationEndpoint):  # type: ignore[misc] # the library has no types
    """Where a device gets its two codes."""

    USER_CODE_TYPE = "digital"
    EXPIRES_IN = 600

    def get_verification_uri(self) -> str:
        """Where people type the code."""
        return f"{issuer()}/oauth/device/"

    def save_device_credential(self, client_id: str, scope: str, data: dict[str, str]) -> None:
        """Keep the question, as digests."""
        client = queries.partner_on(client_id, clock.local_date(clock.now()))
        wanted = (scope or "").split()
        actions.open_device(
            secret=data["device_code"], user_code=data["user_code"], partner=client_id,
            scopes=" ".join(one for one in wanted if client and one in client.scopes),
            now=clock.now(),
        )  # fmt: skip


class Given(RevocationEndpoint):  # type: ignore[misc] # the library has no types
    """A program gives back what it has; whether it had it is not told (RFC 7009)."""

    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> "Shown":
        """Whatever was shown."""
        return Shown(token_string)

    def revoke_token(self, token: "Shown", request: OAuth2Request) -> None:
        """End it with all that belongs to it."""
        partner = request.client.card.number
        actions.end_ticket(secret=token.secret, partner=partner, now=clock.now())


class Shown:
    """A token or ticket a program gives back."""

    def __init__(self, secret: str) -> None:
        """Remember it for this request."""
        self.secret = secret

    def check_client(self, client: Client) -> bool:
        """It is looked for among this program's own."""
        return True
