"""The JSON Schema (2020-12) of an item's answers, as a program sends them."""

from typing import Any

from shebao.hall.office.catalogue.forms.values import LARGEST
from shebao.hall.office.catalogue.forms.visibility import Combination, ruling
from shebao.hall.office.catalogue.item import FormField, Item

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NO_CONTROL = rf"^[^{_CONTROL}]*[^{_CONTROL}\s][^{_CONTROL}]*$"
_PATTERNS = {
    "mobile": r"^(1[3-9][0-9]{9}|\+[1-9][0-9]{6,14})$",
    "date": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "month": "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$",
    "region": "^[1-9][0-9]{5}$",
}


def json_schema(item: Item) -> dict[str, Any]:
    """Describe the answers; money is whole fen.  What only the day or a free answer rules
    (``not_after_today``, such a ``show_if``) is left to :func:`reading.clean`.
    """
    plain = [field for field in item.fields if not field.show_if]
    dependent = [field for field in item.fields if field.show_if]
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": item.name,
        "type": "object",
        "properties": {
            **{field.name: _property(field) for field in plain},
            **{field.name: {"title": field.label} for field in dependent},
        },
        "required": [field.name for field in plain if field.required],
        "additionalProperties": False,
    }
    conditions = [found for field in dependent if (found := _condition(item, field))]
    return {**schema, "allOf": conditions} if conditions else schema


def _property(field: FormField) -> dict[str, Any]:
    words = {"title": field.label}
    if field.help:
        words["description"] = field.help
    if field.example:
        words["examples"] = [field.example]  # type: ignore[assignment]
    return {**words, **_type(field)}


def _type(field: FormField) -> dict[str, Any]:
    if field.type == "yes_no":
        return {"type": "boolean"}
    if field.type in {"integer", "money"}:
        return {"type": "integer", **_bounds(field)}
    if field.type == "choice":
        return {
            "oneOf": [{"const": one.value, "title": one.label} for one in field.options],
        }
    return {"type": "string", **_text(field)}


def _bounds(field: FormField) -> dict[str, int]:
    lowest = 0 if field.type == "money" else -LARGEST
    return {
        "minimum": lowest if field.minimum is None else field.minimum,
        "maximum": LARGEST if field.maximum is None else field.maximum,
    }


def _text(field: FormField) -> dict[str, Any]:
    if field.type in _PATTERNS:
        form = {"format": "date"} if field.type == "date" else {}
        return {"pattern": _PATTERNS[field.type], **form}
    if field.type == "name":
        return {"minLength": 1, "maxLength": 80, "pattern": _NO_CONTROL}
    lengths = {"minLength": max(field.min_length, 1), "maxLength": field.max_length}
    return {**lengths, "pattern": _NO_CONTROL}


def _condition(item: Item, field: FormField) -> dict[str, Any] | None:
    found = ruling(item, field)
    if found is None:
        return None
    fields = {one.name: one for one in item.fields}
    then: dict[str, Any] = {"properties": {field.name: _property(field)}}
    if field.required:
        then["required"] = [field.name]
    return {"if": {"anyOf": [_matches(fields, one) for one in found.showing]}, "then": then}


def _matches(fields: dict[str, FormField], wanted: Combination) -> dict[str, Any]:
    parts = [_is(fields[name], value) for name, value in wanted.items()]
    return {"allOf": parts} if parts else {}


def _is(field: FormField, value: Any) -> dict[str, Any]:
    equal = {"properties": {field.name: {"const": value}}, "required": [field.name]}
    if value in ("", False):
        return {"anyOf": [equal, {"not": {"required": [field.name]}}]}
    return equal
