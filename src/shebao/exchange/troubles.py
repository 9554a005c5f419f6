"""What can go wrong at the wall, as one short list of codes that both sides know."""

from enum import StrEnum

from shebao.exchange.port import Rejected, Unreachable


class Code(StrEnum):
    """Why a message was refused; the word on the wire."""

    MALFORMED = "malformed"
    NOT_ALLOWED = "not_allowed"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_KEY = "unknown_key"
    STALE = "stale"
    REPLAYED = "replayed"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    CONFLICT = "conflict"
    UNAVAILABLE = "unavailable"
    FAILED = "failed"


# These say nothing about the message: it may be sent again later.
PASSING = frozenset({Code.UNAVAILABLE, Code.FAILED})

# These are the line's fault: once clocks and keys are mended, the same may be said again.
LINE_FAULTS = frozenset({Code.STALE, Code.REPLAYED, Code.BAD_SIGNATURE, Code.UNKNOWN_KEY})


class Refused(Rejected):
    """A message was refused, and why: ``code`` for programs, ``words`` for engineers."""

    def __init__(self, code: Code, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


class Conflict(Refused):
    """The key of a posting was used before for a different content."""

    def __init__(self, key: str) -> None:
        super().__init__(Code.CONFLICT, f"the key {key} was used for another content")


def as_exception(code: Code, words: str) -> Refused | Unreachable:
    """The exception the caller of :class:`~shebao.exchange.port.Insurance` is promised."""
    if code in PASSING | LINE_FAULTS:
        return Unreachable(f"{code}: {words}")
    return Refused(code, words)
