"""``shebao audit replay`` and the page 案件回放 tell a case step by step (6.3.2)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shebao.commands.main import main
from shebao.hall.office.applications import actions
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from tests.support.cast import MONDAY
from tests.support.staff import read, seated

pytestmark = pytest.mark.clause("6.3.2")


@pytest.fixture
def case(file: Callable[..., Application], wang: Any, reviewer: Any) -> Application:
    """A case in a reviewer's hands."""
    found = file(wang, "trial-promised", new_name="王方")
    actions.take(found, clerk=reviewer.visitor, now=MONDAY)
    return found


def test_the_command_tells_every_step_and_leaves_a_trace(
    case: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "replay", case.number.lower()]) == 0
    said = capsys.readouterr().out

    assert "提交申请" in said
    assert "领取办件" in said
    assert "回放结果和现存状态一致。" in said
    assert Entry.objects.get(verb="replay-case").subject == case.subject


def test_the_command_ends_with_one_where_trail_and_case_differ(
    case: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    Application.objects.filter(pk=case.pk).update(step=5)

    assert main(["audit", "replay", case.number, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["equal"] is False
    assert found["problems"] == ["步骤：回放得到 空，现存的是 5"]


def test_the_page_tells_the_state_after_each_step_in_words(
    case: Application, auditor: Any, reviewer: Any
) -> None:
    page = read(seated(auditor).get(f"/manage/audit/{case.number}/"))

    assert "和现存的一致" in page
    assert "审核中，初审岗" in page
    assert f"经办人 {reviewer.visitor.account}" in page
    assert Entry.objects.get(verb="replay-case").actor == auditor.visitor.account


def test_the_page_says_where_they_differ_and_shows_nothing_of_the_case(
    case: Application, auditor: Any, wang: Any
) -> None:
    Application.objects.filter(pk=case.pk).update(clerk="")
    page = read(seated(auditor).get(f"/manage/audit/{case.number}/"))

    assert "和现存的不一样" in page
    assert "经办人：回放得到" in page
    for secret in (wang.visitor.name, "王方"):
        assert secret not in page


def test_a_case_nobody_knows_has_no_page(auditor: Any, case: Application) -> None:
    assert seated(auditor).get("/manage/audit/SB209901010000001/").status_code == 404
