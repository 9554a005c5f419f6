"""Encryption at rest (6.3.1): a key id in front of each value, and a keyed index for look-up.

A key of 32 bytes seals with AES-256-GCM, one of 16 bytes with SM4-GCM (GB/T 32907, GB/T 36624).
Stored form: ``key-id "." base64url(nonce + ciphertext)``.  The column's name is bound in, so a
value moved to another column does not open.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG = 12, 16
KEY_BYTES = {"aes": 32, "sm4": 16}


class CannotOpen(ValueError):
    """The stored value was altered, or its key is not on the ring."""


class UnknownKey(CannotOpen):
    """The key of the stored value is not on the ring."""


class BadRing(ValueError):
    """A key file cannot be read; the message says which line."""


class Sealer(Protocol):
    """Authenticated encryption: nonce, text and what is bound in."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The ciphertext with its tag."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The text; raises ``InvalidTag``."""
        ...


class Sm4Gcm:
    """SM4 in Galois counter mode, in the shape of ``AESGCM``."""

    def __init__(self, key: bytes) -> None:
        """Sixteen bytes."""
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The ciphertext with its tag."""
        sealing = Cipher(self._key, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(associated_data or b"")
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The text; raises ``InvalidTag``."""
        opening = Cipher(self._key, modes.GCM(nonce, data[-TAG:])).decryptor()
        opening.authenticate_additional_data(associated_data or b"")
        return opening.update(data[:-TAG]) + opening.finalize()


@cache
def _cipher(key: bytes) -> Sealer:
    return Sm4Gcm(key) if len(key) == KEY_BYTES["sm4"] else AESGCM(key)


@dataclass(frozen=True)
class KeyRing:
    """Named keys; the first one seals, all of them open; ``index`` keys the look-up."""

    keys: tuple[tuple[str, bytes], ...]
    index: bytes

    def seal(self, text: str, *, column: str) -> str:
        """Encrypt text for one column."""
        name, key = self.keys[0]
        nonce = secrets.token_bytes(NONCE)
        sealed = _cipher(key).encrypt(nonce, text.encode(), column.encode())
        return f"{name}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, *, column: str) -> str:
        """Decrypt what ``seal`` made for the same column. Raises ``CannotOpen``, ``UnknownKey``."""
        name, _, payload = stored.partition(".")
        key = dict(self.keys).get(name)
        if key is None:
            raise UnknownKey(f"key {name!r} is not on the ring")
        raw = urlsafe_b64decode(payload)
        try:
            return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], column.encode()).decode()
        except InvalidTag:
            raise CannotOpen(column) from None

    def blind(self, text: str) -> str:
        """A keyed digest: equal texts find each other, nothing else can be read from it."""
        return hmac.new(self.index, text.encode(), hashlib.sha256).hexdigest()


def parse_ring(text: str) -> KeyRing:
    """Read a key file: one ``name hex`` a line, newest first, and one line ``index hex``.

    Raises ``BadRing``.
    """
    pairs = [_pair(line) for line in text.splitlines() if line.strip()]
    keys = tuple((name, value) for name, value in pairs if name != "index")
    index = [value for name, value in pairs if name == "index"]
    if not keys or len(index) != 1:
        raise BadRing("a key file has at least one key and exactly one line `index`")
    for name, key in keys:
        if len(key) not in KEY_BYTES.values():
            raise BadRing(f"key {name} must be 64 hex digits (AES-256) or 32 (SM4)")
    return KeyRing(keys=keys, index=index[0])


def _pair(line: str) -> tuple[str, bytes]:
    try:
        name, value = line.split()
        return name, bytes.fromhex(value)
    except ValueError:
        raise BadRing("each line of a key file is a name, a blank, and hex digits") from None


def ring_text(ring: KeyRing) -> str:
    """The key file of a ring."""
    lines = [f"{name} {key.hex()}" for name, key in ring.keys]
    return "\n".join([*lines, f"index {ring.index.hex()}"]) + "\n"


def fresh_ring_text() -> str:
    """The text of a new key file, for a first start."""
    return f"k1 {secrets.token_hex(32)}\nindex {secrets.token_hex(32)}\n"
