"""Ed25519 keys of the two sides (6.4.4): made, kept and loaded from one folder.

``<party>.<label>.key`` is the private key this side signs with; there is exactly one.
``<party>.<label>.pub`` beside it is what the other side gets.  ``known/`` holds the public keys of
the other side; during a change of keys it holds the old and the new one.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

KEY_ID = re.compile(r"[a-z][a-z0-9-]{0,30}\.[a-z0-9-]{1,30}")


class KeyTrouble(ValueError):
    """A key or its folder is not fit for use; the words say what to do."""


@dataclass(frozen=True)
class Keyring:
    """The own key and the known keys of the other side, ready for use.

    A key id is ``<party>.<label>``, for example ``hall.2026``.
    """

    own_id: str
    own: Ed25519PrivateKey
    known: Mapping[str, Ed25519PublicKey]

    @property
    def party(self) -> str:
        """The name under which this side speaks."""
        return party_of(self.own_id)

    def sign(self, content: bytes) -> bytes:
        """The 64 bytes of the signature with the own key."""
        return self.own.sign(content)

    def is_signed(self, content: bytes, *, key_id: str, signature: bytes) -> bool:
        """Whether the holder of this known key signed exactly this content."""
        try:
            self.known[key_id].verify(signature, content)
        except (KeyError, InvalidSignature):
            return False
        return True


class KeyStore(Keyring):
    """The one private key of a folder and all public keys of its ``known/``, loaded once.

    Raises :class:`KeyTrouble` when a file is missing, unfit or readable by others.
    """

    def __init__(self, folder: Path) -> None:
        path = _only_private(folder)
        super().__init__(path.stem, load_private(path), load_known(folder / "known"))


class OwnStore(Keyring):
    """A key whose signatures everybody may check: one private key, and beside it public ones.

    The public keys are its own and those it took the place of. Raises :class:`KeyTrouble`.
    """

    def __init__(self, folder: Path) -> None:
        path = _only_private(folder)
        super().__init__(path.stem, load_private(path), load_own(folder))


def party_of(key_id: str) -> str:
    """Whose key it is: ``hall`` for ``hall.2026``."""
    return key_id.partition(".")[0]


def make_keys(folder: Path, *, key_id: str) -> tuple[Path, Path]:
    """Make a new pair in ``folder`` and return both paths; never overwrites.

    Raises :class:`KeyTrouble` for an unfit key id or when the folder already has a private key.
    """
    _require_key_id(key_id)
    if list(folder.glob("*.key")):
        raise KeyTrouble(f"{folder} already holds a private key; make the new one in a new folder")
    (folder / "known").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    private = Ed25519PrivateKey.generate()
    return (
        _write(folder / f"{key_id}.key", _private_pem(private), mode=0o600),
        _write(folder / f"{key_id}.pub", _public_pem(private.public_key()), mode=0o644),
    )


def load_private(path: Path) -> Ed25519PrivateKey:
    """One private key file; raises :class:`KeyTrouble` if others could read it."""
    _require_private(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyTrouble(f"{path} is not a private key in PEM form") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyTrouble(f"{path} is not an Ed25519 key")
    return key


def load_known(folder: Path) -> dict[str, Ed25519PublicKey]:
    """All public keys of a folder by key id; raises :class:`KeyTrouble`."""
    known = load_own(folder)
    if not known:
        raise KeyTrouble(
            f"put the public key of the other side into {folder} as <party>.<label>.pub"
        )
    return known


def load_own(folder: Path) -> dict[str, Ed25519PublicKey]:
    """The public keys that lie in a folder by key id, perhaps none; raises :class:`KeyTrouble`."""
    found = {path.stem: _load_public(path) for path in sorted(folder.glob("*.pub"))}
    for key_id in found:
        _require_key_id(key_id)
    return found


def public_hex(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key, as people compare and publish them."""
    return key.public_bytes_raw().hex()


def _only_private(folder: Path) -> Path:
    paths = sorted(folder.glob("*.key"))
    if len(paths) != 1:
        raise KeyTrouble(f"{folder} must hold exactly one .key file, it holds {len(paths)}")
    _require_key_id(paths[0].stem)
    return paths[0]


def _load_public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyTrouble(f"{path} is not a public key in PEM form") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyTrouble(f"{path} is not an Ed25519 key")
    return key


def _require_key_id(key_id: str) -> None:
    if not KEY_ID.fullmatch(key_id):
        raise KeyTrouble(f"{key_id!r} is no key id; write <party>.<label>, for example hall.2026")


def _require_private(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyTrouble(f"{path} may be read by others (mode {mode:04o}); run: chmod 600 {path}")


def _write(path: Path, content: bytes, *, mode: int) -> Path:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KeyTrouble(f"{path} exists already") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return path


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
