"""Inserts on the hot path: one prepared statement per table, without building a query each time.

Fields still prepare their values, so encryption and types are those of the model.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.db import connection, models

Column = tuple[str, Callable[[Any], Any]]
Plan = tuple[tuple[Column, ...], str, str]
PLAIN_TEXT = frozenset({models.CharField, models.SlugField, models.TextField})
PLAIN = frozenset(
    {
        models.BigIntegerField,
        models.BooleanField,
        models.IntegerField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.SmallIntegerField,
    }
)


@cache
def _plan(model: type[models.Model]) -> Plan:
    """The columns but for the automatic key, the start of the statement, one row's marks."""
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    start = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608
    prepared = tuple((field.attname, _preparation(field)) for field in fields)
    return prepared, start, f"({', '.join(['%s'] * len(fields))})"


def _preparation(field: Any) -> Callable[[Any], Any]:
    """How a value of this column is made ready; plain kinds need no detour through the field."""
    if type(field) in PLAIN_TEXT:
        return _as_text
    if type(field) in PLAIN:
        return _as_it_is
    return partial(field.get_db_prep_save, connection=connection)


def _as_text(value: Any) -> Any:
    return value if value is None or type(value) is str else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def insert(*rows: models.Model, or_nothing: bool = False) -> int:
    """Insert rows of one table in one statement and return how many went in.

    With ``or_nothing`` a row that breaks a uniqueness is left out instead of failing.
    """
    columns, start, marks = _plan(type(rows[0]))
    values = [prepare(getattr(row, name)) for row in rows for name, prepare in columns]
    end = " ON CONFLICT DO NOTHING" if or_nothing else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{start}{', '.join([marks] * len(rows))}{end}", values)
        return int(cursor.rowcount)
