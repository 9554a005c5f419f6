"""Says where a finding stands."""

from shebao.hall.office.catalogue.folders import ITEM, Finding, Folder
from shebao.hall.office.catalogue.lines import line_of


def in_item(folder: Folder, *path: str | int, what: str, todo: str) -> Finding:
    """A finding at a value of item.toml, at the first of a list, or at the top."""
    line = line_of(folder.texts[ITEM], path) or line_of(folder.texts[ITEM], (*path, 0)) or 1
    return Finding(file=ITEM, line=line, what=what, todo=todo)


def in_text(folder: Folder, file: str, mark: str, *, what: str, todo: str) -> Finding:
    """A finding at the first line that holds the mark, or at the top."""
    lines = folder.texts.get(file, "").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if mark and mark in text), 1)
    return Finding(file=file, line=line, what=what, todo=todo)
