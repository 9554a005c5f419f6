"""Paging by key: the next page starts after the last row seen, however many rows there are."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the key after which the next page starts; empty on the last page."""

    rows: Sequence[T]
    next_after: str = ""


def encode_key(*parts: object) -> str:
    """Make an opaque page key of a row's sort columns."""
    return urlsafe_b64encode("\x1f".join(map(str, parts)).encode()).decode().rstrip("=")


def decode_key(key: str, length: int) -> tuple[str, ...] | None:
    """Read a page key back; ``None`` for no key or one that nobody here made."""
    if not key:
        return None
    try:
        parts = urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode().split("\x1f")
    except (ValueError, UnicodeDecodeError):
        return None
    return tuple(parts) if len(parts) == length else None


def moment_in(text: str) -> datetime | None:
    """The moment in a page key; ``None`` where somebody made the key up."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
