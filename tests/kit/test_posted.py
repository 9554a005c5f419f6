"""What the form macros take apart is put together again."""

import json

from shebao.hall.kit.gallery import SampleOption
from shebao.hall.kit.posted import conditions, pairs, posted, turned


def test_a_date_is_put_together_from_its_three_fields() -> None:
    typed = {"birth_year": "1966", "birth_month": "3", "birth_day": " 7 "}

    assert posted(typed, "birth", "date") == "1966-03-07"


def test_a_half_filled_date_comes_back_as_typed() -> None:
    assert posted({"birth_year": "1966", "birth_day": "x"}, "birth", "date") == "1966--x"


def test_an_untouched_date_is_empty() -> None:
    assert posted({}, "birth", "date") == ""


def test_a_month_is_two_fields_and_a_text_is_one() -> None:
    typed = {"since_year": "2025", "since_month": "11", "mobile": " 13800000001 "}

    assert posted(typed, "since", "month") == "2025-11"
    assert posted(typed, "mobile", "mobile") == "13800000001"


def test_conditions_speak_the_words_a_form_posts() -> None:
    said = conditions([{"stopped": True, "reason": "moved"}, {"stopped": False}])

    assert json.loads(said) == [{"stopped": "yes", "reason": "moved"}, {"stopped": "no"}]


def test_options_and_columns_take_the_shape_the_macros_want() -> None:
    assert pairs([SampleOption("a", "甲")]) == [("a", "甲")]
    assert turned([["甲", "乙"], [1, 2]]) == [("甲", 1), ("乙", 2)]
