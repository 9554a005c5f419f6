"""How far checkpoints cover each stream, and the span that the next one adds (6.3.2)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from shebao.hall.office.audit.chain import moment_text
from shebao.hall.office.audit.evidence import Signed, Statement, Stretch, entry_leaf
from shebao.hall.office.audit.merkle import Tree
from shebao.hall.office.audit.models import Checkpoint, Span
from shebao.hall.office.audit.reading import AT, MOST, is_itself, leniently, of_stream

NUMBERS = ("stream", "first", "last", "head", "root")
# Each stream by one look into an index, however many checkpoints there are.
NEWEST = """
WITH RECURSIVE every(stream) AS (
    SELECT 0 UNION ALL SELECT stream + 1 FROM every WHERE stream < 255
)
SELECT span.stream, span.first, span.last, span.head, span.root
FROM every JOIN audit_span span ON span.stream = every.stream AND span.checkpoint = (
    SELECT MAX(one.checkpoint) FROM audit_span one
    WHERE one.stream = every.stream AND one.checkpoint <= %s
)
ORDER BY span.stream
"""
# As the digests have the moment, whatever stands there.
STATEMENTS = (
    "SELECT number, {at}, entries, streams, root, previous, key, signature FROM audit_checkpoint "
    "WHERE number <= %s ORDER BY number"
)


class Broken(ValueError):
    """A stream is not what was written, so nobody signs it."""


def covered(*, until: int) -> tuple[Stretch, ...]:
    """Every stream's newest span as of this checkpoint, by stream."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [until])
        rows = cursor.fetchall()
    return tuple(Stretch(**dict(zip(NUMBERS, row, strict=True))) for row in rows)


def statements(*, until: int) -> list[tuple[Statement, str]]:
    """What the stored checkpoints up to this one say, to the letter, with their signatures."""
    names = ("number", "at", "entries", "streams", "root", "previous", "key")
    with leniently(), connection.cursor() as cursor:
        cursor.execute(STATEMENTS.format(at=AT[connection.vendor]), [until])
        rows = cursor.fetchall()
    return [(Statement(**dict(zip(names, row[:-1], strict=True))), row[-1]) for row in rows]


def stretch_of(row: Sequence[Any]) -> Stretch | None:
    """The span that these columns hold; ``None`` where they hold no numbers."""
    if not all(type(one) is int for one in row[:3]):
        return None
    return Stretch(**dict(zip(NUMBERS, row, strict=True)))


def newest() -> int:
    """The last checkpoint's number, 0 before the first."""
    # SQLite lets text stand for a number; it counts as more than any.
    rows = Checkpoint.objects.filter(number__lte=MOST).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def spans_of(stream: int, *, until: int, portion: int = 200) -> Iterator[tuple[int, Stretch]]:
    """A stream's spans up to a checkpoint, with checkpoints' numbers, in order, some at a time."""
    spans = Span.objects.filter(stream=stream, checkpoint__lte=until).order_by("last")
    rows, last = spans.values_list("checkpoint", *NUMBERS), 0
    while True:
        with leniently():
            found = list(rows.filter(last__gt=last)[:portion])
        made = [(row[0], one) for row in found if (one := stretch_of(row[1:])) is not None]
        yield from made
        if len(found) < portion or not made:
            return
        last = made[-1][1].last


def stretched(stream: int, *, before: Stretch | None, until: int) -> Stretch:
    """The span from behind ``before`` up to this place. Raises ``Broken``.

    What is signed has been read: every entry is itself, in its place and tied to the one before.
    """
    first = before.last + 1 if before else 1
    place, head, tree, number = first - 1, before.head if before else "", Tree(), 0
    for row in of_stream(stream, after=place, until=until):
        if (row.sequence, row.previous) != (place + 1, head) or row.id <= number:
            raise Broken(f"{stream}/{row.sequence}")
        if not is_itself(row):
            raise Broken(f"{stream}/{row.sequence}")
        place, head, number = row.sequence, row.digest, row.id
        tree.add(entry_leaf(row.id, row.digest))
    if place != until:
        raise Broken(f"{stream}/{place + 1}")
    return Stretch(stream=stream, first=first, last=place, head=head, root=tree.root().hex())


def statement_of(row: Checkpoint) -> Statement:
    """What a stored checkpoint says."""
    return Statement(
        number=row.number, at=moment_text(row.at), entries=row.entries, streams=row.streams,
        root=row.root, previous=row.previous, key=row.key,
    )  # fmt: skip


def signed(row: Checkpoint) -> Signed:
    """A stored checkpoint whole, with the spans below it."""
    return Signed(
        statement=statement_of(row),
        signature=row.signature,
        stretches=covered(until=row.number),
    )
