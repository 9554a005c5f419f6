"""The trail's rows as they lie in the database, read in portions so that memory stays the same.

Every statement stands alone: nothing is locked, and whoever writes meanwhile need not wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import OperationalError, connection

from shebao.hall.office.audit.chain import digest_of

PORTION = 5000
COLUMNS = (
    'id, stream, sequence, previous, {at}, actor, verb, subject, purpose, channel, "case", '
    "details, digest"
)
AT = {
    # As SQLite keeps a moment: UTC, with a fraction only where there is one. Whatever else stands
    # there fits no digest, though it may mean the same.
    "sqlite": "CASE WHEN at GLOB '????-??-?? ??:??:??' "
    "THEN substr(at, 1, 10) || 'T' || substr(at, 12) || '.000000+00:00' "
    "WHEN at GLOB '????-??-?? ??:??:??.??????' AND substr(at, 20) <> '.000000' "
    "THEN substr(at, 1, 10) || 'T' || substr(at, 12) || '+00:00' ELSE '?' || at END",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'",
}
IN_ORDER = "SELECT {columns} FROM audit_entry WHERE id > %s ORDER BY id LIMIT %s"
# Streams dealt out among several readers; a number below nought is nobody's, yet must be read.
PART = (
    "SELECT {columns} FROM audit_entry WHERE id > %s AND (stream %% %s + %s) %% %s = %s "
    "ORDER BY id LIMIT %s"
)
OF_STREAM = (
    "SELECT {columns} FROM audit_entry WHERE stream = %s AND (sequence, id) > (%s, %s) "
    "AND sequence <= %s ORDER BY sequence, id LIMIT %s"
)
LEAST, MOST = -(2**63), 2**63 - 1


class Row(NamedTuple):
    """One entry as it lies there; ``at`` is the text that went into the digest.

    Between number and digest stands what the digest is over, in its order.
    """

    id: int
    stream: int
    sequence: int
    previous: str
    at: str
    actor: str
    verb: str
    subject: str
    purpose: str
    channel: str
    case: str
    details: str
    digest: str


def in_order(*, part: int = 0, parts: int = 1) -> Iterator[Row]:
    """All entries in the order in which they were written down, or one reader's part of them."""
    sql, share = (IN_ORDER, ()) if parts == 1 else (PART, (parts, parts, parts, part))
    last = LEAST
    while rows := _rows(sql, last, *share, PORTION):
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
    try:
        return digest_of(*row[1:12]) == row[12]
    except (TypeError, UnicodeEncodeError):
        return False


def digest_at(row: Row, stream: int, sequence: int) -> str:
    """The digest this entry would have at another place; empty where its columns hold no text."""
    try:
        return digest_of(stream, sequence, *row[3:12])
    except (TypeError, UnicodeEncodeError):
        return ""


@contextmanager
def leniently() -> Iterator[None]:
    """Let text come out that is not UTF-8, at which SQLite's driver would stop: to be named."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    link: Any = connection.connection
    usual, link.text_factory = link.text_factory, _any_text
    try:
        yield
    finally:
        link.text_factory = usual


def _rows(statement: str, *values: int) -> list[Row]:
    sql = statement.format(columns=COLUMNS.format(at=AT[connection.vendor]))
    try:
        return _fetched(sql, values)
    except OperationalError as error:
        if "UTF-8" not in str(error):
            raise
    with leniently():
        return _fetched(sql, values)


def _fetched(sql: str, values: tuple[int, ...]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(map(Row._make, cursor.fetchall()))


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
