"""Every claim goes the whole way: form, clerks, worker, core, rights page, paper; and back."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from shebao.exchange import port
from shebao.exchange.port import BenefitsOf, PaymentsOf, RegistrationsOf, ask_one
from shebao.hall.office.applications.models import Application, Outgoing
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.queries import progress
from shebao.hall.office.applications.recomputing import recomputed
from shebao.hall.office.documents import queries as papers
from shebao.hall.office.notices.queries import inbox
from shebao.law.money import yuan
from tests.channels.api.conftest import Program
from tests.channels.web.errands import filed, photo, read
from tests.claims.errands import BY_SLUG, ERRANDS, Errand

PDF = b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF"
each = pytest.mark.parametrize("errand", ERRANDS, ids=lambda one: one.slug)


def _picture(name: str) -> BytesIO:
    file = BytesIO(photo())
    file.name = f"{name}.jpg"
    return file


def _typed(answers: dict[str, str]) -> dict[str, str]:
    """As a browser posts them: a date is three fields, a month is two."""
    found: dict[str, str] = {}
    for name, value in answers.items():
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", value):
            parts = zip(("year", "month", "day"), value.split("-"), strict=False)
            found |= {f"{name}_{part}": text for part, text in parts}
        else:
            found[name] = value
    return found


def _by_web(client: Any, errand: Errand) -> Application:
    files = {f"material_{name}": _picture(name) for name in errand.uploads}
    number = filed(client, errand.slug, **_typed(errand.answers), **files)
    return Application.objects.get(number=number)


def _by_program(program: Program, errand: Errand) -> Any:
    for name in errand.uploads:
        assert program.upload(f"/items/{errand.slug}/materials/{name}", PDF).status_code == 201
    form = {"answers": errand.answers, "token": f"claim-{errand.slug}", "risk_confirmed": True}
    return program.post(f"/items/{errand.slug}/applications", form)


def _benefit(hall: Any, errand: Errand) -> port.Benefit:
    rows = ask_one(hall.insurance, BenefitsOf(number=errand.person)).value
    return next(row for row in rows if row.kind == errand.kind)


def _paper(case: Application, errand: Errand) -> papers.PaperCard:
    return next(one for one in papers.papers_of(case.number) if one.kind == errand.paper)


@pytest.mark.clause("5.3.1a", "5.3.1b", "5.2.2d", "5.4.2.1", "6.4.4")
@each
def test_a_claim_filed_on_the_web_reaches_the_core_and_comes_back_with_its_paper(
    errand: Errand,
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
    hall: Any,
) -> None:
    client = visit(claimant(errand))
    case = _by_web(client, errand)
    assert case.status == Status.REVIEW

    waiting = pass_on(case, errand)
    assert waiting.status == Status.JOINT
    assert progress(waiting).holder == "社保系统（核定入账）"
    done = deliver(waiting)

    assert done.status == Status.APPROVED
    assert Outgoing.objects.get(case=case.number).state == "done"
    assert _paper(done, errand).is_ready
    said = papers.said(_paper(done, errand).number)
    if errand.kind:
        benefit = _benefit(hall, errand)
        (fact,) = (one for one in said["facts"].values() if "is_granted" in one)
        assert fact["granted_monthly"] == benefit.monthly
        assert fact.get("total", fact.get("monthly")) == benefit.monthly
        page = read(client.get("/my/rights/?tab=benefits"))
        assert {"pension": "基本养老金", "residents_pension": "居民养老金"}.get(
            errand.kind, {"disability_allowance": "病残津贴"}.get(errand.kind, "失业保险金")
        ) in page
    assert "已办结" in read(client.get(f"/my/cases/{case.number}/"))


@pytest.mark.clause("6.1.2e", "5.3.1a", "6.4.4")
@each
def test_a_claim_filed_by_a_program_goes_the_same_way(
    errand: Errand,
    claimant: Callable[[Errand], Any],
    token_for: Callable[..., str],
    monday: None,
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
) -> None:
    program = Program(token_for(claimant(errand)))
    answer = _by_program(program, errand)
    assert answer.status_code == 201, answer.json()
    case = Application.objects.get(number=answer.json()["number"])

    done = deliver(pass_on(case, errand))

    assert done.status == Status.APPROVED
    told = program.get(f"/applications/{case.number}").json()
    assert told["progress"]["status_words"] == "已办结"
    assert _paper(done, errand).is_ready


@pytest.mark.clause("5.2.2a", "5.2.2d")
def test_what_was_granted_is_paid_and_shown_month_by_month(
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
    hall: Any,
) -> None:
    errand = BY_SLUG["unemployment-benefit"]
    client = visit(claimant(errand))
    deliver(pass_on(_by_web(client, errand), errand))

    paid = ask_one(hall.insurance, PaymentsOf(number=errand.person)).value
    page = read(client.get("/my/rights/?tab=benefits"))

    assert [row.month for row in paid] == ["2026-02", "2026-01"]
    assert "最长到哪月" in page
    assert "2026年12月" in page
    assert "2026-01" in page


@pytest.mark.clause("5.2.2d")
def test_the_amount_of_a_new_pension_can_be_uncovered_before_its_first_payment(
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
    hall: Any,
) -> None:
    errand = BY_SLUG["pension-claim"]
    client = visit(claimant(errand))
    deliver(pass_on(_by_web(client, errand), errand))
    benefit = _benefit(hall, errand)

    covered = read(client.get("/my/rights/?tab=benefits"))
    shown = read(client.post("/my/rights/?tab=benefits", {"show": "1"}))

    assert 'name="show"' in covered
    assert yuan(benefit.monthly) not in covered
    assert yuan(benefit.monthly) in shown


@pytest.mark.clause("5.2.2a")
def test_an_agreement_to_retire_later_is_seen_beside_the_registration(
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
    hall: Any,
) -> None:
    errand = BY_SLUG["late-retirement"]
    client = visit(claimant(errand))
    deliver(pass_on(_by_web(client, errand), errand))

    rows = ask_one(hall.insurance, RegistrationsOf(number=errand.person)).value
    assert {row.deferred_until for row in rows if row.scheme == "pension"} == {"2032-05"}
    assert "延迟退休已备案：到 2032年5月" in read(client.get("/my/rights/"))


@pytest.mark.clause("5.3.1c")
@pytest.mark.parametrize(
    ("slug", "answers", "words", "article"),
    [
        ("pension-claim", {"start_month": "2026-02"}, "早于法定退休月", "渐进式延迟"),
        ("early-retirement", {"noticed_on": "2026-01-05"}, "不满 3 个月", "94号"),
        ("late-retirement", {"is_leader": "yes"}, "到法定退休年龄应当及时退休", "94号"),
        ("residents-pension-claim", {"draws_elsewhere": "yes"}, "不能和其他养老待遇", "8号"),
        ("disability-allowance", {"is_total": "no"}, "不是完全丧失劳动能力", "第十七条"),
        ("unemployment-benefit", {"reason": "resigned"}, "自己辞职", "第四十五条"),
    ],
)
def test_a_refusal_says_why_and_by_which_article(
    slug: str,
    answers: dict[str, str],
    words: str,
    article: str,
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
) -> None:
    errand = replace(BY_SLUG[slug], answers={**BY_SLUG[slug].answers, **answers})
    client = visit(claimant(errand))
    case = _by_web(client, errand)

    assert case.status == Status.REFUSED
    page = read(client.get(f"/my/cases/{case.number}/"))
    assert words in page
    assert article in page


@pytest.mark.clause("5.3.1c", "6.4.4")
def test_what_the_core_refuses_is_refused_with_its_words_and_told(
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
    deliver: Callable[..., Application],
    hall: Any,
) -> None:
    errand = BY_SLUG["pension-claim"]
    player = claimant(errand)
    client = visit(player)
    waiting = pass_on(_by_web(client, errand), errand)
    # Between the decision and its arrival the older months are taken off the record.
    record = hall.insurance._records[errand.person]
    kept = tuple(row for row in record.contributions if row.year >= 2015)
    hall.insurance._records[errand.person] = replace(record, contributions=kept)

    refused = deliver(waiting)

    assert refused.status == Status.REFUSED
    assert "最低要缴满 180 个月" in refused.reason
    page = read(client.get(f"/my/cases/{refused.number}/"))
    assert "还差" in page
    (newest, *_) = inbox(errand.person).rows
    assert "最低要缴满 180 个月" in newest.words
    assert ask_one(hall.insurance, BenefitsOf(number=errand.person)).value == ()
    assert not [one for one in papers.papers_of(refused.number) if one.kind == errand.paper]


@pytest.mark.clause("5.3.1b", "6.3.2")
def test_the_decision_can_be_made_again_from_what_it_looked_at(
    claimant: Callable[[Errand], Any],
    visit: Callable[[Any], Any],
    pass_on: Callable[..., Application],
) -> None:
    errand = BY_SLUG["pension-claim"]
    case = pass_on(_by_web(visit(claimant(errand)), errand), errand)
    made_again = list(recomputed(case=case.number))
    assert len(made_again) == 2
    assert all(one.is_equal for one in made_again)
