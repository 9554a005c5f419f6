"""Reading one's own estimate: one message, one trace with its purpose, nothing kept (6.3.2)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebao.exchange.port import Unreachable
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.records import estimating
from tests.support.staff import NOON


def asked(player: Any, hall: Any, **more: Any) -> estimating.Asked:
    return estimating.estimate(
        visitor=player.visitor, insurance=hall.insurance, channel="web", now=NOON, **more
    )


@pytest.mark.clause("6.3.2", "5.4.3d")
def test_a_look_is_asked_once_and_leaves_its_purpose(wang: Any, hall: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = asked(wang, hall)
    left = Entry.objects.latest("id")

    assert found.estimate.scenarios[0].start == "2043-06"
    assert (left.verb, left.purpose) == ("read", "reading own pension estimate")
    assert (left.actor, left.subject) == (wang.visitor.account, wang.visitor.subject)
    writes = [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]
    assert len(queries) <= 4, writes


@pytest.mark.clause("5.4.3d")
def test_a_faulty_wish_is_named_by_its_place_and_the_others_stay(wang: Any, hall: Any) -> None:
    wishes = [{"ratio": "100"}, {"ratio": "900"}, {"start": "2043-13"}]
    found = asked(wang, hall, wishes=wishes)

    assert [(place, fault.field) for place, fault in found.faults] == [(1, "ratio"), (2, "start")]
    assert [one.ratio for one in found.estimate.scenarios] == [100]


@pytest.mark.clause("4.3")
def test_without_the_core_nothing_is_told(wang: Any, hall: Any) -> None:
    hall.insurance.is_down = True

    with pytest.raises(Unreachable):
        asked(wang, hall)
