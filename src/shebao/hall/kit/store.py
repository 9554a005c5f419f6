"""A folder of files named by their SHA-256: outside the web root, written whole or not at all."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

DIGEST = re.compile("[0-9a-f]{64}")


class Missing(FileNotFoundError):
    """No file with this digest is stored."""


def _place(digest: str) -> Path:
    if not DIGEST.fullmatch(digest):
        raise Missing(digest)
    root: Path = settings.SHEBAO_FILES
    return root / digest[:2] / digest


def keep(content: bytes) -> str:
    """Store bytes durably and return their digest; storing the same bytes again changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_name(f".{digest}.{secrets.token_hex(6)}")
    with half.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place)
    return digest


def fetch(digest: str) -> bytes:
    """Read a stored file back. Raises ``Missing``."""
    try:
        return _place(digest).read_bytes()
    except FileNotFoundError:
        raise Missing(digest) from None
