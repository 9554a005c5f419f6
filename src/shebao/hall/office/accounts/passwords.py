"""What makes a password good enough, and how good it is; the channel has the words for it."""

import re
from collections.abc import Iterable

SHORTEST, LONGEST, KINDS = 8, 128, 3
CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
# What is tried first by whoever guesses; compared after letters are small and tails are cut.
_WORDS = (
    "password passw0rd p@ssword p@ssw0rd admin administrator welcome iloveyou qwerty qwertyui "
    "qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx abc abcd abcdef a1b2c3 woaini woaini1314 wang zhang "
    "shebao shehui baoxian china beijing letmein monkey dragon master test user root"
)
COMMON = frozenset(_WORDS.split())
RUN = 4
PART = 6


def fault(password: str, *, about: Iterable[str] = ()) -> str:
    """Why this password will not do: ``short``, ``long``, ``plain``, ``common``, ``yours``, or not.

    ``about`` are numbers and names of its holder, none of which may stand in it.
    """
    checks = (
        ("short", len(password) < SHORTEST),
        ("long", len(password) > LONGEST),
        ("plain", kinds(password) < KINDS),
        ("common", _is_common(password)),
        ("yours", _is_about(password, about)),
    )
    return next((name for name, holds in checks if holds), "")


def kinds(password: str) -> int:
    """How many of small letters, capitals, digits and other signs there are."""
    return sum(re.search(one, password) is not None for one in CLASSES)


def strength(password: str) -> str:
    """``weak``, ``fair`` or ``strong``, by length and kinds of signs."""
    if fault(password):
        return "weak"
    is_strong = len(password) >= 14 or len(password) >= 11 and kinds(password) == len(CLASSES)
    return "strong" if is_strong else "fair"


def _is_common(password: str) -> bool:
    stem = re.sub(r"[^a-z]+$", "", password.lower().replace("0", "o"))
    whole = password.lower()
    return stem in COMMON or whole in COMMON or _is_a_run(whole)


def _is_a_run(text: str) -> bool:
    """Most of it is one sign again and again, or signs in their order."""
    steps = [ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)]
    same = sum(1 for step in steps if step in (0, 1, -1))
    return len(steps) >= RUN and same >= len(steps) - 1


def _is_about(password: str, about: Iterable[str]) -> bool:
    small = password.lower()
    return any(_shares(small, one.lower()) for one in about if one)


def _shares(password: str, own: str) -> bool:
    if len(own) < PART:
        return len(own) > 2 and own in password
    pieces = (own[start : start + PART] for start in range(len(own) - PART + 1))
    return any(piece in password for piece in pieces)
