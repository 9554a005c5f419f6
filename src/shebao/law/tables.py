"""The numbers of the law, each with its first day, its document and its confidence.

A table file under ``tables/`` holds series; a series is a row of entries that follow one another
in time without gap or overlap.  A region's own entries come before its city's, its province's and
the nation's.  Files are read once per process.

An entry may say since when it was known.  Only an entry that became known later may speak of days
another one already speaks of: it is believed from then on, and what was believed before stays.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from shebao.law.text import shown

NATIONAL = "000000"
FOLDER = Path(__file__).with_name("tables")
CONFIDENCES = frozenset("ABCDKU")
_NOT_SERIES = frozenset({"workdays", "countries", "regions"})


class BadTable(ValueError):
    """A table file breaks its own rules; the message names file and entry."""


class UnknownTable(LookupError):
    """No series has this name; the message lists what is near."""


class NoValueOn(LookupError):
    """The series holds no value on this day; the message names series, day and region."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One number of the law; ``until`` is the last day it holds, None while it still does.

    ``known_from`` is the day it was made public, None where that is not recorded.
    ``confidence``: A official text read, B seen in a copy, K well known, D by design, U uncertain.
    """

    name: str
    value: Any
    since: date
    until: date | None
    document: str
    region: str
    confidence: str
    unit: str
    note: str
    known_from: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is this the number in force on ``day``?"""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_known_on(self, day: date | None) -> bool:
        """Could somebody know this number on ``day``?  None asks for all that is known now."""
        return day is None or self.known_from is None or self.known_from <= day


class Tables:
    """All series of some folders; equal only to itself, so results may be cached by it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Sort the entries by time; raises :class:`BadTable` where they overlap."""
        rows: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            rows.setdefault((entry.name, entry.region), []).append(entry)
        self._rows = {key: tuple(sorted(row, key=_since)) for key, row in rows.items()}
        self._is_revised = {key: _is_revised(row) for key, row in self._rows.items()}
        self._starts = {key: [one.since for one in row] for key, row in self._rows.items()}
        self._names = tuple(sorted({name for name, _ in self._rows}))

    def names(self) -> tuple[str, ...]:
        """The names of all series, sorted."""
        return self._names

    def series(self, name: str, *, region: str = NATIONAL) -> tuple[Entry, ...]:
        """The entries of exactly this region, oldest first; empty if it has none of its own.

        Raises :class:`UnknownTable`.
        """
        if name not in self._names:
            raise UnknownTable(f"没有名为“{shown(name, 60)}”的参数表。{self._near(name[:60])}")
        return self._rows.get((name, region), ())

    def regions(self, name: str) -> tuple[str, ...]:
        """The regions with entries of their own, sorted.  Raises :class:`UnknownTable`."""
        self.series(name)
        return tuple(sorted(region for known, region in self._rows if known == name))

    def entry(
        self, name: str, on: date, *, region: str = NATIONAL, known_on: date | None = None
    ) -> Entry:
        """The entry in force on a day: the region's own, else its city's, province's, nation's.

        With ``known_on``, as far as was known on that other day.
        Raises :class:`UnknownTable` or :class:`NoValueOn`.
        """
        for place in _from_near_to_far(region):
            found = self._at(self.series(name, region=place), on, (name, place), known_on)
            if found is not None:
                return found
        known = f"，按 {known_on.isoformat()} 已公布的内容" if known_on else ""
        raise NoValueOn(
            f"参数表“{name}”没有 {on.isoformat()} 的数（地区 {region}{known}）。"
            "请核对日期，或请经办机构补上这一段的数和文件依据"
        )

    def value(self, name: str, on: date, *, region: str = NATIONAL) -> Any:
        """The bare number of :meth:`entry`."""
        return self.entry(name, on, region=region).value

    def _at(
        self, row: tuple[Entry, ...], on: date, key: tuple[str, str], known_on: date | None
    ) -> Entry | None:
        if row and (known_on is not None or self._is_revised[key]):
            return _believed([one for one in row if one.is_known_on(known_on)], on)
        place = bisect_right(self._starts[key], on) if row else 0
        return row[place - 1] if place and row[place - 1].holds_on(on) else None

    def _near(self, name: str) -> str:
        family = name.split(".")[0]
        near = [known for known in self._names if family in known or name in known] or self._names
        return "有这些：" + "、".join(near)


