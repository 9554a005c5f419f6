"""What a card reader tells of the card that lies on it."""

from dataclasses import dataclass
from typing import Protocol


class NoCard(ValueError):
    """No card lies there, or it cannot be read; the person may lay it down again."""


@dataclass(frozen=True, kw_only=True)
class CardRead:
    """The number and the name a card says; ``digest`` is one of what was read."""

    id_number: str
    name: str
    digest: str


class CardReader(Protocol):
    """A reader beside a kiosk's screen."""

    @property
    def is_standin(self) -> bool:
        """Whether no card is really read."""
        ...

    def read(self, laid: str) -> CardRead:
        """Read what the terminal hands on of the card. Raises ``NoCard``."""
        ...
