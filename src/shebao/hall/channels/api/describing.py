"""The OpenAPI document: what is served, what ``docs/api.json`` holds, and what tests hold us to."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.building import PREFIX, api
from shebao.hall.kit import gate


def openapi() -> dict[str, Any]:
    """The whole contract as plain JSON values."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    for path in found["paths"].values():
        for operation in path.values():
            _name_problems(operation["responses"])
    return found


def _name_problems(responses: dict[str, Any]) -> None:
    """Refusals have a media type of their own (RFC 9457)."""
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {problems.MEDIA_TYPE: response["content"].pop("application/json")}


@cache
def text() -> str:
    """The document as it is served and stored: the same bytes for the same contract."""
    return json.dumps(openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@gate.public
def document(request: HttpRequest) -> HttpResponse:
    """``GET /openapi.json``."""
    return HttpResponse(text(), content_type="application/json")
