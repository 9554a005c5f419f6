"""How a message is signed (6.4.4): one header over the exact bytes of the body, in both directions.

What is signed is five lines and the body: the word ``shebao-wall-1``, ``request`` or ``reply``, the
key id, the time, the message id, each ended by a line feed, then the body as it travels.  A reply
carries the id of its request, so no reply fits another question.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shebao.exchange.keys import Keyring, party_of
from shebao.exchange.troubles import Code, Refused

HEADER = "Shebao-Signature"
FRAME = "shebao-wall-1"
MESSAGE_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
AT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_HEADER = re.compile(
    rf"keyid=(?P<key_id>[a-z0-9.-]{{3,62}}),at=(?P<at>{AT}),id=(?P<id>{MESSAGE_ID}),"
    r"sig=(?P<signature>[A-Za-z0-9+/]{86}==)"
)


class Direction(StrEnum):
    """Which way a message goes; a reply can never be passed off as a request."""

    REQUEST = "request"
    REPLY = "reply"


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who says it, when, and in which exchange; repeated inside the body."""

    key_id: str
    at: str
    id: str

    @property
    def sender(self) -> str:
        """The party whose key signs."""
        return party_of(self.key_id)

    @property
    def time(self) -> datetime:
        """The moment of signing, aware."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Sealed:
    """A message ready to travel: the value of the signature header, and the body."""

    header: str
    body: bytes


def new_stamp(keys: Keyring, *, message_id: str, at: datetime) -> Stamp:
    """The stamp of a message this side is about to sign."""
    return Stamp(key_id=keys.own_id, at=at.isoformat(), id=message_id)


def seal(body: bytes, *, stamp: Stamp, direction: Direction, keys: Keyring) -> Sealed:
    """Sign the body with the own key."""
    signature = base64.b64encode(keys.sign(signed_bytes(body, stamp=stamp, direction=direction)))
    header = f"keyid={stamp.key_id},at={stamp.at},id={stamp.id},sig={signature.decode()}"
    return Sealed(header, body)


def unseal(sealed: Sealed, *, direction: Direction, keys: Keyring) -> Stamp:
    """Whose message this is, proven; the body may be read only after this.

    Raises :class:`Refused` with ``bad_signature`` or ``unknown_key``.
    """
    stamp, signature = _read_header(sealed.header)
    if stamp.key_id not in keys.known:
        raise Refused(Code.UNKNOWN_KEY, f"the key {stamp.key_id} is not known here")
    content = signed_bytes(sealed.body, stamp=stamp, direction=direction)
    if not keys.is_signed(content, key_id=stamp.key_id, signature=signature):
        raise Refused(Code.BAD_SIGNATURE, "the signature does not fit the message")
    return stamp


def signed_bytes(body: bytes, *, stamp: Stamp, direction: Direction) -> bytes:
    """Exactly what is signed."""
    return f"{FRAME}\n{direction}\n{stamp.key_id}\n{stamp.at}\n{stamp.id}\n".encode() + body


def require_fresh(stamp: Stamp, *, now: datetime, window: timedelta) -> None:
    """Refuse a message signed too long ago, or too far ahead of our clock."""
    if abs(now - stamp.time) > window:
        seconds = int(window.total_seconds())
        raise Refused(Code.STALE, f"signed more than {seconds} seconds away from our clock")


def claimed_id(header: str) -> str:
    """The message id a header claims, for a refusal to name it; zeros if there is none."""
    found = _HEADER.fullmatch(header)
    return found["id"] if found else "00000000-0000-0000-0000-000000000000"


def _read_header(header: str) -> tuple[Stamp, bytes]:
    found = _HEADER.fullmatch(header)
    if found is None or not _is_time(found["at"]):
        raise Refused(Code.BAD_SIGNATURE, f"{HEADER} is missing or not well formed")
    stamp = Stamp(key_id=found["key_id"], at=found["at"], id=found["id"])
    return stamp, _read_signature(found["signature"])


def _read_signature(text: str) -> bytes:
    # Base64 has several spellings of the same bytes; only the one we would write is taken.
    signature = base64.b64decode(text)
    if base64.b64encode(signature).decode() != text:
        raise Refused(Code.BAD_SIGNATURE, "the signature is not in its one proper spelling")
    return signature


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
