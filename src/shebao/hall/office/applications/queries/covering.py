"""Covers what points at a person, until somebody says why they must see it (6.3.1)."""

import re
from collections.abc import Callable

from shebao.law.identifiers import mask_account, mask_mobile, mask_name

Cover = Callable[[str], str]
# Ten digits or more, however grouped: identity, phone and account numbers, but no dates.
_LONG_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){8,}[ -]?[0-9Xx]")


def cover_name(text: str) -> str:
    """A name, masked."""
    return mask_name(text)


def cover_address(text: str) -> str:
    """Province and city stay, the rest does not."""
    return f"{text[:6]}***" if len(text) > 6 else text


def cover_day(text: str) -> str:
    """Of a birthday only the year stays."""
    return f"{text[:4]}-**-**" if len(text) == 10 else text


def cover_numbers(text: str) -> str:
    """Long numbers inside a text keep their last four digits."""
    return _LONG_NUMBER.sub(lambda found: mask_account(found.group()), text)


_BY_TYPE: dict[str, Cover] = {"name": cover_name, "mobile": mask_mobile}
_BY_PATH: dict[str, Cover] = {
    "person.name": cover_name,
    "person.mobile": mask_mobile,
    "person.address": cover_address,
    "person.birth": cover_day,
    "employer.legal_person": cover_name,
    "employer.phone": mask_mobile,
}
_BY_WORD: dict[str, Cover] = {"address": cover_address, "birth": cover_day, "name": cover_name}


def cover_of_answer(name: str, kind: str) -> Cover:
    """How an answer to a question of this name and type is covered."""
    by_word = next((cover for word, cover in _BY_WORD.items() if name.endswith(word)), None)
    return _BY_TYPE.get(kind) or by_word or cover_numbers


def cover_of_fact(path: str) -> Cover:
    """How a fact at this dotted path is covered."""
    return _BY_PATH.get(path, cover_numbers)
