"""A refusal says what would turn it: found by the rules themselves, the easiest first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.exchange import port
from shebao.hall.office.catalogue.examples import PERSONA, TODAY
from shebao.hall.office.catalogue.folders import Case, find, read
from shebao.hall.office.catalogue.personas import SampleCore
from shebao.hall.office.catalogue.pinned import Pinned, of_folder
from shebao.hall.office.catalogue.turning import Way, WayStep, ways
from shebao.hall.office.catalogue.turning.search import STRIDES, Bench, Change, first_that_holds
from shebao.hall.office.catalogue.turning.supposing import Supposed
from tests.office.catalogue.conftest import ITEMS

PINNED = {place.name: of_folder(read(place)) for place in find([ITEMS])}


def case_of(slug: str, title: str) -> Case:
    return next(case for case in PINNED[slug].cases if case["title"] == title)


def found(slug: str, title: str) -> tuple[Way, ...]:
    case = case_of(slug, title)
    core, today = core_of(case)
    return ways(
        PINNED[slug], insurance=core, subject=core.subject, answers=case["answers"], today=today
    )


def core_of(case: Case) -> tuple[SampleCore, date]:
    today = case.get("today", TODAY)
    return SampleCore(case.get("persona", PERSONA), today=today), today


@pytest.mark.clause("5.3.1c")
def test_waiting_is_told_with_its_month() -> None:
    (way,) = found("residents-pension-claim", "60 周岁当月的前一天，还早一天")
    assert way == Way(steps=(WayStep(kind="wait", months=1, month="2025-10"),), result="review")


@pytest.mark.clause("5.3.1c")
def test_a_month_too_early_is_answered_with_the_first_that_may_be_chosen() -> None:
    (way,) = found("early-retirement", "早一个月，不满 60 周岁")
    assert [(step.kind, step.value) for step in way.steps] == [("choose", "2025-10")]


@pytest.mark.clause("5.3.1c")
def test_a_month_that_comes_later_is_waited_for_and_chosen() -> None:
    (way,) = found("pension-claim", "早于法定退休月，指到弹性提前")
    assert [(step.kind, step.months, step.value) for step in way.steps] == [
        ("wait", 2, ""), ("choose", 0, "2026-01"),
    ]  # fmt: skip


@pytest.mark.clause("5.3.1c")
def test_what_can_be_put_right_is_named() -> None:
    (way,) = found("unemployment-benefit", "没有社会保障卡")
    assert [(step.kind, step.fact) for step in way.steps] == [("first", "card.exists")]


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("contact-change", "参保人已去世"),
        ("eligibility-certification", "不是本人"),
        ("late-retirement", "国有企业领导人员"),
        ("unemployment-benefit", "自己辞职"),
    ],
)
def test_nobody_is_told_to_live_again_or_to_answer_otherwise(slug: str, title: str) -> None:
    assert found(slug, title) == ()


class Leaver:
    """Somebody whose unemployment months are still too few, and who goes on working."""

    def __init__(self, paid: int) -> None:
        self._core, self._paid = SampleCore("jobless", today=TODAY), paid
        self.asked = 0

    def ask(self, *questions: port.Question[Any]) -> tuple[port.Answer[Any], ...]:
        self.asked += 1
        return self._core.ask(*questions)

    def post(self, posting: port.Posting) -> port.Receipt:
        raise AssertionError("nothing is posted while one only supposes")


@pytest.mark.clause("5.3.1c")
def test_the_core_is_asked_once_for_all_that_is_supposed() -> None:
    core = Leaver(11)
    case = case_of("pension-claim", "早于法定退休月，指到弹性提前")
    ways(
        PINNED["pension-claim"],
        insurance=core, subject="1", answers=case["answers"], today=TODAY,
    )  # fmt: skip
    assert core.asked <= 2


def contributions(core: port.Insurance, number: str) -> tuple[port.ContributionYear, ...]:
    return tuple(port.ask_one(core, port.ContributionsOf(number=number)).value)


def paid(rows: tuple[port.ContributionYear, ...], scheme: str) -> list[str]:
    return sorted(f"{row.year}-{place:02}" for row in rows if row.scheme == scheme
                  for place, state in enumerate(row.states, 1) if state in "pmt")  # fmt: skip


@given(months=st.integers(1, 60))
def test_further_months_follow_the_last_paid_one_without_a_gap(months: int) -> None:
    inner = SampleCore("employee", today=TODAY)
    supposed = Supposed(inner)
    before = paid(contributions(supposed, inner.subject), "pension")
    supposed.paid_on = months
    rows = contributions(supposed, inner.subject)
    after = paid(rows, "pension")
    assert after[: len(before)] == before
    assert len(after) == len(before) + months == len(set(after))
    assert {len(row.states) for row in rows} == {12}
    year, month = divmod(int(before[-1][:4]) * 12 + int(before[-1][5:]) - 1 + months, 12)
    assert after[-1] == f"{year}-{month + 1:02}"


@given(least=st.integers(1, 240))
def test_the_least_number_of_months_is_found(least: int) -> None:
    assert first_that_holds(lambda number: number >= least) == least


def test_what_never_holds_is_not_found() -> None:
    assert first_that_holds(lambda number: number > STRIDES[-1]) == 0


def refused() -> Iterator[tuple[str, Pinned, Case]]:
    for slug, pinned in PINNED.items():
        for case in pinned.cases:
            if case["expect"] == "refuse" and "facts" not in case:
                yield slug, pinned, case


@pytest.mark.clause("5.3.1c", "5.3.1b")
def test_every_way_found_turns_its_refusal_and_no_shorter_time_does() -> None:
    told = 0
    for slug, pinned, case in refused():
        core, today = core_of(case)
        bench = Bench(pinned, Supposed(core), core.subject, case["answers"], today)
        for way in found(slug, case["title"]):
            times = [step for step in way.steps if step.kind in {"wait", "pay"}]
            if len(way.steps) == 1 and times:
                paying, months = times[0].kind == "pay", times[0].months
                assert bench.turns(Change(months=months, is_paying=paying)) is not None
                assert bench.turns(Change(months=months - 1, is_paying=paying)) is None
            told += 1
    assert told >= 12
