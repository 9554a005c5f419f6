"""Small helpers by themselves: names compared, months counted, lines and entries told."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.identifiers import same_name
from shebao.law.months import month_text
from shebao.law.survivors import drawn_months
from shebao.law.tables import Entry
from shebao.law.working import _entry_record, _plain


@pytest.mark.clause("6.2.3")
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("王芳", "王芳", True),
        (" 王 芳 ", "王芳", True),
        ("Ｌi  Ming", "LI MING", True),
        ("买买提•艾力", "买买提·艾力", True),
        ("买买提艾力", "买买提·艾力", False),
        ("王芳", "王方", False),
        ("", "", False),
        ("", "王芳", False),
        ("王芳", "", False),
    ],
)
def test_names_are_the_same_whatever_width_blanks_and_dots(
    one: str, other: str, is_same: bool
) -> None:
    assert same_name(one, other) is is_same


@pytest.mark.clause("5.2.2e")
@pytest.mark.parametrize(
    ("since", "died_on", "months"),
    [
        ("2020-01", date(2020, 1, 31), 1),
        ("2020-01", date(2020, 2, 1), 2),
        ("2020-01", date(2021, 1, 15), 13),
        ("2020-02", date(2020, 1, 31), 0),
        ("2021-01", date(2020, 1, 1), 0),
    ],
)
def test_months_drawn_count_the_first_and_the_month_of_death(
    since: str, died_on: date, months: int
) -> None:
    assert drawn_months(since, died_on) == months


@given(first=st.integers(1950 * 12, 2060 * 12), more=st.integers(-30, 600))
def test_a_month_more_of_life_is_a_pension_more(first: int, more: int) -> None:
    number = first + more
    died = date(number // 12, number % 12 + 1, 9)

    assert drawn_months(month_text(first), died) == max(0, more + 1)


@pytest.mark.parametrize("is_open", [True, False])
def test_an_entry_is_told_with_everything_it_rests_on(is_open: bool) -> None:
    entry = Entry(
        name="rates", value={"own": Decimal("0.08")}, since=date(2019, 5, 1),
        until=None if is_open else date(2025, 12, 31), document="文件", region="000000",
        confidence="A", unit="ratio", note="说明",
        known_from=None if is_open else date(2019, 4, 4),
    )  # fmt: skip

    assert _entry_record(entry) == {
        "name": "rates",
        "value": {"own": "0.08"},
        "unit": "ratio",
        "region": "000000",
        "from": "2019-05-01",
        "to": "" if is_open else "2025-12-31",
        "known_from": "" if is_open else "2019-04-04",
        "document": "文件",
        "confidence": "A",
        "note": "说明",
    }


def test_exact_numbers_are_told_as_text_and_shapes_are_kept() -> None:
    told = _plain({"a": [Decimal("1.50"), 2, "x"], "b": {"c": Decimal("3")}})

    assert told == {"a": ["1.50", 2, "x"], "b": {"c": "3"}}
