"""What the trail can be asked: by a person, and by a case."""

from dataclasses import dataclass
from datetime import datetime

from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.audit.models import Entry


@dataclass(frozen=True, kw_only=True)
class Look:
    """One entry, as the person concerned may read it."""

    at: datetime
    actor: str
    verb: str
    purpose: str
    channel: str
    case: str


COLUMNS = ("id", "at", "actor", "verb", "purpose", "channel", "case")


def about(subject: str, *, after: str = "", size: int = 20) -> Page[Look]:
    """Who did or saw what about this subject, newest first (6.3.2)."""
    return _newest_first({"subject": subject}, after=after, size=size)


def of_case_page(case: str, *, after: str = "", size: int = 20) -> Page[Look]:
    """Who did or saw what in one case, newest first, page by page."""
    return _newest_first({"case": case}, after=after, size=size)


def _newest_first(of: dict[str, str], *, after: str, size: int) -> Page[Look]:
    rows = Entry.objects.filter(**of).order_by("-id")
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows.values(*COLUMNS)[: size + 1])
    looks = [Look(**{name: row[name] for name in COLUMNS[1:]}) for row in found[:size]]
    return Page(looks, encode_key(found[size - 1]["id"]) if len(found) > size else "")


def of_case(case: str) -> tuple[Look, ...]:
    """Everything that was done or seen in one case, oldest first."""
    rows = Entry.objects.filter(case=case).order_by("id").values(*COLUMNS[1:])
    return tuple(Look(**row) for row in rows)


def subject_of(case: str) -> str:
    """Whom a case concerns, as the trail knows it; empty when it knows nothing of the case."""
    row = Entry.objects.filter(case=case).exclude(subject="-").values("subject").first()
    return str(row["subject"]) if row else ""
