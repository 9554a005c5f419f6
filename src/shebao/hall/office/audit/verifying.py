"""Is the trail what was written? Names each altered, moved, removed or added entry (6.3.2).

First all entries are read in the order of writing, which is the quick way through a large table;
streams in which anything is strange are then read place by place, and their breaks are named.
Nobody is kept from writing meanwhile: what comes in during the reading is no break.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shebao.hall.office.audit.actions import CHECKPOINT
from shebao.hall.office.audit.chain import stream_of
from shebao.hall.office.audit.covering import newest, spans_of
from shebao.hall.office.audit.evidence import Stretch, entry_leaf
from shebao.hall.office.audit.merkle import Tree
from shebao.hall.office.audit.models import Entry, Head, Span
from shebao.hall.office.audit.reading import (
    Row,
    digest_at,
    in_order,
    is_itself,
    leniently,
    of_stream,
)

# How far around a strange entry its true place is looked for.
NEARBY = 5000
MOST_SOUGHT = 100
# SQLite lets text stand for a number; such rows are counted under a stream that nobody has.
STRAYED = -(2**15)


@dataclass(frozen=True, kw_only=True)
class Break:
    """A place where the trail is not what was written.

    ``words`` is what is wrong: ``altered``, ``moved``, ``missing``, ``added``, ``replaced``,
    ``renumbered``, ``rewritten`` or ``head``, and ``was`` the place at which the entry was
    written; of checkpoints (``stream`` is -1) ``checkpoint missing``, ``checkpoint altered``,
    ``checkpoint unlike kept`` or ``unknown key``. ``until`` closes a range of places.
    """

    stream: int
    sequence: int
    words: str
    until: int = 0
    was: str = ""
    checkpoint: int = 0


@dataclass
class Read:
    """What reading in the order of writing leaves behind."""

    strange: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)
    entries: int = 0


def read_through(*, part: int = 0, parts: int = 1) -> Read:
    """Read all entries once, in the order of writing, with the same little memory at any size.

    With several ``parts`` this is the reading of one of them; ``together`` puts them together.
    """
    signed, promised = newest(), _heads()
    walks: dict[int, _Walk] = {}
    found = Read()
    for row in in_order(part=part, parts=parts):
        stream = row.stream if type(row.stream) is int else STRAYED
        walk = walks.get(stream)
        if walk is None:
            walk = walks[stream] = _Walk(stream, promised.get(stream), signed=signed)
        if not walk.is_strange:
            walk.take(row)
        if row.verb == CHECKPOINT:
            _note(row, found.notes)
        found.entries += 1
    now = _heads()
    streams = {*promised, *now, *walks, *_streams_of_spans()}
    mine = (one for one in streams if one % parts == part)
    found.strange = {one for one in mine if _is_strange(walks.get(one), now.get(one))}
    return found


def together(reads: Iterable[Read]) -> Read:
    """What several readers found, as if one had read it all."""
    whole = Read()
    for one in reads:
        whole.strange |= one.strange
        whole.notes |= one.notes
        whole.entries += one.entries
    return whole


def breaks_of(stream: int) -> Iterator[Break]:
    """Read one stream place by place, and name whatever is not what was written."""
    signed, head = newest(), _heads().get(stream)
    reader = _Reader(stream, head, signed=signed)
    for row in of_stream(stream):
        yield from reader.take(row)
    yield from reader.end()


def _heads() -> dict[int, tuple[int, str]]:
    with leniently():
        rows = list(Head.objects.values_list("stream", "sequence", "digest"))
    return {
        stream: (sequence, digest)
        for stream, sequence, digest in rows
        if type(stream) is int and type(sequence) is int
    }


def _streams_of_spans() -> set[int]:
    found = Span.objects.order_by().values_list("stream", flat=True).distinct()
    return {one for one in found if type(one) is int}


def _note(row: Row, notes: dict[int, str]) -> None:
    try:
        said = json.loads(row.details)
        notes[int(said["number"])] = str(said["digest"])
    except (ValueError, KeyError, TypeError):
        return


class _Walk:
    """One stream on the quick way: only whether anything about it is strange."""

    __slots__ = (
        "digest", "is_strange", "number", "promised", "sequence", "span", "spans", "tree",
    )  # fmt: skip

    def __init__(self, stream: int, promised: tuple[int, str] | None, *, signed: int) -> None:
        self.sequence, self.digest, self.number = 0, "", 0
        self.promised = promised or (0, "")
        self.spans = spans_of(stream, until=signed)
        self.is_strange, self.tree = False, Tree()
        self.span: Stretch | None = self._next()

    def take(self, row: Row) -> None:
        number, sequence, digest = row.id, row.sequence, row.digest
        if not (
            sequence == self.sequence + 1
            and row.previous == self.digest
            and number > self.number
            and is_itself(row)
            and self._is_as_signed(row)
        ) or (sequence == self.promised[0] and digest != self.promised[1]):
            self.is_strange = True
        self.sequence, self.digest, self.number = sequence, digest, number

    def _is_as_signed(self, row: Row) -> bool:
        if self.span is None or row.sequence < self.span.first:
            return True
        self.tree.add(entry_leaf(row.id, row.digest))
        if row.sequence < self.span.last:
            return True
        is_kept = _fits(self.span, self.tree, row)
        self.span, self.tree = self._next(), Tree()
        return is_kept

    def _next(self) -> Stretch | None:
        return next(self.spans, (0, None))[1]


def _fits(span: Stretch, tree: Tree, row: Row) -> bool:
    return (tree.size, tree.root().hex(), row.sequence, row.digest) == (
        span.last - span.first + 1, span.root, span.last, span.head,
    )  # fmt: skip


def _is_strange(walk: _Walk | None, head: tuple[int, str] | None) -> bool:
    if walk is None or head is None or walk.is_strange or walk.span is not None:
        return True
    come = walk.promised[0] <= walk.sequence <= head[0]
    ends = walk.sequence < head[0] or walk.digest == head[1]
    return not (come and ends)


class _Reader:
    """One stream place by place; says what is wrong where."""

    def __init__(self, stream: int, head: tuple[int, str] | None, *, signed: int) -> None:
        self.head = head
        self.stream, self.sequence, self.number, self.sought = stream, 0, 0, 0
        self.signed, self.checkpoint, self.is_judged = 0, 0, True
        self.tree = Tree()
        self.span: Stretch | None = None
        # The digest the next entry must name; unknown behind a break.
        self.digest: str | None = ""
        self.spans = spans_of(stream, until=signed)
        self._turn()

    def take(self, row: Row) -> Iterator[Break]:
        is_own = is_itself(row)
        if row.sequence <= self.sequence or self._is_behind(row, is_own=is_own):
            yield self._break(row.sequence, "added", was="" if is_own else self._sought(row))
            return
        gap = [*self._gap(row)]
        wrong = [*(self._link(row) if is_own else self._place(row))]
        yield from (*gap, *wrong)
        yield from self._signed(row, is_whole=not gap and not wrong)
        self.sequence, self.digest = row.sequence, row.digest if is_own else None
        self.number = row.id if is_own else self.number

    def end(self) -> Iterator[Break]:
        while self.span is not None:
            self._turn()
        come = self.head[0] if self.head else 0
        if max(come, self.signed) > self.sequence:
            yield self._break(self.sequence + 1, "missing", until=max(come, self.signed))
        if self.head is None or come < self.signed or self._is_wrong(self.head):
            yield self._break(max(self.sequence, self.signed) + 1, "head")
        elif come < self.sequence:
            yield from self._beyond(come)

    def _is_behind(self, row: Row, *, is_own: bool) -> bool:
        """Behind the head stands only what came in during the reading, tied to what came before."""
        if self.head is None or row.sequence <= self.head[0]:
            return False
        is_next = row.sequence == self.sequence + 1 and self.digest in {None, row.previous}
        return not (is_own and is_next)

    def _is_wrong(self, head: tuple[int, str]) -> bool:
        is_here = head[0] == self.sequence and self.digest is not None
        return is_here and head[1] != self.digest

    def _beyond(self, come: int) -> Iterator[Break]:
        """Entries behind the head are added ones, unless the head has come on meanwhile."""
        come = max(come, _heads().get(self.stream, (0, ""))[0])
        if come < self.sequence:
            yield self._break(come + 1, "added", until=self.sequence)

    def _gap(self, row: Row) -> Iterator[Break]:
        if row.sequence > self.sequence + 1:
            yield self._break(self.sequence + 1, "missing", until=row.sequence - 1)
            self.digest = None

    def _sought(self, row: Row) -> str:
        self.sought += 1
        return _true_place(row) if self.sought <= MOST_SOUGHT else ""

    def _place(self, row: Row) -> Iterator[Break]:
        was = self._sought(row)
        yield self._break(row.sequence, "moved" if was else "altered", was=was)

    def _link(self, row: Row) -> Iterator[Break]:
        if self.digest is not None and row.previous != self.digest:
            # Both hold together by themselves; the earlier one is not what this one followed.
            yield self._break(max(self.sequence, 1), "replaced")
        elif row.id <= self.number:
            yield self._break(self.sequence, "renumbered", until=row.sequence)

    def _signed(self, row: Row, *, is_whole: bool) -> Iterator[Break]:
        while self.span is not None and self.span.last < row.sequence:
            self._turn()
        if self.span is None or row.sequence < self.span.first:
            return
        begins_well = self.tree.size > 0 or row.sequence == self.span.first
        self.is_judged = self.is_judged and is_whole and begins_well
        self.tree.add(entry_leaf(row.id, row.digest))
        if row.sequence == self.span.last:
            yield from self._judged(self.span, row)
            self._turn()

    def _judged(self, span: Stretch, row: Row) -> Iterator[Break]:
        if not self.is_judged or _fits(span, self.tree, row):
            return
        is_rewritten = row.digest != span.head
        words = "rewritten" if is_rewritten else "renumbered"
        yield self._break(span.first, words, until=span.last, checkpoint=self.checkpoint)
        if is_rewritten:
            # Everything behind it hangs on it, so later spans cannot fit either.
            self.spans = iter(())

    def _turn(self) -> None:
        self.checkpoint, self.span = next(self.spans, (0, None))
        self.signed = self.span.last if self.span else self.signed
        self.tree, self.is_judged = Tree(), True

    def _break(
        self, sequence: int, words: str, *, until: int = 0, was: str = "", checkpoint: int = 0
    ) -> Break:
        return Break(
            stream=self.stream, sequence=sequence, words=words, was=was, checkpoint=checkpoint,
            until=until if until > sequence else 0,
        )  # fmt: skip


def _true_place(row: Row) -> str:
    """Where this entry was written, as ``stream/sequence``; empty where its content was altered."""
    try:
        stream = stream_of(row.subject)
    except (AttributeError, UnicodeEncodeError):
        return ""
    for sequence in _nearest_first(row.sequence, _most(stream)):
        if digest_at(row, stream, sequence) == row.digest:
            return f"{stream}/{sequence}"
    return ""


def _most(stream: int) -> int:
    head = _heads().get(stream)
    last = Entry.objects.filter(stream=stream).order_by("-sequence").values_list("sequence")[:1]
    return max(head[0] if head else 0, *(one for (one,) in last), 0)


def _nearest_first(place: int, most: int) -> Iterator[int]:
    for away in range(NEARBY):
        for one in {place - away, place + away}:
            if 1 <= one <= most:
                yield one
