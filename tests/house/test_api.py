"""What must hold for every operation of the API, those of today and those to come."""

import json
from collections import defaultdict
from typing import Any

import pytest
from django.urls import URLPattern

from shebao.hall.channels.api import describing
from shebao.hall.channels.api.building import api
from shebao.hall.channels.api.door import BearerToken, anybody
from shebao.hall.channels.api.urls import urlpatterns
from tests.channels.api.contract import STORED

PUBLIC = {
    "list_items", "read_item", "read_item_schema", "list_agencies", "verify_code", "verify_file",
    "list_checkpoints", "read_checkpoint", "list_centres", "list_free_times",
}  # fmt: skip
OPERATIONS = [
    operation
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
]


def name_of(operation: Any) -> str:
    return str(operation.operation_id)


@pytest.mark.clause("6.1.2e", "6.3.1")
@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_every_operation_asks_who_calls_or_is_public_and_counted(operation: Any) -> None:
    if operation.operation_id in PUBLIC:
        assert not operation.auth_callbacks
        assert anybody in operation._run_decorators
        return
    scopes = [one.scope for one in operation.auth_callbacks if isinstance(one, BearerToken)]
    assert scopes == (["read"] if operation.methods == ["GET"] else ["file"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_every_operation_declares_what_can_go_wrong(operation: Any) -> None:
    declared = set(operation.response_models)
    assert {400, 429} <= declared
    assert operation.auth_callbacks == [] or {401, 403} <= declared
    takes_something = any(model.__ninja_param_source__ != "path" for model in operation.models)
    assert not takes_something or 422 in declared


@pytest.mark.parametrize("route", urlpatterns, ids=str)
def test_every_address_of_the_api_is_behind_its_skin(route: URLPattern) -> None:
    assert route.callback.gate == "api"


def test_records_that_share_a_name_share_their_shape() -> None:
    shapes: dict[str, set[str]] = defaultdict(set)
    for operation in OPERATIONS:
        for model in operation.response_models.values():
            whole = model.model_json_schema(mode="serialization") if model else {}
            for name, shape in whole.get("$defs", {}).items():
                shapes[name].add(json.dumps(shape, sort_keys=True))
    assert {name for name, kinds in shapes.items() if len(kinds) > 1} == set()


@pytest.mark.clause("6.1.2e")
def test_the_stored_contract_is_the_one_that_is_served() -> None:
    # After a wanted change: shebao api snapshot --into docs/api.json
    assert STORED.read_text(encoding="utf-8") == describing.text()
