"""Puts the nation into the core's database: one writer, piece after piece."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from shebao.insurance.nation.copying import copy_text
from shebao.insurance.nation.generate import Piece, pieces
from shebao.insurance.nation.world import Ask, World, employer_row

EMPTIED = (
    "person", "employer", "registration", "contributionyear", "accountyear", "benefit",
    "paymentyear", "transfer", "transferstep", "card", "certification", "change",
    "postingreceipt", "deferral", "run", "book",
    "postingreceipt", "run", "book", "injury", "injurycost", "exemption", "claim",
)  # fmt: skip
_EMPLOYERS_AT_ONCE = 5000
Row = tuple[object, ...]


class NotEmpty(RuntimeError):
    """The database holds a nation already; nothing was changed."""


def load(
    ask: Ask, *, processes: int, replace: bool, told: Callable[[int], None] = lambda _: None
) -> int:
    """Generate and store; returns how many persons were written.

    ``told`` hears the number of persons written so far.  Raises :class:`NotEmpty` unless
    ``replace`` is given; then everything that was there is gone.
    """
    _make_room(replace=replace)
    heads: dict[int, int] = {}
    owed: dict[int, int] = {}
    written = 0
    with _fast():
        for piece in pieces(ask, processes=processes, as_text=_is_postgresql()):
            with transaction.atomic():
                _write(piece)
            _add(heads, piece.heads)
            _add(owed, piece.owed)
            written += piece.persons
            told(written)
        _write_employers(World(ask), heads, owed)
        _write_book(ask)
    _tidy()
    return written


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _make_room(*, replace: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM insurance_person LIMIT 1")
        found = cursor.fetchone()
        if found and not replace:
            raise NotEmpty
        with transaction.atomic():
            for name in EMPTIED:
                cursor.execute(f"DELETE FROM insurance_{name}")  # noqa: S608


def _fast() -> AbstractContextManager[None]:
    return nullcontext() if _is_postgresql() else _unsynchronised()


@contextmanager
def _unsynchronised() -> Any:
    """A load that fails is made anew, so SQLite need not wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-262144")
        cursor.execute("PRAGMA wal_autocheckpoint=20000")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA cache_size=-2000")
            cursor.execute("PRAGMA wal_autocheckpoint=1000")


def _write(piece: Piece) -> None:
    if piece.text is not None:
        for name, text in piece.text.items():
            _copy(name, text)
    for name, rows in (piece.rows or {}).items():
        _insert(name, rows)


def _insert(name: str, rows: Iterable[Row]) -> None:
    columns = _columns(name)
    marks = ",".join("?" * len(columns))
    # The driver itself: Django's cursor would rewrite the statement for every call.
    connection.connection.executemany(
        f"INSERT INTO insurance_{name} ({','.join(columns)}) VALUES ({marks})",  # noqa: S608
        rows,
    )


def _copy(name: str, text: bytes) -> None:
    statement = f"COPY insurance_{name} ({','.join(_columns(name))}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _columns(name: str) -> list[str]:
    fields = apps.get_model("insurance", name)._meta.local_fields
    return [field.column for field in fields if field.column]


def _add(totals: dict[int, int], more: dict[int, int]) -> None:
    for place, count in more.items():
        totals[place] = totals.get(place, 0) + count


def _write_employers(world: World, heads: dict[int, int], owed: dict[int, int]) -> None:
    places = range(len(world.workplaces))
    for start in range(0, len(places), _EMPLOYERS_AT_ONCE):
        rows = [
            employer_row(world, place, heads.get(place, 0), owed.get(place, 0))
            for place in places[start : start + _EMPLOYERS_AT_ONCE]
        ]
        with transaction.atomic():
            if _is_postgresql():
                _copy("employer", copy_text(rows))
            else:
                _insert("employer", rows)


def _write_book(ask: Ask) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO insurance_book (id, data_date, last_sequence, seed, persons) "
            "VALUES (1, %s, 0, %s, %s)",
            [ask.as_of, ask.seed, ask.persons],
        )


def _tidy() -> None:
    """Statistics for the planner; and on SQLite the log goes into the file."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if not _is_postgresql():
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
