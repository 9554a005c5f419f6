"""Forms: whatever is typed gets a value or kind words, and the schema says the same as the form."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebao.hall.office.catalogue.examples import sample_facts
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.folders import read
from shebao.hall.office.catalogue.forms import clean, json_schema, questions
from shebao.hall.office.catalogue.item import FormField, Item, Option
from shebao.hall.office.catalogue.pinned import of_folder
from tests.office.catalogue.conftest import PLACES

TODAY = date(2025, 11, 24)
OFFERED = {place.name: of_folder(read(place)) for place in PLACES}
YES_NO = (Option(value="one", label="甲项"), Option(value="two", label="乙项"))
EVERY_TYPE = (
    FormField(name="kind", type="choice", label="种类", options=YES_NO),
    FormField(name="text", type="text", label="说明", max_length=20, required=False),
    FormField(name="long", type="longtext", label="详情", max_length=50, required=False),
    FormField(name="name", type="name", label="姓名", required=False),
    FormField(name="mobile", type="mobile", label="手机号", required=False),
    FormField(name="day", type="date", label="日期", required=False, not_after_today=True),
    FormField(name="month", type="month", label="月份", required=False),
    FormField(name="number", type="integer", label="人数", required=False, minimum=1, maximum=9),
    FormField(name="money", type="money", label="金额", required=False),
    FormField(name="region", type="region", label="地区", required=False),
    FormField(name="agreed", type="yes_no", label="同意", required=False),
    FormField(
        name="more", type="text", label="补充", show_if="answers.kind == 'two'", min_length=2
    ),
    FormField(
        name="deep", type="text", label="再补充", show_if="answers.kind == 'two' && answers.agreed"
    ),
)


def with_fields(*fields: FormField) -> Item:
    base = next(iter(OFFERED.values())).item
    return Item.model_validate({**base.model_dump(), "fields": fields, "rules": ()})


ITEM = with_fields(*EVERY_TYPE)
SCHEMA = jsonschema_rs.validator_for(json_schema(ITEM))


def one(field: str, raw: object) -> Any:
    cleaned = clean(ITEM, {"kind": "one", field: raw}, today=TODAY)
    for error in cleaned.errors:
        return error.words
    return cleaned.answers.get(field)


@pytest.mark.parametrize(
    ("field", "raw", "found"),
    [
        ("mobile", " 139 0000-0099 ", "13900000099"),
        ("mobile", "+86 13900000099", "13900000099"),
        ("day", "2025/1/2", "2025-01-02"),
        ("day", "2025年11月24日", "2025-11-24"),
        ("day", "20251124", "2025-11-24"),
        ("month", "2025年3月", "2025-03"),
        ("month", "202503", "2025-03"),
        ("money", "4,120.5", 412050),
        ("money", "¥12", 1200),
        ("money", 1200, 1200),
        ("number", " 3 ", 3),
        ("number", 3, 3),
        ("agreed", "是", True),
        ("agreed", "no", False),
        ("agreed", True, True),
        ("kind", "乙项", None),
        ("text", "  两  头 有空 ", "两 头 有空"),
        ("long", "第一行\r\n第二行", "第一行\n第二行"),
        ("region", "990100", "990100"),
        ("name", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("text", None, None),
    ],
)
def test_what_people_type_is_understood(field: str, raw: object, found: Any) -> None:
    if field == "kind":
        assert clean(ITEM, {"kind": raw, "more": "好的"}, today=TODAY).answers["kind"] == "two"
    else:
        assert one(field, raw) == found


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        ("mobile", "1390000009", "应是 11 位"),
        ("day", "2025-02-30", "日历上没有"),
        ("day", "2025-11-25", "不能晚于今天（2025-11-24）"),
        ("day", "后天", "请写成"),
        ("month", "2025-13", "01 到 12"),
        ("number", "十", "请填整数"),
        ("number", "10", "不能大于 9"),
        ("number", 0, "不能小于 1"),
        ("money", "-1", "不能小于 0.00 元"),
        ("money", "1.234", "最多两位小数"),
        ("kind", "three", "在给出的选项里选择种类"),
        ("kind", "", "请选择种类"),
        ("text", "字" * 21, "最多 20 个字，现在是 21 个"),
        ("text", "a\x00b", "认不出的字符"),
        ("text", "a\ud800b", "认不出的字符"),
        ("text", "字" * 5_000_000, "太长了"),
        ("text", ["a"], "没看懂"),
        ("text", 3, "没看懂"),
        ("number", True, "没看懂"),
        ("number", 10**30, "没看懂"),
        ("region", "9901", "6 位数字"),
        ("agreed", "也许", "“是”或“否”"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(field: str, raw: object, words: str) -> None:
    if field == "kind":
        (error,) = clean(ITEM, {"kind": raw}, today=TODAY).errors
        assert words in error.words
    else:
        assert words in one(field, raw)


def test_all_faults_are_told_at_once() -> None:
    found = clean(ITEM, {"mobile": "1", "day": "x", "number": "y"}, today=TODAY)
    assert [error.field for error in found.errors] == ["kind", "mobile", "day", "number"]


def test_a_hidden_question_falls_away_with_its_faults() -> None:
    found = clean(ITEM, {"kind": "one", "more": "\x00", "deep": "x"}, today=TODAY)
    assert found.errors == ()
    assert found.answers == {"kind": "one"}


def test_a_shown_question_must_be_answered() -> None:
    found = clean(ITEM, {"kind": "two", "agreed": "yes"}, today=TODAY)
    assert [error.field for error in found.errors] == ["more", "deep"]


def test_keys_that_are_no_question_are_left_aside() -> None:
    assert clean(ITEM, {"kind": "one", "csrf": "x"}, today=TODAY).errors == ()


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.integers()), st.floats(),
    st.sampled_from(["one", "two", "2025-11-24", "2025-11", "13900000099", "990100", "5", "是"]),
    st.text(alphabet=st.characters(), max_size=30),
)  # fmt: skip
FORMS = st.dictionaries(st.sampled_from([field.name for field in EVERY_TYPE]), ANYTHING)


@given(raw=FORMS, day=st.dates())
def test_nothing_that_can_be_sent_makes_a_form_fail(raw: dict[str, Any], day: date) -> None:
    found = clean(ITEM, raw, today=day)
    assert all(error.words for error in found.errors)
    assert clean(ITEM, found.answers, today=day).answers == found.answers


@given(raw=FORMS)
def test_what_the_form_takes_the_schema_takes(raw: dict[str, Any]) -> None:
    found = clean(ITEM, raw, today=TODAY)
    if not found.errors:
        assert SCHEMA.is_valid(found.answers), list(SCHEMA.iter_errors(found.answers))


@pytest.mark.parametrize("slug", OFFERED)
@given(data=st.data())
@settings(max_examples=25)
def test_any_text_in_any_question_gets_an_answer(slug: str, data: st.DataObject) -> None:
    item = OFFERED[slug].item
    raw = {field.name: data.draw(st.one_of(ANYTHING, _good(field))) for field in item.fields}
    found = clean(item, raw, today=TODAY)
    known = {field.name for field in item.fields}
    assert {error.field for error in found.errors} <= known
    drawn = questions(item, answers=raw, facts=FactSet(), today=TODAY)
    assert {one.name for group in drawn for one in group.questions} == known


def _good(field: FormField) -> st.SearchStrategy[Any]:
    return st.sampled_from([option.value for option in field.options] or ["2025-01", "2025-01-01"])


# What the schema can say, it says as the form does.
CORPUS: list[dict[str, Any]] = [
    {"kind": "one"},
    {"kind": "three"},
    {},
    {"kind": "two"},
    {"kind": "two", "more": "好的"},
    {"kind": "two", "more": "好"},
    {"kind": "two", "more": "好的", "agreed": True},
    {"kind": "two", "more": "好的", "agreed": True, "deep": "再说"},
    {"kind": "two", "more": "好的", "agreed": False},
    {"kind": "one", "more": "好"},
    {"kind": "one", "mobile": "13900000099"},
    {"kind": "one", "mobile": "1390000009"},
    {"kind": "one", "number": 0},
    {"kind": "one", "number": 9},
    {"kind": "one", "number": 10},
    {"kind": "one", "money": -1},
    {"kind": "one", "money": 100},
    {"kind": "one", "month": "2025-13"},
    {"kind": "one", "month": "2025-12"},
    {"kind": "one", "day": "2025-11-24"},
    {"kind": "one", "region": "99010"},
    {"kind": "one", "agreed": True},
    {"kind": "one", "text": "字" * 20},
    {"kind": "one", "text": "字" * 21},
    {"kind": "one", "text": "a\x00"},
]


@pytest.mark.parametrize("answers", CORPUS, ids=str)
def test_form_and_schema_agree(answers: dict[str, Any]) -> None:
    takes = not clean(ITEM, answers, today=TODAY).errors
    assert SCHEMA.is_valid(answers) == takes


@pytest.mark.parametrize("slug", OFFERED)
def test_every_example_agrees_with_the_schema(slug: str) -> None:
    pinned = OFFERED[slug]
    schema = jsonschema_rs.validator_for(json_schema(pinned.item))
    for case in pinned.cases:
        found = clean(pinned.item, case["answers"], today=case.get("today", TODAY))
        if not found.errors:
            assert schema.is_valid(found.answers)
    assert json_schema(pinned.item)["title"] == pinned.item.name


@pytest.mark.clause("4.2", "5.3.1a")
def test_what_the_core_knows_is_offered_as_the_first_answer() -> None:
    pinned = OFFERED["pension-transfer"]
    facts = sample_facts(pinned, persona="young_mover")
    drawn = {
        one.name: one
        for group in questions(pinned.item, answers={}, facts=facts, today=TODAY)
        for one in group.questions
    }
    assert (drawn["to_region"].value, drawn["to_region"].is_prefilled) == ("990100", True)
    assert (drawn["from_region"].value, drawn["from_region"].is_prefilled) == ("990300", True)


def test_a_form_drawn_again_keeps_what_was_typed() -> None:
    pinned = OFFERED["contact-change"]
    answers = {"what": "mobile", "mobile": "139x"}
    drawn = {
        one.name: one
        for group in questions(pinned.item, answers=answers, facts=FactSet(), today=TODAY)
        for one in group.questions
    }
    assert drawn["mobile"].value == "139x"
    assert drawn["mobile"].is_visible
    assert not drawn["address"].is_visible
    assert {"what": "address"} in drawn["address"].shown_when


@pytest.mark.clause("6.1.3d")
def test_questions_stand_in_their_groups_in_order() -> None:
    item = OFFERED["key-facts-change"].item
    drawn = questions(item, answers={}, facts=FactSet(), today=TODAY)
    assert [group.title for group in drawn] == ["更正内容", "说明"]
