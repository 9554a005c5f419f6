"""Keys that identity tokens are signed with (RS256): one signs, earlier ones stay published."""

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

BITS = 3072


class OpenKey(ValueError):
    """A private key that others may read; the message names the file."""


class OpenIdKeys:
    """The keys of a folder; the last by name signs. Without any, nobody is let in this way."""

    def __init__(self, folder: Path) -> None:
        """Read every ``*.key`` (PEM). Raises ``OpenKey`` or ``ValueError``."""
        self._keys = [_read(path) for path in sorted(folder.glob("*.key"))]

    def __bool__(self) -> bool:
        """Whether there is a key."""
        return bool(self._keys)

    @cached_property
    def signing(self) -> RSAKey:
        """The key that signs today."""
        return self._keys[-1]

    def public(self) -> dict[str, Any]:
        """The public halves as programs read them (RFC 7517)."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}


def _read(path: Path) -> RSAKey:
    if path.stat().st_mode & 0o077:
        raise OpenKey(f"{path} may be read by others; chmod 600")
    return RSAKey.import_key(path.read_bytes(), {"kid": path.stem, "use": "sig", "alg": "RS256"})


def openid_keys(folder: Path) -> OpenIdKeys:
    """The keys as they lie there now; a new file counts from the next question on."""
    names = tuple(path.name for path in sorted(folder.glob("*.key")))
    return _kept(folder, names)


@lru_cache(maxsize=4)
def _kept(folder: Path, names: tuple[str, ...]) -> OpenIdKeys:
    return OpenIdKeys(folder)


def make_openid_key(folder: Path, *, name: str) -> Path:
    """Make a new key that signs from now on; returns its file. Raises ``FileExistsError``.

    The file appears whole, so that whoever reads the folder meanwhile meets no half of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / f"{name}.key"
    growing = folder / f".{name}.{os.getpid()}"
    growing.touch(mode=0o600)
    growing.write_bytes(RSAKey.generate_key(BITS).as_pem(private=True))
    try:
        os.link(growing, path)
    finally:
        growing.unlink()
    return path
