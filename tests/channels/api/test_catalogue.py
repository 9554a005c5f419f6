"""The catalogue for programs: public, complete, and enough to file with."""

from typing import Any

import jsonschema_rs
import pytest

from tests.channels.api.conftest import Program

TEN = ("name", "summary", "materials")
SEVEN = ("ways", "time_limit", "delivery", "fee", "hours", "inquiry", "complaint")


@pytest.mark.clause("3.2", "6.1.2e")
def test_anybody_reads_the_ten_elements_of_every_service(anybody: Program) -> None:
    rows = anybody.get("/items").json()["rows"]
    assert len(rows) >= 12

    for row in rows:
        item = anybody.get(f"/items/{row['slug']}").json()
        assert item["version"] == row["version"]
        assert all(name in item for name in TEN)
        assert all(item["elements"][name] for name in SEVEN)


@pytest.mark.clause("3.2")
def test_rules_are_told_with_their_words_and_their_article(anybody: Program) -> None:
    item = anybody.get("/items/trial-instant").json()

    assert item["promise"]["working_days"] == 0
    assert [(rule["result"], rule["basis"]) for rule in item["rules"]] == [
        ("refuse", "社会保险经办条例第九条"),
        ("review", "社会保险经办条例第九条"),
    ]
    assert "refuse_if" not in item["rules"][0]


@pytest.mark.clause("5.3.1a")
def test_the_schema_of_the_answers_is_a_schema_a_client_can_check_with(anybody: Program) -> None:
    schema = anybody.get("/items/trial-instant/schema").json()
    validator: Any = jsonschema_rs.validator_for(schema)

    assert validator.is_valid({"mobile": "13900000009"})
    assert not validator.is_valid({"mobile": "1390000"})
    assert not validator.is_valid({})


def test_filters_narrow_down_and_wrong_ones_are_named(anybody: Program) -> None:
    promised = anybody.get("/items", handling="promised").json()["rows"]
    assert {row["handling"] for row in promised} == {"promised"}
    assert anybody.get("/items", q="手机号").json()["rows"]

    wrong = anybody.get("/items", handling="slow", q="长" * 101)

    assert wrong.status_code == 422
    assert [one["field"] for one in wrong.json()["fields"]] == ["handling", "q"]


def test_a_service_that_is_not_there_is_not_there(anybody: Program) -> None:
    for path in ("/items/no-such", "/items/no-such/schema", "/no/such/address", "/docs"):
        answer = anybody.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_there"


@pytest.mark.clause("5.6.1c")
def test_agencies_are_public(anybody: Program) -> None:
    assert {"code", "name", "address", "hours", "phone"} <= set(
        anybody.get("/agencies").json()["rows"][0]
    )
