"""What the surroundings say to the core: every variable that it reads is read here."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class NotConfigured(SystemExit):
    """A setting makes no sense; the core refuses to start."""


def text(name: str, default: str = "") -> str:
    """One variable, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def folder() -> Path:
    """Where this installation keeps its files: ``SHEBAO_VAR``, else ``./var``."""
    return Path(text("SHEBAO_VAR", "var")).absolute()


def database() -> dict[str, Any]:
    """``SHEBAO_INSURANCE_DATABASE`` as Django reads it."""
    return database_at(
        text("SHEBAO_INSURANCE_DATABASE", f"sqlite:///{folder() / 'insurance.sqlite3'}")
    )


def database_at(address: str) -> dict[str, Any]:
    """Read ``sqlite:///path`` (always from the root) or ``postgresql://…``.

    Raises :class:`NotConfigured`.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and not parts.netloc:
        return _sqlite(parts.path)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(address)
    raise NotConfigured("SHEBAO_INSURANCE_DATABASE: sqlite:///… or postgresql://… please.")


def wall_keys() -> Path:
    """``SHEBAO_CORE_WALL_KEYS``: the folder with this side's key and, in ``known``, the hall's."""
    return Path(text("SHEBAO_CORE_WALL_KEYS", str(folder() / "wall" / "core")))


def transfer_step_seconds() -> int:
    """``SHEBAO_CORE_TRANSFER_STEP_SECONDS``: 0 keeps the working days of the province's table."""
    return int(text("SHEBAO_CORE_TRANSFER_STEP_SECONDS", "0") or 0)


def _sqlite(path: str) -> dict[str, Any]:
    place = Path(path[1:] if path.startswith("//") else path)
    place.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked["host"][0] if "host" in asked else (parts.hostname or ""),
        "PORT": str(parts.port or asked.get("port", [""])[0]),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
