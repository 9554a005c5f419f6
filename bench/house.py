"""The hall's hot paths: submit, read a record page, verify a code; each beside its limit."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

from bench.measure import Row, side_by_side, table

ROUNDS = 150
Statement = tuple[str, tuple[Any, ...]]


def _prepare() -> None:
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "shebao.hall.config.settings_test"
    os.environ["SHEBAO_MODE"] = "test"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.SHEBAO_CONNECTIONS = "tests.support.outside.InMemoryOutside"
    call_command("migrate", verbosity=0)


def _people() -> Any:
    from django.conf import settings
    from tests.support.cast import MONDAY, WANG, enter_person

    from shebao.hall.office.agencies.actions import put
    from shebao.hall.office.agencies.seed import AGENCIES
    from shebao.hall.office.catalogue.actions import publish_folders
    from shebao.hall.office.connections import outside

    for card in AGENCIES:
        put(card)
    publish_folders(folders=settings.SHEBAO_ITEM_FOLDERS, now=MONDAY)
    return outside(), enter_person(outside().insurance, WANG, "wangfang"), MONDAY


@contextmanager
def _recorded() -> Iterator[list[Statement]]:
    from django.db import connection

    kept: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        kept.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield kept


def _copy() -> sqlite3.Connection:
    """A copy of the database as it stands, open through the raw driver with the same settings."""
    from django.conf import settings

    name = settings.DATABASES["default"]["NAME"]
    with sqlite3.connect(name) as whole, sqlite3.connect(f"{name}.copy") as copy:
        whole.backup(copy)
    found = sqlite3.connect(f"{name}.copy", isolation_level=None, timeout=20)
    found.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    return found


def _replay(database: sqlite3.Connection, rounds: list[list[Statement]]) -> Callable[[], None]:
    """Each call sends the statements of the next recorded round, in one transaction."""
    ready = iter([[_for_driver(one) for one in statements] for statements in rounds])

    def once() -> None:
        database.execute("BEGIN IMMEDIATE")
        for sql, params in next(ready):
            database.execute(sql, params).fetchall()
        database.execute("COMMIT")

    return once


def _for_driver(statement: Statement) -> Statement:
    sql, params = statement
    return sql.replace("%s", "?"), params


def _record(work: Callable[[], object], times: int) -> list[list[Statement]]:
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    rounds = []
    for _ in range(times):
        with _recorded() as statements:
            work()
        rounds.append([one for one in statements if not one[0].startswith(control)])
    return rounds


def _submit_row() -> Row:
    from shebao.hall.office.applications import actions
    from shebao.hall.office.catalogue.queries import current

    outside, wang, now = PEOPLE
    fresh = itertools.count(1)

    def submit() -> None:
        place = next(fresh)
        errand = actions.Errand(
            pinned=current("contact-change"),
            visitor=wang.visitor,
            answers={"what": "mobile", "mobile": f"139{place:08d}", "address": ""},
            token=f"bench-{place}",
            channel="web",
            default_agency="990000",
            risk_confirmed=True,
        )
        actions.file_case(errand=errand, outside=outside, now=now)

    submit()
    database = _copy()
    rounds = _record(submit, ROUNDS + 1)
    measured = side_by_side([submit, _replay(database, rounds)], rounds=ROUNDS)
    return Row(
        name="submit instant, decided, with posting, papers, notices, trail",
        micros=measured[0],
        limit="the same SQL through the raw driver",
        limit_micros=measured[1],
        statements=len(rounds[0]),
        aim="≤ 3",
    )


def _page_row() -> Row:
    from django.test import Client

    client = Client()
    client.force_login(_account())
    page = lambda: client.get("/my/rights/?tab=contributions")  # noqa: E731
    assert page().status_code == 200
    statements = _record(page, 1)[0]
    measured = side_by_side([page, lambda: client.get("/livez")], rounds=ROUNDS)
    return Row(
        name="record page, drawn, with its trace",
        micros=measured[0],
        limit="an empty answer through the same middleware",
        limit_micros=measured[1],
        statements=len(statements),
        aim="≤ 2,000 µs",
    )


def _account() -> Any:
    from shebao.hall.office.accounts.models import Account

    return Account.objects.get(username="wangfang")


def _verify_row() -> Row:
    from shebao.hall.office.documents import jobs, verification
    from shebao.hall.office.documents.models import Paper

    outside, _, now = PEOPLE
    jobs.produce_queued(seal=outside.seal, now=now, limit=2)
    code = Paper.objects.filter(state="issued").first().code
    verify = lambda: verification.verify_code(code=code, now=now)  # noqa: E731
    database = _copy()
    rounds = _record(verify, ROUNDS + 1)
    measured = side_by_side([verify, _replay(database, rounds)], rounds=ROUNDS)
    return Row(
        name="verify a code",
        micros=measured[0],
        limit="the same SQL through the raw driver",
        limit_micros=measured[1],
        statements=len(rounds[0]),
    )


if __name__ == "__main__":
    _prepare()
    PEOPLE = _people()
    print(table("The hall", [_submit_row(), _page_row(), _verify_row()]))
