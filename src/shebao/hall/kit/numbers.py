"""Numbers that people read aloud: speakable, unguessable where it matters, never primary keys."""

import secrets
from datetime import date

# Without I, L, O, U and without 0 and 1, which people mistake for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def case_number(day: date) -> str:
    """A case number: ``SB`` + day + seven random digits, e.g. ``SB202611230417952``."""
    return f"SB{day:%Y%m%d}{secrets.randbelow(10**7):07d}"


def secret_code(length: int = 16) -> str:
    """An unguessable code of ``length`` characters, about 4.9 random bits each."""
    rest, signs = secrets.randbelow(len(ALPHABET) ** length), []
    for _ in range(length):
        rest, place = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def in_groups(code: str, size: int = 4) -> str:
    """The code as it is printed: ``7K29 QDXM 4T8F 3CHV``."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def tidy_code(text: str) -> str:
    """What somebody typed, as the code is stored: upper case, no blanks or dashes."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]
