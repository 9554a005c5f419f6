"""What the office asks of whoever keeps an agency's electronic seal (5.4.2.4, 6.2.7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CannotSeal(RuntimeError):
    """The keeper could not seal this paper now; nothing was sealed."""


class Level(StrEnum):
    """How long a seal can be proved (ETSI EN 319 142): by itself, with a time, for the archive."""

    BASIC = "B-B"
    TIMED = "B-T"
    ARCHIVE = "B-LTA"


@dataclass(frozen=True, kw_only=True)
class Place:
    """The lower left corner of the seal on the last page, in points from the page's corner."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Description:
    """Whose seal it is; ``is_test`` marks the stand-in, whose papers have no legal force."""

    name: str
    holder: str
    is_test: bool
    level: Level
    valid_from: datetime
    valid_until: datetime
    serial: str


@dataclass(frozen=True, kw_only=True)
class Trust:
    """What a seal is checked against: root certificates and revocation lists, each as DER."""

    roots: tuple[bytes, ...]
    revocations: tuple[bytes, ...] = ()


class SealKeeper(Protocol):
    """Holds a seal and puts it on papers."""

    def describe(self) -> Description:
        """Whose seal it is, until when, and whether it is only for tests."""
        ...

    def trust(self) -> Trust:
        """The roots and revocation lists against which this keeper's seals are valid."""
        ...

    def seal(self, pdf: bytes, *, now: datetime, place: Place) -> bytes:
        """Certify a PDF so that no later change stays unseen, and show the seal at ``place``.

        Raises ``CannotSeal``.
        """
        ...
