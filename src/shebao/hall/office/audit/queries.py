"""What the trail can be asked: by a person, by a case, and whether it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.audit.chain import Fact, digest
from shebao.hall.office.audit.models import Entry, Head


@dataclass(frozen=True, kw_only=True)
class Look:
    """One entry, as the person concerned may read it."""

    at: datetime
    actor: str
    verb: str
    purpose: str
    channel: str
    case: str


@dataclass(frozen=True, kw_only=True)
class Break:
    """A place where the trail is not what was written."""

    stream: int
    sequence: int
    words: str


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


def breaks() -> Iterator[Break]:
    """Walk every stream and name each altered, missing or misplaced entry."""
    ends = {head.stream: head for head in Head.objects.all()}
    begun = Entry.objects.order_by().values_list("stream", flat=True).distinct()
    for stream in sorted({*ends, *begun}):
        yield from _breaks_in(stream, ends.get(stream) or Head(stream=stream))


def _breaks_in(stream: int, head: Head) -> Iterator[Break]:
    sequence, previous = 0, ""
    rows = Entry.objects.filter(stream=stream).order_by("sequence")
    for entry in rows.iterator(chunk_size=2000):
        sequence += 1
        if entry.sequence != sequence:
            yield Break(stream=stream, sequence=sequence, words="missing")
            sequence = entry.sequence
        elif entry.previous != previous or entry.digest != _digest_of(entry):
            yield Break(stream=stream, sequence=sequence, words="altered")
        previous = entry.digest
    if (sequence, previous) != (head.sequence, head.digest):
        yield Break(stream=stream, sequence=sequence + 1, words="cut off")


def _digest_of(entry: Entry) -> str:
    names = ("at", "actor", "verb", "subject", "purpose", "channel", "case", "details")
    fact = Fact(**{name: getattr(entry, name) for name in names})
    return digest(fact, stream=entry.stream, sequence=entry.sequence, previous=entry.previous)


def held(subject: str) -> Holding:
    """The trail about somebody."""
    return holding(
        Entry.objects.filter(subject=subject),
        ("at", "actor", "verb", "purpose", "channel", "case"),
        label="访问和办理留痕",
        why="谁看过、谁办过，都能查",
        kept="长期",
    )
