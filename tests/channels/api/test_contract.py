"""The whole API, tried with whatever its contract allows and with much that it does not."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from shebao.hall.channels.api import door
from shebao.hall.kit import clock
from shebao.hall.kit.limits.actions import Limit
from shebao.hall.office.accounts import actions
from tests.channels.api.contract import contract

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    ignored_auth,
)
print(CHECKS)
