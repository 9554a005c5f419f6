"""Claims end to end: form or program, clerks, the core, my rights, the paper (5.4.3c, 5.4.3d)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from shebao.exchange.memory import FANG, GU, RARE, SHI
from shebao.exchange.memory.numbers import citizen_number
from shebao.exchange.port import BenefitsOf, ExemptionsOf, Posting, PostingKind, ask_one
from shebao.hall.office.accounts.actions import appoint_handler, issue_token
from shebao.hall.office.applications import actions, jobs
from shebao.hall.office.applications.models import Application, Outgoing
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.documents import jobs as paper_jobs
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.queries import inbox
from shebao.law.money import yuan
from tests.channels.api.conftest import Program
from tests.channels.web.conftest import signed_in
from tests.channels.web.errands import DONGHU, act_for_donghu, filed, photo, read
from tests.support.cast import MONDAY, SURELY, WANG

NOON = MONDAY + timedelta(hours=2)
# Well formed, and nobody's.
NOBODYS = citizen_number(date(1950, 1, 1), 1)
RIGHTS = "/my/rights/?tab="


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """One working day for browsers, programs and staff."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def settle(hall: Any, reviewer: Any, second_reviewer: Any) -> Callable[[str], Application]:
    """Both clerks say yes, the worker brings it across the wall, the papers are made."""

    def settled(number: str) -> Application:
        case = Application.objects.get(number=number)
        assert case.status == Status.REVIEW, case.reason
        Application.objects.filter(pk=case.pk).update(agency="990100")
        case.refresh_from_db()
        for clerk in (reviewer, second_reviewer):
            if case.status == Status.REVIEW:
                actions.pass_step(case, clerk=clerk.visitor, outside=hall, now=NOON)
        assert case.status in {Status.APPROVED, Status.JOINT}
        jobs.deliver_postings(outside=hall, now=NOON)
        jobs.follow_core(outside=hall, now=NOON)
        case.refresh_from_db()
        assert case.status == Status.APPROVED, case.reason
        paper_jobs.produce_queued(seal=hall.seal, now=NOON)
        return case

    return settled


def dead(hall: Any, number: str) -> dict[str, str]:
    """The form's words for somebody of the core's dead."""
    person = hall.insurance._records[number].person
    return {
        "deceased_name": person.name,
        "deceased_id_type": "citizen_id",
        "deceased_id_number": person.id_number,
    }


def pledge() -> SimpleUploadedFile:
    return SimpleUploadedFile("承诺书.jpg", photo(), "image/jpeg")


def program(player: Any, **more: Any) -> Program:
    token = issue_token(
        account=player.visitor.account, name="程序", scopes=("read", "file"), now=NOON,
        proof=SURELY, **more,
    )  # fmt: skip
    return Program(token.secret)


def sent(by: Program, slug: str, answers: dict[str, Any], *, time: int = 1) -> Any:
    body = {"answers": answers, "token": f"key-{slug}-{time}", "risk_confirmed": True}
    return by.post(f"/items/{slug}/applications", body)


def posted_for(number: str) -> Outgoing:
    return Outgoing.objects.get(case=number)


def newest(hall: Any, person: str) -> Any:
    return ask_one(hall.insurance, BenefitsOf(number=person)).value[0]


def paper_of(number: str, kind: str) -> Paper:
    return Paper.objects.get(case=number, kind=kind)


@pytest.mark.clause("5.4.3d", "5.2.2e", "5.4.2.1")
def test_a_family_claims_on_the_web_and_sees_the_money_in_its_rights(
    hall: Any, wang: Any, settle: Any
) -> None:
    browser = signed_in(wang.pk)
    answers = {**dead(hall, GU), "relation": "child", "funeral_from": "pension"}

    number = filed(browser, "survivor-benefits", material_kin_pledge=pledge(), **answers)
    settle(number)

    assert posted_for(number).state == "done"
    grant = newest(hall, WANG)
    assert grant.kind == "survivor_grant"
    said = paper_of(number, "survivor_award")
    assert said.data["facts"]["survivor_claim"]["total"] == sum(fen for _, fen in grant.parts)
    assert said.state == "issued"
    page = read(browser.post(RIGHTS + "benefits", {"show": "amounts"}))
    assert "遗属待遇" in page
    assert "一次性" in page
    assert yuan(dict(grant.parts)["survivor_pension"]) in page


