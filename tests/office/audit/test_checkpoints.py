"""Checkpoints: what they cover, how they hang together, and what they refuse to sign (6.3.2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shebao.exchange.keys import Keyring, public_hex
from shebao.hall.office.audit import actions, covering, jobs
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.attesting import breaks
from shebao.hall.office.audit.evidence import Unreadable, read, written
from shebao.hall.office.audit.models import Checkpoint, Entry, Head, Span
from tests.office.audit.conftest import Write
from tests.support.guards import lifted
from tests.support.staff import NOON

pytestmark = pytest.mark.clause("6.3.2")


def published(number: int, keys: Keyring) -> dict[str, Any]:
    row = Checkpoint.objects.get(number=number)
    return written(covering.signed(row), public_key=public_hex(keys.known[row.key]))


def test_a_checkpoint_covers_every_entry_there_is(write: Write, keys: Keyring) -> None:
    write(23)
    number = checkpoint(keys=keys, now=NOON)

    signed, key = read(published(number, keys))
    heads = {one.stream: one for one in Head.objects.all()}
    note = Entry.objects.get(verb="checkpoint")
    covered = {one.stream: one.last for one in signed.stretches}
    assert signed.statement.entries == 23
    assert signed.is_signed_by(key)
    assert covered == {
        stream: one.sequence - (stream == note.stream) for stream, one in heads.items()
    }


def test_each_checkpoint_names_the_one_before(write: Write, keys: Keyring) -> None:
    for _ in range(3):
        write(5)
        checkpoint(keys=keys, now=NOON)
    said = [covering.statement_of(one) for one in Checkpoint.objects.order_by("number")]

    assert [one.number for one in said] == [1, 2, 3]
    assert [one.previous for one in said] == ["", said[0].digest(), said[1].digest()]
    assert list(breaks(known=keys.known)) == []


def test_a_quiet_hour_brings_no_checkpoint(write: Write, keys: Keyring) -> None:
    assert checkpoint(keys=keys, now=NOON) == 0
    write(1)
    assert checkpoint(keys=keys, now=NOON) == 1
    assert checkpoint(keys=keys, now=NOON) == 0
    write(1)
    assert checkpoint(keys=keys, now=NOON) == 2


def test_the_worker_signs_once_an_hour_however_many_workers_there_are(
    write: Write, keys: Keyring
) -> None:
    write(3)
    assert jobs.sign_what_is_new(keys=keys, now=NOON) == 1
    write(3)
    assert jobs.sign_what_is_new(keys=keys, now=NOON + timedelta(minutes=30)) == 0
    assert jobs.sign_what_is_new(keys=keys, now=NOON + timedelta(hours=1)) == 1


def test_a_long_stream_is_signed_in_several_spans(
    write: Write, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_IN_A_SPAN", 3)
    write(40)
    jobs.sign_what_is_new(keys=keys, now=NOON)

    assert max(one.last - one.first for one in Span.objects.all()) == 2
    assert sum(Span.objects.filter(checkpoint=1).values_list("last", flat=True)) == 12
    assert Checkpoint.objects.order_by("-number")[0].entries >= 40
    assert list(breaks(known=keys.known)) == []


def test_a_broken_stream_is_not_signed_and_the_others_are(write: Write, keys: Keyring) -> None:
    write(12)
    checkpoint(keys=keys, now=NOON)
    write(12)
    broken = Entry.objects.order_by("-id").exclude(subject="-")[0]
    with lifted():
        Entry.objects.filter(pk=broken.pk).update(actor="nobody")

    assert checkpoint(keys=keys, now=NOON) == 2
    fresh = set(Span.objects.filter(checkpoint=2).values_list("stream", flat=True))
    assert broken.stream not in fresh
    assert len(fresh) == 3
    assert [(one.stream, one.sequence, one.words) for one in breaks(known=keys.known)] == [
        (broken.stream, broken.sequence, "altered")
    ]


def test_after_a_change_of_keys_earlier_checkpoints_stay_good(write: Write, keys: Keyring) -> None:
    write(4)
    checkpoint(keys=keys, now=NOON)
    fresh = Ed25519PrivateKey.generate()
    newer = Keyring("trail.next", fresh, {**keys.known, "trail.next": fresh.public_key()})
    write(4)
    checkpoint(keys=newer, now=NOON)

    assert list(breaks(known=newer.known)) == []
    assert [(one.words, one.checkpoint) for one in breaks(known=keys.known)] == [("unknown key", 2)]


CHANGES = {
    "another number": lambda one: one | {"number": one["number"] + 1},
    "another time": lambda one: one | {"at": one["at"].replace("2026", "2025")},
    "another root": lambda one: one | {"root": "0" * 64},
    "a stream left out": lambda one: one | {"spans": one["spans"][1:]},
    "a span's end": lambda one: one | {"spans": [*one["spans"][:-1], [255, 1, 2, "0", "0"]]},
    "a sign of the signature": lambda one: one | {"signature": "00" + one["signature"][2:]},
    "no signature": lambda one: {name: one[name] for name in one if name != "signature"},
    "another kind": lambda one: one | {"type": "something"},
    "spans that are none": lambda one: one | {"spans": [[1, 2]]},
    "a number that is none": lambda one: one | {"number": "1"},
    "nothing": lambda one: {},
    "a list": lambda one: [],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_published_checkpoint_is_read_whole_or_not_at_all(
    change: str, write: Write, keys: Keyring
) -> None:
    write(8)
    whole = published(checkpoint(keys=keys, now=NOON), keys)
    assert read(whole)[0].statement.number == 1

    with pytest.raises(Unreadable):
        read(CHANGES[change](whole))


def test_whoever_signs_something_else_with_another_key_is_found_by_the_key(
    write: Write, keys: Keyring
) -> None:
    write(8)
    signed, _ = read(published(checkpoint(keys=keys, now=NOON), keys))
    forger = Ed25519PrivateKey.generate()
    forged = replace(signed, signature=forger.sign(signed.statement.text()).hex())

    assert (
        read(written(forged, public_key=public_hex(forger.public_key())))[1]
        != keys.known["trail.test"]
    )
    assert not forged.is_signed_by(keys.known["trail.test"])
