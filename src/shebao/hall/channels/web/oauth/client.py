"""A partner as the protocol's library asks about it."""

import hmac
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE
from django.conf import settings

from shebao.hall.kit import clock
from shebao.hall.office.accounts.actions import partner_digest
from shebao.hall.office.accounts.queries import PartnerCard, partner_on

GRANTS = frozenset({"authorization_code", "refresh_token", DEVICE_CODE_GRANT_TYPE})


class Client(ClientMixin):  # type: ignore[misc] # the library has no types
    """Answers from the register of partners."""

    def __init__(self, card: PartnerCard) -> None:
        """Remember which partner."""
        self.card = card

    def get_client_id(self) -> str:
        """Its number."""
        return self.card.number

    def get_default_redirect_uri(self) -> str:
        """None: the address must be named, and be one of those admitted."""
        return ""

    def get_allowed_scope(self, scope: str | None) -> str:
        """What it asks for, as far as it was admitted."""
        return " ".join(one for one in (scope or "").split() if one in self.card.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Letter by letter."""
        return redirect_uri in self.card.redirects

    def check_client_secret(self, client_secret: str) -> bool:
        """Compared as digests, in a time that tells nothing."""
        return hmac.compare_digest(self.card.secret, partner_digest(client_secret))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """A program on a server proves itself everywhere; one without a secret cannot."""
        return (method == "none") is not self.card.is_on_server

    def check_response_type(self, response_type: str) -> bool:
        """Codes only."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Nothing that asks for somebody's password."""
        return grant_type in GRANTS


def issuer() -> str:
    """Our name in the protocol."""
    return str(settings.SHEBAO_PUBLIC_URL).rstrip("/")


def client_of(number: Any) -> Client | None:
    """The partner with this number, if it is admitted today."""
    card = partner_on(str(number), clock.local_date(clock.now()))
    return Client(card) if card else None
