"""Where in a TOML text a value stands, so that a finding can name the line."""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*=")

Path = tuple[str | int, ...]


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) of the value at ``path``, or of the nearest part of it that has one.

    ``path`` is what pydantic calls ``loc``: ``("fields", 2, "label")``.
    """
    places = _places(text)
    wanted = tuple(path)
    for length in range(len(wanted), 0, -1):
        if wanted[:length] in places:
            return places[wanted[:length]]
    return None


def _places(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_long_strings(text):
        header = _HEADER.match(line)
        if header:
            table = _table(header[2], is_list=header[1] == "[[", counts=counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            parts = tuple(part.strip() for part in key[1].split("."))
            found.setdefault((*table, *parts), number)
    return found


def _table(name: str, *, is_list: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    parts = name.replace('"', "").split(".")
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_list and position == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _outside_long_strings(text: str) -> list[tuple[int, str]]:
    lines = []
    is_inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        marks = line.count('"""') + line.count("'''")
        if not is_inside:
            lines.append((number, line))
        if marks % 2:
            is_inside = not is_inside
    return lines
