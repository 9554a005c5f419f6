"""Who may call: tokens, scopes, sessions, limits; and what each look leaves behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.exchange.memory import DONGHU
from shebao.hall.channels.api import door
from shebao.hall.kit import clock
from shebao.hall.kit.limits.actions import Limit
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.models import Account, ApiToken, Mandate
from shebao.hall.office.audit.models import Entry
from tests.channels.api.conftest import Program
from tests.support.cast import PASSWORD, WANG
from tests.support.staff import seated

OWN = (
    "/me", "/applications", "/applications/SB1", "/papers", "/papers/1", "/papers/1/file",
    "/messages", "/access-log",
)  # fmt: skip
Issue = Callable[..., str]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("path", OWN)
def test_nobody_reads_personal_data_without_a_token(anybody: Program, path: str) -> None:
    answer = anybody.get(path)
    wrong = Program("sbt_made-up").get(path)

    assert (answer.status_code, wrong.status_code) == (401, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.clause("6.1.2e")
def test_a_token_is_kept_only_as_a_digest_and_tells_who_holds_it(
    wang: Any, token_for: Issue
) -> None:
    secret = token_for(wang, "read")

    assert secret not in str(list(ApiToken.objects.values()))
    me = Program(secret).get("/me").json()
    assert (me["subject"], me["scopes"]) == (WANG, ["read"])
    assert me["token"] == ApiToken.objects.get().number


@pytest.mark.clause("6.1.2e")
def test_a_token_that_may_only_read_does_not_file(wang: Any, token_for: Issue) -> None:
    reader, writer = Program(token_for(wang, "read")), Program(token_for(wang, "file"))
    form = {"answers": {"mobile": "13900000009"}, "token": "order-0001", "risk_confirmed": True}

    refused = reader.post("/items/trial-instant/applications", form)

    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
    assert writer.get("/me").status_code == 403
    assert writer.post("/items/trial-instant/applications", form).status_code == 201


@pytest.mark.clause("6.1.2e")
def test_a_token_ends_by_itself_by_its_owner_and_with_the_account(
    wang: Any, token_for: Issue
) -> None:
    short = Program(token_for(wang, lives=timedelta(days=1)))
    ended, other = Program(token_for(wang)), Program(token_for(wang))
    assert [one.get("/me").status_code for one in (short, ended, other)] == [200, 200, 200]

    ApiToken.objects.filter(pk=ApiToken.objects.first().pk).update(  # type: ignore[union-attr]
        created_at=clock.now() - timedelta(days=3), expires_at=clock.now() - timedelta(seconds=1)
    )
    number = queries.tokens(wang.visitor.account)[1].number
    assert actions.end_token(number=number, account=wang.visitor.account, now=clock.now())
    assert not actions.end_token(number=number, account=wang.visitor.account, now=clock.now())
    assert [one.get("/me").status_code for one in (short, ended, other)] == [401, 401, 200]

    Account.objects.filter(pk=wang.pk).update(is_active=False)
    assert other.get("/me").status_code == 401


@pytest.mark.clause("6.2.2")
def test_a_token_for_an_employer_lives_only_as_long_as_the_mandate(
    wang: Any, token_for: Issue
) -> None:
    with pytest.raises(actions.NoToken):
        token_for(wang, acting_for=DONGHU)
    actions.appoint_handler(
        person=WANG, employer=DONGHU, employer_name="东湖精密", since=clock.now().date(),
        now=clock.now(),
    )  # fmt: skip
    program = Program(token_for(wang, acting_for=DONGHU))
    form = {"answers": {"mobile": "13900000009"}, "token": "order-0001", "risk_confirmed": True}

    assert program.get("/me").json()["subject"] == DONGHU
    refused = program.post("/items/trial-instant/applications", form)
    assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "item")

    Mandate.objects.update(ended_at=clock.now(), state="ended")
    assert program.get("/me").status_code == 401


def test_a_token_is_not_issued_for_staff_for_unknown_scopes_or_for_ever(
    wang: Any, clerk: Any, token_for: Issue
) -> None:
    for player, scopes, more in (
        (clerk, ("read",), {}),
        (wang, ("read", "all"), {}),
        (wang, ("read",), {"lives": timedelta(days=367)}),
        (wang, ("read",), {"lives": timedelta()}),
    ):
        with pytest.raises(actions.NoToken):
            token_for(player, *scopes, **more)


@pytest.mark.clause("6.3.2")
def test_issuing_and_ending_a_token_leaves_a_trace(wang: Any, token_for: Issue) -> None:
    token_for(wang)
    number = queries.tokens(wang.visitor.account)[0].number
    actions.end_token(number=number, account=wang.visitor.account, now=clock.now())

    verbs = list(Entry.objects.filter(subject=WANG).order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["issue-token", "end-token"]


@pytest.mark.clause("6.3.2")
def test_every_read_of_personal_data_leaves_a_trace_the_person_can_read(wangs: Program) -> None:
    for path in ("/me", "/applications", "/papers", "/messages", "/access-log"):
        before = Entry.objects.filter(subject=WANG, channel="api").count()
        assert wangs.get(path).status_code == 200
        assert Entry.objects.filter(subject=WANG, channel="api").count() == before + 1

    looks = wangs.get("/access-log", size=3).json()
    assert [one["purpose"] for one in looks["rows"]][0] == "reading own access log"
    assert looks["next_after"]
    assert wangs.get("/access-log", size=3, after=looks["next_after"]).json()["rows"]


@pytest.mark.parametrize("key", ["x", "%%%", "8J-YgA", "McKy", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_page_key_nobody_here_made_is_said_to_be_wrong(wangs: Program, key: str) -> None:
    for path in ("/messages", "/applications", "/access-log"):
        answer = wangs.get(path, after=key)
        assert answer.status_code == 422
        assert answer.json()["fields"][0]["field"] == "after"


@pytest.mark.clause("6.3.1")
def test_a_session_may_read_and_writes_only_with_the_csrf_token(wang: Any, monday: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Account.objects.get(pk=wang.pk))
    form = {"answers": {"mobile": "13900000009"}, "token": "order-0001", "risk_confirmed": True}
    place = "/api/v1/items/trial-instant/applications"

    assert browser.get("/api/v1/me").json()["subject"] == WANG
    forged = browser.post(place, form, content_type="application/json")
    browser.cookies["shebao_csrf"] = "a" * 32
    own = browser.post(
        place, form, content_type="application/json", headers={"X-CSRFToken": "a" * 32}
    )

    assert (forged.status_code, forged.json()["code"]) == (403, "csrf")
    assert own.status_code == 201


def test_staff_have_other_doors(clerk: Any, monday: None) -> None:
    browser = seated(clerk)

    assert browser.get("/api/v1/me").json()["code"] == "not_for_staff"


def test_too_many_calls_are_told_how_long_to_wait(
    wangs: Program, lins: Program, anybody: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit(name="few", times=2, seconds=60)
    monkeypatch.setitem(door.LIMITS, "read", few)
    monkeypatch.setattr(door, "ANYBODY", few)

    assert [wangs.get("/me").status_code for _ in range(3)] == [200, 200, 429]
    assert 1 <= int(wangs.get("/me")["Retry-After"]) <= 60
    assert lins.get("/me").status_code == 200
    assert [anybody.get("/agencies").status_code for _ in range(3)] == [200, 200, 429]


def test_guessing_tokens_is_slowed_down(anybody: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WRONG_TOKENS", Limit(name="guess", times=2, seconds=60))

    answers = [Program(f"sbt_guess{turn}").get("/me").status_code for turn in range(3)]

    assert answers == [401, 401, 429]


@pytest.mark.clause("6.3.1")
def test_a_password_is_no_token(wang: Any, anybody: Program) -> None:
    assert Program(PASSWORD).get("/me").status_code == 401
    assert Program(wang.visitor.account).get("/me").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/items/a%00b", "/applications/%00", "/verify/%00", "/items?q=%00", "/papers?after=%00"],
)
def test_a_nought_byte_is_unreadable_everywhere(wangs: Program, path: str) -> None:
    answer = wangs.client.get("/api/v1" + path, headers=wangs.headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_a_longer_list_costs_no_more_questions(
    wangs: Program, django_assert_max_num_queries: Any
) -> None:
    for turn in range(4):
        form = {
            "answers": {"mobile": f"1390000001{turn}"},
            "token": f"order-000{turn}",
            "risk_confirmed": True,
        }
        assert wangs.post("/items/trial-instant/applications", form).status_code == 201

    # Token, owner, limit, the rows, and the trace with its savepoint.
    for path in ("/applications", "/papers", "/messages", "/access-log"):
        with django_assert_max_num_queries(10):
            assert len(wangs.get(path).json()["rows"]) >= 4


@pytest.mark.clause("6.1.2e")
@pytest.mark.parametrize("method", ["PUT", "QUERY", "PROPFIND"])
def test_where_nothing_is_every_method_is_told_so(method: str) -> None:
    guarded = Client(enforce_csrf_checks=True)

    answer = guarded.generic(method, "/api/v1/trail/checkpoints/none", "{}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_there")
