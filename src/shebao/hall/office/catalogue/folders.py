"""Reads an item folder (3.2): four texts in, one frozen :class:`Folder` out.

A folder holds data only.  Texts are normalised before they are hashed, so that line endings or a
byte-order mark never make a new version of a service.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from shebao.hall.office.catalogue.item import Item
from shebao.hall.office.catalogue.lines import line_of

ITEM, GUIDE, CASES = "item.toml", "guide.md", "cases.toml"
LARGEST = 512 * 1024
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(toml|md|typ)")
_LINE = re.compile(r"\(at line (\d+)")

Case = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with a file, and what to do about it; ``line`` counts from 1."""

    file: str
    line: int | None
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.todo}"


class BrokenFolder(ValueError):
    """The folder cannot be read as an item; ``findings`` name every file, line and remedy."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class Folder:
    """An item folder as read: its parts, its texts by file name, and the hash of all of them."""

    name: str
    item: Item
    guide: str
    cases: tuple[Case, ...]
    paper_source: str
    texts: Mapping[str, str]
    content_hash: str


def find(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Every item folder below the roots, in order of name; a later root may not repeat a name."""
    found: dict[str, Path] = {}
    for root in roots:
        for place in sorted(path.parent for path in Path(root).glob(f"*/{ITEM}")):
            _demand_new(place, found)
            found[place.name] = place
    return tuple(found[name] for name in sorted(found))


def read(place: Path) -> Folder:
    """Read one folder; raises :class:`BrokenFolder`."""
    return from_texts(_texts(place), name=place.name)


def from_texts(texts: Mapping[str, str], *, name: str) -> Folder:
    """Build a folder from its texts by file name; raises :class:`BrokenFolder`."""
    clean = {file: normalised(text) for file, text in sorted(texts.items())}
    _demand_files(clean, (ITEM, GUIDE, CASES))
    item = _item(clean[ITEM])
    _demand_own_name(item, name)
    return Folder(
        name=name,
        item=item,
        guide=clean[GUIDE],
        cases=_cases(clean[CASES]),
        paper_source=_paper(item, clean),
        texts=MappingProxyType(clean),
        content_hash=content_hash(clean),
    )


def normalised(text: str) -> str:
    """The same words with plain line ends, no byte-order mark and one newline at the end."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def content_hash(texts: Mapping[str, str]) -> str:
    """SHA-256 over every file name and text, in order of name, as hexadecimal."""
    whole = hashlib.sha256()
    for file, text in sorted(texts.items()):
        for part in (file.encode(), text.encode()):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _demand_new(place: Path, found: Mapping[str, Path]) -> None:
    if place.name in found:
        raise BrokenFolder(
            Finding(
                file=str(place / ITEM),
                line=None,
                what=f"There is already an item called {place.name!r}.",
                todo="Give this folder another name, or remove one of the two.",
            )
        )


def _texts(place: Path) -> dict[str, str]:
    if not place.is_dir():
        raise BrokenFolder(
            Finding(
                file=str(place), line=None, what="This is not a folder.", todo="Check the path."
            )
        )
    files = [path for path in sorted(place.iterdir()) if not path.name.startswith((".", "__"))]
    return {path.name: _text(path) for path in files}


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or not _PLAIN_NAME.fullmatch(path.name):
        raise _broken(path.name, "An item folder holds only .toml, .md and .typ files.", "Move it.")
    if path.stat().st_size > LARGEST:
        raise _broken(path.name, f"The file is larger than {LARGEST // 1024} kB.", "Shorten it.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _broken(path.name, "The file is not UTF-8 text.", "Save it as UTF-8.") from None
    if "\0" in text:
        raise _broken(path.name, "The file holds a null character.", "Remove it.")
    return text


def _demand_files(texts: Mapping[str, str], names: Iterable[str]) -> None:
    missing = [name for name in names if name not in texts]
    if missing:
        raise BrokenFolder(
            *(
                Finding(file=name, line=None, what="The file is missing.", todo="Write it.")
                for name in missing
            )
        )


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else None
        raise BrokenFolder(
            Finding(file=file, line=line, what=f"Not TOML: {error}.", todo="Mend that line.")
        ) from None


def _item(text: str) -> Item:
    data = _toml(ITEM, text)
    try:
        return Item.model_validate(data)
    except ValidationError as error:
        raise BrokenFolder(*(_item_finding(text, one) for one in error.errors())) from None


def _item_finding(text: str, error: Mapping[str, Any]) -> Finding:
    place = ".".join(str(part) for part in error["loc"]) or "item"
    todo = {
        "missing": "Add it.",
        "extra_forbidden": "Remove it, or correct its spelling.",
    }.get(error["type"], "Correct it; see docs/item.schema.json.")
    return Finding(
        file=ITEM, line=line_of(text, error["loc"]), what=f"{place}: {error['msg']}.", todo=todo
    )


def _demand_own_name(item: Item, name: str) -> None:
    if item.slug != name:
        raise _broken(ITEM, f"slug is {item.slug!r}, the folder {name!r}.", "Make them the same.")


def _cases(text: str) -> tuple[Case, ...]:
    data = _toml(CASES, text)
    cases = data.get("case", [])
    if set(data) - {"case"} or not isinstance(cases, list):
        raise _broken(CASES, "Only [[case]] tables belong here.", "Rename or remove the others.")
    return tuple(MappingProxyType(case) for case in cases if isinstance(case, dict))


def _paper(item: Item, texts: Mapping[str, str]) -> str:
    if item.paper is None:
        return ""
    name = item.paper.template
    if not _PLAIN_NAME.fullmatch(name) or not name.endswith(".typ"):
        raise _broken(ITEM, f"paper.template {name!r} is not a plain .typ name.", "Rename it.")
    _demand_files(texts, (name,))
    return texts[name]


def _broken(file: str, what: str, todo: str) -> BrokenFolder:
    return BrokenFolder(Finding(file=file, line=None, what=what, todo=todo))
