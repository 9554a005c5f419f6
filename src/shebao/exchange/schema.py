"""The messages as JSON Schema, drawn from the very forms that read them."""

import json
from typing import Any

from pydantic import TypeAdapter

from shebao.exchange.forms import REPLY, REQUEST

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: dict[str, TypeAdapter[Any]] = {"request": REQUEST, "reply": REPLY}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of ``request`` or ``reply``."""
    drawn = SCHEMAS[name].json_schema(ref_template="#/$defs/{model}")
    return {"$schema": DIALECT, "$id": f"urn:shebao:wall:v1:{name}", **_without_titles(drawn)}


def schema_text(name: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def _without_titles(part: Any) -> Any:
    # A title only repeats the name it stands under.
    if isinstance(part, list):
        return [_without_titles(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _without_titles(one)
        for name, one in part.items()
        if not (name == "title" and isinstance(one, str))
    }