@lru_cache
def national() -> Tables:
    """The tables that come with the product, read once."""
    return load(FOLDER)


@lru_cache
def load(*folders: Path) -> Tables:
    """Tables of several folders together, e.g. the product's and an agency's own.

    Raises :class:`BadTable`.
    """
    return Tables(entry for folder in folders for entry in _entries(folder))


@lru_cache
def document(name: str) -> Mapping[str, Any]:
    """A whole file of ``tables/`` that is no series, e.g. ``countries``; decimals stay exact."""
    return _parsed(FOLDER / f"{name}.toml")


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each entry once, in the order of first use."""
    seen = {(one.name, one.region, one.since, one.known_from): one for one in entries}
    return tuple(seen.values())


def _entries(folder: Path) -> Iterable[Entry]:
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in _NOT_SERIES:
            for name, series in _parsed(path).items():
                yield from _series(path, name, series)


def _parsed(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        try:
            return tomllib.load(file, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise BadTable(f"参数表 {path.name} 写得不对：{error}") from None


def _series(path: Path, name: str, series: Any) -> Iterable[Entry]:
    for place, row in enumerate(series.get("entry", ()) if isinstance(series, dict) else ()):
        try:
            yield _entry(f"{path.stem}.{name}", series, row)
        except (KeyError, TypeError, ValueError) as error:
            where = f"{path.name} 的 {name} 第 {place + 1} 条"
            raise BadTable(f"参数表 {where}写得不对：{error}") from None


def _entry(name: str, series: Mapping[str, Any], row: Mapping[str, Any]) -> Entry:
    entry = Entry(
        name=name,
        value=row["value"],
        since=row["from"],
        until=row.get("to"),
        document=row["document"].strip(),
        region=row.get("region", NATIONAL),
        confidence=row["confidence"],
        unit=series.get("unit", ""),
        note=row.get("note", series.get("note", "")),
        known_from=row.get("known_from"),
    )
    _demand_sound(entry, frozenset(row))
    return entry


_KEYS = frozenset({"value", "from", "to", "document", "region", "confidence", "note", "known_from"})


def _demand_sound(entry: Entry, keys: frozenset[str]) -> None:
    if keys - _KEYS:
        raise ValueError(f"不认识的项 {sorted(keys - _KEYS)}")
    if not entry.document:
        raise ValueError("缺少文件依据 document")
    if entry.confidence not in CONFIDENCES:
        raise ValueError(f"confidence 应是 {''.join(sorted(CONFIDENCES))} 之一")
    if entry.until is not None and entry.until < entry.since:
        raise ValueError("to 早于 from")


def _is_revised(row: tuple[Entry, ...]) -> bool:
    """Do entries speak of the same days?  They may, if each became known on a day of its own."""
    is_revised = False
    for place, later in enumerate(row):
        for earlier in row[:place]:
            if earlier.until is None or earlier.until >= later.since:
                is_revised = True
                if _known_from(earlier) == _known_from(later):
                    day = later.since.isoformat()
                    raise BadTable(f"参数表“{later.name}”在 {day} 有两个数")
    return is_revised


def _believed(known: list[Entry], on: date) -> Entry | None:
    """What holds by the newest knowledge, ending where something known later begins."""
    found = max((one for one in known if one.holds_on(on)), key=_known_from, default=None)
    if found is None:
        return None
    after = [one.since for one in known if one.since > on and _known_from(one) > _known_from(found)]
    last = min(after) - timedelta(days=1) if after else date.max
    return found if last >= (found.until or date.max) else replace(found, until=last)


def _known_from(entry: Entry) -> date:
    return entry.known_from or date.min


def _since(entry: Entry) -> date:
    return entry.since


def _from_near_to_far(region: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((region, region[:4] + "00", region[:2] + "0000", NATIONAL)))
