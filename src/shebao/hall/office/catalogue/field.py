"""One field of a fact."""

from typing import NamedTuple


class Field(NamedTuple):
    """A dotted name inside a fact, its type, and what it means."""

    path: str
    type: str
    label: str


def fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """The fields of a fact, in order."""
    return tuple(Field(*row) for row in rows)
