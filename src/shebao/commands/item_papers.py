"""Sets an item's paper for its worked examples, so that a broken template is found beforehand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shebao.hall.kit.typeset import BadSource
from shebao.hall.office.catalogue.check import Finding
from shebao.hall.office.catalogue.examples import TODAY, sample_facts
from shebao.hall.office.catalogue.folders import Case, read
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.pinned import Pinned, of_folder
from shebao.hall.office.documents.drawing import Sheet, draw

ISSUED = datetime(2025, 11, 24, 2, 0, tzinfo=UTC)


def findings(place: Path) -> Iterator[Finding]:
    """What goes wrong when the papers of the examples are set; the folder has passed the check."""
    pinned = of_folder(read(place))
    if pinned.item.paper is None:
        return
    for case in pinned.cases:
        if case["expect"] in ("approve", "review"):
            yield from _set(pinned, case, pinned.item.paper.template)


def _set(pinned: Pinned, case: Case, template: str) -> Iterator[Finding]:
    try:
        draw(_sheet(pinned), template=pinned.paper_source, data=_data(pinned, case))
    except BadSource as error:
        yield Finding(
            file=template,
            line=None,
            what=f"Case “{case['title']}”: the paper cannot be set: {error}.",
            todo="Correct the template.",
        )


def _sheet(pinned: Pinned) -> Sheet:
    return Sheet(
        number="990100-20251124-01-00000001",
        code="SB7K29QDXM4T8F3C",
        title=pinned.item.paper.title if pinned.item.paper else "",
        issuer="示例市社会保险事业中心",
        subject="P1000000001",
        subject_name="张禾苗",
        issued_at=ISSUED,
        valid_until=None,
        is_test=True,
        address="https://12333.example",
    )


def _data(pinned: Pinned, case: Case) -> dict[str, Any]:
    today = case.get("today", TODAY)
    answers = clean(pinned.item, case.get("answers", {}), today=today).answers
    who = case.get("persona", "employee")
    facts = sample_facts(pinned, persona=who, today=today, answers=answers)
    named = pinned.item.paper.facts if pinned.item.paper else ()
    return {
        "facts": {name: facts.values[name] for name in named},
        "answers": answers,
        "today": today.isoformat(),
        "case": {"number": "C1", "item": pinned.item.name},
    }
