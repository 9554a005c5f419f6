"""Filing asks who it is: sure enough, and not right after a change of phone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shebao.hall.kit.visitor import Level
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.applications.actions import filing
from shebao.hall.office.applications.models import Application, Proven
from shebao.hall.office.catalogue.queries import current
from tests.support.cast import MONDAY, SURELY

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.1.5", "6.2.5")]


def errand(player: Any, slug: str, **item: Any) -> filing.Errand:
    pinned = current(slug)
    return filing.Errand(
        pinned=replace(pinned, item=pinned.item.model_copy(update=item)),
        visitor=player.visitor, answers={"mobile": "13800000077"}, token="f" * 32,
        channel="web", default_agency="990000", risk_confirmed=True,
    )  # fmt: skip


def filed(hall: Any, one: filing.Errand, hours: int = 0) -> str:
    return filing.file_case(errand=one, outside=hall, now=MONDAY + timedelta(hours=hours))


@pytest.mark.parametrize("level", [Level.NOBODY, Level.LOW, Level.KNOWN])
def test_below_verified_nothing_is_filed(hall: Any, wang: Any, level: Level) -> None:
    one = errand(wang, "trial-instant", identity="verified")
    with pytest.raises(filing.NotProven):
        filed(hall, replace(one, visitor=replace(one.visitor, level=level)))
    assert not Application.objects.exists()


def test_the_evidence_is_kept_with_the_case(hall: Any, wang: Any) -> None:
    number = filed(hall, errand(wang, "trial-instant", identity="verified"))
    kept = Proven.objects.get(case=number)

    assert (kept.method, kept.level, kept.digest) == (SURELY.method, 3, SURELY.digest)


def test_where_anybody_may_nothing_is_kept(hall: Any, wang: Any) -> None:
    filed(hall, errand(wang, "trial-instant", identity="signed_in"))

    assert not Proven.objects.exists()


def test_after_a_change_of_phone_money_waits_and_other_things_do_not(hall: Any, wang: Any) -> None:
    until = MONDAY + timedelta(hours=24)
    Account.objects.filter(pk=wang.pk).update(cooling_until=until)
    with pytest.raises(filing.Cooling) as told:
        filed(hall, errand(wang, "trial-instant", moves_money=True), 23)
    assert told.value.until == until
    assert filed(hall, replace(errand(wang, "trial-instant"), token="a" * 32), 23)

    assert filed(hall, errand(wang, "trial-instant", moves_money=True), 24)
