"""The stand-in reader: a number is typed where a card would lie, and every page says so."""

import hashlib
from dataclasses import dataclass

from shebao.hall.gateways.reader.port import CardRead, NoCard
from shebao.law.identifiers import check_digit_18


@dataclass(frozen=True, kw_only=True)
class StandinReader:
    """Takes a typed citizen number for a card."""

    is_standin: bool = True

    def read(self, laid: str) -> CardRead:
        """The number as the card would say it. Raises ``NoCard``."""
        number = laid.strip().upper()
        if not _is_written_right(number):
            raise NoCard
        digest = hashlib.sha256(f"standin-card:{number}".encode()).hexdigest()[:32]
        return CardRead(id_number=number, name="", digest=digest)


def _is_written_right(number: str) -> bool:
    first = number[:17]
    is_long_enough = len(number) == 18 and first.isascii() and first.isdigit()
    return is_long_enough and check_digit_18(first) == number[17]
