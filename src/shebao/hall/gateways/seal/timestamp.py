"""A time-stamping authority reached over HTTP (RFC 3161)."""

import asyncio
from typing import Any, Protocol

import urllib3
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from shebao.hall.gateways.seal.port import CannotSeal

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
LARGEST = 64 * 1024


class TimeAuthority(Protocol):
    """Gives proofs of time; made anew for each paper, because it remembers what it was asked."""

    def stamper(self) -> Any:
        """A time-stamper as pyHanko takes it."""
        ...


class HttpTimeAuthority:
    """The authority behind one address; asked once a signature, never on a person's request."""

    def __init__(self, url: str, *, seconds: float = 10.0) -> None:
        """Remember where it is; nothing is asked yet."""
        self.url = url
        self.pool = urllib3.PoolManager(timeout=seconds, retries=2)

    def stamper(self) -> Any:
        """A fresh time-stamper that asks this address."""
        return _HttpStamper(self)

    def ask(self, query: bytes) -> bytes:
        """One question and its answer. Raises ``CannotSeal``."""
        headers = {"Content-Type": QUERY, "Accept": REPLY}
        try:
            answer = self.pool.request("POST", self.url, body=query, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise CannotSeal("the time authority does not answer") from error
        kind = answer.headers.get("Content-Type", "")
        if answer.status != 200 or kind != REPLY or len(answer.data) > LARGEST:
            raise CannotSeal(f"the time authority answered {answer.status} {kind!r}")
        return bytes(answer.data)


class _HttpStamper(TimeStamper):  # type: ignore[misc] # the library has no types here
    def __init__(self, authority: HttpTimeAuthority) -> None:
        super().__init__()
        self.authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        reply = await asyncio.to_thread(self.authority.ask, req.dump())
        return tsp.TimeStampResp.load(reply)
