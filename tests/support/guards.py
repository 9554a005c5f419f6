"""Lifts the trail's triggers for a moment, as somebody with the database's own rights could.

Production has no such thing: only tests empty their tables and tamper with entries.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
ALWAYS = (
    "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE relname LIKE 'audit%' AND tgenabled = 'A'"
)


@contextmanager
def lifted(using: Any = connection) -> Iterator[None]:
    """No guard stands while this lasts."""
    down, up = (_sqlite if using.vendor == "sqlite" else _postgresql)(using)
    _all(using, down)
    try:
        yield
    finally:
        _all(using, up)


def _sqlite(using: Any) -> tuple[list[str], list[str]]:
    found = _rows(using, TRIGGERS)
    return [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]


def _postgresql(using: Any) -> tuple[list[str], list[str]]:
    found = _rows(using, ALWAYS)
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in found],
        [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for table, name in found],
    )


def _rows(using: Any, sql: str) -> list[Any]:
    with using.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _all(using: Any, statements: Sequence[str]) -> None:
    with using.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def lifted_for_emptying() -> Iterator[None]:
    """Between tests the framework empties all tables; the guards let it, and nobody else."""
    emptying = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, statements: Sequence[str]) -> None:
        with lifted(self.connection):
            emptying(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield
