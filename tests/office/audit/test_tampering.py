"""Whatever somebody with the database's own rights does to the trail is named by place (6.3.2).

They take the triggers down first, as whoever owns the tables can.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.exchange.keys import Keyring
from shebao.hall.office.audit import covering
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.attesting import breaks
from shebao.hall.office.audit.evidence import Signed
from shebao.hall.office.audit.models import Checkpoint, Entry, Head, Span
from shebao.hall.office.audit.reading import Row, digest_at, of_stream
from shebao.hall.office.audit.verifying import Break
from tests.office.audit.conftest import Write
from tests.support.guards import lifted
from tests.support.staff import NOON

pytestmark = pytest.mark.clause("6.3.2")
COVERED, LATER = 40, 16
TEXTS = (
    "actor", "verb", "subject", "purpose", "channel", "case", "details", "previous", "digest",
)  # fmt: skip
trying = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@pytest.fixture
def trail(write: Write, keys: Keyring) -> list[Entry]:
    """Entries under a checkpoint and entries after it; what they were at first."""
    write(COVERED)
    checkpoint(keys=keys, now=NOON)
    write(LATER)
    assert list(breaks(known=keys.known)) == []
    return list(Entry.objects.order_by("id"))


@contextmanager
def tampering() -> Iterator[None]:
    """What is done in here is undone afterwards, so that the next example starts anew."""
    with transaction.atomic():
        with lifted():
            yield
        transaction.set_rollback(True)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def named(keys: Keyring, **more: Any) -> list[tuple[int, int, str]]:
    return [(one.stream, one.sequence, one.words) for one in breaks(known=keys.known, **more)]


def place(entry: Entry) -> tuple[int, int]:
    return entry.stream, entry.sequence


@given(data=st.data())
@trying
def test_one_character_changed_in_any_text_is_named(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail))
    column = data.draw(st.sampled_from(TEXTS))
    text = getattr(entry, column)
    at = data.draw(st.integers(0, max(len(text) - 1, 0)))
    sign = data.draw(st.sampled_from('0aZ 看\n"').filter(lambda one: one != text[at : at + 1]))
    with tampering():
        Entry.objects.filter(pk=entry.pk).update(**{column: text[:at] + sign + text[at + 1 :]})

        assert named(keys) == [(*place(entry), "altered")]


@given(data=st.data())
@trying
def test_a_moment_moved_by_a_microsecond_is_named(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail))
    moved = entry.at + data.draw(st.timedeltas()).resolution
    with tampering():
        Entry.objects.filter(pk=entry.pk).update(at=moved)

        assert named(keys) == [(*place(entry), "altered")]


@given(data=st.data())
@trying
def test_another_row_number_is_named_within_its_checkpoint(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail[:COVERED]))
    number = data.draw(st.sampled_from([-1, 1])) * (entry.pk + data.draw(st.integers(999, 9999)))
    with tampering():
        Entry.objects.filter(pk=entry.pk).update(id=number)
        found = list(breaks(known=keys.known))

        assert {(one.stream, one.words) for one in found} == {(entry.stream, "renumbered")}
        assert all(one.sequence <= entry.sequence <= one.until for one in found)


@given(data=st.data())
@trying
def test_a_row_put_into_another_place_is_missing_in_one_and_added_in_the_other(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail))
    there = data.draw(st.sampled_from([
        (entry.stream, entry.sequence + 1000), (entry.stream, -entry.sequence),
        (300, entry.sequence), (300, 1),
    ]))  # fmt: skip
    with tampering():
        Entry.objects.filter(pk=entry.pk).update(stream=there[0], sequence=there[1])
        found = list(breaks(known=keys.known))

        was = f"{entry.stream}/{entry.sequence}"
        assert (*place(entry), "missing") in [_short(one) for one in found]
        assert {one.was for one in found if (one.stream, one.sequence) == there} >= {was}
        assert {one.stream for one in found} <= {entry.stream, 300}


@given(data=st.data())
@trying
def test_a_row_deleted_is_named(trail: list[Entry], keys: Keyring, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(trail))
    with tampering():
        Entry.objects.filter(pk=entry.pk).delete()

        assert named(keys) == [(*place(entry), "missing")]


@given(data=st.data())
@trying
def test_two_rows_swapped_are_named_with_their_true_places(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    one, other = data.draw(
        st.lists(st.sampled_from(trail), min_size=2, max_size=2, unique_by=place)
    )
    with tampering():
        Entry.objects.filter(pk=one.pk).update(sequence=0)
        Entry.objects.filter(pk=other.pk).update(stream=one.stream, sequence=one.sequence)
        Entry.objects.filter(pk=one.pk).update(stream=other.stream, sequence=other.sequence)
        found = list(breaks(known=keys.known))

        assert {(one.stream, one.sequence, one.words, one.was) for one in found} == {
            (*place(one), "moved", f"{other.stream}/{other.sequence}"),
            (*place(other), "moved", f"{one.stream}/{one.sequence}"),
        }


@given(data=st.data())
@trying
def test_a_row_added_behind_the_end_is_named(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail))
    head = Head.objects.get(stream=entry.stream)
    is_tied = data.draw(st.booleans())
    with tampering():
        forged = _copy(entry, sequence=head.sequence + 1, previous=head.digest, is_tied=is_tied)
        forged.save(force_insert=True)

        assert named(keys) == [(entry.stream, head.sequence + 1, "added")]


@given(data=st.data())
@trying
def test_a_row_added_in_the_middle_is_named(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail))
    with tampering():
        later = Entry.objects.filter(stream=entry.stream, sequence__gte=entry.sequence)
        for row in later.order_by("-sequence"):
            Entry.objects.filter(pk=row.pk).update(sequence=row.sequence + 1)
        forged = _copy(entry, sequence=entry.sequence, previous=entry.previous, is_tied=True)
        forged.save(force_insert=True)
        found = list(breaks(known=keys.known))

        assert {one.stream for one in found} == {entry.stream}
        assert _first_named(found) in {entry.sequence, entry.sequence + 1}
        assert f"{entry.stream}/{entry.sequence}" in {one.was for one in found}


def _first_named(found: list[Break]) -> int:
    """The first place named by itself; a whole span may be named besides."""
    return min(one.sequence for one in found if one.words != "rewritten")


def _copy(entry: Entry, *, sequence: int, previous: str, is_tied: bool) -> Entry:
    fields = {one.name: getattr(entry, one.name) for one in Entry._meta.fields if one.name != "id"}
    made = Entry(**{**fields, "sequence": sequence, "actor": "forger"})
    if is_tied:
        made.previous = previous
        (row,) = (one for one in of_stream(entry.stream) if one.id == entry.pk)
        made.digest = digest_at(
            row._replace(actor="forger", previous=previous), entry.stream, sequence
        )
    return made


def _short(one: Break) -> tuple[int, int, str]:
    return one.stream, one.sequence, one.words


def _rewritten_from(stream: int, sequence: int, **changes: str) -> None:
    """One entry changed, and everything behind it tied anew, as somebody thorough would do."""
    previous = ""
    rows = list(of_stream(stream))
    for row in rows:
        if row.sequence >= sequence:
            fresh = row._replace(previous=previous, **(changes if row.sequence == sequence else {}))
            fresh = fresh._replace(digest=digest_at(fresh, stream, row.sequence))
            _store(fresh)
            row = fresh
        previous = row.digest
    Head.objects.filter(stream=stream).update(digest=previous)


def _store(row: Row) -> None:
    columns = {name: getattr(row, name) for name in ("actor", "purpose", "previous", "digest")}
    Entry.objects.filter(pk=row.id).update(**columns)


@given(data=st.data())
@trying
def test_history_rewritten_with_its_chain_and_head_fails_against_the_checkpoint(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(trail[:COVERED]))
    with tampering():
        _rewritten_from(entry.stream, entry.sequence, actor="nobody")
        (found,) = breaks(known=keys.known)

        assert (found.stream, found.words, found.checkpoint) == (entry.stream, "rewritten", 1)
        assert found.sequence <= entry.sequence <= found.until


@given(data=st.data())
@trying
def test_one_row_put_in_anothers_place_with_a_fitting_digest_is_named(
    trail: list[Entry], keys: Keyring, data: st.DataObject
) -> None:
    ends = {place(Entry.objects.filter(stream=one.stream).latest("sequence")) for one in trail}
    entry = data.draw(st.sampled_from([one for one in trail if place(one) not in ends]))
    with tampering():
        (row,) = (one for one in of_stream(entry.stream) if one.id == entry.pk)
        fresh = row._replace(actor="nobody")
        _store(fresh._replace(digest=digest_at(fresh, row.stream, row.sequence)))

        assert (*place(entry), "replaced") in named(keys)


HEADS: dict[str, Callable[[Head], object]] = {
    "its digest changed": lambda one: Head.objects.filter(pk=one.pk).update(digest="0" * 64),
    "removed": lambda one: one.delete(),
    "moved to another stream": lambda one: Head.objects.filter(pk=one.pk).update(stream=300),
}


@pytest.mark.parametrize("act", HEADS)
def test_a_head_that_was_touched_is_named(act: str, trail: list[Entry], keys: Keyring) -> None:
    head = Head.objects.get(stream=trail[0].stream)
    with tampering():
        HEADS[act](head)

        assert named(keys)[0] == (head.stream, head.sequence + 1, "head")


def test_a_head_turned_back_is_named(trail: list[Entry], keys: Keyring) -> None:
    head = Head.objects.get(stream=trail[0].stream)
    with tampering():
        Head.objects.filter(pk=head.pk).update(sequence=2)

        assert (head.stream, head.sequence + 1, "head") in named(keys)


def test_a_stream_cut_off_with_its_head_is_missed_by_the_checkpoint(
    trail: list[Entry], keys: Keyring
) -> None:
    stream = trail[0].stream
    last = Span.objects.get(stream=stream).last
    with tampering():
        rows = Entry.objects.filter(stream=stream)
        rows.filter(sequence__gt=3).delete()
        Head.objects.filter(stream=stream).update(sequence=3, digest=rows.get(sequence=3).digest)
        found = list(breaks(known=keys.known))

        assert [(one.sequence, one.until, one.words) for one in found] == [
            (4, last, "missing"), (last + 1, 0, "head"),
        ]  # fmt: skip


def _forget(stream: int) -> None:
    Entry.objects.filter(stream=stream).delete()
    Head.objects.filter(stream=stream).delete()


def test_a_whole_stream_removed_with_its_head_is_named(trail: list[Entry], keys: Keyring) -> None:
    stream = trail[0].stream
    last = Span.objects.get(stream=stream).last
    with tampering():
        _forget(stream)
        found = list(breaks(known=keys.known))

        assert [(one.stream, one.sequence, one.until, one.words) for one in found] == [
            (stream, 1, last, "missing"), (stream, last + 1, 0, "head"),
        ]  # fmt: skip


def test_a_stream_removed_with_its_head_and_spans_breaks_the_checkpoint(
    trail: list[Entry], keys: Keyring
) -> None:
    with tampering():
        _forget(trail[0].stream)
        Span.objects.filter(stream=trail[0].stream).delete()

        assert named(keys) == [(-1, 0, "checkpoint altered")]


COLUMNS = ("at", "entries", "streams", "root", "previous", "key", "signature")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_checkpoint_altered_in_any_column_is_named(
    column: str, trail: list[Entry], keys: Keyring
) -> None:
    checkpoint(keys=keys, now=NOON)
    value = {"at": NOON.replace(year=2025), "entries": 41, "streams": 3}.get(column, "0" * 64)
    with tampering():
        Checkpoint.objects.filter(number=1).update(**{column: value})
        found = {(one.words, one.checkpoint) for one in breaks(known=keys.known)}

        assert {number for _, number in found} >= {1}
        assert {words for words, _ in found} <= {"checkpoint altered", "unknown key"}


@pytest.mark.parametrize("column", ["first", "last", "head", "root", "stream", "checkpoint"])
def test_a_span_altered_in_any_column_breaks_its_checkpoint(
    column: str, trail: list[Entry], keys: Keyring
) -> None:
    span = Span.objects.filter(first=1, last__gt=2)[0]
    value = "0" * 64 if column in {"head", "root"} else getattr(span, column) + 1
    with tampering():
        Span.objects.filter(pk=span.pk).update(**{column: value})

        assert (-1, 0, "checkpoint altered") in named(keys)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_checkpoint_removed_is_named(
    number: int, write: Write, trail: list[Entry], keys: Keyring
) -> None:
    for _ in range(2):
        checkpoint(keys=keys, now=NOON)
        write(3)
    with tampering():
        Checkpoint.objects.filter(number=number).delete()
        Span.objects.filter(checkpoint=number).delete()
        found = {(one.words, one.checkpoint) for one in breaks(known=keys.known)}

        assert ("checkpoint missing", number) in found
        assert all(after > number for words, after in found if words != "checkpoint missing")


def test_whoever_holds_the_key_and_rewrites_everything_is_found_by_a_kept_checkpoint(
    trail: list[Entry], keys: Keyring
) -> None:
    kept = covering.signed(Checkpoint.objects.get(number=1))
    entry = trail[5]
    with tampering():
        _rewritten_from(entry.stream, entry.sequence, actor="nobody")
        _sign_anew(keys)

        assert named(keys) == []
        assert named(keys, kept=[kept]) == [
            (-1, 0, "checkpoint unlike kept"), (entry.stream, 1, "rewritten"),
        ]  # fmt: skip


def test_whoever_holds_the_key_and_forgets_a_stream_is_found_by_a_kept_checkpoint(
    trail: list[Entry], keys: Keyring
) -> None:
    kept = covering.signed(Checkpoint.objects.get(number=1))
    stream = trail[0].stream
    with tampering():
        _forget(stream)
        _sign_anew(keys)

        assert named(keys) == []
        assert (stream, 1, "missing") in named(keys, kept=[kept])


def test_a_trail_turned_back_to_yesterday_is_found_by_a_kept_checkpoint(
    write: Write, trail: list[Entry], keys: Keyring
) -> None:
    checkpoint(keys=keys, now=NOON)
    kept: list[Signed] = [covering.signed(one) for one in Checkpoint.objects.order_by("number")]
    with tampering():
        _turn_back(to=COVERED // 2)
        _sign_anew(keys)

        assert named(keys) == []
        found = named(keys, kept=kept)
        assert (-1, 0, "checkpoint missing") in found
        assert {words for _, _, words in found} >= {"missing"}


def _turn_back(*, to: int) -> None:
    numbers = list(Entry.objects.order_by("id").values_list("id", flat=True))
    Entry.objects.filter(id__gt=numbers[to]).delete()
    for head in Head.objects.all():
        last = Entry.objects.filter(stream=head.stream).latest("sequence")
        Head.objects.filter(pk=head.pk).update(sequence=last.sequence, digest=last.digest)


def _sign_anew(keys: Keyring) -> None:
    """Forget all checkpoints and their notes, and make one over what is there now."""
    Checkpoint.objects.all().delete()
    Span.objects.all().delete()
    for note in Entry.objects.filter(verb="checkpoint").order_by("id"):
        _rewritten_from(note.stream, note.sequence, purpose="nothing special")
        Entry.objects.filter(pk=note.pk).update(verb="read")
        _rewritten_from(note.stream, note.sequence)
    checkpoint(keys=keys, now=NOON)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server refuses such text by itself")
def test_text_that_is_no_text_is_named_and_stops_nothing(trail: list[Entry], keys: Keyring) -> None:
    entry, other = trail[3], trail[17]
    with tampering():
        sql("UPDATE audit_entry SET actor = CAST(x'41ff41' AS TEXT) WHERE id = %s", entry.pk)
        sql("UPDATE audit_entry SET purpose = x'4141' WHERE id = %s", other.pk)

        assert sorted(named(keys)) == sorted(
            [(*place(entry), "altered"), (*place(other), "altered")]
        )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server keeps moments as numbers")
@pytest.mark.parametrize("written", ["T", ".000000"])
def test_a_moment_written_otherwise_is_named_though_it_means_the_same(
    written: str, trail: list[Entry], keys: Keyring
) -> None:
    entry = trail[3]
    change = "replace(at, ' ', 'T')" if written == "T" else "at || '.000000'"
    with tampering():
        sql(f"UPDATE audit_entry SET at = {change} WHERE id = %s", entry.pk)  # noqa: S608

        assert named(keys) == [(*place(entry), "altered")]


SCARS = {
    "a head": ("audit_head", "digest", "x'41ff41'"),
    "a head's number": ("audit_head", "sequence", "'many'"),
    "a span's head": ("audit_span", "head", "x'41ff41'"),
    "a span's root": ("audit_span", "root", "x'4141'"),
    "a span's end": ("audit_span", "last", "'many'"),
    "a checkpoint's time": ("audit_checkpoint", "at", "'2026-03-02 04:00:0x'"),
    "a checkpoint's root": ("audit_checkpoint", "root", "x'41ff41'"),
    "a checkpoint's count": ("audit_checkpoint", "entries", "'many'"),
    "a checkpoint's signature": ("audit_checkpoint", "signature", "'many'"),
    "a checkpoint's number": ("audit_checkpoint", "number", "'many'"),
    "an entry's stream": ("audit_entry", "stream", "'many'"),
    "an entry's place": ("audit_entry", "sequence", "'many'"),
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server keeps numbers and text apart")
@pytest.mark.parametrize("scar", SCARS)
def test_whatever_stands_in_a_column_is_named_and_stops_nothing(
    scar: str, trail: list[Entry], keys: Keyring
) -> None:
    table, column, value = SCARS[scar]
    text = f"CAST({value} AS TEXT)" if "ff" in value else value
    with tampering():
        first = f"(SELECT rowid FROM {table} ORDER BY rowid LIMIT 1)"  # noqa: S608
        sql(f"UPDATE {table} SET {column} = {text} WHERE rowid = {first}")  # noqa: S608
        found = named(keys)

        assert found
        assert table != "audit_checkpoint" or {one for one, _, _ in found} == {-1}
