"""What the trail can be asked: by a person, by a case, and how far checkpoints cover it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.audit.models import Checkpoint, Entry, Span
from shebao.hall.office.audit.words import READS, kind


@dataclass(frozen=True, kw_only=True)
class Look:
    """One entry, as the person concerned may read it.

    ``kind`` is ``read`` or ``act``; ``is_sealed`` says that a signed checkpoint covers it.
    """

    number: int
    at: datetime
    actor: str
    verb: str
    kind: str
    purpose: str
    channel: str
    case: str
    is_sealed: bool


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One entry of a case's story, with what was noted beside it as JSON."""

    at: datetime
    actor: str
    verb: str
    purpose: str
    channel: str
    details: str


@dataclass(frozen=True, kw_only=True)
class CheckpointCard:
    """A checkpoint in a list: how many entries lead to which root, signed by which key."""

    number: int
    at: datetime
    entries: int
    streams: int
    root: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How far checkpoints cover the trail; ``behind`` counts streams that wait too long."""

    last_at: datetime | None
    behind: int


READS_ONLY, ACTS_ONLY, OTHERS_ONLY = "reads", "acts", "others"
COLUMNS = ("id", "at", "actor", "verb", "purpose", "channel", "case", "is_sealed")
CARD = ("number", "at", "entries", "streams", "root", "key")
OVERDUE = timedelta(hours=3)
# The first entry of each stream that no checkpoint covers; one that is gone waits for ever.
# The note that a checkpoint leaves waits for the next one, however long that takes.
BEHIND = """
SELECT COUNT(*) FROM (
    SELECT head.stream, head.sequence,
        COALESCE((SELECT MAX(last) FROM audit_span WHERE stream = head.stream), 0) AS covered
    FROM audit_head head
) come LEFT JOIN audit_entry entry
ON entry.stream = come.stream AND entry.sequence = come.covered + 1
WHERE come.sequence > come.covered AND (entry.at IS NULL OR entry.at < %s)
AND NOT (COALESCE(entry.verb, '') = 'checkpoint' AND come.sequence = come.covered + 1)
"""


def about(
    subject: str,
    *,
    after: str = "",
    size: int = 20,
    show: str = "",
    own: Collection[str] = (),
) -> Page[Look]:
    """Who did or saw what about this subject, newest first (6.3.2).

    ``show`` narrows it down to ``reads``, to ``acts``, or to ``others`` than ``own`` actors.
    """
    rows = Entry.objects.filter(subject=subject)
    if show == READS_ONLY:
        rows = rows.filter(verb__in=READS)
    if show == ACTS_ONLY:
        rows = rows.exclude(verb__in=READS)
    if show == OTHERS_ONLY:
        rows = rows.exclude(actor__in=own)
    return _newest_first(rows, after=after, size=size)


def of_case_page(case: str, *, after: str = "", size: int = 20) -> Page[Look]:
    """Who did or saw what in one case, newest first, page by page."""
    return _newest_first(Entry.objects.filter(case=case), after=after, size=size)


def _newest_first(rows: QuerySet[Entry], *, after: str, size: int) -> Page[Look]:
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(_with_seal(rows).order_by("-id").values(*COLUMNS)[: size + 1])
    more = encode_key(found[size - 1]["id"]) if len(found) > size else ""
    return Page([_look(row) for row in found[:size]], more)


def _with_seal(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    covering = Span.objects.filter(stream=OuterRef("stream"), last__gte=OuterRef("sequence"))
    return rows.annotate(is_sealed=Exists(covering))


def _look(row: dict[str, Any]) -> Look:
    return Look(number=row.pop("id"), kind=kind(row["verb"]), **row)


def look(entry: Entry) -> Look:
    """One entry, as the person concerned may read it."""
    row = _with_seal(Entry.objects.filter(pk=entry.pk)).values(*COLUMNS).get()
    return _look(row)


def story_of(case: str) -> tuple[Happened, ...]:
    """Everything that was written down about one case, in order, with what was noted."""
    names = Happened.__dataclass_fields__
    rows = Entry.objects.filter(case=case).order_by("id").values(*names)
    return tuple(Happened(**row) for row in rows)


def subject_of(case: str) -> str:
    """Whom a case concerns, as the trail knows it; empty when it knows nothing of the case."""
    row = Entry.objects.filter(case=case).exclude(subject="-").values("subject").first()
    return str(row["subject"]) if row else ""


def checkpoints(*, after: str = "", size: int = 20) -> Page[CheckpointCard]:
    """All checkpoints, newest first."""
    rows = Checkpoint.objects.order_by("-number").values(*CARD)
    last = row_after(after)
    if last is not None:
        rows = rows.filter(number__lt=last)
    found = list(rows[: size + 1])
    cards = [CheckpointCard(**row) for row in found[:size]]
    return Page(cards, encode_key(found[size - 1]["number"]) if len(found) > size else "")


def cover(*, now: datetime) -> Cover:
    """How far checkpoints have come, for those who run the system."""
    last = Checkpoint.objects.order_by("-number").values_list("at", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, [connection.ops.adapt_datetimefield_value(now - OVERDUE)])
        (behind,) = cursor.fetchone()
    return Cover(last_at=last, behind=behind)


def held(subject: str) -> Holding:
    """The trail about somebody."""
    return holding(
        Entry.objects.filter(subject=subject),
        ("at", "actor", "verb", "purpose", "channel", "case"),
        label="访问和办理留痕",
        why="谁看过、谁办过，都能查",
        kept="长期",
    )
