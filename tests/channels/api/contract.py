"""The published contract, as a client reads it: which answers it may expect, in which shape."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

STORED = Path(__file__).resolve().parents[3] / "docs" / "api.json"


@cache
def contract() -> dict[str, Any]:
    """``docs/api.json``."""
    found: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    return found


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    # Addresses without a placeholder first, as a router does it.
    ordered = sorted(contract()["paths"].items(), key=lambda pair: "{" in pair[0])
    return [
        (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), operations)
        for path, operations in ordered
    ]


def operation_at(method: str, path: str) -> dict[str, Any] | None:
    """What the contract says of this call; nothing where it does not know it."""
    for pattern, operations in _paths():
        if pattern.fullmatch(path):
            found: dict[str, Any] | None = operations.get(method.lower())
            return found
    return None


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "components": contract()["components"]}
    return jsonschema_rs.validator_for(whole)


def hold_to_contract(method: str, path: str, response: Any) -> None:
    """The answer is one that the contract names, of its media type and shape."""
    operation = operation_at(method, path)
    if operation is None:
        assert response.status_code in {404, 405}, (method, path, response.status_code)
        return
    declared = operation["responses"].get(str(response.status_code))
    assert declared, f"{method} {path} answered {response.status_code}: {response.content!r}"
    media_type = response["Content-Type"].partition(";")[0]
    assert media_type in declared["content"]
    if media_type.endswith("json"):
        schema = json.dumps(declared["content"][media_type]["schema"], sort_keys=True)
        _validator(schema).validate(json.loads(response.content))
