"""OpenID Connect against a real server: only a fresh, signed answer to our own question counts."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from shebao.hall.gateways.identity.oidc import OpenIdProvider
from shebao.hall.gateways.identity.port import NotBelieved, ProviderDown, Told, TurnedDown
from shebao.hall.gateways.identity.settled import BadSetting, providers_in
from shebao.hall.gateways.identity.standin import StandinProvider
from tests.support.cast import MONDAY

pytestmark = pytest.mark.clause("5.4.1.1", "5.4.1.4b", "5.4.1.4c", "5.4.1.5")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CALLBACK = "https://hall.example/login/back/"


class Issuer:
    """A provider that answers what it is told to, and checks the code's verifier."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.key, self.kid, self.algorithm = KEY, "k1", "RS256"
        self.status, self.challenge = 200, ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.about = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/keys":
                    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                    return self.say({"keys": [{**public, "kid": "k1", "use": "sig"}]})
                return self.say(issuer.about)

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
                made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
                if made != issuer.challenge or form["client_secret"] != ["s3cr3t"]:
                    return self.say({"error": "invalid_grant"}, 400)
                token = jwt.encode(issuer.claims, issuer.key, issuer.algorithm, {"kid": issuer.kid})
                return self.say({"id_token": token}, issuer.status)

            def say(self, what: Any, status: int = 200) -> None:
                text = json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def provider(issuer: Issuer) -> OpenIdProvider:
    return OpenIdProvider(
        code="e-card", way="e-card", title="电子社保卡", issuer=issuer.url, client_id="hall",
        client_secret="s3cr3t",
    )  # fmt: skip


def answered(
    provider: OpenIdProvider, issuer: Issuer, query: dict[str, str] | None = None, **claims: Any
) -> Told:
    asked = provider.ask(callback=CALLBACK)
    sent = {name: texts[0] for name, texts in parse_qs(urlsplit(asked.address).query).items()}
    issuer.challenge = sent["code_challenge"]
    moment = int(MONDAY.timestamp())
    good = {
        "iss": issuer.url, "aud": "hall", "sub": "s-1", "exp": moment + 300, "iat": moment,
        "nonce": sent["nonce"], "id_number": "990101198506010026", "name": "王芳",
    }  # fmt: skip
    issuer.claims = {name: one for name, one in {**good, **claims}.items() if one is not None}
    return provider.told(
        asked=asked, callback=CALLBACK, query=query or {"state": asked.state, "code": "c"},
        now=MONDAY,
    )  # fmt: skip


def test_a_good_answer_tells_who_it_is(provider: OpenIdProvider, issuer: Issuer) -> None:
    told = answered(provider, issuer)

    assert (told.subject, told.id_number, told.name) == ("s-1", "990101198506010026", "王芳")
    assert told.digest


def test_the_question_carries_what_the_protocol_asks(provider: OpenIdProvider) -> None:
    asked = provider.ask(callback=CALLBACK)
    query = parse_qs(urlsplit(asked.address).query)

    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [CALLBACK]
    assert asked.verifier not in asked.address
    assert len({asked.state, asked.nonce, asked.verifier}) == 3


PAST, FUTURE = int(MONDAY.timestamp()) - 3600, int(MONDAY.timestamp()) + 3600


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"}, {"aud": "somebody-else"}, {"nonce": "other"},
        {"exp": PAST}, {"iat": PAST}, {"iat": FUTURE}, {"nbf": FUTURE}, {"sub": None},
        {"nonce": None}, {"exp": None}, {"aud": ["hall", "other"]}, {"exp": "soon"},
        {"azp": "other"}, {"sub": "x" * 300},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_wrong_in_an_answer_is_not_believed(
    provider: OpenIdProvider, issuer: Issuer, claims: dict[str, Any]
) -> None:
    with pytest.raises(NotBelieved):
        answered(provider, issuer, **claims)


