"""Writes on the hot path: prepared once per table, and those of one act sent together.

Fields still prepare their values, so encryption and types are those of the model.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache, partial
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
LEAVE_OUT = " ON CONFLICT DO NOTHING"


@dataclass
class _Write:
    """A statement on its way; an insert may take more rows of its table along."""

    sql: str
    values: list[Any]
    model: type[models.Model] | None = None
    rows: int = 0
    end: str = ""

    def text(self) -> str:
        if self.model is None:
            return self.sql
        return f"{self.sql}{', '.join([_plan(self.model)[2]] * self.rows)}{self.end}"


@dataclass
class _Gathered:
    """The writes of one act that have not left yet, in the order they were made."""

    writes: list[_Write] = field(default_factory=list)

    def add(self, write: _Write) -> None:
        for one in self.writes:
            if write.model is not None and (one.model, one.end) == (write.model, write.end):
                one.values += write.values
                one.rows += write.rows
                return
        self.writes.append(write)

    def send(self) -> None:
        writes, self.writes = self.writes, []
        if not writes:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_as_one(writes), [one for write in writes for one in write.values])
                return
            for write in writes:
                cursor.execute(write.text(), write.values)


def _as_one(writes: Sequence[_Write]) -> str:
    """PostgreSQL takes writes to several tables in one statement: all but the last beside it."""
    *others, last = [write.text() for write in writes]
    beside = ", ".join(f"w{place} AS ({text})" for place, text in enumerate(others))
    return f"WITH {beside} {last}" if beside else last


_gathered: ContextVar[_Gathered | None] = ContextVar("_gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let the writes made inside leave when it ends: in one statement where the database can.

    It stands inside the transaction they belong to. Whoever must read what was written inside
    calls ``send_waiting`` first. Inside another ``together`` it changes nothing.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered = _Gathered()
    before = _gathered.set(gathered)
    try:
        yield
        gathered.send()
    finally:
        _gathered.reset(before)


def is_gathering() -> bool:
    """Whether writes wait for others just now."""
    return _gathered.get() is not None


def send_waiting(model: type[models.Model]) -> None:
    """Send everything that waits, if rows of this table are among it."""
    gathered = _gathered.get()
    if gathered is not None and any(one.model is model for one in gathered.writes):
        gathered.send()


def insert(*rows: models.Model, or_nothing: bool = False) -> int:
    """Insert rows of one table in one statement and return how many went in.

    With ``or_nothing`` a row that breaks a uniqueness is left out instead of failing. Inside
    ``together`` the rows wait, all of them count, and what they break is raised at its end.
    """
    model = type(rows[0])
    columns, start, _ = _plan(model)
    values = [prepare(getattr(row, name)) for row in rows for name, prepare in columns]
    end = LEAVE_OUT if or_nothing else ""
    return _now_or_later(_Write(sql=start, values=values, model=model, rows=len(rows), end=end))


def write(sql: str, values: Sequence[Any]) -> None:
    """Send an update or a delete whose outcome nobody waits for."""
    _now_or_later(_Write(sql=sql, values=list(values)))


def _now_or_later(write: _Write) -> int:
    gathered = _gathered.get()
    if gathered is not None:
        gathered.add(write)
        return write.rows
    with connection.cursor() as cursor:
        cursor.execute(write.text(), write.values)
        return int(cursor.rowcount)


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
    if type(field) is models.DateTimeField:
        return _as_moment
    return partial(field.get_db_prep_save, connection=connection)


def _as_text(value: Any) -> Any:
    return value if value is None or type(value) is str else str(value)


def _as_it_is(value: Any) -> Any:
    return value


# One act stores one moment many times over.
@lru_cache(maxsize=64)
def _as_moment(value: datetime | None) -> Any:
    if value is not None and value.tzinfo is None:
        raise ValueError("a moment is stored with its time zone")
    return connection.ops.adapt_datetimefield_value(value)
