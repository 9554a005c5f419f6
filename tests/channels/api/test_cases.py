"""One's own cases, papers and messages through the API; nobody else's."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit import clock
from shebao.hall.office.applications import actions
from shebao.hall.office.applications.actions.reviewing import Wanted
from shebao.hall.office.applications.models import Application
from shebao.hall.office.documents import actions as documents
from shebao.hall.office.documents.models import Paper
from tests.channels.api.conftest import Program
from tests.support.cast import MONDAY, WANG

PDF = b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF"


def file(program: Program, slug: str, key: str = "order-0001", **answers: Any) -> str:
    form = {"answers": answers, "token": key, "risk_confirmed": True}
    filed = program.post(f"/items/{slug}/applications", form)
    assert filed.status_code == 201, filed.content
    return str(filed.json()["number"])


def file_promised(program: Program) -> str:
    assert program.upload("/items/trial-promised/materials/proof", PDF).status_code == 201
    return file(program, "trial-promised", new_name="王方")


@pytest.mark.clause("5.2.1", "5.2.1a", "5.2.1b")
def test_a_case_says_where_it_is_who_holds_it_and_until_when(wangs: Program) -> None:
    number = file_promised(wangs)

    case = wangs.get(f"/applications/{number}").json()["progress"]

    assert [one["state"] for one in case["stations"]] == ["done", "current", "ahead", "ahead"]
    assert [one["words"] for one in case["moments"]][0] == "已提交"
    assert case["holder"] == "示例市社会保险中心"
    assert (case["due_on"], case["due_is_provisional"]) == ("2026-03-16", False)
    assert case["answers"] == {"new_name": "王方"}
    assert [row["number"] for row in wangs.get("/applications").json()["rows"]] == [number]


@pytest.mark.clause("5.2.1", "6.3.1")
def test_what_is_not_yours_looks_exactly_like_what_is_not_there(
    wangs: Program, lins: Program
) -> None:
    number = file_promised(wangs)

    for call in ("", "/withdrawal", "/review", "/supplement", "/materials/proof"):
        answers = []
        for target in (number, "SB202603020000000"):
            path = f"/applications/{target}{call}"
            if call == "":
                answer = lins.get(path)
            elif "materials" in call:
                answer = lins.upload(path, PDF)
            else:
                answer = lins.post(path, {"answers": {}})
            answers.append((answer.status_code, {**answer.json(), "id": ""}))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    assert lins.get("/applications").json()["rows"] == []
    assert lins.get("/messages").json()["rows"] == []


@pytest.mark.clause("5.3.1b")
def test_a_refusal_by_rules_is_explained_and_a_person_can_be_asked(
    wangs: Program, hall: Any
) -> None:
    person = ask_one(hall.insurance, PersonOf(number=WANG)).value
    assert person is not None
    mobile = person.mobile
    number = file(wangs, "trial-instant", mobile=mobile)

    case = wangs.get(f"/applications/{number}").json()
    decision = case["decisions"][0]
    asked = wangs.post(f"/applications/{number}/review")

    assert case["progress"]["status"] == "refused"
    assert (decision["maker"], decision["result"]) == ("rules", "refuse")
    assert decision["fired"][0]["basis"] == "社会保险经办条例第九条"
    assert decision["inputs"]["answers"] == {"mobile": mobile}
    assert (asked.status_code, asked.json()["status"]) == (200, "review")
    assert wangs.post(f"/applications/{number}/review").status_code == 200


@pytest.mark.clause("5.3.1c")
def test_a_refusal_tells_programs_what_would_turn_it(wangs: Program) -> None:
    number = file(wangs, "contribution-record", "order-0003", year="1990")

    told = wangs.get(f"/applications/{number}/ways").json()

    assert told["may_be_turned"] is True
    (step,) = told["ways"][0]["steps"]
    assert (step["kind"], step["label"], told["ways"][0]["result"]) == ("choose", "年份", "approve")


def test_a_case_is_withdrawn_once_and_not_after_it_is_done(wangs: Program) -> None:
    number = file_promised(wangs)
    done = file(wangs, "trial-instant", "order-0002", mobile="13900000009")

    first = wangs.post(f"/applications/{number}/withdrawal")
    again = wangs.post(f"/applications/{number}/withdrawal")
    late = wangs.post(f"/applications/{done}/withdrawal")

    assert (first.status_code, first.json()["status"]) == (200, "withdrawn")
    assert again.status_code == 200
    assert (late.status_code, late.json()["code"]) == (409, "not_now")


@pytest.mark.clause("5.3.1b", "5.3.6")
def test_a_supplement_is_complete_only_with_every_file_that_was_asked_for(
    wangs: Program, reviewer: Any, hall: Any
) -> None:
    number = file_promised(wangs)
    case = Application.objects.get(number=number)
    actions.take(case, clerk=reviewer.visitor, now=clock.now())
    actions.ask_for_supplement(
        case,
        clerk=reviewer.visitor,
        wanted=[Wanted(material="proof", words="请重拍证明,要看清公章")],
        outside=hall,
        now=clock.now(),
    )
    place = f"/applications/{number}"

    early = wangs.post(f"{place}/supplement", {"answers": {}})
    unfit = wangs.post(f"{place}/supplement", {"answers": {"new_name": "\x01"}})
    other = wangs.upload(f"{place}/materials/other", PDF)

    assert [one.status_code for one in (early, unfit, other)] == [422, 422, 404]
    assert "公章" in early.json()["fields"][0]["words"]

    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        assert wangs.upload(f"{place}/materials/proof", PDF).status_code == 201
        sent = wangs.post(f"{place}/supplement", {"answers": {"new_name": "王坊"}})
        again = wangs.post(f"{place}/supplement", {"answers": {"new_name": "王放"}})

    assert (sent.status_code, sent.json()["status"]) == (200, "review")
    assert (again.status_code, again.json()["code"]) == (409, "not_now")
    assert Application.objects.get(number=number).answers == {"new_name": "王坊"}


def test_nothing_is_sent_where_nothing_was_asked_for(wangs: Program) -> None:
    place = f"/applications/{file_promised(wangs)}"

    answers = [
        wangs.post(f"{place}/supplement", {"answers": {"new_name": "王坊"}}),
        wangs.post(f"{place}/review"),
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(409, "not_now")] * 2
    assert wangs.upload(f"{place}/materials/proof", PDF).status_code == 422


@pytest.mark.clause("5.4.2.4", "5.4.2.1")
def test_papers_are_listed_downloaded_sealed_and_verified_with_and_without_the_file(
    wangs: Program, lins: Program, anybody: Program, hall: Any
) -> None:
    file(wangs, "trial-instant", mobile="13900000009")
    queued = wangs.get("/papers").json()["rows"][0]["number"]
    early = wangs.get(f"/papers/{queued}/file")
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    for paper in Paper.objects.all():
        documents.produce(number=paper.number, seal=hall.seal, now=clock.now())

    card = wangs.get(f"/papers/{queued}").json()
    download = wangs.get(f"/papers/{queued}/file")
    by_code = anybody.get(f"/verify/{card['code']}").json()
    by_file = anybody.upload("/verify/file", download.content).json()
    altered = anybody.upload("/verify/file", download.content + b"\n%", code=card["code"]).json()

    assert hashlib.sha256(download.content).hexdigest() == card["digest"]
    assert download["Content-Type"] == "application/pdf"
    assert (by_code["standing"], by_code["number"]) == ("valid", queued)
    assert by_code["masked_name"] != "王芳"
    assert by_file["file"] == "unaltered"
    assert altered["file"] == "altered"
    assert lins.get(f"/papers/{queued}").status_code == 404
    assert lins.get(f"/papers/{queued}/file").status_code == 404
    assert wangs.get("/papers", menu="certificate").json()["rows"] == []


@pytest.mark.clause("5.4.2.4")
def test_an_unknown_code_is_answered_and_tells_nothing(anybody: Program) -> None:
    answer = anybody.get("/verify/AAAA-BBBB")

    assert answer.json()["standing"] == "unknown"
    assert not answer.json()["number"]


def test_pages_follow_one_another_without_gaps(wangs: Program) -> None:
    numbers = [
        file(wangs, "trial-instant", f"order-000{turn}", mobile=f"1390000001{turn}")
        for turn in range(3)
    ]

    seen, after = [], ""
    while True:
        page = wangs.get("/applications", size=1, after=after).json()
        seen += [row["number"] for row in page["rows"]]
        after = page["next_after"]
        if not after:
            break

    assert sorted(seen) == sorted(numbers)
    assert wangs.get("/messages").json()["rows"][0]["case"] in numbers
