"""Encryption at rest (6.3.1): AES-256-GCM with a key id in front, and a keyed index for look-up.

Stored form: ``key-id "." base64url(nonce + ciphertext)``.  The column's name is bound in, so a
value moved to another column does not open.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class CannotOpen(ValueError):
    """The stored value was altered, or its key is not on the ring."""


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@dataclass(frozen=True)
class KeyRing:
    """Named 32-byte keys; the first one seals, all of them open; ``index`` keys the look-up."""

    keys: tuple[tuple[str, bytes], ...]
    index: bytes

    def seal(self, text: str, *, column: str) -> str:
        """Encrypt text for one column."""
        name, key = self.keys[0]
        nonce = secrets.token_bytes(NONCE)
        sealed = _cipher(key).encrypt(nonce, text.encode(), column.encode())
        return f"{name}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, *, column: str) -> str:
        """Decrypt what ``seal`` made for the same column. Raises ``CannotOpen``."""
        name, _, payload = stored.partition(".")
        key = dict(self.keys).get(name)
        if key is None:
            raise CannotOpen(f"key {name!r} is not on the ring")
        raw = urlsafe_b64decode(payload)
        try:
            return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], column.encode()).decode()
        except InvalidTag:
            raise CannotOpen(column) from None

    def blind(self, text: str) -> str:
        """A keyed digest: equal texts find each other, nothing else can be read from it."""
        return hmac.new(self.index, text.encode(), hashlib.sha256).hexdigest()


def parse_ring(text: str) -> KeyRing:
    """Read a key file: one ``name hex`` a line, newest first, and one line ``index hex``."""
    pairs = [line.split() for line in text.splitlines() if line.strip()]
    keys = tuple((name, bytes.fromhex(value)) for name, value in pairs if name != "index")
    index = next(bytes.fromhex(value) for name, value in pairs if name == "index")
    return KeyRing(keys=keys, index=index)


def fresh_ring_text() -> str:
    """The text of a new key file, for a first start."""
    return f"k1 {secrets.token_hex(32)}\nindex {secrets.token_hex(32)}\n"
