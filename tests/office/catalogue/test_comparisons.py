"""Comparisons are read from the text of an expression as CEL would make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.catalogue.comparisons import Comparison, comparisons, moved
from shebao.hall.office.catalogue.expressions import compiled


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("person.age < 16", [Comparison("person.age", "<", "16")]),
        ("16 <= person.age", [Comparison("person.age", ">=", "16")]),
        ("a.b == 'x' || !c.d", [Comparison("a.b", "==", "'x'")]),
        ("a.b in ['x', \"y\"]", [Comparison("a.b", "==", "'x'"), Comparison("a.b", "==", '"y"')]),
        (
            "years_between(person.birth, add_months(answers.from, 1)) < 16",
            [Comparison("years_between(person.birth,add_months(answers.from,1))", "<", "16")],
        ),
        ("a.b == 'x < 3'", [Comparison("a.b", "==", "'x < 3'")]),
        ("size(a.list) == 0", [Comparison("size(a.list)", "==", "0")]),
        ("!answers.sure", []),
    ],
)
def test_every_comparison_is_found(source: str, found: list[Comparison]) -> None:
    compiled(source)
    assert list(comparisons(source)) == found


@given(number=st.integers(-1000, 1000), sign=st.sampled_from(["<", "<=", ">", ">="]))
def test_a_border_moves_by_one_each_way_and_nothing_else_changes(number: int, sign: str) -> None:
    source = f"a.kind == 'x' && a.months {sign} {number} && a.other != 3"
    texts = {text for text, _ in moved(source)}
    assert texts == {source.replace(f" {number} ", f" {one} ") for one in (number - 1, number + 1)}
