"""The triggers that keep the trail append-only on both databases (6.3.2, 6.4.5).

Entries, checkpoints and spans are never changed or removed; heads only move forward. Whoever owns
the tables can take triggers down; that is what the chain, the checkpoints and ``missing`` are for.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection


class Guard(NamedTuple):
    """One trigger: its name, the table it stands before, and the statement that puts it up."""

    name: str
    table: str
    statement: str


def _sqlite(name: str, table: str, before: str, words: str) -> Guard:
    statement = f"CREATE TRIGGER {name} {before} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    return Guard(name, table, statement)


APPEND_ONLY = "the trail is append-only"
FORWARD = "a head of the trail only moves forward"
# REPLACE removes rows without firing DELETE triggers, so a row that is there already is refused.
SAME_ROW = {
    "audit_entry": ("id = NEW.id", "stream = NEW.stream AND sequence = NEW.sequence"),
    "audit_checkpoint": ("number = NEW.number",),
    "audit_span": (
        "id = NEW.id",
        "stream = NEW.stream AND last = NEW.last",
        "stream = NEW.stream AND checkpoint = NEW.checkpoint",
    ),
}


def _kept_by_sqlite(table: str) -> tuple[Guard, ...]:
    # Apart, so that each is one look into its own index.
    there = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        for same in SAME_ROW[table]
    )
    acts = {
        "changed": f"BEFORE UPDATE ON {table}",
        "removed": f"BEFORE DELETE ON {table}",
        "replaced": f"BEFORE INSERT ON {table} WHEN {there}",
    }
    return tuple(
        _sqlite(f"{table}_is_never_{act}", table, before, APPEND_ONLY)
        for act, before in acts.items()
    )


SQLITE = (
    *(guard for table in SAME_ROW for guard in _kept_by_sqlite(table)),
    _sqlite(
        "audit_head_only_moves_forward", "audit_head",
        "BEFORE UPDATE ON audit_head WHEN NEW.stream <> OLD.stream OR "
        "NEW.sequence <= OLD.sequence", FORWARD,
    ),
    _sqlite("audit_head_is_never_removed", "audit_head", "BEFORE DELETE ON audit_head", FORWARD),
    _sqlite(
        "audit_head_is_never_replaced", "audit_head",
        "AFTER INSERT ON audit_head WHEN NEW.sequence < "
        "(SELECT MAX(sequence) FROM audit_entry WHERE stream = NEW.stream)", FORWARD,
    ),
)  # fmt: skip

REFUSAL = """
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
"""
FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql "
    f"AS $${REFUSAL}$$"
)


def _postgresql(name: str, table: str, when: str) -> Guard:
    function = "EXECUTE FUNCTION audit_is_append_only()"
    return Guard(name, table, f"CREATE TRIGGER {name} {when} {function}")


POSTGRESQL = (
    *(
        _postgresql(
            f"{table}_is_never_changed", table,
            f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT",
        )
        for table in SAME_ROW
    ),
    _postgresql(
        "audit_head_only_moves_forward", "audit_head",
        "BEFORE UPDATE ON audit_head FOR EACH ROW "
        "WHEN (NEW.stream <> OLD.stream OR NEW.sequence <= OLD.sequence)",
    ),
    _postgresql(
        "audit_head_is_never_removed", "audit_head",
        "BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT",
    ),
)  # fmt: skip

GUARDS: Mapping[str, tuple[Guard, ...]] = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
TABLES = ("audit_entry", "audit_head", "audit_checkpoint", "audit_span")
# What stands there now: on SQLite as its statement, on PostgreSQL as the body of its function,
# and there only where it fires whatever a session says of itself.
STANDING: Mapping[str, str] = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, prosrc FROM pg_trigger "
    "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE relname LIKE 'audit%' AND tgenabled = 'A'",
}


def missing() -> tuple[str, ...]:
    """The names of guards that were taken down, switched off or weakened."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = dict(cursor.fetchall())
    return tuple(
        guard.name
        for guard in GUARDS[connection.vendor]
        if standing.get(guard.name) not in {guard.statement, REFUSAL}
    )


def put_up(tables: Iterable[str] = TABLES) -> None:
    """Put the guards of these tables up anew."""
    statements = [*_downs(tables), *_ups(tables)]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(tables: Iterable[str]) -> None:
    """Take the guards of these tables down, for going back to a release without them."""
    with connection.cursor() as cursor:
        for statement in _downs(tables):
            cursor.execute(statement)


def _downs(tables: Iterable[str]) -> list[str]:
    place = " ON {}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {one.name}{place.format(one.table)}" for one in _of(tables)]


def _ups(tables: Iterable[str]) -> list[str]:
    found = [guard.statement for guard in _of(tables)]
    if connection.vendor == "sqlite":
        return found
    # Also where a session says that it replays another server's changes.
    always = [f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}" for one in _of(tables)]
    return [FUNCTION, *found, *always]


def _of(tables: Iterable[str]) -> list[Guard]:
    wanted = set(tables)
    return [guard for guard in GUARDS[connection.vendor] if guard.table in wanted]
