"""Postings on their way across the wall, as operators see them (6.4.4)."""

from dataclasses import dataclass
from datetime import datetime

from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.applications.models import Outgoing


@dataclass(frozen=True, kw_only=True)
class PostingCard:
    """A posting as the operator sees it; no values, they are personal."""

    key: str
    case: str
    kind: str
    state: str
    attempts: int
    next_at: datetime
    problem: str


def postings(state: str, *, after: str = "", size: int = 50) -> Page[PostingCard]:
    """Postings in one state, newest first."""
    rows = Outgoing.objects.filter(state=state).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: size + 1])
    names = ("key", "case", "kind", "state", "attempts", "next_at", "problem")
    cards = [PostingCard(**{name: getattr(row, name) for name in names}) for row in found[:size]]
    return Page(cards, encode_key(found[size - 1].pk) if len(found) > size else "")
