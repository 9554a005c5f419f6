"""The worked cases beside this file, and a way to ask the command line without a process."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shebao.commands.main import main

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)
TODAY = date(2026, 11, 23)

Ask = Callable[..., Any]


def asking(capsys: pytest.CaptureFixture[str]) -> Ask:
    """``ask("law", "workday", "2026-02-14")`` gives the JSON answer of a good command."""

    def ask(*words: str) -> Any:
        code = main([*words, "--json"])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


def refusing(capsys: pytest.CaptureFixture[str]) -> Ask:
    """The error object of a refused command, after looking at its one line and exit code."""

    def refuse(*words: str) -> Any:
        code = main([*words, "--json"])
        out, err = capsys.readouterr()
        error = json.loads(out)["error"]
        assert code == 2
        assert err.count("\n") == 1
        assert err.strip()
        assert "Traceback" not in err
        return error

    return refuse
