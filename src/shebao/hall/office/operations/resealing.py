"""Sealed columns under a new key (6.3.1): value by value, so that nobody's change is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

from shebao.hall.kit.fields import EncryptedJSONField, EncryptedTextField, opened, ring
from shebao.hall.office.audit import actions as audit

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that keeps sealed values, and the key of its table's rows."""

    table: str
    row: str
    name: str


def sealed_columns() -> tuple[Column, ...]:
    """Every sealed column of every table."""
    return tuple(
        Column(table=model._meta.db_table, row=str(model._meta.pk.column), name=str(field.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField | EncryptedJSONField)
    )


def sealed_with(key: str) -> int:
    """How many values are sealed with this key."""
    return sum(_counted(column, key) for column in sealed_columns())


def reseal(*, actor: str, now: datetime) -> int:
    """Seal all older values with the newest key; safe beside writers, and to repeat.

    A value that changes meanwhile is left as it was written and looked at again.  Returns how many
    values were sealed anew.
    """
    count = 0
    for column in sealed_columns():
        while done := sum(_reseal_batch(column, rows) for rows in _older(column)):
            count += done
    if count:
        audit.record(
            actor=actor,
            verb="rotate-keys",
            subject="-",
            purpose="sealing under a new key",
            channel="command",
            now=now,
            details={"values": count},
        )
    return count


def _counted(column: Column, key: str) -> int:
    sql = f'SELECT count(*) FROM "{column.table}" WHERE "{column.name}" LIKE %s'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{key}.%"])
        return int(cursor.fetchone()[0])


def _older(column: Column) -> Iterator[list[tuple[int, str]]]:
    """Rows whose value is sealed with an older key, batch by batch."""
    table, row, name = column.table, column.row, column.name
    sql = (
        f'SELECT "{row}", "{name}" FROM "{table}" WHERE "{row}" > %s '  # noqa: S608
        f'AND "{name}" <> \'\' AND "{name}" NOT LIKE %s ORDER BY "{row}" LIMIT %s'
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last, f"{ring().keys[0][0]}.%", BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _reseal_batch(column: Column, rows: list[tuple[int, str]]) -> int:
    """How many of these were sealed anew; one that changed meanwhile is not touched."""
    table, row, name = column.table, column.row, column.name
    sql = f'UPDATE "{table}" SET "{name}" = %s WHERE "{row}" = %s AND "{name}" = %s'  # noqa: S608
    bound, done = f"{table}.{name}", 0
    with transaction.atomic(), connection.cursor() as cursor:
        for key, stored in rows:
            fresh = ring().seal(opened(stored, column=bound), column=bound)
            cursor.execute(sql, [fresh, key, stored])
            done += cursor.rowcount
    return done
