"""What a what-if and a pension refuse: at the border it goes, one step beyond it says why."""

from fractions import Fraction
from typing import Any

import pytest

from shebao.law.pension.facts import BadFact, Facts, demand_sound
from shebao.law.pension.supposed import Assumptions, Choice, Person, percent_text
from shebao.law.text import shown, told, without_blanks

pytestmark = pytest.mark.clause("5.4.3d")
LIFE: dict[str, Any] = {
    "birth": "1985-06", "group": "male60", "region": "990100", "as_of": "2026-02",
    "paid_months": 120, "index": Fraction(1), "account": 100_00,
}  # fmt: skip
# From June 1985 to February 2026.
LIVED = 488
CENT = Fraction(1, 10**6)
KNOWN: dict[str, Any] = {
    "region": "990100", "month": "2026-03", "age_months": 720, "years": Fraction(20),
    "index": Fraction(1), "account": 100_00,
}  # fmt: skip


def says(**values: Any) -> str:
    with pytest.raises(BadFact) as caught:
        Person(**{**LIFE, **values})
    return str(caught.value)


def says_of(**values: Any) -> str:
    with pytest.raises(BadFact) as caught:
        demand_sound(Facts(**{**KNOWN, **values}))
    return str(caught.value)


BORDERS: list[tuple[str, Any, Any, str]] = [
    ("index", Fraction(3), 3 + CENT, "平均缴费指数（index）不能大于 3，"),
    ("index", Fraction(0), -CENT, "平均缴费指数（index）不能小于 0，"),
    ("deemed_index", Fraction(3), 3 + CENT, "视同缴费指数（deemed_index）不能大于 3，"),
    ("deemed_index", Fraction(0), -CENT, "视同缴费指数（deemed_index）不能小于 0，"),
    ("account", 10**15, 10**15 + 1, "个人账户储存额（account）不能大于 10,000,000,000,000.00"),
    ("account", 0, -1, "个人账户储存额（account）不能小于 0.00"),
    ("average_wage", 10**15, 10**15 + 1, "平均工资（average_wage）不能大于 10,000,000,000,000.00"),
    ("average_wage", 1, 0, "平均工资（average_wage）不能小于 0.01"),
    ("paid_months", LIVED, LIVED + 1, f"缴费月数（paid_months）不能大于 {LIVED}，"),
    ("paid_months", 0, -1, "缴费月数（paid_months）不能小于 0，"),
    ("deemed_months", LIVED - 120, LIVED - 119, "视同缴费月数（deemed_months）不能大于 368，"),
    ("deemed_months", 0, -1, "视同缴费月数（deemed_months）不能小于 0，"),
    ("early_months", 120, 121, "早期缴费月数（early_months）不能大于 120，"),
    ("early_months", 0, -1, "早期缴费月数（early_months）不能小于 0，"),
]


@pytest.mark.parametrize(("name", "good", "bad", "words"), BORDERS)
def test_a_life_is_taken_at_the_border_and_refused_beyond_it(
    name: str, good: Any, bad: Any, words: str
) -> None:
    assert getattr(Person(**{**LIFE, name: good}), name) == good
    found = says(**{name: bad})
    assert found.startswith(words), found
    assert found.endswith("，请核对")


def test_nobody_is_projected_before_they_are_born() -> None:
    newborn = Person(**{**LIFE, "as_of": "1985-06", "paid_months": 0})

    assert newborn.as_of == newborn.birth
    assert says(as_of="1985-05", paid_months=0) == (
        "出生年月（birth）1985-06 晚于 1985-05，还没有出生，请核对"
    )


