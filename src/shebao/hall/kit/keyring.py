"""The key file while the product runs: a changed one is seen within seconds, without a restart."""

import os
import secrets
import time
from dataclasses import replace
from pathlib import Path

from shebao.hall.kit.ciphers import KEY_BYTES, KeyRing, parse_ring, ring_text

LOOK_EVERY_SECONDS = 5.0


class Watched:
    """The ring of one key file; the file is looked at now and then."""

    def __init__(self, path: Path, ring: KeyRing) -> None:
        """Begin with the ring as it was read at the start."""
        self.path = path
        self._ring = ring
        self._stamp = self._stamp_now()
        self._next_look = time.monotonic() + LOOK_EVERY_SECONDS

    def current(self) -> KeyRing:
        """The ring, at most a few seconds old."""
        if time.monotonic() >= self._next_look:
            self.look()
        return self._ring

    def look(self) -> KeyRing:
        """The ring as the file holds it at this moment."""
        self._next_look = time.monotonic() + LOOK_EVERY_SECONDS
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._ring, self._stamp = parse_ring(self.path.read_text()), stamp
        return self._ring

    def _stamp_now(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_mtime_ns, found.st_ino


def with_new_key(ring: KeyRing, kind: str) -> KeyRing:
    """The same ring with a fresh key in front; ``kind`` is ``aes`` or ``sm4``."""
    taken = {name for name, _ in ring.keys}
    name = next(f"k{number}" for number in range(1, 10_000) if f"k{number}" not in taken)
    return replace(ring, keys=((name, secrets.token_bytes(KEY_BYTES[kind])), *ring.keys))


def without_key(ring: KeyRing, name: str) -> KeyRing:
    """The same ring without one of its older keys. Raises ``LookupError``."""
    kept = tuple(pair for pair in ring.keys if pair[0] != name)
    if len(kept) == len(ring.keys) or ring.keys[0][0] == name:
        raise LookupError(name)
    return replace(ring, keys=kept)


def write(path: Path, ring: KeyRing) -> None:
    """Put a ring in the place of the file, whole or not at all, for its owner only."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(ring_text(ring))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