@pytest.mark.clause("5.4.3d", "6.1.2e")
def test_a_program_claims_an_account_and_the_dead_has_none_left(
    hall: Any, wang: Any, settle: Any
) -> None:
    balance = hall.insurance._records[FANG].account.balance
    answers = {"payout_for": "death", **dead(hall, FANG), "relation": "spouse", "pledge": True}

    answer = sent(program(wang), "account-inheritance", answers)
    settle(answer.json()["number"])

    assert answer.status_code == 201
    assert dict(newest(hall, WANG).parts) == {"account_balance": balance}
    assert hall.insurance._records[FANG].account.balance == 0
    again = sent(program(wang), "account-inheritance", answers | {"relation": "child"})
    assert again.status_code == 409
    late = filed(signed_in(wang.pk), "account-inheritance", **{**answers, "pledge": "yes"})
    refused = Application.objects.get(number=late)
    assert refused.status == Status.REFUSED
    assert "已经发过" in refused.reason


@pytest.mark.clause("5.4.3d", "5.2.2e")
def test_the_injured_claim_what_their_grade_brings(hall: Any, lin: Any, settle: Any) -> None:
    browser = signed_in(lin.pk)
    day = {"happened_on_year": "2025", "happened_on_month": "4", "happened_on_day": "14"}

    number = filed(browser, "injury-disability-benefits", is_settled_elsewhere="no", **day)
    settle(number)

    running = newest(hall, lin.visitor.subject)
    assert (running.kind, running.state) == ("injury_pension", "active")
    facts = paper_of(number, "disability_award").data["facts"]["injuries"]
    assert facts["chosen"]["from_fund"] == running.monthly
    page = read(browser.post(RIGHTS + "benefits", {"show": "amounts"}))
    assert "伤残津贴" in page
    assert yuan(running.monthly) in page


def _bring(by: Program, slug: str, *materials: str) -> None:
    for material in materials:
        by.upload(f"/items/{slug}/materials/{material}", photo(), name=f"{material}.jpg")


@pytest.mark.clause("5.4.3d", "6.1.2e")
def test_a_program_claims_costs_and_the_same_days_are_not_paid_again(
    hall: Any, lin: Any, settle: Any
) -> None:
    by, number = program(lin), lin.visitor.subject
    _bring(by, "injury-device-costs", "receipts", "confirmation")
    answers = {
        "happened_on": "2025-04-14", "start": "2025-07-01", "end": "2025-07-03",
        "amount": "520.00", "is_settled_elsewhere": False, "is_confirmed": True,
        "is_replacement": False,
    }  # fmt: skip

    case = settle(sent(by, "injury-device-costs", answers).json()["number"])

    paid = newest(hall, number)
    assert (paid.kind, paid.parts) == ("injury_cost", (("cost_device", 52000),))
    paper = paper_of(case.number, "injury_device_award").data
    assert paper["facts"]["injuries"]["chosen"]["happened_on"] == "2025-04-14"
    _bring(by, "injury-device-costs", "receipts", "confirmation")
    answers |= {"start": "2025-07-03", "end": "2025-07-09"}
    again = sent(by, "injury-device-costs", answers, time=2).json()
    assert again.get("reason", "").startswith("这段日子里的同一种费用已经报销过"), again
    page = read(signed_in(lin.pk).post(RIGHTS + "benefits", {"show": "amounts"}))
    assert "工伤费用报销" in page


@pytest.mark.clause("5.4.3d", "6.1.2e")
def test_a_death_at_work_is_claimed_by_a_program(hall: Any, wang: Any, settle: Any) -> None:
    by = program(wang)
    by.upload("/items/injury-death-benefits/materials/kin_pledge", photo(), name="承诺书.jpg")
    answers = {**dead(hall, SHI), "relation": "spouse", "funeral_from": "injury"}
    answers |= {"spouse": True, "others": 2, "alone": 1}

    answer = sent(by, "injury-death-benefits", answers)
    case = settle(answer.json()["number"])

    kinds = {one.kind for one in ask_one(hall.insurance, BenefitsOf(number=WANG)).value}
    assert kinds == {"death_grant", "dependant_pension"}
    claim = paper_of(case.number, "injury_death_award").data["facts"]["death_claim"]
    assert claim["monthly"] == newest(hall, WANG).monthly
    assert "此数待核" in str(claim["doubts"])
    assert "供养亲属 3" in read(signed_in(wang.pk).get(RIGHTS + "benefits"))


