"""What brings e-mail for us."""

from typing import Protocol


class MailDown(ConnectionError):
    """The server did not take the letter; it may be tried again."""


class MailCarrier(Protocol):
    """Somebody who brings letters to addresses."""

    def send(self, *, address: str, title: str, words: str, key: str) -> str:
        """Hand over one letter and return a reference.

        ``key`` is the same for every try of one letter. Raises ``MailDown``.
        """
        ...