def test_a_foreign_signature_is_not_believed(provider: OpenIdProvider, issuer: Issuer) -> None:
    issuer.key = OTHER
    with pytest.raises(NotBelieved):
        answered(provider, issuer)


def test_an_unsigned_answer_is_not_believed(provider: OpenIdProvider, issuer: Issuer) -> None:
    issuer.key, issuer.algorithm = None, "none"  # type: ignore[assignment]
    with pytest.raises(NotBelieved):
        answered(provider, issuer)


def test_the_secret_as_a_signature_key_is_not_believed(
    provider: OpenIdProvider, issuer: Issuer
) -> None:
    issuer.key, issuer.algorithm = "s3cr3t" * 8, "HS256"  # type: ignore[assignment]
    with pytest.raises(NotBelieved):
        answered(provider, issuer)


def test_an_answer_to_another_question_is_not_believed(
    provider: OpenIdProvider, issuer: Issuer
) -> None:
    with pytest.raises(NotBelieved):
        answered(provider, issuer, {"state": "forged", "code": "c"})


def test_somebody_who_says_no_is_turned_down(provider: OpenIdProvider) -> None:
    asked = provider.ask(callback=CALLBACK)
    query = {"state": asked.state, "error": "access_denied"}
    with pytest.raises(TurnedDown):
        provider.told(asked=asked, callback=CALLBACK, query=query, now=MONDAY)


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(
    provider: OpenIdProvider, issuer: Issuer
) -> None:
    issuer.about["issuer"] = "https://evil.example"
    with pytest.raises(NotBelieved):
        provider.ask(callback=CALLBACK)


def test_a_service_that_is_down_is_said_to_be_down(
    provider: OpenIdProvider, issuer: Issuer
) -> None:
    with pytest.raises(ProviderDown):
        replace(provider, issuer="http://127.0.0.1:9").ask(callback=CALLBACK)
    issuer.status = 503
    with pytest.raises(ProviderDown):
        answered(provider, issuer)


def test_plain_http_beyond_this_machine_is_refused(provider: OpenIdProvider) -> None:
    with pytest.raises(NotBelieved):
        replace(provider, issuer="http://id.example").ask(callback=CALLBACK)


def test_the_services_of_an_agency_come_from_one_file(tmp_path: Any) -> None:
    (tmp_path / "secret").write_text("s3cr3t\n")
    file = tmp_path / "identity.toml"
    row = 'code = "a"\nway = "e-card"\ntitle = "t"\nissuer = "https://a"\nclient_id = "h"\n'
    file.write_text(f'[[provider]]\n{row}secret_file = "secret"\nid_claim = "idno"\n')
    (made,) = providers_in(file)
    assert isinstance(made, OpenIdProvider)
    assert (made.client_secret, made.id_claim, made.is_standin) == ("s3cr3t", "idno", False)
    strange = row.replace("e-card", "x")
    for bad in (row, f'{strange}secret_file = "secret"\n'):
        file.write_text(f"[[provider]]\n{bad}")
        with pytest.raises(BadSetting):
            providers_in(file)


def test_the_standin_believes_only_its_own_page() -> None:
    played = StandinProvider(code="e-card", way="e-card", title="t", key=b"k" * 32)
    asked = played.ask(callback=CALLBACK)
    code = played.answer(nonce=asked.nonce, id_number="1", name="", now=MONDAY)

    def told(later: timedelta = timedelta(), **query: str) -> Told:
        return played.told(
            asked=asked, callback=CALLBACK, query={"state": asked.state, "code": code, **query},
            now=MONDAY + later,
        )  # fmt: skip

    assert told().subject.startswith("STANDIN-")
    for bad in ({"state": "x"}, {"code": code[:-2] + "00"}, {"code": "e30=.x"}):
        with pytest.raises(NotBelieved):
            told(**bad)
    with pytest.raises(NotBelieved):
        told(timedelta(minutes=6))
