"""The guide for clients says what is true, and its commands do what it says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shebao.commands.main import main
from tests.channels.api.conftest import Program
from tests.channels.api.contract import contract
from tests.office.appointments.conftest import hall_centre  # noqa: F401

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "use-the-api.md"
TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.mark.clause("6.1.2e")
def test_the_filing_in_the_guide_is_filed(wangs: Program) -> None:
    found = re.search(r"```json filing\n(.+?)```", TEXT, re.DOTALL)
    assert found
    path = "/items/contact-change/applications"

    assert wangs.post(path, json.loads(found[1])).status_code == 201
    assert wangs.post(path, json.loads(found[1])).status_code == 200


@pytest.mark.clause("5.1a", "6.1.2e")
def test_the_booking_in_the_guide_is_booked(wangs: Program, hall_centre: Any) -> None:  # noqa: F811
    found = re.search(r"```json booking\n(.+?)```", TEXT, re.DOTALL)
    assert found

    assert wangs.post("/bookings", json.loads(found[1])).status_code == 201
    assert wangs.post("/bookings", json.loads(found[1])).status_code == 200


def test_every_address_in_the_guide_is_in_the_contract() -> None:
    patterns = [re.sub(r"\{[^}]+\}", "[^/]+", path) for path in contract()["paths"]]
    named = {one.rstrip("/") for one in re.findall(r"/api/v1/[a-z{}/\-]+", TEXT)}
    named.discard("/api/v1/openapi")

    assert len(named) > 8
    assert [one for one in named if not any(re.fullmatch(path, one) for path in patterns)] == []


@pytest.mark.clause("6.1.2e", "6.3.1")
def test_a_token_is_issued_listed_and_ended_on_the_command_line(
    wang: Any, monday: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> Any:
        assert main(["token", *words, "--username", "wangfang", "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    made = said("issue", "--name", "记账软件", "--scopes", "read,file")
    listed = said("list")["tokens"]
    assert Program(made["secret"]).get("/me").json()["scopes"] == ["read", "file"]
    capsys.readouterr()

    assert [one["number"] for one in listed] == [made["number"]]
    assert made["secret"] not in str(listed)
    said("end", "--number", made["number"])
    assert Program(made["secret"]).get("/me").status_code == 401


@pytest.mark.clause("5.4.1.5", "6.1.2e")
def test_only_a_token_of_somebody_seen_files_what_wants_the_person(
    wang: Any, monday: None, capsys: pytest.CaptureFixture[str]
) -> None:
    filing = {
        "answers": {"what": "mobile", "mobile": "13900007788"},
        "token": "seen-or-not-1",
        "risk_confirmed": True,
    }

    def answered(*more: str) -> Any:
        words = ["issue", "--name", "程序", "--scopes", "read,file", "--username", "wangfang"]
        capsys.readouterr()
        assert main(["token", *words, "--json", *more]) == 0
        secret = json.loads(capsys.readouterr().out)["secret"]
        return Program(secret).post("/items/contact-change/applications", filing)

    unseen, seen = answered(), answered("--seen")

    assert (unseen.status_code, unseen.json()["code"]) == (403, "not_proven")
    assert seen.status_code == 201


def test_what_cannot_be_issued_is_refused_in_one_line(
    wang: Any, monday: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["issue", "--name", "x", "--username", "nobody"],
        ["issue", "--name", "x", "--username", "wangfang", "--scopes", "all"],
        ["issue", "--name", "x", "--username", "wangfang", "--days", "9999999999"],
        ["end", "--number", "T1", "--username", "wangfang"],
    ):
        assert main(["token", *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
