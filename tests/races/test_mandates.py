"""A mandate ends while somebody files by it: either it was filed before, or nothing was."""

from typing import Any

import pytest

from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.models import Account, Mandate
from shebao.hall.office.applications.actions import filing
from shebao.hall.office.applications.models import Application
from shebao.hall.office.catalogue.queries import current
from shebao.hall.office.operations import mandating
from tests.office.accounts.test_mandates import accept, give, named, terms
from tests.races.conftest import at_once
from tests.support.cast import CHEN, MONDAY, SURELY, WANG, enter_person

pytestmark = pytest.mark.clause("5.4.1.5", "6.3.1")


def test_nothing_is_filed_after_the_end(wang: Any, hall: Any) -> None:
    father = enter_person(hall.insurance, CHEN, "chenjianguo")
    number = give(father, named(hall, WANG), terms())
    accept(wang, number)
    account = Account.objects.get(username="wangfang")
    acting = queries.visitor(account, acting_for=CHEN, today=MONDAY.date(), proof=SURELY)

    def file_one(place: int) -> str:
        errand = filing.Errand(
            pinned=current("trial-instant"), visitor=acting, answers={"mobile": "13900000009"},
            token=f"t{place}", channel="web", default_agency="990000", risk_confirmed=True,
        )  # fmt: skip
        return filing.file_case(errand=errand, outside=hall, now=MONDAY)

    def stop() -> bool:
        return mandating.end(
            number=number, person=CHEN, subject=CHEN, account=father.visitor.account,
            channel="web", now=MONDAY,
        )  # fmt: skip

    ends = at_once(*[lambda place=place: file_one(place) for place in range(6)], stop)
    filed = [one for one in ends[:-1] if isinstance(one, str)]
    refused = [one for one in ends[:-1] if isinstance(one, filing.NotMandated)]

    assert ends[-1] is True
    assert len(filed) + len(refused) == 6
    assert Application.objects.count() == len(filed)
    with pytest.raises(filing.NotMandated):
        file_one(99)
    assert Mandate.objects.get(number=number).state == "ended"


def test_of_two_answers_at_once_one_counts(wang: Any, hall: Any) -> None:
    father = enter_person(hall.insurance, CHEN, "chenjianguo")
    number = give(father, named(hall, WANG), terms())

    ends = at_once(lambda: accept(wang, number), lambda: accept(wang, number, accepts=False))

    assert sorted(ends) == [False, True]


def test_the_same_relative_is_asked_once(wang: Any, hall: Any) -> None:
    father = enter_person(hall.insurance, CHEN, "chenjianguo")
    to, covers = named(hall, WANG), terms()

    ends = at_once(*[lambda: give(father, to, covers)] * 4)

    assert sum(isinstance(one, str) for one in ends) == 1
    assert sum(isinstance(one, actions.AlreadyGiven) for one in ends) == 3
