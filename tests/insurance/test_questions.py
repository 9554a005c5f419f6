"""Every question of the port, asked of the core's own database."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from shebao.exchange import port
from shebao.exchange.claims_suite import CLAIM_CHECKS
from shebao.exchange.deceased_suite import DECEASED_CHECKS
from shebao.exchange.port import ask_one
from shebao.exchange.sample import Sample
from shebao.exchange.suite import CHECKS, Check, Skipped, Subject, new_run
from shebao.insurance import province
from shebao.insurance.books import share
from shebao.insurance.cast import BY_KEY
from shebao.law import contributions, money

from .conftest import AS_OF, NOW

pytestmark = pytest.mark.usefixtures("db")
BIG = "8000000000"


@pytest.fixture
def sample(core: Any, who: Callable[[str], Any]) -> Sample:
    """What a conformance check needs to know of this core."""
    wang, employer = who("wang_fang"), ask_one(core, port.EmployerOf(number=BIG)).value
    return Sample(
        person=wang.number,
        id_type=wang.id_type,
        id_number=wang.id_number,
        pensioner=who("zhao_xiulan").number,
        employer=BIG,
        employer_code=employer.code,
        test_person=who("lin_qiang").number,
        deceased_id_number=BY_KEY["ding_bonian"].id_number,
        deceased_name="丁伯年",
        may_change=True,
    )


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "check",
    [c for c in (*CHECKS, *CLAIM_CHECKS, *DECEASED_CHECKS) if "at_once" not in c.__name__],
    ids=lambda c: c.__name__,
)
def test_the_core_keeps_the_promises_of_the_port(check: Check, core: Any, sample: Sample) -> None:
    try:
        check(Subject(insurance=core, sample=sample, run=new_run(), at=NOW))
    except Skipped as skipped:
        pytest.fail(f"left out: {skipped}")


def test_every_question_costs_one_statement_and_one_for_the_date(
    core: Any, who: Callable[[str], Any], sample: Sample
) -> None:
    number = who("zhao_xiulan").number
    for kind in port.QUESTIONS:
        question = _question(kind, number, sample)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            core.ask(question)
        assert len(captured) == 2, kind


@pytest.mark.parametrize("kind", port.QUESTIONS, ids=lambda kind: kind.name)
def test_no_question_scans_a_table(
    kind: type[port.Question[Any]], core: Any, who: Callable[[str], Any], sample: Sample
) -> None:
    question = _question(kind, who("zhao_xiulan").number, sample)
    with CaptureQueriesContext(connection) as captured:
        core.ask(question)
    assert not [step for step in _plan(captured[-1]["sql"]) if "SCAN" in step.upper().split()[0]]


def _plan(statement: str) -> list[str]:
    """The steps that read a table from end to end begin with SCAN or Seq Scan."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            return [row[3] for row in cursor.fetchall()]
        # A small table is scanned even where an index would do.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        return [row[0].strip(" ->").replace("Seq Scan", "SCAN") for row in cursor.fetchall()]


def _question(kind: type[port.Question[Any]], number: str, sample: Sample) -> port.Question[Any]:
    if kind is port.FindPerson:
        return port.FindPerson(id_type=sample.id_type, id_number=sample.id_number)
    if kind is port.FindEmployer:
        return port.FindEmployer(code=sample.employer_code)
    if kind is port.ChangesSince:
        return port.ChangesSince()
    if kind is port.DeceasedOf:
        return port.DeceasedOf(id_type=sample.id_type, id_number=sample.id_number, full_name="王芳")
    if kind is port.StaffPersonOf:
        return port.StaffPersonOf(
            number=BIG, id_type=sample.id_type, id_number=sample.id_number, full_name="无名氏"
        )
    employer = kind in {port.EmployerOf, port.StaffOf, port.StaffExemptionsOf}
    return kind(number=BIG if employer else number)


def test_wang_fang_is_insured_three_times_with_one_employer(
    core: Any, who: Callable[[str], Any]
) -> None:
    wang = who("wang_fang")
    rows = ask_one(core, port.RegistrationsOf(number=wang.number)).value
    assert {row.scheme for row in rows} == {"pension", "unemployment", "injury"}
    assert {row.state for row in rows} == {port.RegistrationState.ACTIVE}
    assert {row.months_actual for row in rows} == {152}
    assert wang.employer_name == "示例重工集团有限公司"


def test_shares_follow_the_rates_of_their_month(core: Any, who: Callable[[str], Any]) -> None:
    years = ask_one(core, port.ContributionsOf(number=who("wang_fang").number)).value
    for row in years:
        if row.scheme is port.Scheme.PENSION:
            for place, base in enumerate(row.bases):
                month = f"{row.year}-{place + 1:02d}"
                assert (row.own[place], row.employer[place]) == contributions.shares(
                    "pension", month, base
                )


def test_the_employers_share_fell_in_the_month_of_the_decision(
    core: Any, who: Callable[[str], Any]
) -> None:
    question = port.ContributionsOf(number=who("wang_fang").number, from_year=2019, to_year=2019)
    (pension,) = (r for r in ask_one(core, question).value if r.scheme is port.Scheme.PENSION)
    assert pension.employer[3] == share(pension.bases[3], 2000)
    assert pension.employer[4] == share(pension.bases[4], 1600)


def test_a_flexible_worker_pays_the_whole_and_only_the_pension(
    core: Any, who: Callable[[str], Any]
) -> None:
    years = ask_one(core, port.ContributionsOf(number=who("he_yutong").number)).value
    assert {row.scheme for row in years} == {port.Scheme.PENSION}
    assert all(not any(row.employer) for row in years)
    assert years[-1].own[0] == share(years[-1].bases[0], 2000)


