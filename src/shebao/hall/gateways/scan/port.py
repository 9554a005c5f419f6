"""What a malware scanner says of a file."""

from dataclasses import dataclass
from typing import Protocol


class ScannerDown(ConnectionError):
    """The scanner did not answer; the file's state is unknown."""


@dataclass(frozen=True, kw_only=True)
class ScanReport:
    """``was_scanned`` is false only for the stand-in; ``finding`` names what was found."""

    was_scanned: bool
    finding: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.finding


class Scanner(Protocol):
    """Somebody who looks into files for malware."""

    def scan(self, content: bytes) -> ScanReport:
        """Look at the whole file. Raises ``ScannerDown``."""
        ...
