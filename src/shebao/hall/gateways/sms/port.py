"""What a text-message carrier does for us."""

from typing import Protocol


class CarrierDown(ConnectionError):
    """The carrier did not take the message; it may be tried again."""


class Uncertain(CarrierDown):
    """No answer came: the carrier may have taken the message; asking it again is harmless."""


class SmsCarrier(Protocol):
    """Somebody who brings text messages to phones."""

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Hand over one message and return the carrier's reference.

        ``key`` is the same for every try of one message. Raises ``CarrierDown``.
        """
        ...
