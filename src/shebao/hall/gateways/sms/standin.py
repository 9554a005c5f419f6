"""The stand-in carriers: neither sends anything, and their references say so."""

import json
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import structlog

log = structlog.get_logger("sms-standin")
MOST_KEPT = 60


class Unsent:
    """Sends nothing; the log shows that a message would have gone out, with the number masked."""

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Write the line and give a reference that names the stand-in."""
        log.info("not sent: stand-in carrier", mobile=mobile, length=len(words), key=key)
        return f"STANDIN-{key}"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message on the stand-in telephone."""

    mobile: str
    words: str


class PhoneOnScreen:
    """For demonstrations: messages appear on one page of this machine instead of on phones.

    They are kept in a file that only its owner can read, the newest sixty.
    """

    def __init__(self, folder: Path) -> None:
        """Keep messages in this folder."""
        self.file = folder / "messages.jsonl"
        self.turn = Lock()

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Put the message on the page."""
        with self.turn:
            self._put(mobile, words)
        return f"STANDIN-{key}"

    def _put(self, mobile: str, words: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file.touch(mode=0o600)
        line = json.dumps({"mobile": mobile, "words": words}, ensure_ascii=False)
        kept = self.file.read_text(encoding="utf-8").splitlines()[-MOST_KEPT + 1 :]
        self.file.write_text("\n".join([*kept, line, ""]), encoding="utf-8")

    def shown(self) -> list[Shown]:
        """What the page shows, newest first."""
        if not self.file.exists():
            return []
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return [Shown(**json.loads(line)) for line in reversed(lines) if line]
