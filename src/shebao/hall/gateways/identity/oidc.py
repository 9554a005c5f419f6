"""OpenID Connect as a relying party: discovery, code flow with PKCE, state, nonce, signed answer.

Everything the core specification (3.1.3.7) asks of an ID token is checked: signature by a key the
issuer publishes, issuer, audience, authorised party, expiry, age and nonce.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import urllib3
from jwt import PyJWK

from shebao.hall.gateways.identity.port import Asked, NotBelieved, ProviderDown, Told, TurnedDown

ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")
GRACE = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
LARGEST = 256 * 1024
LOCAL = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, kw_only=True)
class OpenIdProvider:
    """One service, as the settings describe it.

    ``id_claim`` and ``name_claim`` say under which names it tells document number and name.
    """

    code: str
    way: str
    title: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid"
    id_claim: str = "id_number"
    name_claim: str = "name"
    is_standin: bool = False
    http: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=3, read=6), retries=False
        )
    )

    def ask(self, *, callback: str) -> Asked:
        """Send the browser to the issuer's own page. Raises ``ProviderDown``."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": callback,
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _unpadded(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        page = self._about()["authorization_endpoint"]
        joint = "&" if urlsplit(page).query else "?"
        address = f"{page}{joint}{urlencode(query)}"
        return Asked(address=address, state=state, nonce=nonce, verifier=verifier)

    def told(self, *, asked: Asked, callback: str, query: Mapping[str, str], now: datetime) -> Told:
        """Change the code for a signed answer and read it.

        Raises ``ProviderDown``, ``NotBelieved`` or ``TurnedDown``.
        """
        if not hmac.compare_digest(query.get("state", ""), asked.state):
            raise NotBelieved("state")
        if query.get("iss", self.issuer) != self.issuer:
            raise NotBelieved("iss")
        if query.get("error") or not query.get("code"):
            raise TurnedDown(query.get("error", "no code"))
        token = self._token(query["code"], asked, callback)
        claims = self._claims(token)
        self._check(claims, nonce=asked.nonce, now=now)
        return Told(
            subject=str(claims["sub"]),
            id_number=str(claims.get(self.id_claim, "")),
            name=str(claims.get(self.name_claim, "")),
            digest=hashlib.sha256(token.encode()).hexdigest()[:32],
        )

    def _about(self) -> dict[str, Any]:
        about = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != self.issuer:
            raise NotBelieved("issuer")
        return about

    def _token(self, code: str, asked: Asked, callback: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
            "code_verifier": asked.verifier,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        answer = self._call("POST", self._about()["token_endpoint"], urlencode(form))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotBelieved("no id_token")
        return token

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims, once the signature fits; times are looked at with the caller's clock."""
        try:
            head = jwt.get_unverified_header(token)
            key = self._key(str(head.get("kid", "")), str(head.get("alg", "")))
            return dict(
                jwt.decode(
                    token,
                    key.key,
                    algorithms=[str(head.get("alg"))],
                    audience=self.client_id,
                    issuer=self.issuer,
                    options={
                        "verify_exp": False,
                        "verify_iat": False,
                        "verify_nbf": False,
                        "require": ["iss", "sub", "aud", "exp", "iat", "nonce"],
                    },
                )
            )
        except jwt.PyJWTError as error:
            raise NotBelieved(type(error).__name__) from None

    def _key(self, kid: str, algorithm: str) -> PyJWK:
        if algorithm not in ALGORITHMS:
            raise NotBelieved("algorithm")
        keys = self._get(self._about()["jwks_uri"]).get("keys", [])
        fitting = [one for one in keys if not kid or one.get("kid") == kid]
        if len(fitting) != 1:
            raise NotBelieved("key")
        return PyJWK.from_dict(fitting[0], algorithm)

    def _check(self, claims: Mapping[str, Any], *, nonce: str, now: datetime) -> None:
        moment = now.timestamp()
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        party = claims.get("azp", self.client_id if len(audience) == 1 else "")
        checks = (
            ("nonce", hmac.compare_digest(str(claims["nonce"]), nonce)),
            ("azp", party == self.client_id),
            ("exp", _number(claims["exp"]) > moment - GRACE.total_seconds()),
            ("iat", abs(moment - _number(claims["iat"])) <= OLDEST.total_seconds()),
            ("nbf", _number(claims.get("nbf", 0)) <= moment + GRACE.total_seconds()),
            ("sub", 0 < len(str(claims["sub"])) <= 255),
        )
        wrong = next((name for name, holds in checks if not holds), "")
        if wrong:
            raise NotBelieved(wrong)

    def _get(self, address: str) -> dict[str, Any]:
        return self._call("GET", address, None)

    def _call(self, method: str, address: str, body: str | None) -> dict[str, Any]:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in LOCAL:
            raise NotBelieved("not https")
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = self.http.request(
                method, address, body=body, headers=headers, redirect=False, preload_content=False
            )
            text = answer.read(LARGEST + 1)
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise ProviderDown(type(error).__name__) from None
        if answer.status >= 500:
            raise ProviderDown(str(answer.status))
        return _json(answer.status, text)


def _json(status: int, text: bytes) -> dict[str, Any]:
    if status != 200 or len(text) > LARGEST:
        raise NotBelieved(f"status {status}")
    try:
        found = json.loads(text)
    except ValueError:
        raise NotBelieved("no json") from None
    if not isinstance(found, dict):
        raise NotBelieved("no object")
    return found


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotBelieved("not a time")
    return float(value)


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
