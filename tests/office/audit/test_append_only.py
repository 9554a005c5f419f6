"""The database itself refuses to change or remove what the trail holds (6.3.2)."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from shebao.exchange.keys import Keyring
from shebao.hall.office.audit import guards
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.attesting import breaks
from shebao.hall.office.audit.models import Checkpoint, Entry, Head, Span
from tests.office.audit.conftest import Write
from tests.support.guards import lifted
from tests.support.staff import NOON

pytestmark = pytest.mark.clause("6.3.2")


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


REFUSED: dict[str, Callable[[], object]] = {
    "an entry changed": lambda: Entry.objects.filter(sequence=1).update(actor="nobody"),
    "an entry changed to what it is": sql("UPDATE audit_entry SET actor = actor"),
    "an entry removed": lambda: Entry.objects.filter(sequence=1).delete(),
    "all entries removed": sql("DELETE FROM audit_entry"),
    "a head turned back": lambda: Head.objects.update(sequence=1),
    "a head that stays and changes": lambda: Head.objects.update(digest="0" * 64),
    "a head moved to another stream": sql("UPDATE audit_head SET stream = stream + 300"),
    "a checkpoint changed": lambda: Checkpoint.objects.update(root="0" * 64),
    "a checkpoint removed": lambda: Checkpoint.objects.all().delete(),
    "a span changed": lambda: Span.objects.update(head="0" * 64),
    "a span removed": lambda: Span.objects.all().delete(),
    "a head removed": lambda: Head.objects.all().delete(),
}
ON_SQLITE = {
    "an entry replaced": sql("REPLACE INTO audit_entry SELECT * FROM audit_entry"),
    "an entry put in another's place": sql(
        "INSERT OR REPLACE INTO audit_entry (stream, sequence, at, actor, verb, subject, purpose, "
        "channel, \"case\", details, previous, digest) SELECT stream, sequence, at, 'nobody', "
        'verb, subject, purpose, channel, "case", details, previous, digest FROM audit_entry'
    ),
    "a checkpoint replaced": sql("REPLACE INTO audit_checkpoint SELECT * FROM audit_checkpoint"),
    "a span replaced": sql("REPLACE INTO audit_span SELECT * FROM audit_span"),
    "a head replaced": sql(
        "REPLACE INTO audit_head (stream, sequence, digest) SELECT stream, 1, '' FROM audit_head"
    ),
}
ON_POSTGRESQL = {
    "entries emptied out": sql("TRUNCATE audit_entry"),
    "heads emptied out": sql("TRUNCATE audit_head"),
    "checkpoints emptied out": sql("TRUNCATE audit_checkpoint"),
    "spans emptied out": sql("TRUNCATE audit_span"),
    "an entry changed as a replica would": sql(
        "SET LOCAL session_replication_role = replica; UPDATE audit_entry SET actor = 'nobody'"
    ),
}
VENDORS = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}
ACTS = {**REFUSED, **VENDORS.get(connection.vendor, {})}


@pytest.mark.parametrize("act", ACTS)
def test_the_database_refuses(act: str, write: Write, keys: Keyring) -> None:
    write(12)
    checkpoint(keys=keys, now=NOON)
    before = list(Entry.objects.order_by("id").values_list()), list(Head.objects.values_list())

    with pytest.raises(IntegrityError), transaction.atomic():
        ACTS[act]()

    assert before == (
        list(Entry.objects.order_by("id").values_list()), list(Head.objects.values_list()),
    )  # fmt: skip
    assert list(breaks(known=keys.known)) == []


def test_every_guard_stands_after_all_migrations(db: None) -> None:
    assert guards.missing() == ()


def test_a_guard_that_was_taken_down_is_named(db: None) -> None:
    with lifted():
        assert set(guards.missing()) == {one.name for one in guards.GUARDS[connection.vendor]}
    assert guards.missing() == ()


def test_a_guard_that_lets_everything_through_is_named_and_put_up_anew(db: None) -> None:
    weak = {
        "sqlite": (
            "DROP TRIGGER audit_entry_is_never_changed",
            "CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry "
            "BEGIN SELECT 1; END",
        ),
        "postgresql": (
            "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        ),
    }
    for statement in weak[connection.vendor]:
        sql(statement)()
    assert "audit_entry_is_never_changed" in guards.missing()

    guards.put_up()

    assert guards.missing() == ()
