"""What a piece of work sends to the database, sent again through the bare driver."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import connection

Statement = tuple[str, tuple[Any, ...]]
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Driver(Protocol):
    """What SQLite's and PostgreSQL's connections have in common."""

    def execute(self, query: Any, params: Any = ..., /) -> Any:
        """Send one statement."""


def recorded(work: Callable[[], object], times: int) -> list[list[Statement]]:
    """The statements of each of so many calls, without those that begin and end transactions."""
    rounds = []
    for _ in range(times):
        with _listening() as statements:
            work()
        rounds.append([one for one in statements if not one[0].startswith(CONTROL)])
    return rounds


@contextmanager
def _listening() -> Iterator[list[Statement]]:
    kept: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        kept.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield kept


def copy() -> Driver:
    """A copy of the database as it stands, open through the driver with the same settings."""
    return _sqlite_copy() if connection.vendor == "sqlite" else _postgresql_copy()


def replay(database: Driver, rounds: Sequence[Sequence[Statement]]) -> Callable[[], None]:
    """Each call sends the statements of the next recorded round, in one transaction."""
    is_sqlite = isinstance(database, sqlite3.Connection)
    begin = "BEGIN IMMEDIATE" if is_sqlite else "BEGIN"
    mark = "?" if is_sqlite else "%s"
    ready = iter([[(sql.replace("%s", mark), params) for sql, params in one] for one in rounds])

    def once() -> None:
        database.execute(begin)
        for sql, params in next(ready):
            answer = database.execute(sql, params)
            if answer.description:
                answer.fetchall()
        database.execute("COMMIT")

    return once


def _sqlite_copy() -> Driver:
    name = connection.settings_dict["NAME"]
    with sqlite3.connect(name) as whole, sqlite3.connect(f"{name}.copy") as target:
        whole.backup(target)
    found = sqlite3.connect(f"{name}.copy", isolation_level=None, timeout=20)
    found.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    return found


def _postgresql_copy() -> Driver:
    """The template may have no visitors while it is copied."""
    import psycopg

    name = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    given = connection.get_connection_params()
    about = {key: given[key] for key in ("host", "port", "user") if key in given}
    with psycopg.connect(**about, dbname="postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}_copy"')
        server.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
    return psycopg.connect(
        **about, dbname=f"{name}_copy", autocommit=True, cursor_factory=psycopg.ClientCursor
    )
