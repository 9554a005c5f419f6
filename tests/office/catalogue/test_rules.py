"""Decisions: all reasons at once, refusal first, a person where rules cannot, the same again."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.catalogue.examples import sample_facts
from shebao.hall.office.catalogue.expressions import compiled
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.folders import read
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.item import FormField, Item, Rule
from shebao.hall.office.catalogue.pinned import Pinned, of_folder
from shebao.hall.office.catalogue.rules import (
    UNDECIDED,
    decide,
    digest,
    effects,
    inputs_of,
    recompute,
)
from tests.office.catalogue.conftest import PLACES

TODAY = date(2025, 11, 24)
OFFERED = [of_folder(read(place)) for place in PLACES]
BASE = OFFERED[0].item


def item_with(*rules: Rule, handling: str = "instant") -> Pinned:
    fields = (
        FormField(name="a", type="integer", label="甲", required=False),
        FormField(name="b", type="text", label="乙", required=False),
        FormField(name="c", type="yes_no", label="丙", required=False),
    )
    changes: dict[str, Any] = {
        "rules": rules, "fields": fields, "handling": handling, "effect": None, "paper": None,
    }  # fmt: skip
    item = Item.model_validate({**BASE.model_dump(), **changes})
    return Pinned(slug=item.slug, version="v", item=item, guide="", paper_source="")


def rule(name: str, **condition: str) -> Rule:
    return Rule(name=name, say=f"{name} 的理由", basis="某条", **condition)


def outcome(pinned: Pinned, answers: Mapping[str, Any] | None = None) -> Any:
    return decide(pinned, answers=answers or {}, facts=FactSet(), today=TODAY)


@pytest.mark.clause("5.3.1c")
def test_all_refusals_are_told_at_once() -> None:
    found = outcome(
        item_with(
            rule("one", refuse_if="true"),
            rule("other", refuse_if="today == '2025-11-24'"),
            rule("not_this", refuse_if="false"),
            rule("look", review_if="true"),
        )
    )
    assert found.result == "refuse"
    assert [one.name for one in found.reasons] == ["one", "other"]
    assert [one.holds for one in found.checked] == [True, True, False, True]


def test_review_comes_before_approval() -> None:
    found = outcome(item_with(rule("yes", approve_if="true"), rule("look", review_if="true")))
    assert found.result == "review"


@pytest.mark.clause("5.3.1b")
@pytest.mark.parametrize(
    ("handling", "result"),
    [("instant", "approve"), ("promised", "review"), ("appointment", "review")],
)
def test_without_a_rule_the_handling_decides(handling: str, result: str) -> None:
    assert outcome(item_with(handling=handling)).result == result


@pytest.mark.clause("5.3.1b", "5.3.1c")
def test_an_instant_refusal_always_offers_review_by_a_person() -> None:
    refusing = rule("no", refuse_if="true")
    assert outcome(item_with(refusing)).offers_review
    assert not outcome(item_with(refusing, handling="promised")).offers_review
    assert not outcome(item_with()).offers_review


@pytest.mark.clause("5.3.1b")
def test_a_rule_that_cannot_be_worked_out_is_left_to_a_person() -> None:
    found = outcome(item_with(rule("odd", refuse_if="answers.a > 3")))
    assert found.result == "review"
    assert found.fired[0].say == UNDECIDED
    assert found.checked[0].holds is None
    assert found.checked[0].reason


def test_a_missing_fact_is_left_to_a_person() -> None:
    found = outcome(item_with(rule("odd", refuse_if="!person.is_alive")))
    assert found.result == "review"


def test_an_undecided_rule_does_not_save_from_a_refusal() -> None:
    found = outcome(item_with(rule("odd", review_if="answers.a > 3"), rule("no", refuse_if="true")))
    assert found.result == "refuse"


def test_values_no_rule_can_read_are_left_to_a_person() -> None:
    found = outcome(item_with(rule("no", refuse_if="answers.a == 1")), {"a": 10**40})
    assert found.result in {"review", "approve"}


def test_questions_not_answered_are_blank() -> None:
    blank = "answers.a == null && answers.b == '' && answers.c == false"
    assert outcome(item_with(rule("blank", refuse_if=blank))).result == "refuse"


def test_effects_leave_blank_values_out() -> None:
    pinned = next(one for one in OFFERED if one.slug == "contact-change")
    found = effects(pinned, answers={"mobile": "13900000099"}, facts=FactSet(), today=TODAY)
    assert found == {"mobile": "13900000099"}


def test_an_item_without_effect_has_none() -> None:
    assert effects(item_with(), answers={}, facts=FactSet(), today=TODAY) is None


def _decided(pinned: Pinned, case: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    today = case.get("today", TODAY)
    answers = clean(pinned.item, case["answers"], today=today).answers
    who = case.get("persona", "employee")
    facts = sample_facts(pinned, persona=who, today=today, answers=answers)
    found = decide(pinned, answers=answers, facts=facts, today=today)
    return inputs_of(answers=answers, facts=facts, today=today), found


@pytest.mark.clause("5.3.1b", "6.3.2")
@pytest.mark.parametrize("pinned", OFFERED, ids=[one.slug for one in OFFERED])
def test_a_stored_decision_is_recomputed_bit_for_bit(pinned: Pinned) -> None:
    for case in pinned.cases:
        inputs, found = _decided(pinned, case)
        stored = json.loads(json.dumps(inputs))
        again = recompute(pinned, stored)
        assert again == found
        assert digest(stored, again) == digest(inputs, found)


def test_another_answer_is_another_digest() -> None:
    pinned = next(one for one in OFFERED if one.slug == "contact-change")
    inputs, found = _decided(pinned, pinned.cases[0])
    changed = {**inputs, "answers": {**inputs["answers"], "mobile": "13900000098"}}
    assert digest(changed, found) != digest(inputs, found)


@given(
    a=st.one_of(st.none(), st.integers(-(2**70), 2**70)),
    b=st.text(),
    c=st.booleans(),
    day=st.dates(),
)
def test_deciding_never_fails_and_never_changes_its_mind(
    a: int | None, b: str, c: bool, day: date
) -> None:
    pinned = item_with(
        rule("one", refuse_if="answers.a > 3 && answers.c"),
        rule("two", review_if="answers.b.contains('退') || months_between(answers.b, today) > 2"),
        rule("three", approve_if="length(answers.b) > 5"),
    )
    answers = {"a": a, "b": b, "c": c}
    found = decide(pinned, answers=answers, facts=FactSet(), today=day)
    assert found == decide(pinned, answers=answers, facts=FactSet(), today=day)
    inputs = inputs_of(answers=answers, facts=FactSet(), today=day)
    assert recompute(pinned, inputs) == found
    assert digest(inputs, found) == digest(json.loads(json.dumps(inputs)), found)


def test_only_named_facts_are_gathered() -> None:
    pinned = next(one for one in OFFERED if one.slug == "insured-certificate")
    assert pinned.rule_facts == ("person", "registrations")
    assert pinned.decision_facts == ("person", "recent_months", "registrations")
    assert pinned.form_facts == ()


@pytest.mark.parametrize("pinned", OFFERED, ids=[one.slug for one in OFFERED])
def test_leaving_out_what_no_rule_names_changes_no_decision(pinned: Pinned) -> None:
    whole = Pinned(slug="x", version="v", item=pinned.item, guide="", paper_source="")
    whole.__dict__["looked_at"] = dict.fromkeys(pinned.rule_facts)
    whole.__dict__["members_looked_at"] = None
    for case in pinned.cases:
        inputs, found = _decided(pinned, case)
        assert recompute(whole, inputs) == found


@pytest.mark.parametrize(
    ("source", "members"),
    [
        ("f.list.exists(one, one.a == one.b)", {"a", "b"}),
        ("f.list.filter(one, one.a == 1)[0].c == 2", None),
        ("f.list.exists(one, one == 3)", None),
        ("f.list.map(one, one.a).exists(two, two > 1)", None),
        ("f.list.all(one, one.rows.exists(row, row.x > 1))", {"rows", "x"}),
        ("size(f.list) > 1", set()),
        ("f.list[0].a > 1", None),
    ],
)
def test_it_is_known_which_parts_of_list_members_count(
    source: str, members: set[str] | None
) -> None:
    assert compiled(source).members == members
