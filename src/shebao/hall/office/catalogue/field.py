"""One field of a fact."""

import re
from typing import NamedTuple

_VALUE = re.compile(r"[a-z][a-z0-9_]*")
OPEN = "…"


class Field(NamedTuple):
    """A dotted name inside a fact, its type, and what it means.

    A label may list the values there are, each before its words: ``状态：active 正常 ended 终止``;
    ``…`` at the end leaves the list open.
    """

    path: str
    type: str
    label: str

    @property
    def values(self) -> frozenset[str]:
        """All values a text may have; empty where the label does not list them all."""
        listed = self.label.partition("：")[2]
        found = frozenset(one for one in listed.split() if _VALUE.fullmatch(one))
        return frozenset() if len(found) < 2 or OPEN in listed else found


def fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """The fields of a fact, in order."""
    return tuple(Field(*row) for row in rows)
