"""What somebody who compares faces does for us: says whether a picture shows this very person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

# The most bytes a picture may have.
LARGEST = 10 * 1024 * 1024


class FaceDown(ConnectionError):
    """The service does not answer; another way must do."""


class Reason(StrEnum):
    """Why a picture does not do; the first ones are about the picture, the last about the face."""

    UNREADABLE = "unreadable"
    SMALL = "small"
    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"
    NO_FACE = "no face"
    MANY_FACES = "many faces"
    TURNED = "turned"
    COVERED = "covered"
    NOT_LIVE = "not live"
    DIFFERENT = "different"


# What is only the picture's fault costs nobody a try.
OF_THE_PICTURE = frozenset({
    Reason.UNREADABLE, Reason.SMALL, Reason.DARK, Reason.BRIGHT, Reason.BLURRED, Reason.NO_FACE,
    Reason.MANY_FACES, Reason.TURNED, Reason.COVERED,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What came of it: the same living person, or why not; ``reference`` is the service's own."""

    is_same: bool
    reasons: tuple[Reason, ...] = ()
    reference: str = ""


class FaceCheck(Protocol):
    """A service that compares a picture with the one on somebody's document."""

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def is_standin(self) -> bool:
        """Whether nobody is really compared."""
        ...

    def compare(self, *, picture: bytes, name: str, id_number: str) -> Compared:
        """Compare a picture with a person, and look whether somebody alive sits before it.

        The picture is kept nowhere. Raises ``FaceDown``.
        """
        ...
