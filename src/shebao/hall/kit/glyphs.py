"""Which signs the built-in Chinese fonts can draw, and what stands for those they cannot."""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from pylopdf_fonts_zh_cn import sans_path, serif_path

MISSING = "〓"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
# The old Kangxi practice of choosing a variant of a letter; the fonts hold no variants.
VARIANT_SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


class _Shown(dict[int, int | str | None]):
    """A ``str.translate`` table that learns each sign once."""

    def __missing__(self, sign: int) -> int | str | None:
        self[sign] = shown = _shown(sign)
        return shown


def showable(text: str) -> str:
    """The text with every sign drawable: controls drop out, unknown letters become ``〓``."""
    return text.translate(_table())


def missing(text: str) -> tuple[str, ...]:
    """The letters of a text that the fonts do not hold, as ``U+20BB7``, each once, in order."""
    table = _table()
    lost = (sign for sign in dict.fromkeys(text) if table[ord(sign)] == MISSING)
    return tuple(f"U+{ord(sign):04X}" for sign in lost if sign != MISSING)


def showable_all(value: Any) -> Any:
    """``showable`` for every text inside a JSON value."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, dict):
        return {name: showable_all(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [showable_all(part) for part in value]
    return value


@cache
def _table() -> _Shown:
    return _Shown()


def _shown(sign: int) -> int | str | None:
    if sign in (0x0A, 0x09):
        return " " if sign == 0x09 else sign
    if sign in VARIANT_SELECTORS:
        return None
    if unicodedata.category(chr(sign)) in {"Cc", "Cf"}:
        return None
    if unicodedata.category(chr(sign)) in UNSEEN or sign not in _covered():
        return MISSING
    return sign


@cache
def _covered() -> frozenset[int]:
    """What both fonts hold, so that a name looks the same in a heading and in a table."""
    return _signs_of(sans_path()) & _signs_of(serif_path())


def _signs_of(font: Path) -> frozenset[int]:
    """The code points in a font's full-range character map (OpenType ``cmap`` format 12)."""
    table = _cmap(font.read_bytes())
    for index in range(struct.unpack_from(">H", table, 2)[0]):
        (start,) = struct.unpack_from(">I", table, 4 + 8 * index + 4)
        if struct.unpack_from(">H", table, start)[0] == 12:
            return frozenset(_ranges(table, start))
    raise LookupError(f"{font.name} has no full-range character map")


def _cmap(content: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", content, 4)[0]):
        tag, _, start, length = struct.unpack_from(">4sIII", content, 12 + 16 * index)
        if tag == b"cmap":
            return content[start : start + length]
    raise LookupError("no character map")


def _ranges(table: bytes, start: int) -> set[int]:
    signs: set[int] = set()
    for group in range(struct.unpack_from(">I", table, start + 12)[0]):
        first, last, _ = struct.unpack_from(">III", table, start + 16 + 12 * group)
        signs.update(range(first, last + 1))
    return signs
