"""Two handlers for an employer's risky affair: one asks, the other looks and files (6.2.2)."""

from typing import Any

import pytest
from django.test import Client

from shebao.hall.office.accounts.models import Mandate
from shebao.hall.office.applications.models import Application, Draft
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.notices.models import Notice
from tests.channels.api.conftest import Program
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import DONGHU, act_for_donghu, do, press, read, token_of
from tests.support.cast import CHEN, MONDAY

SLUG = "trial-unit"
ASKED = "有一件单位事项等另一位经办人核对"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.2", "5.3.2", "6.3.2")]


@pytest.fixture
def first(as_wang: Client, wang: Any) -> Client:
    """王芳, who handles all affairs of the employer."""
    act_for_donghu(as_wang, wang)
    return as_wang


@pytest.fixture
def second(as_lin: Client, lin: Any) -> Client:
    """林强, who does too."""
    act_for_donghu(as_lin, lin)
    return as_lin


def submits(browser: Client, reason: str = "换了开户行", **more: str) -> Any:
    fields = {"reason": reason, "risk_confirmed": "yes", **more}
    return press(browser, SLUG, "submit", **fields)


def test_one_asks_the_other_looks_and_files(
    first: Client, second: Client, wang: Any, lin: Any
) -> None:
    asked = submits(first)
    own = read(first.get(asked["Location"]))
    listed = read(second.get("/my/cases/"))
    seen = read(second.get(f"{do(SLUG)}?step=2"))
    filed = submits(second)
    case = Application.objects.get()
    trail = [str(one.details) for one in Entry.objects.filter(case=case.number)]

    assert asked["Location"] == f"{do(SLUG)}?step=2"
    assert "已请另一位经办人核对" in own
    assert "等另一位核对" in listed
    assert "请您核对后提交" in seen
    assert "王*" in seen
    assert f"/my/cases/{case.number}/" in filed["Location"]
    assert case.account == lin.visitor.account
    assert any(f'"asked_by":"{wang.visitor.account}"' in one for one in trail), trail
    assert Notice.objects.filter(subject=DONGHU, title=ASKED, way="inbox").count() == 1


def test_whoever_asked_does_not_file_however_often_they_press(
    first: Client, second: Client
) -> None:
    for _ in range(3):
        assert submits(first)["Location"] == f"{do(SLUG)}?step=2"

    assert not Application.objects.exists()
    assert Notice.objects.filter(title=ASKED, way="inbox").count() == 1
    assert Entry.objects.filter(verb="ask-second").count() == 1


def test_a_change_asks_anew_and_now_of_the_other(first: Client, second: Client, lin: Any) -> None:
    submits(first)
    changed = submits(second, reason="换了账号")
    draft = Draft.objects.get()
    page = read(first.get(f"{do(SLUG)}?step=2"))
    filed = submits(first, reason="换了账号")

    assert changed["Location"] == f"{do(SLUG)}?step=2"
    assert draft.asked_by == lin.visitor.account
    assert "林*" in page
    assert "/my/cases/" in filed["Location"]
    assert Application.objects.get().answers == {"reason": "换了账号"}


def test_typing_on_takes_the_question_back(first: Client, second: Client) -> None:
    submits(first)
    token = token_of(first, SLUG)
    first.post(f"/p/{SLUG}/draft/", {"token": token, "reason": "再想想"})

    assert Draft.objects.get().asked_by == ""
    assert "等另一位核对" not in read(second.get("/my/cases/"))
    assert "请您核对后提交" not in read(second.get(f"{do(SLUG)}?step=2"))


def test_whoever_is_alone_files_alone(first: Client) -> None:
    assert "/my/cases/" in submits(first)["Location"]
    assert not Entry.objects.filter(verb="ask-second").exists()


def test_a_colleague_for_some_services_is_a_second_pair_of_eyes_for_those_only(
    first: Client, second: Client, as_chen: Client
) -> None:
    Mandate.objects.create(
        number="MSOME", nature="handler", state="running", principal=DONGHU,
        principal_name="示例市东湖精密机械有限公司", agent=CHEN, items=["exemption-abroad-staff"],
        acts=["look", "file"], since=MONDAY.date(),
    )  # fmt: skip
    as_chen.post("/my/acting/", {"employer": DONGHU})
    submits(first)
    page = read(as_chen.get(do(SLUG)))

    assert "授权里没有这一项" in page
    assert not Application.objects.exists()


def test_a_program_is_sent_to_the_pages(
    first: Client, second: Client, wang: Any, hall: Any
) -> None:
    from shebao.hall.office.accounts import actions
    from tests.support.cast import SURELY

    issued = actions.issue_token(
        account=wang.visitor.account, name="程序", scopes=("read", "file"), now=NOON,
        proof=SURELY, acting_for=DONGHU,
    )  # fmt: skip
    told = Program(issued.secret).post(
        f"/items/{SLUG}/applications",
        {"answers": {"reason": "换了开户行"}, "token": "order-0001", "risk_confirmed": True},
    )

    assert (told.status_code, told.json()["code"]) == (403, "needs_second")
    assert not Application.objects.exists()


def test_a_mandate_that_ends_meanwhile_files_nothing(first: Client, second: Client) -> None:
    submits(first)
    Mandate.objects.filter(agent__startswith="3").update(state="ended", ended_at=NOON)
    answer = second.post(do(SLUG), {"action": "submit", "reason": "换了开户行"})

    assert answer.status_code == 302
    assert not Application.objects.exists()