@pytest.mark.clause("5.4.3c", "5.2.2a", "5.4.2.3a")
def test_a_unit_gets_certificates_for_several_of_its_staff(
    hall: Any, wang: Any, lin: Any, settle: Any
) -> None:
    browser = signed_in(wang.pk)
    act_for_donghu(browser, wang)
    stay = {
        "country": "deu", "abroad_kind": "posted", "host": "Beispiel GmbH, Berlin",
        "latin_name": "WANG FANG", "schemes": "pension_and_unemployment",
        "start_year": "2026", "start_month": "4", "start_day": "1",
        "end_year": "2028", "end_month": "3", "end_day": "31",
    }  # fmt: skip
    people = [hall.insurance._records[one].person for one in (WANG, lin.visitor.subject)]

    numbers = [
        filed(
            browser, "exemption-abroad-staff", staff_name=one.name, staff_id_type="citizen_id",
            staff_id_number=one.id_number, **stay,
        )
        for one in people
    ]  # fmt: skip
    for number in numbers:
        settle(number)

    assert [paper_of(one, "exemption_certificate").state for one in numbers] == ["issued"] * 2
    said = paper_of(numbers[1], "exemption_certificate").data["facts"]
    assert said["staff_treaty"]["certificate"] == "参保证明"
    assert people[1].name not in str(said)
    (mine,) = ask_one(hall.insurance, ExemptionsOf(number=WANG)).value
    assert mine.employer_name == "示例市东湖精密机械有限公司"
    page = read(browser.get("/my/rights/"))
    assert "职工的境外免缴" in page
    assert "德国" in page
    assert mine.name not in page.split("<main")[1].split("</main>")[0].split("职工的境外免缴")[1]
    browser.post("/my/acting/", {"employer": ""})
    assert mine.number in read(browser.get(RIGHTS + "exemptions"))


@pytest.mark.clause("5.4.3c", "6.1.2e")
def test_a_units_program_extends_a_stay(hall: Any, wang: Any, settle: Any) -> None:
    appoint_handler(
        person=wang.visitor.person, employer=DONGHU, employer_name="示例市东湖精密机械有限公司",
        since=MONDAY.date(), now=MONDAY,
    )  # fmt: skip
    by, rare = program(wang, acting_for=DONGHU), hall.insurance._records[RARE].person
    by.upload("/items/exemption-extension-staff/materials/consent", photo(), name="consent.jpg")
    answers = {
        "staff_name": rare.name, "staff_id_type": "citizen_id", "staff_id_number": rare.id_number,
        "country": "deu", "abroad_kind": "posted", "host": "Beispiel GmbH, Berlin",
        "latin_name": "WANG WEI", "schemes": "pension", "start": "2026-07-01", "end": "2027-06-30",
    }  # fmt: skip

    settle(sent(by, "exemption-extension-staff", answers).json()["number"])

    first = ask_one(hall.insurance, ExemptionsOf(number=RARE)).value[0]
    assert (first.is_extension, str(first.end)) == (True, "2027-06-30")


@pytest.mark.clause("5.4.3c")
@pytest.mark.parametrize(
    ("change", "words"),
    [({"country": "fra"}, "还没有生效"), ({"abroad_kind": "posted"}, "由单位统一申请")],
)
def test_what_a_treaty_does_not_give_is_refused_with_words(
    hall: Any, wang: Any, change: dict[str, str], words: str
) -> None:
    answers = {
        "country": "deu", "abroad_kind": "no_employer", "host": "Paris", "schemes": "pension",
        "latin_name": "WANG FANG", "start": "2026-04-01", "end": "2027-03-31", **change,
    }  # fmt: skip
    case = sent(program(wang), "exemption-abroad", answers).json()
    assert case["status"] == "refused"
    assert words in case["reason"]


@pytest.mark.clause("6.3.1", "6.4.4")
@pytest.mark.parametrize("who", ["alive", "unknown", "misnamed"])
def test_the_living_the_unknown_and_the_misnamed_are_told_of_alike(
    hall: Any, wang: Any, lin: Any, who: str
) -> None:
    named = {
        "alive": dead(hall, lin.visitor.subject),
        "unknown": {**dead(hall, GU), "deceased_id_number": NOBODYS},
        "misnamed": {**dead(hall, GU), "deceased_name": "顾长水"},
    }[who]
    answers = {**named, "relation": "child", "funeral_from": "pension"}
    by = program(wang)
    by.upload("/items/survivor-benefits/materials/kin_pledge", photo(), name="承诺书.jpg")

    case = sent(by, "survivor-benefits", answers).json()

    assert case["reason"] == "没有查到证件号码和姓名都相符的死亡记录。"
    whole = by.get(f"/applications/{case['number']}").json()
    rules = [[one["name"] for one in decision["fired"]] for decision in whole["decisions"]]
    assert rules == [["not_found"]]
    assert lin.visitor.subject not in str(whole)


