"""The agreements people accept (6.2.4): dated texts with a digest, read from ``texts``.

A version is never changed once its first day has come; what is to change gets a new version, and
everybody is asked again.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils.translation import get_language

TEXTS = Path(__file__).parent / "texts"
KEYS = ("service", "privacy")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Words in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of an agreement."""

    letter: str
    heading: Spoken
    text: Spoken


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One version of one agreement; ``digest`` is SHA-256 over every word of it."""

    key: str
    version: str
    first_day: date
    title: Spoken
    changes: Spoken
    points: tuple[Point, ...]
    digest: str


@cache
def versions(key: str) -> tuple[Agreement, ...]:
    """Every version of an agreement, the oldest first. Raises ``KeyError`` for an unknown one."""
    if key not in KEYS:
        raise KeyError(key)
    told = tomllib.loads((TEXTS / f"{key}.toml").read_text(encoding="utf-8"))
    title = _spoken(told, "title")
    return tuple(_version(key, title, row) for row in told["versions"])


def _version(key: str, title: Spoken, row: Mapping[str, object]) -> Agreement:
    rows = row["points"]
    assert isinstance(rows, list)  # noqa: S101
    points = tuple(
        Point(letter=one["letter"], heading=_spoken(one, "heading"), text=_spoken(one, "text"))
        for one in rows
    )
    words = [title, *(part for one in points for part in (one.heading, one.text))]
    text = "\n".join(f"{one.zh}\n{one.en}" for one in words)
    first_day = row["first_day"]
    assert isinstance(first_day, date)  # noqa: S101
    return Agreement(
        key=key,
        version=str(row["version"]),
        first_day=first_day,
        title=title,
        changes=_spoken(row, "changes"),
        points=points,
        digest=sha256(text.encode()).hexdigest(),
    )


def _spoken(row: Mapping[str, object], name: str) -> Spoken:
    return Spoken(zh=str(row[name]), en=str(row[f"{name}_en"]))


def version(key: str, number: str) -> Agreement:
    """One version. Raises ``KeyError``."""
    found = {one.version: one for one in versions(key)}
    return found[number]


def current(today: date) -> tuple[Agreement, ...]:
    """What has to be accepted today: of each agreement the newest version that has begun.

    Before its first version has begun, an agreement is asked for in that version.
    """
    return tuple(_newest(versions(key), today) for key in KEYS)


def _newest(all_versions: tuple[Agreement, ...], today: date) -> Agreement:
    begun = [one for one in all_versions if one.first_day <= today]
    return begun[-1] if begun else all_versions[0]


def mark(agreements: tuple[Agreement, ...]) -> str:
    """A short mark of these versions, for a session to remember what was accepted."""
    text = "\n".join(one.digest for one in agreements)
    return sha256(text.encode()).hexdigest()[:16]
