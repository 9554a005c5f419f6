"""Filing by programs: safe to repeat, complete refusals, the same engine as the web."""

import json
from io import BytesIO
from typing import Any

import pytest

from shebao.hall.office.applications.models import Application
from tests.channels.api.conftest import Program
from tests.support.outside import EICAR

PDF = b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF"
KEY = "order-2026-0001"
FILE = "/items/trial-instant/applications"


def filing(mobile: str = "13900000009", **more: Any) -> dict[str, Any]:
    return {"answers": {"mobile": mobile}, "token": KEY, "risk_confirmed": True, **more}


@pytest.mark.clause("6.1.2e", "5.3.1a")
def test_a_program_files_an_instant_service_and_has_its_decision_at_once(wangs: Program) -> None:
    answer = wangs.post(FILE, filing())

    assert answer.status_code == 201
    filed = answer.json()
    assert (filed["status"], filed["status_words"]) == ("approved", "已办结")
    assert answer["Location"] == f"/api/v1/applications/{filed['number']}"
    assert Application.objects.get().channel == "api"


@pytest.mark.clause("5.3.1a")
def test_the_same_key_files_once_whether_it_comes_in_the_body_or_the_header(wangs: Program) -> None:
    first = wangs.post(FILE, filing())
    again = wangs.post(FILE, filing())
    by_header = wangs.post(FILE, filing(token=None), headers={"Idempotency-Key": KEY})

    assert [first.status_code, again.status_code, by_header.status_code] == [201, 200, 200]
    assert len({one.json()["number"] for one in (first, again, by_header)}) == 1
    assert Application.objects.count() == 1


def test_the_same_key_with_other_content_is_refused_and_names_the_case(wangs: Program) -> None:
    number = wangs.post(FILE, filing()).json()["number"]

    other = wangs.post(FILE, filing("13900000010"))

    assert other.status_code == 409
    assert other.json()["code"] == "key_taken"
    assert number in other.json()["title"]
    assert Application.objects.count() == 1


def test_two_peoples_programs_may_use_the_same_key(wangs: Program, lins: Program) -> None:
    hers = wangs.post(FILE, filing())
    his = lins.post(FILE, filing())

    assert (hers.status_code, his.status_code) == (201, 201)
    assert hers.json()["number"] != his.json()["number"]


@pytest.mark.clause("5.3.2")
def test_a_risk_that_nobody_confirmed_stops_the_filing(wangs: Program) -> None:
    answer = wangs.post(FILE, filing(risk_confirmed=False))

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["risk_confirmed"]
    assert not Application.objects.exists()


def test_every_fault_of_a_form_is_told_at_once_and_by_field(wangs: Program) -> None:
    answer = wangs.post(FILE, filing("12", answers={"mobile": "12", "surprise": True}))

    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["fields"]} == {
        "answers.mobile",
        "answers.surprise",
    }


def test_a_filing_without_a_key_or_with_two_is_refused(wangs: Program) -> None:
    without = wangs.post(FILE, filing(token=None))
    two = wangs.post(FILE, filing(), headers={"Idempotency-Key": "another-key-1"})

    assert (without.status_code, two.status_code) == (422, 422)
    assert without.json()["fields"][0]["field"] == "token"


@pytest.mark.clause("5.3.1a", "5.3.6")
def test_materials_come_first_and_what_is_missing_is_named(wangs: Program) -> None:
    form = {"answers": {"new_name": "王方"}, "token": KEY, "risk_confirmed": True}
    missing = wangs.post("/items/trial-promised/applications", form)
    assert missing.status_code == 422
    assert missing.json()["fields"] == [{"field": "materials", "words": "还缺材料：证明材料"}]

    sent = wangs.upload("/items/trial-promised/materials/proof", PDF, name="证明.pdf")
    filed = wangs.post("/items/trial-promised/applications", form)

    assert (sent.status_code, sent.json()["kind"]) == (201, "pdf")
    assert filed.status_code == 201
    assert filed.json()["status"] == "review"
    assert filed.json()["due_on"] == "2026-03-16"
    case = wangs.get(f"/applications/{filed.json()['number']}").json()
    assert [one["file_name"] for one in case["progress"]["uploads"]] == ["证明.pdf"]