@pytest.mark.clause("6.3.1")
def test_a_unit_is_told_of_strangers_as_of_nobody(hall: Any, wang: Any) -> None:
    appoint_handler(
        person=wang.visitor.person, employer=DONGHU, employer_name="示例市东湖精密机械有限公司",
        since=MONDAY.date(), now=MONDAY,
    )  # fmt: skip
    by = program(wang, acting_for=DONGHU)
    stay = {
        "country": "deu", "abroad_kind": "posted", "host": "Berlin", "latin_name": "X Y",
        "schemes": "pension", "start": "2026-04-01", "end": "2027-03-31",
    }  # fmt: skip
    zhou = hall.insurance._records["3000000000005"].person
    reasons = []
    for name, number in ((zhou.name, zhou.id_number), ("赵无人", NOBODYS)):
        answers = {"staff_name": name, "staff_id_type": "citizen_id", "staff_id_number": number}
        body = {"answers": {**answers, **stay}, "token": f"key-{number}", "risk_confirmed": True}
        reasons.append(by.post("/items/exemption-abroad-staff/applications", body).json()["reason"])
    assert reasons[0] == reasons[1]
    assert "没有查到这样一位在本单位参保的职工" in reasons[0]


@pytest.mark.clause("5.3.1c", "5.4.2.1")
def test_the_cores_no_reaches_the_applicant_and_voids_the_paper(
    hall: Any, wang: Any, lin: Any, reviewer: Any, second_reviewer: Any
) -> None:
    """Another relative was paid between the approval and the delivery (法 49)."""
    answers = {**dead(hall, GU), "relation": "child", "funeral_from": "pension"}
    number = filed(signed_in(wang.pk), "survivor-benefits", material_kin_pledge=pledge(), **answers)
    case = Application.objects.get(number=number)
    for clerk in (reviewer, second_reviewer):
        actions.pass_step(case, clerk=clerk.visitor, outside=hall, now=NOON)
    row = posted_for(number)
    mine = Posting(
        key=row.key, kind=PostingKind(row.kind), subject=row.subject, case=row.case,
        decided_at=row.decided_at, values=row.values,
    )  # fmt: skip
    hall.insurance.post(replace(mine, key="another", subject=lin.visitor.subject))

    jobs.deliver_postings(outside=hall, now=NOON)

    assert paper_of(number, "survivor_award").state == "revoked"
    words = " ".join(message.words for message in inbox(wang.visitor.subject, after=0).rows)
    assert "第四十九条" in words
    assert "已由养老保险发过一次" in words


@pytest.mark.clause("5.3.1a")
def test_a_unit_has_one_open_errand_for_each_of_its_staff(hall: Any, wang: Any) -> None:
    appoint_handler(
        person=wang.visitor.person, employer=DONGHU, employer_name="示例市东湖精密机械有限公司",
        since=MONDAY.date(), now=MONDAY,
    )  # fmt: skip
    by, one = program(wang, acting_for=DONGHU), hall.insurance._records[WANG].person
    stay = {
        "staff_name": one.name, "staff_id_type": "citizen_id", "country": "deu",
        "abroad_kind": "posted", "host": "Berlin", "latin_name": "WANG FANG",
        "schemes": "pension", "start": "2026-04-01", "end": "2027-03-31",
    }  # fmt: skip
    place = "/items/exemption-abroad-staff/applications"
    numbers = (one.id_number, f"{one.id_number[:6]} {one.id_number[6:]}")
    codes = [
        by.post(place, {"answers": {**stay, "staff_id_number": number}, "token": f"key-no-{at}",
                        "risk_confirmed": True}).status_code
        for at, number in enumerate(numbers)
    ]  # fmt: skip
    assert codes == [201, 409]


@pytest.mark.clause("5.3.1b", "6.3.1")
def test_the_clerk_sees_the_sum_and_the_document_covered_until_asked(
    hall: Any, wang: Any, reviewer: Any
) -> None:
    answers = {**dead(hall, GU), "relation": "child", "funeral_from": "pension"}
    number = filed(signed_in(wang.pk), "survivor-benefits", material_kin_pledge=pledge(), **answers)
    Application.objects.filter(number=number).update(agency="990100")

    page = read(signed_in(reviewer.pk).get(f"/desk/case/{number}/"))

    assert "遗属待遇测算" in page
    assert "抚恤金月数" in page
    assert answers["deceased_id_number"] not in page