def test_an_account_grows_by_the_published_rates(core: Any, who: Callable[[str], Any]) -> None:
    account = ask_one(core, port.AccountOf(number=who("wang_fang").number)).value
    by_year = {year.year: year for year in account.years}
    assert by_year[2024].rate == "2.62"
    assert by_year[2026].rate == ""
    assert account.balance > account.years[-1].closing
    for before, after in pairwise(account.years):
        assert after.opening == before.closing
    law = contributions.account_year(
        by_year[2024].opening, by_year[2024].credited, contributions.interest_rate(2024).value
    )
    assert by_year[2024].interest == law.interest


@given(
    opening=st.integers(0, 10**10),
    credited=st.integers(0, 10**9),
    year=st.integers(1998, 2025),
)
def test_plain_integers_earn_what_the_law_says(opening: int, credited: int, year: int) -> None:
    rate = contributions.interest_rate(
        year, region=province.CODE, tables=province.all_tables()
    ).value
    law = contributions.account_year(opening, credited, rate)
    assert province.year_interest(opening, credited, province.interest(year)) == law.interest


@given(base=st.integers(0, 10**8), rate=st.integers(0, 3000))
def test_a_share_is_rounded_as_the_law_rounds(base: int, rate: int) -> None:
    assert share(base, rate) == money.half_up(base * rate, 10000)


def test_a_pensioner_sees_benefit_payments_and_the_next_certification(
    core: Any, who: Callable[[str], Any]
) -> None:
    number = who("zhao_xiulan").number
    (benefit,) = ask_one(core, port.BenefitsOf(number=number)).value
    payments = ask_one(core, port.PaymentsOf(number=number)).value
    proof = ask_one(core, port.CertificationOf(number=number)).value
    assert benefit.first_month == "2014-05"
    assert benefit.monthly == sum(amount for _, amount in benefit.parts)
    assert payments[0].month == "2026-11"
    assert payments[0].amount == benefit.monthly
    assert payments[0].paid_on == date(2026, 11, 10)
    assert payments[-1].month == "2014-05"
    assert proof.next_due == date(2026, 12, 3)
    assert not proof.suspended


def test_whoever_did_not_certify_is_held_back_and_not_forgotten(
    core: Any, who: Callable[[str], Any]
) -> None:
    number = who("sun_defu").number
    (benefit,) = ask_one(core, port.BenefitsOf(number=number)).value
    payments = ask_one(core, port.PaymentsOf(number=number, from_month="2026-08")).value
    assert benefit.state == "suspended"
    assert ask_one(core, port.CertificationOf(number=number)).value.suspended
    assert [(row.month, row.result) for row in payments] == [
        ("2026-11", "held"),
        ("2026-10", "held"),
        ("2026-09", "paid"),
        ("2026-08", "paid"),
    ]


def test_the_certification_due_today_still_counts(core: Any, who: Callable[[str], Any]) -> None:
    for key, suspended in (("yesterday", True), ("today", False), ("tomorrow", False)):
        person = who(f"certification_due_{key}")
        assert (
            ask_one(core, port.CertificationOf(number=person.number)).value.suspended is suspended
        )


def test_an_unemployed_person_draws_for_the_months_the_law_allows(
    core: Any, who: Callable[[str], Any]
) -> None:
    drawn = {}
    for months in (11, 12, 59, 60, 119, 120):
        number = who(f"lost_job_after_{months}_months").number
        benefits = ask_one(core, port.BenefitsOf(number=number)).value
        drawn[months] = bool(benefits)
    assert drawn == {11: False, 12: True, 59: True, 60: True, 119: True, 120: True}


def test_a_mover_has_months_in_two_provinces(core: Any, who: Callable[[str], Any]) -> None:
    rows = ask_one(core, port.RegistrationsOf(number=who("jiang_chen").number)).value
    months = {row.region: row.months_actual for row in rows if row.scheme == "pension"}
    assert months == {"980100": 38, "990100": 31}


def test_people_without_insurance_are_known_and_empty(core: Any, who: Callable[[str], Any]) -> None:
    student = who("ma_xiaoyu")
    assert student.kind is port.PersonKind.STUDENT
    assert ask_one(core, port.RegistrationsOf(number=student.number)).value == ()
    assert ask_one(core, port.AccountOf(number=student.number)).value is None


def test_documents_of_every_kind_find_their_holder(who: Callable[[str], Any]) -> None:
    for key, name in (
        ("anna_smith", "SMITH ANNA"),
        ("chen_jiahao", "陈嘉豪"),
        ("peter_rossi", "ROSSI PETER"),
        ("li_wei", "李𬱟"),
        ("ayguli", "阿依古丽·买买提"),
    ):
        assert who(key).name == name


def test_the_staff_of_a_unit_is_walked_from_end_to_end(core: Any) -> None:
    employer = ask_one(core, port.EmployerOf(number=BIG)).value
    after, seen = "", []
    while True:
        page = ask_one(core, port.StaffOf(number=BIG, after=after, limit=97)).value
        seen += [member.number for member in page.members]
        after = page.next_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == employer.headcount
    assert seen == sorted(seen)


def test_every_answer_stands_at_the_day_of_the_data(core: Any, who: Callable[[str], Any]) -> None:
    answers = core.ask(port.CardOf(number=who("wang_fang").number), port.ChangesSince())
    assert {answer.data_date for answer in answers} == {AS_OF}
