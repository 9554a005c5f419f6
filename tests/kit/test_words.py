"""Dates, money and numbers as people read them."""

from datetime import UTC, date, datetime

import pytest

from shebao.hall.kit import words


def test_a_day_is_said_with_its_weekday() -> None:
    assert words.date_words(date(2025, 11, 24)) == "2025年11月24日（周一）"


def test_a_moment_is_read_in_beijing_time() -> None:
    late = datetime(2025, 11, 23, 16, 30, tzinfo=UTC)

    assert words.moment_words(late) == "2025年11月24日（周一） 00:30"
    assert words.moment_short(late) == "2025-11-24 00:30"
    assert words.date_short(late) == "2025-11-24"
    assert words.time_short(late) == "00:30"


@pytest.mark.parametrize(
    ("count", "said"), [(175, "14年7个月"), (12, "1年"), (7, "7个月"), (0, "0个月")]
)
def test_months_are_said_as_years_and_months(count: int, said: str) -> None:
    assert words.months_words(count) == said


def test_a_month_is_read_from_a_day_or_from_its_text() -> None:
    assert words.month_words("2025-03") == "2025年3月"
    assert words.month_words(date(2025, 3, 1)) == "2025年3月"


@pytest.mark.parametrize(
    ("fen", "said"), [(412050, "¥4,120.50"), (0, "¥0.00"), (-5, "-¥0.05"), (100, "¥1.00")]
)
def test_money_is_shown_in_yuan(fen: int, said: str) -> None:
    assert words.money(fen) == said


def test_numbers_keep_their_direction_and_cannot_carry_markup() -> None:
    assert words.bidi("SB<1>") == '<bdi dir="ltr">SB&lt;1&gt;</bdi>'
