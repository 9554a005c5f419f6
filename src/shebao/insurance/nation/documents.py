"""Numbers that pass their own check and belong to nobody: unassigned districts, unused orders."""

from datetime import date

from shebao.law.identifiers import (
    check_digit_18,
    check_digit_731,
    check_digit_org,
    check_digit_uscc,
)

_CARD_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CARD_PRIME = 1_000_003


def citizen(district: str, birth: date, order: int) -> str:
    """A number of GB 11643 (also a residence permit's); an odd order is a man's."""
    body = f"{district}{birth.isoformat().replace('-', '')}{order:03d}"
    return body + check_digit_18(body)


def permanent_resident(country: str, birth: date, order: int) -> str:
    """The 15-sign card of a foreigner with permanent residence, of the unassigned place 9901."""
    body = f"{country}9901{birth:%y%m%d}{order}"
    return body + check_digit_731(body)


def unit_code(kind: str, district: str, number: int) -> str:
    """A unified social credit code: kind, district, organisation code with check, check."""
    organisation = f"{number:08d}"
    body = f"{kind}{district}{organisation}{check_digit_org(organisation)}"
    return body + check_digit_uscc(body)


def card(number: int) -> str:
    """Nine characters for a card, different for different numbers."""
    mixed = number * _CARD_PRIME % 34**7
    text = ""
    for _ in range(7):
        mixed, place = divmod(mixed, 34)
        text += _CARD_ALPHABET[place]
    return f"9{text}{_CARD_ALPHABET[number % 10]}"
