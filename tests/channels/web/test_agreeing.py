"""Agreements are accepted word for word, and asked again when they change (6.2.4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.accounts import agreements, queries
from shebao.hall.office.accounts.models import Acceptance
from tests.channels.web.errands import press, read, token_of

pytestmark = pytest.mark.clause("6.2.4")
POINTS = "abcdef"


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> agreements.Agreement:
    """From today on there is another version of the service agreement."""
    old = agreements.versions("service")
    fresh = replace(
        old[-1], version="2026-12", digest="f" * 64, first_day=date(2026, 1, 1),
        changes=agreements.Spoken(zh="改了第三点。", en="Point three."),
    )  # fmt: skip
    kept = agreements.versions
    monkeypatch.setattr(
        agreements, "versions", lambda key: (*old, fresh) if key == "service" else kept(key)
    )
    return fresh


def forget(client: Client) -> None:
    """What the session remembers of acceptances."""
    session = client.session
    session.pop("agreed", None)
    session.save()


@pytest.mark.parametrize("key", agreements.KEYS)
def test_each_text_has_the_six_points_in_two_languages_and_its_own_digest(key: str) -> None:
    versions = agreements.versions(key)

    assert len({one.digest for one in versions}) == len(versions)
    assert [one.first_day for one in versions] == sorted(one.first_day for one in versions)
    for one in versions:
        assert "".join(point.letter for point in one.points) == POINTS
        assert all(point.text.zh and point.text.en and point.heading.zh for point in one.points)


def test_whoever_has_not_accepted_is_asked_and_then_goes_on(as_wang: Client, wang: Any) -> None:
    Acceptance.objects.all().delete()
    going = as_wang.get("/my/cases/?after=")
    asked = read(as_wang.get(going["Location"]))
    mark = asked.split('name="mark" value="')[1].split('"')[0]
    unticked = as_wang.post("/agree/", {"mark": mark, "next": "/my/cases/"})
    done = as_wang.post("/agree/", {"mark": mark, "agreed": "yes", "next": "/my/cases/"})

    assert going["Location"].startswith("/agree/?next=%2Fmy%2Fcases%2F")
    assert "遵守法律" in asked
    assert "协议更新了" not in asked
    assert unticked.status_code == 422
    assert done["Location"] == "/my/cases/"
    assert as_wang.get("/my/cases/").status_code == 200
    rows = queries.accepted(wang.visitor.account)
    assert {(one.agreement, one.channel) for one in rows} == {
        ("service", "web"),
        ("privacy", "web"),
    }
    assert all(one.text is not None and one.text.digest == one.digest for one in rows)
    assert "接受协议" in read(as_wang.get("/my/access/"))


def test_a_change_is_asked_about_once_and_what_is_under_way_goes_through(
    as_wang: Client, changed: agreements.Agreement
) -> None:
    forget(as_wang)
    filed = as_wang.get("/p/trial-instant/do/")
    assert filed["Location"].startswith("/agree/")
    asked = read(as_wang.get(filed["Location"]))
    mark = asked.split('name="mark" value="')[1].split('"')[0]
    as_wang.post("/agree/", {"mark": mark, "agreed": "yes", "next": "/p/trial-instant/do/"})
    token = token_of(as_wang, "trial-instant")

    assert "协议更新了" in asked
    assert "改了第三点。" in asked
    assert "隐私说明</h2>" not in asked
    assert press(as_wang, "trial-instant", "save", token=token, mobile="1").status_code == 302
    assert Acceptance.objects.filter(version="2026-12", digest="f" * 64).count() == 1


def test_a_form_on_its_way_is_not_held_up(as_wang: Client, monkeypatch: Any) -> None:
    token = token_of(as_wang, "trial-instant")
    Acceptance.objects.all().delete()
    forget(as_wang)

    answer = press(
        as_wang, "trial-instant", "submit", token=token, mobile="13900000009", risk_confirmed="yes"
    )

    assert answer["Location"].startswith("/my/cases/")
    assert as_wang.get(answer["Location"])["Location"].startswith("/agree/")


def test_a_text_that_changed_while_it_was_read_is_shown_again(as_wang: Client) -> None:
    answer = as_wang.post("/agree/", {"mark": "0" * 16, "agreed": "yes", "next": "/my/"})

    assert answer.status_code == 422
    assert "协议刚刚更新了" in read(answer)


def test_one_goes_on_only_within_this_site(as_wang: Client) -> None:
    mark = agreements.mark(agreements.current(date(2026, 3, 2)))
    answer = as_wang.post(
        "/agree/", {"mark": mark, "agreed": "yes", "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/my/"


def test_every_version_is_published_and_an_unknown_one_is_not_there(
    client: Client, db: Any
) -> None:
    assert "遵守法律" in read(client.get("/terms/service/2026-11/"))
    assert "您的权利" in read(client.get("/terms/"))
    assert client.get("/terms/service/1999-01/").status_code == 404
    assert client.get("/terms/other/2026-11/").status_code == 404


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_on_every_day_each_agreement_holds_in_exactly_one_version(today: date) -> None:
    found = agreements.current(today)

    assert [one.key for one in found] == list(agreements.KEYS)
    for one in found:
        later = [x for x in agreements.versions(one.key) if one.first_day < x.first_day <= today]
        assert later == []
