"""Claimants signed in, and the way of a case through clerks, worker, core and back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from shebao.hall.office.applications import actions, jobs
from shebao.hall.office.applications.models import Application
from shebao.hall.office.documents.jobs import produce_queued
from tests.channels.api.conftest import monday, token_for  # noqa: F401
from tests.channels.web.conftest import noon, visit  # noqa: F401
from tests.claims.errands import Errand
from tests.support.cast import MONDAY, Player, enter_person

LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def claimant(hall: Any) -> Callable[[Errand], Player]:
    """The person of an errand, with an account."""
    return lambda errand: enter_person(hall.insurance, errand.person, f"p{errand.person}")


@pytest.fixture
def pass_on(hall: Any, reviewer: Any, second_reviewer: Any) -> Callable[..., Application]:
    """Let the clerks say yes, as many as the errand needs."""

    def passed(case: Application, errand: Errand, *, now: datetime = LATER) -> Application:
        actions.pass_step(case, clerk=reviewer.visitor, outside=hall, now=now)
        if errand.is_reviewed_twice:
            actions.pass_step(case, clerk=second_reviewer.visitor, outside=hall, now=now)
        case.refresh_from_db()
        return case

    return passed


@pytest.fixture
def deliver(hall: Any) -> Callable[[Application], Application]:
    """Let the worker carry the posting over, read what came of it, and draw the papers."""

    def delivered(case: Application, *, now: datetime = LATER) -> Application:
        jobs.deliver_postings(outside=hall, now=now)
        jobs.follow_core(outside=hall, now=now)
        produce_queued(seal=hall.seal, now=now)
        case.refresh_from_db()
        return case

    return delivered
