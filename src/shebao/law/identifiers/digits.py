"""Check digits of the national standards; each takes what stands before the digit."""

_ISO_7064_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ISO_7064_SIGNS = "10X98765432"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit_18(first17: str) -> str:
    """The 18th sign of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first17, _ISO_7064_WEIGHTS, strict=True)
    )
    return _ISO_7064_SIGNS[total % 11]


def check_digit_uscc(first17: str) -> str:
    """The 18th sign of a unified social credit code (GB 32100-2015)."""
    total = sum(
        USCC_SIGNS.index(sign) * weight for sign, weight in zip(first17, _USCC_WEIGHTS, strict=True)
    )
    return USCC_SIGNS[(31 - total % 31) % 31]


def check_digit_org(first8: str) -> str:
    """The 9th sign of an organisation code (GB 11714)."""
    total = sum(
        _LETTERS_AND_DIGITS.index(sign) * weight
        for sign, weight in zip(first8, _ORG_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def check_digit_luhn(payload: str) -> str:
    """The last digit of a bank card or account number."""
    total = 0
    for place, digit in enumerate(reversed(payload)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def check_digit_731(payload: str) -> str:
    """The last digit of an old permanent resident card: weights 7 3 1, letters from 10."""
    total = sum(
        _LETTERS_AND_DIGITS.index(sign) * (7, 3, 1)[place % 3] for place, sign in enumerate(payload)
    )
    return str(total % 10)
