"""Finds what is wrong with an item folder before anybody can apply for it (3.2, 5.3.2, 6.1.3)."""

from pathlib import Path

from shebao.hall.office.catalogue.check import (
    borders,
    cases,
    exits,
    flow,
    form,
    names,
    spelling,
    words,
)
from shebao.hall.office.catalogue.folders import BrokenFolder, Finding, Folder, read

__all__ = ["Finding", "check", "check_folder"]


def check(place: Path) -> tuple[Finding, ...]:
    """Everything found wrong with the folder, by file and line; nothing if it may be published."""
    try:
        folder = read(place)
    except BrokenFolder as broken:
        return broken.findings
    return check_folder(folder)


def check_folder(folder: Folder) -> tuple[Finding, ...]:
    """The same for a folder already read; the cases run only where all else is well."""
    parts = (words, form, names, spelling, borders, exits, flow)
    found = [finding for part in parts for finding in part.findings(folder)]
    return tuple(found) if found else tuple(cases.findings(folder))
