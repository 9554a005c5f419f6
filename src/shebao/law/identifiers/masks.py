"""Showing somebody that it is theirs without showing it to others (6.3.1)."""


def mask_name(name: str) -> str:
    """``张*``, ``林*梅``: the first and, from three signs on, the last one stay."""
    if len(name) < 2:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id(number: str) -> str:
    """``110***********002X``: three at the head and four at the tail; less of short numbers."""
    if len(number) >= 15:
        return _masked(number, 3, 4)
    return _masked(number, 2, 2) if len(number) >= 8 else _masked(number, 0, 1)


def mask_mobile(number: str) -> str:
    """``138****5678``; a number abroad keeps its prefix."""
    return _masked(number, 3, 4) if len(number) >= 10 else _masked(number, 0, 2)


def mask_account(number: str) -> str:
    """Only the last four of a bank account or card stay."""
    return _masked(number, 0, 4) if len(number) > 4 else "*" * len(number)


def _masked(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
