"""What a paper says as plain text, for reading aloud and copying: drawn from the same data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shebao.hall.channels.web import tables, words
from shebao.hall.kit.tongues import told
from shebao.hall.office.catalogue.fact_fields import FIELDS, Field
from shebao.hall.office.catalogue.facts import VOCABULARY

Row = tuple[str, str]
# Printed on no paper: how to reach somebody, and codes of the other side.
KEPT_BACK = {"mobile", "address", "id_type", "country", "employer_number", "kind"}
MOST_ROWS = 60
MOST_HEADS = 7
CODES: Mapping[str, words.Words] = {
    **words.SCHEMES,
    **{code: said for code, (said, _kind) in words.REGISTRATION_STATES.items()},
    **words.TRANSFER_STATES,
    **words.MONTH_STATES,
    "male": words.MALE,
    "female": words.FEMALE,
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One fact on a paper: single values, and rows where there are several of a kind."""

    title: str
    rows: Sequence[Row]
    heads: Sequence[str]
    table: Sequence[Sequence[str]]


def parts_of(data: Mapping[str, Any]) -> list[Part]:
    """The facts a paper rests on, in words."""
    facts = data.get("facts") or {}
    parts = [_part(name, value) for name, value in facts.items() if name in VOCABULARY and value]
    return [*_reasons(data), *(part for part in parts if part.rows or part.table)]


def _reasons(data: Mapping[str, Any]) -> list[Part]:
    if not data.get("decision"):
        return []
    rows = [(_("办理结果"), str(data["decision"]))]
    rows += [
        (_("理由"), " ".join(filter(None, (one["say"], one["basis"], one["advice"]))))
        for one in data.get("reasons", ())
    ]
    return [Part(title=_("结果"), rows=rows, heads=(), table=())]


def _part(name: str, value: Any) -> Part:
    paths = {field.path for field in FIELDS[name]}
    fields = [
        field
        for field in FIELDS[name]
        if _last(field) not in KEPT_BACK and f"{field.path}_words" not in paths
    ]
    many = [field for field in fields if _is_cell(field)]
    heads = [_label(field) for field in many]
    table = [[_said(field, row.get(_last(field))) for field in many] for row in _members(value)]
    if len(heads) > MOST_HEADS and len(table) < MOST_HEADS:
        heads, table = _turned(heads, table)
    return Part(
        title=told(VOCABULARY[name].label),
        rows=[
            (_label(field), _said(field, found))
            for field in fields
            if "[]" not in field.path and "." not in field.path
            if (found := value.get(field.path) if isinstance(value, Mapping) else None)
            not in (None, "", [])
        ],
        heads=heads,
        table=table,
    )


def _is_cell(field: Field) -> bool:
    return field.path.count("[]") == 1 and not field.type.startswith("list")


def _turned(heads: list[str], table: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """A wide table of few rows stands better on its side."""
    numbers = [str(place + 1) for place in range(len(table))]
    rows = [[head, *cells] for head, cells in zip(heads, zip(*table, strict=True), strict=True)]
    return [_("项目"), *numbers], rows


def _members(value: Any) -> Iterable[Mapping[str, Any]]:
    members = value if isinstance(value, list) else value.get("list") or value.get("years") or []
    return [one for one in members if isinstance(one, Mapping)][:MOST_ROWS]


def _last(field: Field) -> str:
    return field.path.split(".")[-1]


def _label(field: Field) -> str:
    return told(re.split("[:：]", field.label)[0].removesuffix("的中文"))


def _said(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("、").join(str(words.said(CODES, one)) for one in value)
    if value in (None, ""):
        return "—"
    if field.type == "text":
        return str(words.said(CODES, value))
    return tables.field_words(field, value, is_shown=True)
