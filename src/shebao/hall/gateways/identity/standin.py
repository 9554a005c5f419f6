"""The stand-in service: whoever tries the demonstration says on a page who they are.

Nobody is asked; the page, the answer and every paper say that it is a stand-in. The answer is
sealed with a key of this installation, so it cannot be made up on the way.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from shebao.hall.gateways.identity.port import Asked, NotBelieved, Told, TurnedDown

PAGE = "/dev/identity/"
LASTS = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class StandinProvider:
    """One service that is only played."""

    code: str
    way: str
    title: str
    key: bytes
    is_standin: bool = True

    def ask(self, *, callback: str) -> Asked:
        """Send the browser to the page of the stand-in."""
        state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        query = urlencode({"provider": self.code, "state": state, "nonce": nonce})
        return Asked(address=f"{PAGE}?{query}", state=state, nonce=nonce, verifier="")

    def answer(self, *, nonce: str, id_number: str, name: str, now: datetime) -> str:
        """What the page sends back for somebody who said who they are."""
        told = {"n": nonce, "i": id_number, "w": name, "t": now.timestamp()}
        body = urlsafe_b64encode(json.dumps(told).encode()).decode()
        return f"{body}.{self._seal(body)}"

    def _seal(self, body: str) -> str:
        return hmac.new(self.key, f"{self.code}:{body}".encode(), hashlib.sha256).hexdigest()

    def told(self, *, asked: Asked, callback: str, query: Mapping[str, str], now: datetime) -> Told:
        """Read what the page sent back. Raises ``NotBelieved`` or ``TurnedDown``."""
        if not hmac.compare_digest(query.get("state", ""), asked.state):
            raise NotBelieved("state")
        if not query.get("code"):
            raise TurnedDown(query.get("error", "no code"))
        body, _, seal = query["code"].partition(".")
        if not hmac.compare_digest(seal, self._seal(body)):
            raise NotBelieved("seal")
        found = json.loads(urlsafe_b64decode(body))
        is_late = now.timestamp() - found["t"] > LASTS.total_seconds()
        if is_late or not hmac.compare_digest(found["n"], asked.nonce):
            raise NotBelieved("nonce")
        subject = hashlib.sha256(f"{self.code}:{found['i']}".encode()).hexdigest()[:32]
        return Told(
            subject=f"STANDIN-{subject}",
            id_number=found["i"],
            name=found["w"],
            digest=seal[:32],
        )
