"""The hall's hot paths: submit, pages, verify a code; each beside its limit.

With ``SHEBAO_TEST_DATABASE`` (``tools/postgres.py``) on PostgreSQL, in a database of its own.
"""

import itertools
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django

from bench.measure import Row, by_both_clocks, table

ROUNDS = 150
OWN_DATABASE = "/bench"


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "shebao.hall.config.settings_test"
    os.environ["SHEBAO_MODE"] = "test"
    if given := os.environ.get("SHEBAO_TEST_DATABASE"):
        os.environ["SHEBAO_TEST_DATABASE"] = _own_database(given)
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from shebao.hall.office import connections

    settings.SHEBAO_CONNECTIONS = "tests.support.outside.InMemoryOutside"
    connections.outside.cache_clear()
    call_command("migrate", verbosity=0)


def _own_database(address: str) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE DATABASE bench")
    return urlunsplit(urlsplit(address)._replace(path=OWN_DATABASE))


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


def _beside_its_sql(name: str, work: Callable[[], object], aim: str = "") -> Row:
    """The work beside its own statements through the bare driver, on a copy made before it."""
    from bench import driver

    work()
    database = driver.copy()
    rounds = driver.recorded(work, ROUNDS + 1)
    ours, limit = by_both_clocks([work, driver.replay(database, rounds)], rounds=ROUNDS)
    return Row(
        name=name,
        micros=ours.wall,
        limit="the same SQL through the raw driver",
        limit_micros=limit.wall,
        statements=len(rounds[0]),
        aim=aim,
        cpu=ours.cpu,
        limit_cpu=limit.cpu,
    )


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

    name = "submit instant, decided, with posting, papers, notices, trail"
    return _beside_its_sql(name, submit, aim="≤ 3")


def _verify_row() -> Row:
    from shebao.hall.office.documents import jobs, verification
    from shebao.hall.office.documents.models import Paper

    outside, _, now = PEOPLE
    jobs.produce_queued(seal=outside.seal, now=now, limit=2)
    code = Paper.objects.filter(state="issued").first().code
    return _beside_its_sql("verify a code", lambda: verification.verify_code(code=code, now=now))


def _page_rows(username: str, pages: dict[str, str], aims: dict[str, str]) -> list[Row]:
    """Each page as a browser with a session asks for it, beside an answer with nothing in it."""
    from django.test import Client

    client = Client()
    if username:
        client.force_login(_account(username))
    return [_page_row(client, name, pages[name], aims.get(name, "")) for name in pages]


def _page_row(client: Any, name: str, address: str, aim: str) -> Row:
    from bench import driver

    page = lambda: client.get(address)  # noqa: E731
    assert page().status_code == 200, address
    statements = driver.recorded(page, 1)[0]
    ours, limit = by_both_clocks([page, lambda: client.get("/livez")], rounds=ROUNDS)
    return Row(
        name=name,
        micros=ours.wall,
        limit="an empty answer through the same middleware",
        limit_micros=limit.wall,
        statements=len(statements),
        aim=aim,
        cpu=ours.cpu,
        limit_cpu=limit.cpu,
    )


def _account(username: str) -> Any:
    from shebao.hall.office.accounts.models import Account

    return Account.objects.get(username=username)


def _enter_reviewer() -> None:
    from tests.support.cast import enter_staff

    from shebao.hall.kit.visitor import Role

    enter_staff("zhaoming", "赵明", Role.REVIEWER)


RECORD = "record page, drawn, with its trace"
OPEN = {
    "home, signed out": "/",
    "catalogue, signed out": "/p/",
    "item page, signed out": "/p/contact-change/",
    "sign-in page": "/login/",
    "check a paper, the form": "/verify/",
}
MINE = {
    RECORD: "/my/rights/?tab=contributions",
    "home, signed in": "/",
    "my page": "/my/",
    "my cases": "/my/cases/",
    "my papers": "/my/docs/",
    "fill in a form": "/p/contact-change/do/",
}
STAFF = {"worklist": "/desk/"}


if __name__ == "__main__":
    _prepare()
    PEOPLE = _people()
    _enter_reviewer()
    hot = [_submit_row(), _verify_row()]
    pages = [
        *_page_rows("wangfang", MINE, {RECORD: "own work ≤ 2,000 µs"}),
        *_page_rows("", OPEN, {}),
        *_page_rows("zhaoming", STAFF, {}),
    ]
    print(table("The hall", [pages[0], *hot, *pages[1:]]))
