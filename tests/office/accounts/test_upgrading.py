"""An upgrade keeps every record: handlers of earlier versions are mandates afterwards."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shebao.hall.office.accounts import queries
from shebao.hall.office.accounts.models import Mandate

BEFORE = [("accounts", "0003_ways_to_enter")]
ENDED = datetime(2026, 2, 1, 4, tzinfo=UTC)


def migrated(target: Any) -> Any:
    """The apps as they are at a point of the migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def earlier(transactional_db: None) -> Iterator[Any]:
    """The tables of accounts as an earlier version left them; brought up to date at the end."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("accounts")
    yield migrated(BEFORE)
    migrated(leaves)


@pytest.mark.clause("6.2.2", "6.5.3")
def test_running_and_ended_handlers_become_mandates_with_their_days(earlier: Any) -> None:
    handlers = earlier.get_model("accounts", "Handler")
    common = {"employer": "9000000001", "employer_name": "示例公司", "since": date(2025, 5, 1)}
    handlers.objects.create(person="3000000000001", until=date(2099, 1, 1), **common)
    handlers.objects.create(person="3000000000002", ended_at=ENDED, **common)

    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes("accounts"))

    running, ended = Mandate.objects.order_by("pk")
    assert (running.agent, running.principal, running.state) == (
        "3000000000001", "9000000001", "running",
    )  # fmt: skip
    assert (ended.state, ended.ended_at) == ("ended", ENDED)
    assert running.number != ended.number
    assert {running.principal_name, ended.principal_name} == {"示例公司"}
    (held,) = queries.handled_employers("3000000000001", today=date(2026, 3, 2))
    assert (held.employer, held.name) == ("9000000001", "示例公司")
    assert queries.handled_employers("3000000000002", today=date(2026, 3, 2)) == ()
