"""What is kept about me: seen, taken away, and of drafts deleted (个保法 第四十五至四十七条)."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from shebao.hall.channels.web.mydata import holdings
from shebao.hall.office.applications.models import Draft
from tests.channels.web.errands import CONTACT, filed, press, read

# Tables that tell of staff, of programs or of the product itself, and not of somebody served.
NOT_ABOUT_PEOPLE = {
    "accounts_staffrole",
    "accounts_staffrequest",
    "accounts_alarm",
    "accounts_authority",
    "accounts_partner",
}


@pytest.mark.clause("6.3.1")
def test_everything_kept_about_somebody_is_in_their_export(wang: Any) -> None:
    told = {one.table for one in holdings(wang.visitor.person)}
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("shebao.hall") and getattr(model, "personal", None)
    }
    assert personal - NOT_ABOUT_PEOPLE == told


@pytest.mark.clause("6.3.1")
def test_the_page_says_what_is_kept_why_and_how_long(as_wang: Client) -> None:
    page = read(as_wang.get("/my/data/"))

    for words in ("登录记录", "发现别人冒用您的账户", "6 个月", "决定和依据"):
        assert words in page
    assert "看系统保存了自己的哪些记录" in read(as_wang.get("/my/access/"))


@pytest.mark.clause("6.3.1", "6.3.2")
def test_all_of_it_can_be_taken_away_and_that_is_recorded(as_wang: Client) -> None:
    number = filed(as_wang, CONTACT, what="mobile", mobile="13900007788")

    answer = as_wang.post("/my/data/", {"do": "take"})

    record = json.loads(answer.content)
    by_table = {one["table"]: one["rows"] for one in record["records"]}
    assert by_table["applications_application"][0]["number"] == number
    assert by_table["applications_application"][0]["answers"]["mobile"] == "13900007788"
    assert by_table["accounts_account"][0]["name"] == "王芳"
    assert "attachment" in answer["Content-Disposition"]
    assert "下载自己的全部记录" in read(as_wang.get("/my/access/"))


@pytest.mark.clause("6.3.1")
def test_nothing_of_anybody_else_is_in_it(as_wang: Client, as_lin: Client) -> None:
    filed(as_wang, CONTACT, what="mobile", mobile="13900007788")

    told = as_lin.post("/my/data/", {"do": "take"}).content.decode()

    assert "13900007788" not in told
    assert "王芳" not in told


@pytest.mark.clause("6.3.1")
def test_drafts_are_deleted_when_asked(as_wang: Client, wang: Any) -> None:
    press(as_wang, CONTACT, "save", what="mobile", mobile="13900007788")
    assert Draft.objects.filter(subject=wang.visitor.person).exists()

    as_wang.post("/my/data/", {"do": "forget"})

    assert not Draft.objects.filter(subject=wang.visitor.person).exists()
