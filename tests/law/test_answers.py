"""An answer of the law changes in no word and no number without being seen."""

import json

import pytest

from tests.law.answers import FILE, QUESTIONS, REFUSALS, answered

KNOWN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_is_the_one_that_was_read(name: str) -> None:
    assert answered(QUESTIONS[name]) == KNOWN["answers"][name]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_what_was_read(name: str) -> None:
    assert answered(REFUSALS[name])["error"] == KNOWN["refusals"][name]


def test_nothing_is_kept_that_is_not_asked() -> None:
    assert set(KNOWN["answers"]) == set(QUESTIONS)
    assert set(KNOWN["refusals"]) == set(REFUSALS)
