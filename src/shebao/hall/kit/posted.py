"""Puts together what the form macros take apart: a date is three fields, a month is two."""

from collections.abc import Mapping

PARTS = {"date": ("year", "month", "day"), "month": ("year", "month")}


def _tidy(part: str, text: str) -> str:
    text = text.strip()
    return text.zfill(2) if part != "year" and text.isdigit() else text


def posted(post: Mapping[str, str], name: str, kind: str = "text") -> str:
    """One answer as text.

    A date comes as ``2025-11-24``, a month as ``2025-11``; a half-filled one comes as it was
    typed, such as ``2025--24``, so that the form can show it again; an untouched one is empty.
    """
    if kind not in PARTS:
        return post.get(name, "").strip()
    typed = [_tidy(part, post.get(f"{name}_{part}", "")) for part in PARTS[kind]]
    return "-".join(typed) if any(typed) else ""
