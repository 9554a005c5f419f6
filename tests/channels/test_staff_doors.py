"""Every door for staff names the roles it asks, and turns every other role away (6.3.1)."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.duties import Excluded, check_duties
from shebao.hall.office.accounts.models import StaffRole
from tests.house.test_routes import ROUTES
from tests.support.staff import NOON, make_static_root, seated

pytestmark = pytest.mark.clause("6.3.1", "6.2.5")

STAFF: list[tuple[str, Any]] = [
    (path, route.callback)
    for path, route in ROUTES
    if path.startswith(("desk/", "manage/")) and route.callback.gate != "public"
]


def _allowed() -> Iterator[frozenset[Role]]:
    """Every set of roles one person may hold, none included."""
    for size in range(4):
        for roles in combinations(Role, size):
            try:
                yield check_duties(roles)
            except Excluded:
                continue


def address(path: str) -> str:
    """The route with something in it that nobody has."""
    path = re.sub(r"<int:\w+>", "7", path)
    path = re.sub(r"<\w+:\w+>", "nothing", path)
    return f"/{path}"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    make_static_root()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(("path", "view"), STAFF, ids=[path for path, _ in STAFF])
def test_every_door_of_staff_names_its_roles(path: str, view: Any) -> None:
    assert view.roles
    assert set(view.roles) <= set(Role)


@pytest.mark.parametrize(
    "roles", tuple(_allowed()), ids=lambda one: "+".join(sorted(one)) or "none"
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_door_opens_to_the_roles_it_names_and_to_no_other(
    hall: Any, clerk: Any, roles: frozenset[Role], method: str
) -> None:
    client: Client = seated(clerk)
    StaffRole.objects.all().delete()
    StaffRole.objects.bulk_create(
        StaffRole(account=clerk.visitor.account, role=role) for role in roles
    )
    refused = {path: getattr(client, method)(address(path)).status_code == 403 for path, _ in STAFF}

    assert refused == {path: not roles & view.roles for path, view in STAFF}
