"""The pension what-if for programs (5.4.3d): the page's record, held to the published contract."""

from typing import Any

import pytest

from shebao.hall.office.audit.models import Entry
from tests.channels.api.conftest import Program
from tests.channels.web.conftest import signed_in
from tests.channels.web.errands import act_for_donghu

HERE = "/me/estimate"


@pytest.mark.clause("5.4.3d", "6.1.2e")
def test_a_program_reads_what_the_page_shows(wangs: Program) -> None:
    found = wangs.get(HERE).json()
    (one,) = found["scenarios"]

    assert (one["start"], one["is_met"], one["required_months"]) == ("2043-06", True, 240)
    assert one["today"]["low"] <= one["today"]["middle"] <= one["today"]["high"]
    assert sum(part["amount"] or 0 for part in one["parts"]) == one["total"]["middle"]
    assert found["explanation"]["total"] == one["total"]["middle"]
    assert found["disclaimer"].startswith("本结果为测算")
    assert found["steps"][0]["words"] == "再缴 30 个月，2028-08 起满足最低缴费年限"
    assert len(found["curve"]) == 7
    assert Entry.objects.latest("id").purpose == "reading own pension estimate"


@pytest.mark.clause("5.4.3d")
def test_a_program_may_ask_what_if(wangs: Program) -> None:
    found = wangs.get(HERE, start="2041-03", gap=12, ratio=100, wage_growth=0, interest=200).json()
    (one,) = found["scenarios"]

    assert (one["start"], one["choice"], one["ratio"]) == ("2041-03", "early", 100)
    assert one["wish"]["gap"] == 12
    assert one["total"]["low"] == one["total"]["high"]


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start": "2041-13"}, "start"),
        ({"start": "2030-01"}, "start"),
        ({"ratio": 900}, "ratio"),
        ({"gap": -1}, "gap"),
        ({"level": 1}, "level"),
        ({"group": "male"}, "group"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    wangs: Program, query: dict[str, Any], field: str
) -> None:
    answer = wangs.get(HERE, **query)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == [field]
    assert answer.json()["fields"][0]["words"]


@pytest.mark.clause("6.3.1")
def test_nobody_reads_it_without_a_token(anybody: Program) -> None:
    assert anybody.get(HERE).status_code == 401


@pytest.mark.clause("5.4.3d")
def test_whoever_acts_for_an_employer_is_refused(wang: Any, monday: None) -> None:
    client = signed_in(wang.pk)
    act_for_donghu(client, wang)

    assert client.get("/api/v1" + HERE).status_code == 403


@pytest.mark.clause("4.3")
def test_with_the_core_down_it_says_so(wangs: Program, hall: Any) -> None:
    hall.insurance.is_down = True

    assert wangs.get(HERE).status_code == 503
