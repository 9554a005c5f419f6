"""A folder of files named by their SHA-256: outside the web root, written whole or not at all.

Whoever stores a file names it in a row of the transaction that follows. What a kill leaves behind
without a row is swept up later; until then the file's own time says that it is in use.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

DIGEST = re.compile("[0-9a-f]{64}")
PARTS = 256


class Missing(FileNotFoundError):
    """No file with this digest is stored."""


def _place(digest: str) -> Path:
    if not DIGEST.fullmatch(digest):
        raise Missing(digest)
    root: Path = settings.SHEBAO_FILES
    return root / digest[:2] / digest


def keep(content: bytes) -> str:
    """Store bytes durably and return their digest; storing the same bytes again changes nothing.

    Only the file's time is set anew, so that nobody sweeps up what is just being named again.
    """
    digest = hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if _touched(place):
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = _half(place)
    with half.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place)
    return digest


def _touched(place: Path) -> bool:
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _half(place: Path) -> Path:
    return place.with_name(f".{place.name}.{secrets.token_hex(6)}")


def fetch(digest: str) -> bytes:
    """Read a stored file back. Raises ``Missing``."""
    try:
        return _place(digest).read_bytes()
    except FileNotFoundError:
        raise Missing(digest) from None


def untouched(part: int, *, before: datetime) -> tuple[str, ...]:
    """The digests in one of the store's 256 parts that nobody has stored since a moment."""
    return tuple(one.name for one in _aged(part, before) if DIGEST.fullmatch(one.name))


def drop_halves(part: int, *, before: datetime) -> int:
    """Remove what was begun in this part before a moment and never finished."""
    halves = [one for one in _aged(part, before) if one.name.startswith(".")]
    for one in halves:
        one.unlink(missing_ok=True)
    return len(halves)


def _aged(part: int, before: datetime) -> Iterator[Path]:
    folder: Path = settings.SHEBAO_FILES / f"{part:02x}"
    if not folder.is_dir():
        return
    with os.scandir(folder) as found:
        yield from (one for one in map(Path, found) if _is_older(one, before))


def _is_older(place: Path, before: datetime) -> bool:
    """Whether its time lies before a moment; another sweeper may just have removed it."""
    try:
        return place.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return True


def drop(digest: str, *, before: datetime) -> bool:
    """Remove a file that no row names, unless it was stored again since a moment.

    It is moved aside first: whoever stores it from then on writes it anew.
    """
    place = _place(digest)
    aside = _half(place)
    try:
        place.rename(aside)
    except FileNotFoundError:
        return False
    if not _is_older(aside, before):
        aside.rename(place)
        return False
    aside.unlink(missing_ok=True)
    return True
