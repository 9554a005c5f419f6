"""The whole API, tried with whatever its contract allows and with much that it does not."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from shebao.hall.channels.api import door
from shebao.hall.kit import clock
from shebao.hall.kit.limits.actions import Limit
from shebao.hall.office.accounts import actions
from shebao.hall.office.documents import verification
from shebao.hall.office.documents.models import Paper
from tests.channels.api.contract import contract

# Left out on purpose: what is fit for a form is said by each service's own schema, so content
# that fits the general contract may well be refused with 422 (positive_data_acceptance).
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    ignored_auth,
]
EXAMPLES = 12
schema = schemathesis.openapi.from_dict(contract())
schema.config.generation.update(modes=list(GenerationMode))


@pytest.fixture
def known(
    hall: Any, wang: Any, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, list[str]], str]:
    """Numbers and codes that exist, and a token to see them with; nobody is too fast here."""
    fast = Limit(name="fast", times=10**6, seconds=60)
    for place, name in (
        (door, "ANYBODY"), (door, "WRONG_TOKENS"), (verification, "CHECKS"),
        (verification, "FILE_CHECKS"),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, fast)
    monkeypatch.setattr(door, "LIMITS", {"read": fast, "file": fast})
    issued = actions.issue_token(
        account=wang.visitor.account, name="try", scopes=("read", "file"), now=clock.now()
    )
    return {"slug": ["trial-instant", "trial-promised", "contact-change"]}, issued.secret
