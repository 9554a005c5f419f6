"""A paper as PDF: frame, body and data brought together and set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from shebao.hall.gateways.seal.port import Place
from shebao.hall.kit import glyphs, qr, typeset
from shebao.hall.kit.clock import ZONE
from shebao.hall.kit.numbers import in_groups
from shebao.hall.office.documents.forms import source

MILLIMETRE = 72 / 25.4
# The free corner of the frame: 42 mm wide, 22 mm from the right edge, 24 mm from the bottom.
SEAL = Place(x=(210 - 22 - 42) * MILLIMETRE, y=24 * MILLIMETRE)
MARK = "verify-code:"

MAIN = """
#import "/frame.typ": frame
#import "/body.typ": body
#let input = json(bytes(sys.inputs.data))
#show: frame.with(input.sheet)
#body(input.d)
"""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the office says of a paper, beside what its body says."""

    number: str
    code: str
    title: str
    issuer: str
    subject: str
    subject_name: str
    issued_at: datetime
    valid_until: date | None
    is_test: bool
    address: str


def draw(sheet: Sheet, *, template: str, data: Mapping[str, Any]) -> bytes:
    """The unsealed PDF of a paper. The same paper gives the same bytes.

    ``data`` is handed to the body as ``d``; beside it stand ``d.name`` and ``d.subject`` (``name``,
    ``number``, and ``id_masked`` where ``facts.person`` knows it). The frame itself reads
    ``notes`` (sentences), ``sources`` (label and date of what the paper rests on) and ``purpose``
    (in words) from it, where they are. Raises ``kit.typeset.BadSource``.
    """
    sources = {
        "main.typ": MAIN,
        "frame.typ": source("frame"),
        "body.typ": '#import "/frame.typ": *; ' + template,
    }
    body = {"name": sheet.subject_name, "subject": _subject(sheet, data), **data}
    return typeset.pdf(sources, data={"sheet": _input(sheet, body), "d": body})


def verify_address(code: str, *, address: str) -> str:
    """What the QR code holds: the public check with the paper's code, and nothing else."""
    return f"{address.rstrip('/')}/verify/?c={code}"


def purpose_of(data: Mapping[str, Any]) -> str:
    """What a paper is for, as the person chose it; empty where it is for nothing in particular."""
    answers = data.get("answers")
    chosen = answers.get("purpose") if isinstance(answers, Mapping) else None
    return str(data.get("purpose") or chosen or "")


def _input(sheet: Sheet, data: Mapping[str, Any]) -> dict[str, Any]:
    grouped = in_groups(sheet.code).split(" ")
    return {
        "number": sheet.number,
        "mark": MARK + sheet.code,
        "code-lines": [" ".join(grouped[:2]), " ".join(grouped[2:])],
        "title": sheet.title,
        "issuer": sheet.issuer,
        "issued": sheet.issued_at.astimezone(ZONE).isoformat(),
        "validity": _validity(sheet.valid_until),
        "site": _site(sheet.address),
        "qr": qr.svg(verify_address(sheet.code, address=sheet.address)),
        "purpose": str(data.get("purpose", "")),
        "notes": _notes(data),
        "is-test": sheet.is_test,
    }


def _subject(sheet: Sheet, data: Mapping[str, Any]) -> dict[str, str]:
    facts = data.get("facts")
    person = facts.get("person") if isinstance(facts, Mapping) else None
    masked = person.get("id_masked", "") if isinstance(person, Mapping) else ""
    return {"name": sheet.subject_name, "number": sheet.subject, "id_masked": str(masked)}


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path.rstrip('/')}/verify"


def _validity(until: date | None) -> str:
    return f"验真截止{_day(until)}" if until else "长期可以验真"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notes(data: Mapping[str, Any]) -> list[str]:
    notes = [str(note) for note in data.get("notes", ())]
    notes.extend(_dated(data.get("sources", ())))
    lost = glyphs.missing("".join(_texts(data)))
    if lost:
        notes.append(f"“{glyphs.MISSING}”代替字库里还没有的字:{'、'.join(lost[:8])}。")
    return notes


def _dated(sources: Iterable[Mapping[str, str]]) -> list[str]:
    """One sentence on where the data comes from; sources of one day are named together."""
    by_day: dict[str, list[str]] = {}
    for one in sources:
        by_day.setdefault(one["date"], []).append(one["label"])
    parts = [f"{'、'.join(labels)}（截至 {day}）" for day, labels in by_day.items()]
    return [f"数据来源:{'；'.join(parts)}。"] if parts else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return []
