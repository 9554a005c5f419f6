"""Logs as one JSON object a line, with personal numbers masked before anything is written."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Documents of 15 to 18 signs, bank cards and mobile numbers, wherever they turn up in a text.
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(\d{3})\d{4,13}(\d{3}[0-9Xx])(?![0-9A-Za-z])")


def mask(text: str) -> str:
    """Keep the first three and last four signs of every long number."""
    return PERSONAL.sub(r"\1****\2", text)


def _mask_event(logger: Any, name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def configure(settings: Mapping[str, Any]) -> None:
    """Send every log, ours and the libraries', through one masking JSON writer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _mask_event,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [writer]
    root.setLevel(logging.INFO)
    for noisy in ("django.request", "django.security", "fontTools", "pyhanko"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
