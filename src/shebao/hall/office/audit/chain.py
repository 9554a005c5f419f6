"""How one entry is tied to the one before it: a digest over all its columns and the last digest."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

STREAMS = 256


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What is written down, before it has a place in a stream."""

    at: datetime
    actor: str
    verb: str
    subject: str
    purpose: str
    channel: str
    case: str
    details: str


def stream_of(subject: str) -> int:
    """Entries about one subject share a stream, so their order can never be disputed."""
    return zlib.crc32(subject.encode()) % STREAMS


def details_text(details: Mapping[str, Any]) -> str:
    """Details as canonical JSON."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(fact: Fact, *, stream: int, sequence: int, previous: str) -> str:
    """The entry's digest; any changed, removed or reordered entry breaks the ones after it."""
    row = asdict(fact) | {"at": fact.at.astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps([stream, sequence, previous, row], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
