"""The demo's desk has work in hand, made by the same verbs as any other."""

from typing import Any

import pytest

from shebao.commands import demo_cases
from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit.visitor import Role
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from tests.support.cast import LIN, WANG, enter_staff


@pytest.fixture
def people(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people of the unit, as the core in memory knows them."""
    found = [ask_one(hall.insurance, PersonOf(number=number)).value for number in (WANG, LIN)]
    monkeypatch.setattr(demo_cases, "_staff", lambda _insurance: iter(found))


@pytest.mark.django_db
def test_the_demos_cases_wait_for_the_reviewer(people: None) -> None:
    reviewer = enter_staff("zhaoming", "赵明", Role.REVIEWER)

    assert demo_cases.fill(agency=reviewer.visitor.agency) == 2

    cases = Application.objects.all()
    assert {case.status for case in cases} == {Status.REVIEW}
    assert {case.clerk for case in cases} == {reviewer.visitor.account}
    assert all(case.due_on for case in cases)


@pytest.mark.django_db
def test_filling_the_desk_again_files_nothing_twice(people: None) -> None:
    reviewer = enter_staff("zhaoming", "赵明", Role.REVIEWER)
    demo_cases.fill(agency=reviewer.visitor.agency)

    assert demo_cases.fill(agency=reviewer.visitor.agency) == 0
    assert Application.objects.count() == 2
