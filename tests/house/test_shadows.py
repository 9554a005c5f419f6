"""What a layout calls its own stays its own: a page that hands over the same name is not heard."""

import ast
import re
from pathlib import Path

import pytest

HALL = Path(__file__).resolve().parents[2] / "src" / "shebao" / "hall"
LAYOUTS = {"web": "base", "desk": "desk", "manage": "desk"}


def taken(layout: str) -> set[str]:
    """The names a layout sets for itself, at the beginning of a line."""
    text = (HALL / "kit" / "templates" / "kit" / f"{layout}.html").read_text(encoding="utf-8")
    return set(re.findall(r"^\{% set (\w+) =", text, re.MULTILINE))


def handed_over(channel: str) -> set[tuple[str, str]]:
    """Every name in a dictionary that a function of the channel writes out, with its file."""
    return {
        (path.name, key.value)
        for path in (HALL / "channels" / channel).rglob("*.py")
        for view in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(view, ast.FunctionDef)
        for node in ast.walk(view)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


@pytest.mark.parametrize(("channel", "layout"), LAYOUTS.items())
def test_no_page_hands_over_a_name_that_its_layout_sets(channel: str, layout: str) -> None:
    names = taken(layout)

    assert names
    assert {one for one in handed_over(channel) if one[1] in names} == set()
