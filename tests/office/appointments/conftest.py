"""A centre with two booking counters, and its places of the week."""

from collections.abc import Callable
from typing import Any

import pytest

from shebao.hall.office.agencies.actions import CentrePlan, put_centre
from shebao.hall.office.agencies.centres import CentreCard, centre
from shebao.hall.office.appointments import actions, jobs
from tests.support.cast import MONDAY

PLAN = CentrePlan(
    code="990100-01", agency="990100", name="示例市社保服务大厅", address="东湖大道18号",
    phone="12333", access=("ramp",), counters=((1, True, ()), (2, False, ()), (3, True, ())),
    week=tuple((day, 540, 600) for day in range(5)),
)  # fmt: skip


@pytest.fixture
def hall_centre(hall: Any) -> CentreCard:
    """Open from nine to ten: eight places a day at two counters."""
    put_centre(PLAN)
    jobs.open_places(calendar=hall.calendar, now=MONDAY)
    return centre(PLAN.code)


@pytest.fixture
def wanting(hall_centre: CentreCard) -> Callable[..., actions.Wanted]:
    """What somebody asks for."""
    from datetime import timedelta

    def made(*, days: int = 1, start: int = 540, minutes: int = 15, **more: Any) -> actions.Wanted:
        values = {"item": "trial-promised", "item_name": "测试承诺事项", **more}
        day = MONDAY.date() + timedelta(days=days)
        return actions.Wanted(centre=hall_centre, day=day, start=start, minutes=minutes, **values)

    return made
