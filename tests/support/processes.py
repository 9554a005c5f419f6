"""What a process of its own needs to meet the database of a test."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def address() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = f"{quote(settings['USER'])}@" if settings["USER"] else ""
    folder = quote(str(settings["HOST"]), safe="")
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{user}/{settings['NAME']}?host={folder}{port}"


def surroundings(settings: Any) -> dict[str, str]:
    """The variables of its environment."""
    return {
        **os.environ, "SHEBAO_MODE": "test", "SHEBAO_VAR": str(settings.SHEBAO_VAR),
        "SHEBAO_DATABASE": address(), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "shebao.hall.config.settings",
    }  # fmt: skip
