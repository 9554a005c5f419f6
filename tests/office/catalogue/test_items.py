"""Every service on offer passes the check, runs its examples and sets its paper."""

from pathlib import Path

import pytest

from shebao.commands import item_papers
from shebao.hall.office.catalogue.check import check
from shebao.hall.office.catalogue.examples import run
from shebao.hall.office.catalogue.folders import read
from shebao.hall.office.catalogue.guide import guide_html
from shebao.hall.office.catalogue.item import Handling
from shebao.hall.office.catalogue.pinned import of_folder
from tests.office.catalogue.conftest import PLACES

SLUGS = [place.name for place in PLACES]
WITH_PAPER = [place for place in PLACES if (place / "paper.typ").exists()]


@pytest.mark.clause("3.2", "5.3.1b", "5.3.2", "5.6.1b")
@pytest.mark.parametrize("place", PLACES, ids=SLUGS)
def test_the_service_passes_the_check(place: Path) -> None:
    assert [str(finding) for finding in check(place)] == []


@pytest.mark.parametrize("place", PLACES, ids=SLUGS)
def test_the_service_has_five_examples_with_a_refusal_and_a_border(place: Path) -> None:
    cases = read(place).cases
    assert len(cases) >= 5
    assert any(case["expect"] == "refuse" for case in cases)


@pytest.mark.clause("5.3.1c")
@pytest.mark.parametrize("place", PLACES, ids=SLUGS)
def test_every_refusal_says_why_by_which_article_and_what_to_do(place: Path) -> None:
    pinned = of_folder(read(place))
    for case in pinned.cases:
        if case["expect"] == "refuse":
            reasons = run(pinned, case).fired
            assert all(one.say and one.basis for one in reasons)
            assert all(one.advice for one in reasons if one.result == "refuse")


@pytest.mark.clause("5.3.2", "5.6.1b")
@pytest.mark.parametrize("place", PLACES, ids=SLUGS)
def test_the_guide_answers_what_people_ask(place: Path) -> None:
    page = guide_html(of_folder(read(place)))
    assert {"谁能办", "怎么办", "办完以后"} <= {section.title for section in page.sections}
    assert len(page.faq) >= 2
    assert all("<p>" in one.html for one in page.faq)


@pytest.mark.clause("3.2")
def test_all_three_ways_of_handling_are_offered() -> None:
    assert {read(place).item.handling for place in PLACES} == set(Handling)


@pytest.mark.clause("5.4.2.1", "5.3.1d")
@pytest.mark.parametrize("place", WITH_PAPER, ids=[place.name for place in WITH_PAPER])
def test_the_paper_is_set_for_every_example_that_is_not_refused(place: Path) -> None:
    assert [str(finding) for finding in item_papers.findings(place)] == []
