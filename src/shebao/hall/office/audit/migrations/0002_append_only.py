"""Triggers that keep the trail append-only (6.3.2): entries stay, heads only move forward."""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
    """,
    # REPLACE removes rows without firing DELETE triggers.
    """
    CREATE TRIGGER audit_entry_is_never_replaced BEFORE INSERT ON audit_entry
    WHEN EXISTS (
        SELECT 1 FROM audit_entry
        WHERE id = NEW.id OR (stream = NEW.stream AND sequence = NEW.sequence)
    )
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_head_only_moves_forward BEFORE UPDATE ON audit_head
    WHEN NEW.stream <> OLD.stream OR NEW.sequence <= OLD.sequence
    BEGIN SELECT RAISE(ABORT, 'a head of the trail only moves forward'); END
    """,
    """
    CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'a head of the trail is never removed'); END
    """,
    """
    CREATE TRIGGER audit_head_is_never_replaced AFTER INSERT ON audit_head
    WHEN NEW.sequence < (SELECT MAX(sequence) FROM audit_entry WHERE stream = NEW.stream)
    BEGIN SELECT RAISE(ABORT, 'a head of the trail only moves forward'); END
    """,
)
SQLITE_AGAIN = tuple(
    f"DROP TRIGGER {name}"
    for name in (
        "audit_entry_is_never_changed",
        "audit_entry_is_never_removed",
        "audit_entry_is_never_replaced",
        "audit_head_only_moves_forward",
        "audit_head_is_never_removed",
        "audit_head_is_never_replaced",
    )
)
POSTGRESQL = (
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_head_only_moves_forward BEFORE UPDATE ON audit_head FOR EACH ROW
    WHEN (NEW.stream <> OLD.stream OR NEW.sequence <= OLD.sequence)
    EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
    # Also where a session says that it replays another server's changes.
    "ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_is_never_changed",
    "ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_only_moves_forward",
    "ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_is_never_removed",
)
POSTGRESQL_AGAIN = (
    "DROP TRIGGER audit_entry_is_never_changed ON audit_entry",
    "DROP TRIGGER audit_head_only_moves_forward ON audit_head",
    "DROP TRIGGER audit_head_is_never_removed ON audit_head",
    "DROP FUNCTION audit_is_append_only()",
)
PUT_UP = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
TAKE_DOWN = {"sqlite": SQLITE_AGAIN, "postgresql": POSTGRESQL_AGAIN}


def put_up(apps, schema_editor):
    for statement in PUT_UP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def take_down(apps, schema_editor):
    for statement in TAKE_DOWN[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
