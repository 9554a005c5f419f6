"""Finds services by what people type: whole words first, then pairs of neighbouring characters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.pinned import Pinned
from shebao.law.text import half_width

LONGEST = 100
_WEIGHTS = {"name": 12.0, "keywords": 9.0, "summary": 4.0, "guide": 1.0}
_WORD = re.compile(r"[a-z0-9]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_LEAST_SHARE = 0.3


@dataclass(frozen=True)
class _Index:
    """One service as the search sees it: plain text and pairs, by part."""

    texts: dict[str, str]
    pairs: dict[str, frozenset[str]]


def searched(services: Sequence[Pinned], text: str) -> list[Pinned]:
    """The services that match, best first; all of them, as given, where nothing is typed."""
    words = _plain(text[:LONGEST]).split()
    if not words:
        return list(services)
    scored = [(_score(_index(one.slug, one.version, one), words), one) for one in services]
    return [one for score, one in sorted(scored, key=_order) if score > 0]


def _order(scored: tuple[float, Pinned]) -> tuple[float, bool]:
    """The best first; of two that fit as well, the one for people: most who search are."""
    score, one = scored
    return -score, Audience.PERSON not in one.item.audience


def _score(index: _Index, words: Iterable[str]) -> float:
    return sum(_word_score(index, word) for word in words)


def _word_score(index: _Index, word: str) -> float:
    whole = sum(weight for part, weight in _WEIGHTS.items() if word in index.texts[part])
    wanted = pairs(word)
    if whole and wanted:
        return whole
    known = frozenset[str]().union(*index.pairs.values())
    if not wanted or len(wanted & known) < _LEAST_SHARE * len(wanted):
        return 0.0
    return sum(
        weight * len(wanted & index.pairs[part]) / len(wanted) / 2
        for part, weight in _WEIGHTS.items()
    )


def pairs(text: str) -> frozenset[str]:
    """Latin words whole, Chinese as pairs of neighbouring characters."""
    found = set(_WORD.findall(text))
    for run in _CHINESE.findall(text):
        found.update(run[place : place + 2] for place in range(max(len(run) - 1, 1)))
    return frozenset(found)


_INDEXES: dict[tuple[str, str], _Index] = {}


def _index(slug: str, version: str, one: Pinned) -> _Index:
    key = (slug, version)
    if key not in _INDEXES:
        _INDEXES[key] = _indexed(one)
    return _INDEXES[key]


def _indexed(one: Pinned) -> _Index:
    item = one.item
    texts = {
        "name": _plain(item.name),
        "keywords": _plain(" ".join((*item.keywords, *item.life_events))),
        "summary": _plain(item.summary),
        "guide": _plain(one.guide),
    }
    return _Index(texts, {part: pairs(text) for part, text in texts.items()})


def _plain(text: str) -> str:
    return half_width(text).lower()
