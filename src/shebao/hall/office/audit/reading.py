"""The trail's rows as they lie in the database, read in portions so that memory stays the same.

Every statement stands alone: nothing is locked, and whoever writes meanwhile need not wait.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import OperationalError, connection

from shebao.hall.office.audit.chain import digest_of

PORTION = 5000
COLUMNS = (
    'id, stream, sequence, {at}, actor, verb, subject, purpose, channel, "case", details, '
    "previous, digest"
)
AT = {
    # An expression has no declared type, so the driver hands the stored text out as it is.
    "sqlite": "at || ''",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'",
}
IN_ORDER = "SELECT {columns} FROM audit_entry WHERE id > %s ORDER BY id LIMIT %s"
OF_STREAM = (
    "SELECT {columns} FROM audit_entry WHERE stream = %s AND (sequence, id) > (%s, %s) "
    "AND sequence <= %s ORDER BY sequence, id LIMIT %s"
)
# As SQLite keeps a moment: UTC, with a fraction only where there is one.
STORED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{6}))?")
LEAST, MOST = -(2**63), 2**63 - 1


class Row(NamedTuple):
    """One entry as it lies there; ``at`` is the text that went into the digest."""

    id: int
    stream: int
    sequence: int
    at: str
    actor: str
    verb: str
    subject: str
    purpose: str
    channel: str
    case: str
    details: str
    previous: str
    digest: str


def in_order() -> Iterator[Row]:
    """All entries in the order in which they were written down."""
    last = LEAST
    while rows := _rows(IN_ORDER, last, PORTION):
        yield from rows
        last = rows[-1].id


def of_stream(stream: int, *, after: int = LEAST, until: int = MOST) -> Iterator[Row]:
    """A stream's entries by their place, those behind ``after`` and up to ``until``."""
    place, number = after, MOST
    while rows := _rows(OF_STREAM, stream, place, number, until, PORTION):
        yield from rows
        place, number = rows[-1].sequence, rows[-1].id


def is_itself(row: Row) -> bool:
    """Whether the entry's digest is that of its own columns."""
    return digest_at(row, row.stream, row.sequence) == row.digest


def digest_at(row: Row, stream: int, sequence: int) -> str:
    """The digest this entry would have at another place; empty where its columns hold no text."""
    try:
        return digest_of(
            stream, sequence, row.previous, row.at, row.actor, row.verb, row.subject,
            row.purpose, row.channel, row.case, row.details,
        )  # fmt: skip
    except (TypeError, UnicodeEncodeError):
        return ""


def _rows(statement: str, *values: int) -> list[Row]:
    vendor = connection.vendor
    sql = statement.format(columns=COLUMNS.format(at=AT[vendor]))
    found = _fetched(sql, values)
    if vendor == "sqlite":
        return [Row._make((*one[:3], _moment(one[3]), *one[4:])) for one in found]
    return [Row._make(one) for one in found]


def _fetched(sql: str, values: tuple[int, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        try:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
        except OperationalError as error:
            if "UTF-8" not in str(error):
                raise
    return _fetched_whatever_it_holds(sql, values)


def _fetched_whatever_it_holds(sql: str, values: tuple[int, ...]) -> list[Any]:
    """Text that is not UTF-8 stops SQLite's driver; here it must come out, to be named."""
    link = connection.connection
    usual, link.text_factory = link.text_factory, _any_text
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    finally:
        link.text_factory = usual


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _moment(stored: Any) -> str:
    """SQLite's text as it went into the digest; anything else than it writes is left as it is."""
    found = STORED.fullmatch(stored) if isinstance(stored, str) else None
    if found is None or found[3] == "000000":
        return f"?{stored}"
    return f"{found[1]}T{found[2]}.{found[3] or '000000'}+00:00"
