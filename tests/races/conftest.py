"""A database in a file or on a server, and a way to do things at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from tests.channels.web.conftest import noon  # noqa: F401
from tests.office.applications.conftest import file  # noqa: F401

Deed = Callable[[], Any]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, where every thread has a connection of its own."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("races") / "hall.sqlite3")


@pytest.fixture(autouse=True)
def lasting(transactional_db: None) -> None:
    """What one connection writes, the others see."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        pytest.skip("run apart from the other tests, so that the database lies in a file")


def at_once(*deeds: Deed) -> list[Any]:
    """Do all of it at the same moment; what each gave, or the error it ended with."""
    gate = threading.Barrier(len(deeds))

    def done(deed: Deed) -> Any:
        try:
            gate.wait(timeout=30)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))
