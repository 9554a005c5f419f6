"""A folder that passes the check, to be spoiled in one way at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shebao.hall.office.catalogue.folders import find
from shebao.hall.office.catalogue.seedling import plant

ITEMS = Path(__file__).parents[3] / "src" / "shebao" / "items"
PLACES = find([ITEMS])

Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A fresh item folder."""
    return plant("my-thing", into=tmp_path)


@pytest.fixture
def spoil(place: Path) -> Spoil:
    """Exchange a piece of one of its files."""

    def exchange(file: str, old: str, new: str) -> Path:
        text = (place / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (place / file).write_text(text.replace(old, new), encoding="utf-8")
        return place

    return exchange
