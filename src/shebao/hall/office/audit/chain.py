"""How one entry is tied to the one before it: a digest over all its columns and the last digest."""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json import encoder
from typing import Any

STREAMS = 256
# A text as JSON has it, with its characters as they are.
quoted: Callable[[str], str] = encoder.encode_basestring


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


def moment_text(at: datetime) -> str:
    """A moment as the digest has it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(fact: Fact, *, stream: int, sequence: int, previous: str) -> str:
    """The entry's digest; any changed, removed or reordered entry breaks the ones after it."""
    return digest_of(
        stream, sequence, previous, moment_text(fact.at), fact.actor, fact.verb, fact.subject,
        fact.purpose, fact.channel, fact.case, fact.details,
    )  # fmt: skip


def digest_of(
    stream: int,
    sequence: int,
    previous: str,
    at: str,
    actor: str,
    verb: str,
    subject: str,
    purpose: str,
    channel: str,
    case: str,
    details: str,
) -> str:
    """SHA-256 over ``[stream, sequence, previous, {columns by name}]`` as JSON in UTF-8.

    Written out, because a whole trail is read through it: this is what ``json.dumps`` gives with
    sorted keys and plain characters. Raises ``TypeError`` where a text is none, and
    ``UnicodeEncodeError`` where it holds what is no character.
    """
    text = (
        f'[{stream}, {sequence}, {quoted(previous)}, {{"actor": {quoted(actor)}, '
        f'"at": {quoted(at)}, "case": {quoted(case)}, "channel": {quoted(channel)}, '
        f'"details": {quoted(details)}, "purpose": {quoted(purpose)}, '
        f'"subject": {quoted(subject)}, "verb": {quoted(verb)}}}]'
    )
    return hashlib.sha256(text.encode()).hexdigest()
