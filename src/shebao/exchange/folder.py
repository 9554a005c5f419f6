"""Message files (6.4.4): how a sealed message lies in a folder, and how a folder is kept clean.

A ferry folder has ``outbox/`` (to be carried away), ``inbox/`` (brought here), ``state/`` (what
this side remembers) and ``quarantine/`` (what was not understood, with a reason beside it).
"""

import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shebao.exchange.signing import HEADER, MESSAGE_ID, Sealed
from shebao.exchange.wire import MOST_REPLY_BYTES

PARTS = ("outbox", "inbox", "state", "quarantine")
REQUEST, REPLY = "request", "reply"
_STEM = re.compile(rf"(?P<at>[0-9]{{8}}T[0-9]{{6}}Z)-(?P<id>{MESSAGE_ID})")
_MOST_BYTES = MOST_REPLY_BYTES + 1024
_UNFINISHED = ".part"


class Foreign(ValueError):
    """A file that is no message; the words say why."""


@dataclass(frozen=True)
class Stem:
    """The name of a message file without its ending: its time and its id."""

    at: datetime
    id: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{self.id}"


def stem_of(path: Path, *, ending: str) -> Stem:
    """Read the file name; raises :class:`Foreign`."""
    found = _STEM.fullmatch(path.stem)
    if found is None or path.suffix != f".{ending}":
        raise Foreign(f"the name is not <time>-<message id>.{ending}")
    try:
        at = datetime.strptime(found["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Foreign("the time in the name is not on any calendar") from None
    return Stem(at, found["id"])


class Folder:
    """One side's ferry folder; made with its parts if it is not there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.outbox, self.inbox, self.state, self.quarantine = (root / part for part in PARTS)
        for part in PARTS:
            (root / part).mkdir(parents=True, exist_ok=True)

    def arrived(self) -> list[Path]:
        """What lies in the inbox, oldest first; unfinished copies are left alone."""
        return sorted(path for path in self.inbox.iterdir() if not _is_unfinished(path))

    def set_aside(self, path: Path, *, reason: str) -> None:
        """Move a file to quarantine with its reason beside it; never raises for a vanished file."""
        place = _free_place(self.quarantine / _safe(path.name))
        try:
            path.rename(place)
        except FileNotFoundError:
            return
        write_whole(place.with_name(place.name + ".reason.txt"), f"{reason}\n".encode())


def write_sealed(path: Path, sealed: Sealed) -> None:
    """Write a message file, whole or not at all."""
    write_whole(path, f"{HEADER}: {sealed.header}\n\n".encode() + sealed.body)


def read_sealed(path: Path) -> Sealed:
    """Read a message file; raises :class:`Foreign` for anything that has not its shape."""
    first, gap, body = _read(path).partition(b"\n\n")
    name, colon, header = first.partition(b": ")
    if not gap or not colon or name != HEADER.encode() or not header.isascii():
        raise Foreign("the file does not begin with its signature line")
    return Sealed(header.decode("ascii"), body)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename: a reader sees nothing or everything."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}{_UNFINISHED}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    _flush_folder(path.parent)


def carry(source: Path, target: Path) -> int:
    """Bring every message of ``source``'s outbox to ``target``'s inbox; returns how many.

    A file is removed at the source only when it lies whole on the target's disk, so an interrupted
    journey may be repeated.
    """
    from_folder, to_folder = Folder(source), Folder(target)
    carried = 0
    for path in sorted(from_folder.outbox.iterdir()):
        if _is_unfinished(path) or not path.is_file() or path.is_symlink():
            continue
        write_whole(to_folder.inbox / path.name, path.read_bytes())
        path.unlink()
        carried += 1
    return carried


def _read(path: Path) -> bytes:
    # A link or a device in the inbox must not make us read something else.
    if path.is_symlink() or not path.is_file():
        raise Foreign("it is not a plain file")
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Foreign(f"it cannot be opened: {error.strerror}") from error
    with os.fdopen(handle, "rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise Foreign(f"it is larger than {_MOST_BYTES} bytes")
    return content


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(_UNFINISHED)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)[:150] or "_"


def _free_place(path: Path) -> Path:
    place, number = path, 1
    while place.exists() or place.is_symlink():
        number += 1
        place = path.with_name(f"{path.name}.{number}")
    return place
