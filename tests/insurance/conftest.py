"""The core has settings and a database of its own, so its tests are run by themselves:

    python -m pytest -c tests/insurance/pytest.ini tests/insurance

on SQLite (a file: the tests post from several threads and processes), or on the PostgreSQL server
that ``SHEBAO_TEST_DATABASE`` names.  One nation of 4,000 is made for all of them; tests that take
``db`` are rolled back, tests that take ``lasting`` change people nobody else looks at.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

import tests.steady  # noqa: F401

if os.environ.get("DJANGO_SETTINGS_MODULE") != "shebao.insurance.settings_test":
    collect_ignore_glob = ["test_*.py"]

AS_OF = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
PERSONS = 4000
SEED = 7


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A test database with a nation in it, made once, whichever tests were chosen."""
    from django.test.utils import setup_databases, teardown_databases

    from shebao.insurance.nation.load import load
    from shebao.insurance.nation.world import Ask

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        ask = Ask(persons=PERSONS, seed=SEED, as_of=AS_OF)
        assert load(ask, processes=1, replace=True) == PERSONS
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a rollback, so that other threads and processes see what is done."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def core() -> Any:
    """The core behind the port."""
    from shebao.insurance.core import CoreInsurance

    return CoreInsurance(clock=lambda: NOW)


@pytest.fixture
def who(core: Any) -> Callable[[str], Any]:
    """The person of the cast, or of a border, with this key, as the core knows them."""
    from shebao.exchange.port import FindPerson, ask_one
    from shebao.insurance.cast import CAST
    from shebao.insurance.nation.borders import borders
    from shebao.insurance.nation.world import Ask, World

    world = World(Ask(persons=PERSONS, seed=SEED, as_of=AS_OF))
    known = {one.key: one for one in (*CAST, *borders(world))}

    def find(key: str) -> Any:
        one = known[key]
        question = FindPerson(id_type=one.id_type, id_number=one.id_number, country=one.country)
        return ask_one(core, question).value

    return find


@pytest.fixture
def posting() -> Callable[..., Any]:
    """A posting with a key of its own."""
    from shebao.exchange.port import Posting, PostingKind

    count = iter(range(1, 1000))

    def make(kind: str, subject: str, *, key: str = "", **values: str) -> Any:
        return Posting(
            key=key or f"test-{kind}-{next(count)}",
            kind=PostingKind(kind),
            subject=subject,
            case="C1",
            decided_at=NOW,
            values=values,
        )

    return make