OF_FACTS: list[tuple[str, Any, Any, str]] = [
    ("base", 10**15, 10**15 + 1, "养老金计发基数（base）不能大于 10,000,000,000,000.00"),
    ("base", 1, 0, "养老金计发基数（base）不能小于 0.01"),
    ("account", 10**15, 10**15 + 1, "个人账户储存额（account）不能大于 10,000,000,000,000.00"),
    ("account", 0, -1, "个人账户储存额（account）不能小于 0.00"),
    ("index", Fraction(3), 3 + CENT, "平均缴费指数（index）不能大于 3，"),
    ("index", Fraction(0), -CENT, "平均缴费指数（index）不能小于 0，"),
    ("deemed_index", Fraction(3), 3 + CENT, "视同缴费指数（deemed_index）不能大于 3，"),
    ("deemed_index", Fraction(0), -CENT, "视同缴费指数（deemed_index）不能小于 0，"),
    ("years", Fraction(80), 80 + CENT, "缴费年限（years）不能大于 80，"),
    ("years", Fraction(0), -CENT, "缴费年限（years）不能小于 0，"),
    ("deemed_years", Fraction(20), 20 + CENT, "视同缴费年限（deemed_years）不能大于 20，"),
    ("deemed_years", Fraction(0), -CENT, "视同缴费年限（deemed_years）不能小于 0，"),
    ("early_years", 20 + Fraction(1, 50), 20 + Fraction(1, 50) + CENT,
     "早期缴费年限（early_years）不能大于 20.02"),
    ("early_years", Fraction(0), -CENT, "早期缴费年限（early_years）不能小于 0，"),
    ("age_months", 1800, 1801, "年龄（月）（age）不能大于 1800，"),
    ("age_months", 0, -1, "年龄（月）（age）不能小于 0，"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad", "words"), OF_FACTS)
def test_a_fact_is_taken_at_the_border_and_refused_beyond_it(
    name: str, good: Any, bad: Any, words: str
) -> None:
    demand_sound(Facts(**{**KNOWN, name: good}))
    found = says_of(**{name: bad})
    assert found.startswith(words), found
    assert found.endswith("，请核对")


def test_early_years_find_room_only_beside_deemed_ones() -> None:
    early, deemed = Fraction(5), Fraction(15)
    demand_sound(Facts(**{**KNOWN, "deemed_years": deemed, "early_years": early}))

    assert "不能大于 4.02" in says_of(deemed_years=Fraction(16), early_years=early)


@pytest.mark.parametrize(
    ("values", "good", "words"),
    [
        ({"ratio": 10**15 + Fraction(1)}, {"ratio": Fraction(10**15)},
         "今后的缴费基数与平均工资之比（ratio）不能大于"),
        ({"ratio": Fraction(-1)}, {"ratio": Fraction(0)},
         "今后的缴费基数与平均工资之比（ratio）不能小于 0，"),
        ({"gap_months": 961}, {"gap_months": 960}, "中断缴费的月数（gap_months）不能大于 960，"),
        ({"gap_months": -1}, {"gap_months": 0}, "中断缴费的月数（gap_months）不能小于 0，"),
    ],
)  # fmt: skip
def test_a_choice_has_borders_too(values: dict[str, Any], good: dict[str, Any], words: str) -> None:
    Choice(**good)
    with pytest.raises(BadFact) as caught:
        Choice(**values)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("name", "label", "least", "most"),
    [("wage_growth", "工资增长", -2000, 2000), ("interest", "记账利率", 0, 2000),
     ("price_growth", "物价上涨", -2000, 2000)],
)  # fmt: skip
def test_growth_beyond_all_experience_is_no_assumption(
    name: str, label: str, least: int, most: int
) -> None:
    fine = {"wage_growth": 250, "interest": 250, "price_growth": 100}
    for good in (least, 0, most):
        assert getattr(Assumptions(**{**fine, name: good}), name) == good
    for bad, way in ((least - 1, f"不能小于 {least}"), (most + 1, f"不能大于 {most}")):
        with pytest.raises(BadFact) as caught:
            Assumptions(**{**fine, name: bad})
        assert str(caught.value).startswith(f"假定的每年（万分之几）{label}（{name}）{way}，")


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(250, "2.5"), (0, "0"), (100, "1"), (5, "0.05"), (10, "0.1"), (-250, "-2.5"), (-5, "-0.05"),
     (1000, "10"), (1005, "10.05"), (-100, "-1")],
)  # fmt: skip
def test_percents_are_read_as_people_write_them(hundredths: int, words: str) -> None:
    assert percent_text(hundredths) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("abc", "abc"), ("a" * 20, "a" * 20), ("a" * 21, "a" * 20 + "…"), ("a\x00b", "a?b"),
     (7, "int"), (None, "NoneType"), ("", "")],
)  # fmt: skip
def test_a_value_is_repeated_printable_and_short(value: object, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(7, "7"), (-7, "-7"), (10**18 - 1, str(10**18 - 1)), (10**18, "一个很大的数"),
     (-(10**18), "一个很大的数"), ("x", "x"), (1.5, "1.5")],
)  # fmt: skip
def test_a_number_too_long_to_read_is_called_so(value: object, words: str) -> None:
    assert told(value) == words


def test_blanks_of_every_kind_go_and_nothing_takes_their_place() -> None:
    assert without_blanks(" １ 2\u3000３\u200b\t4 ") == "1234"
