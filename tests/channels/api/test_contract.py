"""The whole API, tried with whatever its contract allows and with much that it does not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
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
from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.appointments import jobs
from shebao.hall.office.documents import actions as documents
from shebao.hall.office.documents import verification
from shebao.hall.office.documents.models import Paper
from tests.channels.api.conftest import Program
from tests.channels.api.contract import contract
from tests.office.appointments.conftest import PLAN
from tests.support.cast import SURELY

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
# What a call may look like is tried on the first database; the second one sees some of it.
EXAMPLES = 40 if connection.vendor == "sqlite" else 15
# A test double of the world is set up once per operation, not per call.
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
schema = schemathesis.openapi.from_dict(contract())
schema.app = get_wsgi_application()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a client of this world knows: a token, and values that exist for path parameters."""

    token: str
    places: Mapping[str, list[str]]
    turns: Iterator[int]

    def put_into(self, case: Case) -> None:
        """Two calls of three go to something that exists; the others where they like.

        A number that only counts, such as a checkpoint's, is left as it was made.
        """
        turn = next(self.turns)
        for name, made in (case.path_parameters or {}).items():
            values = [] if str(made).lstrip("-").isdigit() else self.places.get(name, [])
            if values and turn % 3:
                case.path_parameters[name] = values[turn % len(values)]


@contextmanager
def one_connection() -> Iterator[None]:
    """The server, being in this very process, leaves the test's connection open."""
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture
def known(hall: Any, wang: Any, monkeypatch: pytest.MonkeyPatch) -> Known:
    """王芳 with two cases, their papers and a booking; nobody is too fast here."""
    fast = Limit(name="fast", times=10**6, seconds=60)
    for place, name in (
        (door, "ANYBODY"), (door, "WRONG_TOKENS"), (verification, "CHECKS"),
        (verification, "FILE_CHECKS"),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, fast)
    monkeypatch.setattr(door, "LIMITS", {"read": fast, "file": fast})
    issued = actions.issue_token(
        account=wang.visitor.account,
        name="try",
        scopes=("read", "file"),
        now=clock.now(),
        proof=SURELY,
    )
    cases = _filed(Program(issued.secret))
    papers = list(Paper.objects.values_list("number", flat=True))
    for number in papers[:1]:
        documents.produce(number=number, seal=hall.seal, now=clock.now())
    return Known(
        token=issued.secret,
        places={
            "slug": ["trial-instant", "trial-promised", "contact-change"],
            "number": [*cases, *papers, *_booked(Program(issued.secret), hall)],
            "code": ["proof", PLAN.code, *Paper.objects.values_list("code", flat=True)],
        },
        turns=count(),
    )


def _filed(program: Program) -> list[str]:
    program.upload("/items/trial-promised/materials/proof", b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF")
    answers = {"trial-instant": {"mobile": "13900000009"}, "trial-promised": {"new_name": "王方"}}
    return [
        program.post(
            f"/items/{slug}/applications",
            {"answers": given, "token": f"try-{slug}", "risk_confirmed": True},
        ).json()["number"]
        for slug, given in answers.items()
    ]


def _booked(program: Program, hall: Any) -> list[str]:
    """A booking of the first free time, on days when there is one."""
    put_centre(PLAN)
    jobs.open_places(calendar=hall.calendar, now=clock.now())
    where = f"/items/trial-promised/centres/{PLAN.code}"
    for one in program.get(where).json()["days"][:1]:
        place = {"item": "trial-promised", "centre": PLAN.code, "token": "try-booking"}
        return [program.post(
            "/bookings", {**place, "day": one["day"], "start": one["starts"][0]}
        ).json()["number"]]  # fmt: skip
    return []


def is_multipart(case: Case) -> bool:
    return case.media_type == "multipart/form-data"


@pytest.mark.clause("6.1.2e", "6.3.1")
@pytest.mark.django_db
@schema.parametrize()
@BOUNDED
def test_no_call_breaks_the_contract_or_the_server(case: Case, known: Known) -> None:
    known.put_into(case)
    # A wrong value in a multipart form may be right, or nothing at all, once it is on the wire.
    checks = [one for one in CHECKS if one is not negative_data_rejection or not is_multipart(case)]
    with one_connection():
        case.call_and_validate(headers={"Authorization": f"Bearer {known.token}"}, checks=checks)