@pytest.mark.clause("5.3.6")
def test_files_that_cannot_be_taken_are_refused_in_words(wangs: Program) -> None:
    place = "/items/trial-promised/materials/proof"

    for content in (b"hello", b"", PDF + EICAR):
        answer = wangs.upload(place, content)
        assert answer.status_code == 422
        assert answer.json()["fields"][0]["field"] == "file"
    assert wangs.upload("/items/trial-promised/materials/other", PDF).status_code == 404
    assert wangs.upload("/items/trial-counter/materials/file", PDF).status_code == 404


def test_a_service_not_offered_to_programs_or_to_this_subject_says_so(wangs: Program) -> None:
    rows = Program().get("/items").json()["rows"]
    closed = [row["slug"] for row in rows if "api" not in row["channels"]]
    for slug in closed:
        answer = wangs.post(f"/items/{slug}/applications", {"answers": {}, "token": KEY})
        assert answer.status_code == 422
        assert "接口" in answer.json()["fields"][0]["words"]


@pytest.mark.clause("6.4.4")
def test_while_the_core_is_down_a_filing_waits_and_nothing_is_lost(
    wangs: Program, hall: Any
) -> None:
    hall.insurance.is_down = True

    answer = wangs.post(FILE, filing())

    assert answer.status_code == 201
    assert answer.json()["status"] == "waiting"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b'{"answers": {"mobile": "\xff"}}', 400),
        (b"[" * 60_000, 400),
        (b'{"answers": {"mobile": NaN}}', 400),
        (b'{"token": "aaaaaaaa", "token": "bbbbbbbb"}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"answers": {"mobile": 1.5}}', 422),
        (b'{"answers": {}, "risk_confirmed": "yes"}', 422),
        (b'{"answers": {}, "surprise": 1}', 422),
        (json.dumps({"answers": {"mobile": "\ud800"}, "token": KEY}).encode(), 422),
        (json.dumps({"answers": {"mobile": "1\0"}, "token": KEY}).encode(), 422),
        (json.dumps({"answers": {"mobile": 10**400}, "token": KEY}).encode(), 422),
        (b'{"answers": {"mobile": "' + b"1" * 65_536 + b'"}}', 413),
    ],
)
def test_whatever_is_sent_gets_an_answer_with_words(
    wangs: Program, content: bytes, status: int
) -> None:
    answer = wangs.post(FILE, content)

    assert answer.status_code == status
    assert answer.json()["title"]
    assert answer.json()["id"]
    assert not Application.objects.exists()


def test_another_media_type_or_method_is_named(wangs: Program) -> None:
    form = wangs.client.post("/api/v1" + FILE, {"answers": "x"}, headers=wangs.headers)
    text = wangs.client.post(
        "/api/v1/verify/file", "abc", content_type="text/plain", headers=wangs.headers
    )
    put = wangs.client.put("/api/v1/items", headers=wangs.headers)

    assert (form.status_code, text.status_code, put.status_code) == (415, 415, 405)
    assert put["Allow"] == "GET"
    assert put.json()["code"] == "wrong_method"


def test_a_form_without_its_file_or_with_something_twice_is_refused(wangs: Program) -> None:
    place = "/api/v1/verify/file"
    without = wangs.client.post(place, {"code": "7K29"})
    twice = wangs.client.post(place, {"code": ["7K29", "7K30"], "file": BytesIO(PDF)})
    query = wangs.client.get("/api/v1/items?q=a&q=b")

    assert [one.status_code for one in (without, twice, query)] == [422, 422, 422]
    fields = [one.json()["fields"][0]["field"] for one in (without, twice, query)]
    assert fields == ["file", "code", "q"]


def test_what_is_too_large_is_not_read(wangs: Program) -> None:
    answer = wangs.upload("/items/trial-promised/materials/proof", PDF + bytes(11 * 1024 * 1024))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
