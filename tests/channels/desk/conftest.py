"""The desk of the city's agency on a Monday at noon."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.office.applications import actions
from shebao.hall.office.applications.models import Application
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import MONDAY
from tests.support.staff import NOON, at_city, make_static_root, seated


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    make_static_root()


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """The clock of all pages."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(file: Callable[..., Application], wang: Any) -> Application:  # noqa: F811
    """A promised case in the pool, before its first review."""
    return at_city(file(wang, "trial-promised", new_name="王方"))


@pytest.fixture
def counter_case(
    file: Callable[..., Application],  # noqa: F811
    wang: Any, reviewer: Any, hall: Any,
) -> Application:  # fmt: skip
    """A case that passed its pre-review and waits for its originals."""
    found = at_city(file(wang, "trial-counter", from_month="1990-01", to_month="1992-12"))
    actions.pass_step(found, clerk=reviewer.visitor, outside=hall, now=MONDAY)
    return found


@pytest.fixture
def desk(reviewer: Any) -> Client:
    """The reviewer's browser."""
    return seated(reviewer)
