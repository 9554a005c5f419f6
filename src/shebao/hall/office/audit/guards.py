"""The triggers that keep the trail append-only: are they all there? (6.3.2, 6.4.5)"""

from collections.abc import Mapping

from django.db import connection

EXPECTED: Mapping[str, frozenset[str]] = {
    "sqlite": frozenset(
        {
            "audit_entry_is_never_changed",
            "audit_entry_is_never_removed",
            "audit_entry_is_never_replaced",
            "audit_head_is_never_removed",
            "audit_head_is_never_replaced",
            "audit_head_only_moves_forward",
        }
    ),
    "postgresql": frozenset(
        {
            "audit_entry_is_never_changed",
            "audit_head_is_never_removed",
            "audit_head_only_moves_forward",
        }
    ),
}
STANDING: Mapping[str, str] = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # Only those that fire whatever a session says of itself.
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE relname LIKE 'audit%' AND tgenabled = 'A'",
}


def missing() -> tuple[str, ...]:
    """The names of guards that were taken down or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return tuple(sorted(EXPECTED[connection.vendor] - standing))
