"""Closing one's account: asked for, thought over, carried out; nothing is left to sign in by."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.hall.office.accounts import actions, jobs
from shebao.hall.office.accounts.models import Account, ApiToken, Authenticator, Mandate, Seat
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.notices.models import Preference
from shebao.hall.office.operations import closing
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import KEY_FACTS, RENAMING, filed, photo, read
from tests.support.cast import PASSWORD, SURELY, WANG, enter_person

HERE = "/my/account/closing/"
LATER = NOON + timedelta(days=15, minutes=1)
pytestmark = pytest.mark.clause("6.2.5", "6.3.3")


def under_way(client: Client) -> str:
    evidence = SimpleUploadedFile("1.jpg", photo())
    return filed(client, KEY_FACTS, material_evidence=evidence, **RENAMING)


def asked(client: Client) -> Any:
    return client.post(HERE, {"action": "close"})


def test_nothing_closes_before_fifteen_days_and_the_holder_may_change_their_mind(
    as_wang: Client, wang: Any
) -> None:
    page = read(as_wang.get(HERE))
    asked(as_wang)
    early = closing.close_due(now=NOON + timedelta(days=14))
    told = read(as_wang.get("/my/account/"))
    kept = as_wang.post(HERE, {"action": "keep"})

    assert "照常缴、照常发" in page
    assert early == 0
    assert "不注销了" in told
    assert "2026年3月17日" in told
    assert kept["Location"].endswith("done=kept")
    assert closing.close_due(now=LATER) == 0
    assert as_wang.get("/my/").status_code == 200


def test_when_the_time_is_up_nothing_is_left_to_sign_in_by_and_the_trail_proves_it(
    as_wang: Client, wang: Any, chen: Any, as_chen: Client, hall: Any
) -> None:
    as_wang.post("/my/msg/wishes/", {"quiet_from": "21", "quiet_until": "8"})
    actions.issue_token(
        account=wang.visitor.account, name="t", scopes=("read",), now=NOON, proof=SURELY
    )
    Mandate.objects.create(
        number="M1", nature="family", state="running", principal=chen.visitor.person,
        principal_name="陈建国", agent=WANG, agent_name="王芳", acts=["look"], since=NOON.date(),
    )  # fmt: skip
    asked(as_wang)
    done = closing.close_due(now=LATER)
    row = Account.objects.get(number=wang.visitor.account)
    proof = Entry.objects.filter(verb="close-account").latest("pk")

    assert done == 1
    assert (row.name, row.mobile, row.id_number, row.person) == ("已注销", "", "", "")
    assert proof.subject == WANG
    assert json.loads(proof.details)["deleted"].items() >= {"preference": 1, "mandate": 1}.items()
    assert not ApiToken.objects.filter(ended_at=None).exists()
    assert not Preference.objects.filter(subject=WANG).exists()
    assert not Seat.objects.filter(account=row.number).exists()
    assert not Authenticator.objects.filter(account=row.number).exists()
    assert Mandate.objects.get(number="M1").state == "ended"
    with time_machine.travel(LATER, tick=False):
        assert as_wang.get("/my/")["Location"].startswith("/login/")
        refused = Client().post("/login/", {"name": "wangfang", "password": PASSWORD})
        assert "登录名或密码不对" in read(refused)
    assert closing.close_due(now=LATER) == 0


def test_who_comes_back_finds_cases_and_papers_again(as_wang: Client, wang: Any, hall: Any) -> None:
    case = filed(as_wang, "trial-instant", mobile="13900000009")
    asked(as_wang)
    closing.close_due(now=LATER)
    back = enter_person(hall.insurance, WANG, "wangfang")

    assert back.pk != wang.pk
    assert Entry.objects.filter(actor=wang.visitor.account).exists()
    from tests.channels.web.conftest import signed_in

    assert case in read(signed_in(back.pk).get("/my/cases/"))


def test_what_is_under_way_has_to_be_over_first(as_wang: Client, wang: Any) -> None:
    under_way(as_wang)
    page = read(as_wang.get(HERE))
    asked(as_wang)

    assert "还不能注销" in page
    assert "没办完的申请 1 件" in page
    assert Account.objects.get(pk=wang.pk).closing_at is None


def test_what_came_in_between_keeps_the_account(as_wang: Client, wang: Any) -> None:
    asked(as_wang)
    under_way(as_wang)
    closing.close_due(now=LATER)
    row = Account.objects.get(pk=wang.pk)

    assert (row.closing_at, row.closed_at) == (None, None)


def test_what_is_left_of_a_closed_account_goes_after_three_years(
    as_wang: Client, wang: Any
) -> None:
    asked(as_wang)
    closing.close_due(now=LATER)

    assert jobs.forget_closed(now=LATER + timedelta(days=1094)) == 0
    assert jobs.forget_closed(now=LATER + timedelta(days=1095)) == 1
    assert not Account.objects.filter(pk=wang.pk).exists()


def test_closing_wants_a_proof_and_asking_twice_moves_nothing(wang: Any, visit: Any) -> None:
    from tests.support.staff import proven

    unsure = proven(visit(wang), "password")
    refused = asked(unsure)
    sure = visit(wang)
    asked(sure)
    first = Account.objects.get(pk=wang.pk).closing_at
    actions.ask_closing(account=wang.visitor.account, channel="web", now=NOON + timedelta(days=3))

    assert refused.status_code == 422
    assert Account.objects.get(pk=wang.pk).closing_at == first == NOON + timedelta(days=15)
