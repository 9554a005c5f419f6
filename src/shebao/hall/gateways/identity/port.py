"""What somebody who knows who a person is does for us: sends them back with a word on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ProviderDown(ConnectionError):
    """The service does not answer; another way must do."""


class NotBelieved(ValueError):
    """What came back is not what was asked for, not signed as agreed, or too old."""


class TurnedDown(ValueError):
    """The person, or the service, said no."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question on its way: where the browser goes, and what must come back with the answer."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer: ``subject`` is the service's own name for the person.

    ``id_number`` and ``name`` are empty where the service does not tell them; ``digest`` is one
    of the answer.
    """

    subject: str
    id_number: str = ""
    name: str = ""
    digest: str = ""


class IdentityProvider(Protocol):
    """A service that knows who somebody is."""

    @property
    def code(self) -> str:
        """Its short name, in addresses and in the database."""
        ...

    @property
    def way(self) -> str:
        """What its answer counts as: ``e-card``, ``national-id`` or ``partner``."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def is_standin(self) -> bool:
        """Whether nobody is really asked."""
        ...

    def ask(self, *, callback: str) -> Asked:
        """Make a question; the answer comes to ``callback``. Raises ``ProviderDown``."""
        ...

    def told(self, *, asked: Asked, callback: str, query: Mapping[str, str], now: datetime) -> Told:
        """Read the answer in the address somebody came back with.

        Raises ``ProviderDown``, ``NotBelieved`` or ``TurnedDown``.
        """
        ...
