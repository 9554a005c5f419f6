"""What a printer does for a kiosk, and what it says of itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PrinterDown(ConnectionError):
    """The printer does not answer, or does not take the job; nothing is known to be printed."""


class Paper(StrEnum):
    """How much paper lies in the printer."""

    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class PrinterState:
    """``works`` is false when it is stopped, jammed or open; with low toner it still goes."""

    works: bool
    paper: Paper
    is_toner_low: bool = False

    @property
    def can_print(self) -> bool:
        """Whether a paper sent now would come out."""
        return self.works and self.paper is not Paper.OUT


class Printer(Protocol):
    """A printer beside a kiosk's screen."""

    @property
    def is_standin(self) -> bool:
        """Whether nothing comes out."""
        ...

    def state(self) -> PrinterState:
        """How it stands now. Raises ``PrinterDown``."""
        ...

    def send(self, *, name: str, content: bytes) -> str:
        """Take a PDF to print; returns the job's number. Raises ``PrinterDown``."""
        ...
