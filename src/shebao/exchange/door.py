"""What happens to a sealed message on the far side, however it was carried there (6.4.4)."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from shebao.exchange import wire
from shebao.exchange.keys import Keyring
from shebao.exchange.port import Insurance, Posting, Rejected, Unreachable
from shebao.exchange.signing import (
    Direction,
    Sealed,
    Stamp,
    claimed_id,
    new_stamp,
    require_fresh,
    seal,
    unseal,
)
from shebao.exchange.troubles import Code, Refused

Clock = Callable[[], datetime]
FRESHNESS = timedelta(seconds=300)
log = logging.getLogger(__name__)


class Seen:
    """The message ids of the freshness window, so that none is taken twice by this process."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._ends: deque[tuple[datetime, str]] = deque()
        self._lock = Lock()

    def is_new(self, message_id: str, *, now: datetime, keep_until: datetime) -> bool:
        """Remember the id, and say whether it was unknown."""
        with self._lock:
            self._forget(now)
            if message_id in self._ids:
                return False
            self._ids.add(message_id)
            self._ends.append((keep_until, message_id))
            return True

    def _forget(self, now: datetime) -> None:
        while self._ends and self._ends[0][0] < now:
            self._ids.discard(self._ends.popleft()[1])


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The signed reply, and why it is a refusal if it is one."""

    sealed: Sealed
    refused: Code | None = None


class Door:
    """The one place where a message is let in, answered and signed.

    ``window`` is how far the clocks and the journey may lie apart; ``seen`` refuses a second
    arrival, and is left out where a message may rightly arrive again (files).
    """

    def __init__(
        self,
        insurance: Insurance,
        *,
        keys: Keyring,
        window: timedelta = FRESHNESS,
        seen: Seen | None = None,
    ) -> None:
        self._insurance = insurance
        self._keys = keys
        self._window = window
        self._seen = seen

    def reply(self, sealed: Sealed, *, now: datetime) -> Reply:
        """Admit and answer; every outcome is a signed reply."""
        try:
            stamp = self.admit(sealed, now=now)
        except Refused as refused:
            return self.refusal(refused, message_id=claimed_id(sealed.header), now=now)
        return self.answer(sealed.body, stamp=stamp, now=now)

    def admit(self, sealed: Sealed, *, now: datetime) -> Stamp:
        """Who speaks, proven, fresh and for the first time; raises :class:`Refused`."""
        if len(sealed.body) > wire.MOST_REQUEST_BYTES:
            raise Refused(Code.TOO_LARGE, f"at most {wire.MOST_REQUEST_BYTES} bytes")
        stamp = unseal(sealed, direction=Direction.REQUEST, keys=self._keys)
        require_fresh(stamp, now=now, window=self._window)
        if self._seen and not self._seen.is_new(
            stamp.id, now=now, keep_until=stamp.time + self._window
        ):
            raise Refused(Code.REPLAYED, "this message id was used before")
        return stamp

    def answer(self, body: bytes, *, stamp: Stamp, now: datetime) -> Reply:
        """The core's answer to an admitted message; a failure inside is a refusal."""
        own = new_stamp(self._keys, message_id=stamp.id, at=now)
        try:
            content = self._content(body, stamp=stamp, own=own)
        except Exception as error:
            return self.refusal(_as_refused(error, stamp), message_id=stamp.id, now=now)
        return Reply(sealed=seal(content, stamp=own, direction=Direction.REPLY, keys=self._keys))

    def refusal(self, refused: Refused, *, message_id: str, now: datetime) -> Reply:
        """A signed refusal."""
        own = new_stamp(self._keys, message_id=message_id, at=now)
        body = wire.error_body(refused, stamp=own)
        sealed = seal(body, stamp=own, direction=Direction.REPLY, keys=self._keys)
        return Reply(sealed=sealed, refused=refused.code)

    def _content(self, body: bytes, *, stamp: Stamp, own: Stamp) -> bytes:
        asked = wire.read_request(body, stamp=stamp)
        if isinstance(asked, Posting):
            return wire.receipt_body(self._insurance.post(asked), stamp=own)
        return wire.answers_body(asked, self._insurance.ask(*asked), stamp=own)


def _as_refused(error: Exception, stamp: Stamp) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, Rejected):
        return Refused(Code.NOT_ALLOWED, str(error)[:500])
    if isinstance(error, Unreachable):
        return Refused(Code.UNAVAILABLE, "the core does not answer")
    log.error("message %s from %s failed", stamp.id, stamp.sender, exc_info=error)
    return Refused(Code.FAILED, "the core could not answer; its operators see why")
