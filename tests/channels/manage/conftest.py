"""Those who run the system, on a Monday at noon."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.office.applications.models import Application
from tests.office.applications.conftest import file  # noqa: F401
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
def manage(operator: Any) -> Client:
    """The operator's browser."""
    return seated(operator)


@pytest.fixture
def guarding(security: Any) -> Client:
    """The browser of whoever looks after accounts."""
    return seated(security)


@pytest.fixture
def watching(auditor: Any) -> Client:
    """The browser of whoever reads the trail."""
    return seated(auditor)


@pytest.fixture
def case(file: Callable[..., Application], wang: Any) -> Application:  # noqa: F811
    """An instant case that changed something in the core."""
    return at_city(file(wang, "trial-instant", mobile="13800000099"))
