"""Every item's own paper can be drawn from what its first approved example holds."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from shebao.hall.office.catalogue import examples, folders
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.pinned import of_folder
from shebao.hall.office.documents.drawing import draw
from tests.office.documents.test_look import ISSUER, sheet, squeezed, words_of

PLACES = [
    place
    for place in folders.find(settings.SHEBAO_ITEM_FOLDERS)
    if "[paper]" in (place / "item.toml").read_text()
]


def approved_example(place: Path) -> dict[str, Any]:
    cases = tomllib.loads((place / "cases.toml").read_text())["case"]
    return next(
        case for case in cases if case["expect"] in {"approve", "review"} and "facts" not in case
    )


@pytest.mark.clause("5.4.2.2c", "5.4.2.3a", "5.4.2.3b", "5.4.2.3c")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_an_items_paper_is_drawn_from_its_example(place: Path, tmp_path: Path) -> None:
    folder = folders.read(place)
    case, item = approved_example(place), folder.item
    assert item.paper is not None
    today = case.get("today", examples.TODAY)
    persona = case.get("persona", examples.PERSONA)
    answers = dict(clean(item, case["answers"], today=today).answers)
    facts = examples.sample_facts(of_folder(folder), persona=persona, today=today, answers=answers)
    data = {
        "case": {},
        "facts": {name: facts.values.get(name) for name in item.paper.facts},
        "answers": answers,
        "sources": [{"label": one.label, "date": str(one.data_date)} for one in facts.sources],
        "today": today.isoformat(),
    }
    stored = json.loads(json.dumps(data))

    pdf = draw(sheet(item.paper.title), template=folder.paper_source, data=stored)

    words = squeezed(words_of(pdf, tmp_path))
    assert item.paper.title in words
    assert ISSUER in words
    assert not re.search(r"（;|；使用|none|#", words)
