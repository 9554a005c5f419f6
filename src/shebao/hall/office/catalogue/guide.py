"""Draws ``guide.md`` (5.6.1b, 5.3.2): sections, help beside each field, and 大家常问.

Convention: ``## heading`` opens a section.  Below ``## 填写帮助`` every ``### label`` is the help
of the field with that label; below ``## 大家常问`` every ``### question`` is a question.  Raw HTML
and pictures are not drawn; a link opens only over http, https, tel or mailto.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt

from shebao.hall.office.catalogue.pinned import Pinned

REQUIRED = ("谁能办", "怎么办", "办完以后", "大家常问")
FIELD_HELP, FAQ = "填写帮助", "大家常问"
_SECTION = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)
_PART = re.compile(r"^###\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, as safe HTML; a FAQ entry has the same shape."""

    title: str
    html: str


@dataclass(frozen=True)
class GuidePage:
    """The guide, ready to show; ``field_help`` is HTML by field name."""

    sections: tuple[Section, ...]
    field_help: dict[str, str]
    faq: tuple[Section, ...]


def guide_html(pinned: Pinned) -> GuidePage:
    """The guide of one version, drawn once per process."""
    labels = tuple((field.label, field.name) for field in pinned.item.fields)
    return _drawn(pinned.guide, labels)


def headings(text: str) -> tuple[str, ...]:
    """The second-level headings, in order."""
    return tuple(title for title, _ in split(_SECTION, text))


def field_help_titles(text: str) -> tuple[str, ...]:
    """The labels that have help below ``## 填写帮助``."""
    return tuple(title for title, _ in _parts(text, FIELD_HELP))


def body_of(text: str, section: str) -> str:
    """What stands below a section's heading."""
    return "\n".join(body for title, body in split(_SECTION, text) if title == section)


def questions_asked(text: str) -> tuple[str, ...]:
    """The questions below ``## 大家常问``."""
    return tuple(title for title, body in _parts(text, FAQ) if body)


def split(mark: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """The text cut at its headings: pairs of heading and what follows."""
    pieces = mark.split(text)
    return [(title, body.strip()) for title, body in zip(pieces[1::2], pieces[2::2], strict=True)]


@lru_cache(maxsize=512)
def _drawn(text: str, labels: tuple[tuple[str, str], ...]) -> GuidePage:
    names = dict(labels)
    sections = [pair for pair in split(_SECTION, text) if pair[0] not in (FIELD_HELP, FAQ)]
    helped = _parts(text, FIELD_HELP)
    return GuidePage(
        sections=_sections(sections),
        field_help={names[title]: _html(body) for title, body in helped if title in names},
        faq=_sections(_parts(text, FAQ)),
    )


def _parts(text: str, section: str) -> list[tuple[str, str]]:
    bodies = [body for title, body in split(_SECTION, text) if title == section]
    return [pair for body in bodies for pair in split(_PART, body)]


def _sections(pairs: Iterable[tuple[str, str]]) -> tuple[Section, ...]:
    return tuple(Section(title, _html(body)) for title, body in pairs)


def _html(body: str) -> str:
    html: str = _markdown().render(body)
    return html


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    drawer = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    drawer.validateLink = _is_safe_link  # type: ignore[method-assign, assignment]
    return drawer.disable("image")


def _is_safe_link(address: str) -> bool:
    scheme, colon, _ = address.strip().lower().partition(":")
    return not colon or "/" in scheme or scheme in {"http", "https", "tel", "mailto"}
