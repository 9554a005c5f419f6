"""Paging by key: the next page starts after the last row seen, however many rows there are."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

T = TypeVar("T")
# As many digits as every database holds in a row's number.
MOST_DIGITS = 18


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
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def row_in(text: str) -> int | None:
    """The row's number in a page key; ``None`` where somebody made the key up."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def row_after(key: str) -> int | None:
    """The row's number in a key of nothing else; ``None`` means the first page."""
    parts = decode_key(key, 1)
    return row_in(parts[0]) if parts else None
