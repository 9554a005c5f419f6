"""Are the checkpoints what was signed, and the trail what they say? (6.3.2)"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shebao.hall.office.audit.covering import NUMBERS, newest, statements, stretch_of
from shebao.hall.office.audit.evidence import Signed, Statement, Stretch
from shebao.hall.office.audit.models import Entry, Span
from shebao.hall.office.audit.reading import leniently
from shebao.hall.office.audit.verifying import Break, Read, breaks_of, read_through

Known = Mapping[str, Ed25519PublicKey]


def breaks(
    *, known: Known | None = None, kept: Sequence[Signed] = (), read: Read | None = None
) -> Iterator[Break]:
    """Everything about the trail that is not what was written and signed (6.3.2).

    ``known`` are the public keys that may have signed; without them signatures stay unchecked.
    ``kept`` are checkpoints that lay elsewhere meanwhile, out of reach of this database's owner.
    ``read`` is what several readers found together; without it this reads everything itself.
    """
    read = read or read_through()
    for stream in sorted(read.strange):
        yield from breaks_of(stream)
    # Checkpoints and spans are read one after the other; what is signed meanwhile is left out.
    until = newest()
    stored = statements(until=until)
    with leniently():
        yield from _of_checkpoints(stored, read, known, until=until)
        yield from _against_kept(kept, {said.number: said for said, _ in stored})


def _of_checkpoints(
    stored: Sequence[tuple[Statement, str]], read: Read, known: Known | None, *, until: int
) -> Iterator[Break]:
    ends: dict[int, Stretch] = {}
    spans, before, number = _spans_by_checkpoint(until), "", 0
    waiting = next(spans, None)
    for said, signature in stored:
        while number + 1 < said.number:
            number += 1
            yield _wrong(number, "missing")
            before = read.notes.get(number, "")
        number = said.number
        while waiting is not None and waiting[0] <= number:
            ends.update(waiting[1])
            waiting = next(spans, None)
        stretches = tuple(ends[stream] for stream in sorted(ends))
        signed = Signed(statement=said, signature=signature, stretches=stretches)
        yield from _of_one(signed, before, read.notes.get(number), known)
        before = _digest(said)
    yield from (_wrong(one, "missing") for one in sorted(read.notes) if one > number)


def _of_one(signed: Signed, before: str, noted: str | None, known: Known | None) -> Iterator[Break]:
    said = signed.statement
    if known is not None and said.key not in known:
        yield Break(stream=-1, sequence=0, words="unknown key", checkpoint=said.number)
        return
    key = known[said.key] if known is not None else None
    if not _holds(signed, before, noted, key):
        yield _wrong(said.number, "altered")


def _holds(signed: Signed, before: str, noted: str | None, key: Ed25519PublicKey | None) -> bool:
    said = signed.statement
    try:
        return (
            signed.is_whole()
            and said.previous == before
            and noted in {None, said.digest()}
            and (key is None or signed.is_signed_by(key))
        )
    except (TypeError, ValueError):
        # What stands there is no number or no text at all.
        return False


def _digest(said: Statement) -> str:
    try:
        return said.digest()
    except (TypeError, ValueError):
        return ""


def _spans_by_checkpoint(until: int) -> Iterator[tuple[int, dict[int, Stretch]]]:
    found = Span.objects.filter(checkpoint__lte=until).order_by("checkpoint", "stream")
    rows = found.values_list("checkpoint", *NUMBERS)
    for number, spans in groupby(rows.iterator(chunk_size=2000), key=lambda one: one[0]):
        made = [one for row in spans if (one := stretch_of(row[1:])) is not None]
        yield number, {one.stream: one for one in made}


def _against_kept(kept: Sequence[Signed], stored: Mapping[int, Statement]) -> Iterator[Break]:
    good: dict[int, int] = {}
    for signed in sorted(kept, key=lambda one: one.statement.number):
        number = signed.statement.number
        if number not in stored:
            yield _wrong(number, "missing")
        elif stored[number] != signed.statement:
            yield _wrong(number, "unlike kept")
        for span in signed.stretches:
            yield from _against_span(span, number, good)


def _against_span(span: Stretch, number: int, good: dict[int, int]) -> Iterator[Break]:
    """The digest at a span's end stands for everything before it in its stream."""
    after = good.get(span.stream, 0)
    if after < 0 or after >= span.last:
        return
    rows = Entry.objects.filter(stream=span.stream)
    here = rows.filter(sequence=span.last).values_list("digest", flat=True).first()
    if here == span.head:
        good[span.stream] = span.last
        return
    # Later kept checkpoints would only say the same again.
    good[span.stream] = -1
    words, first = "rewritten", after + 1
    if here is None:
        words = "missing"
        last = rows.filter(sequence__lte=span.last).order_by("-sequence")
        first = (last.values_list("sequence", flat=True).first() or 0) + 1
    yield Break(
        stream=span.stream, sequence=first, words=words,
        until=span.last if span.last > first else 0, checkpoint=number,
    )  # fmt: skip


def _wrong(number: int, words: str) -> Break:
    return Break(stream=-1, sequence=0, words=f"checkpoint {words}", checkpoint=number)
