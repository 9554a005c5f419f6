"""What an operation says about itself in the OpenAPI document: every status it can answer."""

from typing import Any

from shebao.hall.channels.api.problems import Problem

PUBLIC = (400, 429)
OWN = (400, 401, 403, 429)
FORM = (400, 401, 403, 409, 413, 415, 422, 429)


def answers(status: int, record: Any, *problems: int) -> dict[int, Any]:
    """The success and every refusal."""
    return {status: record, **dict.fromkeys(sorted(set(problems)), Problem)}


def pdf() -> dict[str, Any]:
    """The answer is a PDF file."""
    content = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}
