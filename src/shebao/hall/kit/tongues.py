"""Pages in another language: words of the rooms below are said in it, Chinese is marked as such."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from markupsafe import Markup

SOURCE = "zh-hans"
MARK = "zh-Hans"
# One sentence a line, with ``%(name)s`` where the rooms below fill something in.
BUILT = "built.txt"
HOLE = re.compile(r"%\((\w+)\)s")
HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[《“（【]*[{HAN}](?:[^A-Za-z<&\n]*[{HAN}])?[）】》”。！？，；：]*")
TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>", re.DOTALL)
LANG = re.compile(r"(?<![\w-])lang=")
# Elements that hold nothing but text take the mark themselves.
BARE = frozenset({"title", "option", "textarea", "text"})
RAW = frozenset({"script", "style"})
_of_page: ContextVar[str | None] = ContextVar("_of_page", default=None)


def language() -> str:
    """The visitor's language, as its code."""
    return _of_page.get() or get_language() or SOURCE


@contextmanager
def one_language() -> Iterator[None]:
    """Look the visitor's language up once: the words of a page ask for it by the hundred."""
    before = _of_page.set(get_language() or SOURCE)
    try:
        yield
    finally:
        _of_page.reset(before)


def is_source() -> bool:
    """Whether the visitor reads the language that all words are written in."""
    return language() == SOURCE


def say(message: str) -> str:
    """The message in the visitor's language; Chinese is what messages are written in."""
    return message if is_source() else gettext(message)


def told(words: str | Promise) -> str:
    """A sentence or status of a room below, in the visitor's language.

    Rooms below the channels write Chinese; a sentence nobody translated stays as it is.
    """
    if isinstance(words, Markup) or not isinstance(words, str | Promise):
        return words
    text = str(words)
    if not text or is_source():
        return text
    said = gettext(text)
    return _rebuilt(text) if said == text and RUN.search(text) else said


def as_written(words: str | Promise) -> str:
    """The Chinese of a message, whoever looks: for what is kept or sent to somebody else."""
    with override(SOURCE):
        return str(words)


def _rebuilt(text: str) -> str:
    """A sentence with something filled in: the pattern is translated, and what can be inside."""
    for pattern, message in _patterns():
        if found := pattern.fullmatch(text):
            parts = {name: told(part) for name, part in found.groupdict().items()}
            return gettext(message) % parts
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    lines = (Path(settings.LOCALE_PATHS[0]) / BUILT).read_text(encoding="utf-8").splitlines()
    # What has more fixed words is the closer fit.
    return [(_pattern(line), line) for line in sorted(lines, key=_fixed, reverse=True)]


def _fixed(message: str) -> int:
    return len(HOLE.sub("", message))


def _pattern(message: str) -> re.Pattern[str]:
    pieces = HOLE.split(message.replace("%%", "%"))
    texts = [re.escape(piece) for piece in pieces[::2]]
    holes = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
    return re.compile("".join(text + hole for text, hole in zip(texts, [*holes, ""], strict=True)))


def marked(page: str) -> str:
    """The page with every Chinese text in it marked, so that it is read aloud as Chinese."""
    return page if is_source() else _Marker().walk(page)


class _Marker:
    """Goes through a page once, and leaves alone what already says its language."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.inside = ""
        self.depth = 0
        self.bare: int | None = None

    def walk(self, page: str) -> str:
        at = 0
        for found in TAG.finditer(page):
            self.text(page[at : found.start()])
            self.tag(found)
            at = found.end()
        self.text(page[at:])
        return "".join(self.out)

    def text(self, words: str) -> None:
        if not self.inside and RUN.search(words):
            if self.bare is None:
                words = RUN.sub(rf'<bdi lang="{MARK}">\g<0></bdi>', words)
            else:
                self.out[self.bare] = f'{self.out[self.bare][:-1]} lang="{MARK}">'
        self.out.append(words)

    def tag(self, found: re.Match[str]) -> None:
        self.out.append(found[0])
        name = (found[2] or "").lower()
        if self.inside:
            self.pass_through(name, is_end=bool(found[1]))
            return
        self.bare = None
        if found[1] or not name or name == "html":
            return
        if name in RAW or LANG.search(found[3]):
            self.inside, self.depth = name, 1
        elif name in BARE:
            self.bare = len(self.out) - 1

    def pass_through(self, name: str, *, is_end: bool) -> None:
        if name == self.inside:
            self.depth += -1 if is_end else 1
            self.inside = name if self.depth else ""
