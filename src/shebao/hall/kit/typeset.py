"""Typesetting: Typst sources and JSON data in, a tagged PDF/A-2a or a drawing out.

Data reaches a source only as JSON values, so nothing that a person typed is ever read as Typst.
The same sources and data give the same bytes. Fonts and compiler stay warm in each process.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

from shebao.hall.kit.glyphs import showable_all

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
STANDARD = "a-2a"
# A source may not fetch packages, and may not turn text into code.
REFUSED = re.compile(r'"@\w+/|\beval\s*\(')
# The library's types leave out that it also takes several sources by name.
COMPILE: Callable[..., bytes] = typst.compile


class BadSource(ValueError):
    """The Typst source does not compile, or asks for what a paper may not do."""


def pdf(sources: Mapping[str, str], *, data: Mapping[str, Any]) -> bytes:
    """Set ``main.typ`` with its data as PDF/A-2a, tagged, fonts embedded. Raises ``BadSource``.

    The source reads its data by ``json(bytes(sys.inputs.data))`` and names title, language and
    date itself; letters that no font holds arrive as ``〓``.
    """
    return _compile(sources, data, format="pdf", pdf_standards=STANDARD)


def drawing(sources: Mapping[str, str], *, data: Mapping[str, Any]) -> str:
    """Draw ``main.typ`` as SVG, its letters as outlines. Raises ``BadSource``."""
    return _compile(sources, data, format="svg").decode()


@cache
def fonts() -> typst.Fonts:
    """The two Chinese fonts, and no other, whatever the machine has."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(sans_path().parent)],
    )


def as_input(data: Mapping[str, Any]) -> str:
    """The data as a source receives it: JSON, keys in order, every sign drawable."""
    return json.dumps(showable_all(dict(data)), ensure_ascii=False, sort_keys=True)


def _compile(sources: Mapping[str, str], data: Mapping[str, Any], **wanted: str) -> bytes:
    for name, text in sources.items():
        if REFUSED.search(text):
            raise BadSource(f"{name}: packages and eval are not allowed in a paper")
    try:
        return COMPILE(
            {name: text.encode() for name, text in sources.items()},
            root=str(sans_path().parent),
            sys_inputs={"data": as_input(data)},
            font_paths=fonts(),
            **wanted,
        )
    except (typst.TypstError, RuntimeError, OSError) as error:
        raise BadSource(_said(error)) from error


def _said(error: Exception) -> str:
    """What is wrong and, if the compiler knows, in which source, line and column."""
    place = re.search(r"┌─ (\S+:\d+:\d+)", getattr(error, "diagnostic", ""))
    return f"{place[1]}: {error}" if place else str(error)
