"""Plain statements on the core's one database; the same text for SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection, transaction

Row = tuple[Any, ...]


def rows(statement: str, *values: Any) -> list[Row]:
    """All rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Row] = cursor.fetchall()
        return found


def first(statement: str, *values: Any) -> Row | None:
    """The first row of a question, None without one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: Row | None = cursor.fetchone()
        return found


def change(statement: str, *values: Any) -> int:
    """Carry out one change; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def change_many(statement: str, many: Iterable[Sequence[Any]]) -> None:
    """The same change for many rows."""
    listed = list(many)
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(statement, listed)


def together() -> AbstractContextManager[None]:
    """What is changed inside commits as one, or not at all."""
    return transaction.atomic()


def marks(count: int) -> str:
    """So many placeholders."""
    return ", ".join(["%s"] * count)


def locked(statement: str, *, of: str = "") -> str:
    """The same SELECT, keeping its rows (of one table) until the commit.

    SQLite keeps the whole file as soon as a change begins.
    """
    if not connection.features.has_select_for_update:
        return statement
    return f"{statement} FOR UPDATE OF {of}" if of else f"{statement} FOR UPDATE"


def insert(table: str, columns: str, otherwise: str = "") -> str:
    """An INSERT with one placeholder for each column, and what to do on a conflict."""
    many = marks(columns.count(",") + 1)
    return f"INSERT INTO insurance_{table} ({columns}) VALUES ({many}) {otherwise}"  # noqa: S608


def as_number(text: str) -> int:
    """A number of the port as the key it is stored under; -1 for what can't be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1
