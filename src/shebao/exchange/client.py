"""The core system over signed HTTP: kept-alive connections, one message per ask (6.4.4, 6.4.3)."""

import os
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.response import BaseHTTPResponse

from shebao.exchange import wire
from shebao.exchange.breaker import Breaker
from shebao.exchange.door import Clock
from shebao.exchange.keys import Keyring
from shebao.exchange.port import Answer, Posting, Question, Receipt, Unreachable
from shebao.exchange.signing import (
    HEADER,
    Direction,
    Sealed,
    Stamp,
    claimed_id,
    new_stamp,
    seal,
    unseal,
)
from shebao.exchange.troubles import Refused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class HttpInsurance:
    """An :class:`~shebao.exchange.port.Insurance` behind a URL; safe to share by threads and forks.

    ``timeout`` and ``connect_timeout`` are seconds.  After ``failures_allowed`` failures in a row
    every call fails at once for ``rest`` seconds, so that a dead core does not slow the pages.
    ``tls`` is handed to the HTTPS pool (``ca_certs``, ``cert_file``, ``key_file``).  Plain HTTP
    leaves this machine only where ``may_be_plain`` says that the line is protected otherwise.
    """

    def __init__(
        self,
        url: str,
        *,
        keys: Keyring,
        clock: Clock,
        timeout: float = 5.0,
        connect_timeout: float = 2.0,
        connections: int = 32,
        failures_allowed: int = 5,
        rest: float = 10.0,
        tls: dict[str, Any] | None = None,
        may_be_plain: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        _require_protected(url, may_be_plain=may_be_plain)
        self._url = url.rstrip("/")
        self._keys = keys
        self._clock = clock
        self._options = {
            "timeout": urllib3.Timeout(connect=connect_timeout, read=timeout),
            "maxsize": connections,
            **(tls or {}),
        }
        self._breaker = Breaker(limit=failures_allowed, rest=rest, monotonic=monotonic)
        self._path = urlsplit(self._url).path + wire.PATH
        self._open_pool()

    def ask(self, *questions: Question[Any]) -> tuple[Answer[Any], ...]:
        """Ask all questions in one message; see :class:`~shebao.exchange.port.Insurance`."""
        if not questions:
            return ()
        body, stamp = self._exchange(questions)
        return wire.read_answers(body, stamp=stamp, asked=questions)

    def post(self, posting: Posting) -> Receipt:
        """Send a decided change; see :class:`~shebao.exchange.port.Insurance`."""
        body, stamp = self._exchange(posting)
        return wire.read_receipt(body, stamp=stamp, posting=posting)

    def send(self, sealed: Sealed) -> Sealed | None:
        """Carry one sealed message as it is and bring back the reply, unread.

        None when the reply is not signed.  Raises :class:`Unreachable`.
        """
        try:
            return self._carried(sealed)
        except ProtocolError as error:
            raise Dropped(f"{self._url} closed the line") from error
        except HTTPError as error:
            raise Unreachable(f"no answer from {self._url}: {type(error).__name__}") from error

    def _exchange(self, asked: wire.Asked | Posting) -> tuple[bytes, Stamp]:
        sealed = self._sealed(asked)
        self._breaker.enter()
        try:
            proven = self._spoken(sealed, asked)
        except Unreachable:
            self._breaker.note_failure()
            raise
        self._breaker.note_success()
        return proven

    def _sealed(self, asked: wire.Asked | Posting) -> Sealed:
        stamp = new_stamp(self._keys, message_id=str(uuid.uuid4()), at=self._clock())
        body = wire.request_body(asked, stamp=stamp)
        return seal(body, stamp=stamp, direction=Direction.REQUEST, keys=self._keys)

    def _spoken(self, sealed: Sealed, asked: wire.Asked | Posting) -> tuple[bytes, Stamp]:
        try:
            return self._proven(sealed)
        except Dropped:
            # A kept-alive line may have been closed while it rested.  The second message has an id
            # of its own: the first may have arrived, and repeating what was asked is harmless.
            return self._proven(self._sealed(asked))

    def _proven(self, sealed: Sealed) -> tuple[bytes, Stamp]:
        reply = self.send(sealed)
        if reply is None:
            raise Unreachable(f"something else than the core answers at {self._url}")
        try:
            stamp = unseal(reply, direction=Direction.REPLY, keys=self._keys)
        except Refused as refused:
            raise Unreachable(f"the reply is not from the core: {refused.words}") from refused
        if stamp.id != claimed_id(sealed.header):
            raise Unreachable("the reply belongs to another message")
        return reply.body, stamp

    def _carried(self, sealed: Sealed) -> Sealed | None:
        response = self._pool().urlopen(
            "POST",
            self._path,
            body=sealed.body,
            headers={"Content-Type": wire.CONTENT_TYPE, HEADER: sealed.header},
            retries=False,
            redirect=False,
            preload_content=False,
        )
        header = response.headers.get(HEADER)
        body = _limited(response)
        return None if header is None else Sealed(header, body)

    def _pool(self) -> urllib3.HTTPConnectionPool:
        # A fork must not share its parent's sockets.
        if self._owner != os.getpid():
            self._open_pool()
        return self._connections

    def _open_pool(self) -> None:
        self._connections = urllib3.connection_from_url(self._url, **self._options)
        self._owner = os.getpid()


class Dropped(Unreachable):
    """The line was closed before an answer came."""


def _limited(response: BaseHTTPResponse) -> bytes:
    body = response.read(wire.MOST_REPLY_BYTES + 1, decode_content=False)
    if len(body) > wire.MOST_REPLY_BYTES:
        response.close()
        raise Unreachable(f"the reply is larger than {wire.MOST_REPLY_BYTES} bytes")
    response.release_conn()
    return body


def _require_protected(url: str, *, may_be_plain: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is no http(s) address")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not may_be_plain:
        raise ValueError(f"{url} would send personal data in the clear; use https")
