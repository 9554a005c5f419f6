"""Between an item's questions and the form macros: a date is three fields, a month is two."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Choice(Protocol):
    """What an option of a question offers."""

    @property
    def value(self) -> str:
        """What is posted."""

    @property
    def label(self) -> str:
        """What is read."""


PARTS = {"date": ("year", "month", "day"), "month": ("year", "month")}


def _tidy(part: str, text: str) -> str:
    text = text.strip()
    return text.zfill(2) if part != "year" and text.isdigit() else text


def posted(post: Mapping[str, str], name: str, kind: str = "text") -> str:
    """One answer as text.

    A date comes as ``2025-11-24``, a month as ``2025-11``; a half-filled one comes as it was
    typed, such as ``2025--24``, so that the form can show it again; an untouched one is empty.
    """
    if kind not in PARTS:
        return post.get(name, "").strip()
    typed = [_tidy(part, post.get(f"{name}_{part}", "")) for part in PARTS[kind]]
    return "-".join(typed) if any(typed) else ""


def pairs(options: Iterable[Choice]) -> list[tuple[str, str]]:
    """Options as the choice macro takes them."""
    return [(option.value, option.label) for option in options]


def conditions(shown_when: Iterable[Mapping[str, Any]]) -> str:
    """The combinations that show a question, in the words a form posts (yes, no, text)."""
    words = {True: "yes", False: "no"}
    said = [
        {name: words[value] if isinstance(value, bool) else value for name, value in one.items()}
        for one in shown_when
    ]
    return json.dumps(said, ensure_ascii=False)


def turned(columns: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Columns as rows, for the table under a chart."""
    return list(zip(*columns, strict=True))
