"""Money: nothing is ever lost between text, fen and capital figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.money import BadAmount, capital, fen, half_up, share, yuan

AMOUNTS = st.integers(-(10**18) + 1, 10**18 - 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("0.01", 1),
        ("-3", -300),
        ("¥4,120.50", 412050),
        ("¥1,234.50", 123450),
        ("8000元", 800000),
        (" 8 000 ", 800000),
        (Decimal("1.50"), 150),
        (Decimal("1E+3"), 100000),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "1.234", "1,23.00", "12,34", "abc", "1e3", "--1", "1.", ".5", "٣", "\ud800", "\x00"]
    + [None, 1, 1.5, True, Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), "9" * 5_000_000]
    + [Decimal("1E+30"), "9" * 16],
)
def test_what_is_no_exact_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadAmount) as caught:
        fen(text)

    assert str(caught.value).isprintable()


@given(amount=AMOUNTS)
def test_writing_and_reading_an_amount_changes_nothing(amount: int) -> None:
    if abs(amount) < 10**17:
        assert fen(yuan(amount)) == amount
    assert fen(Decimal(amount) / 100) == amount


def test_floats_are_refused_everywhere() -> None:
    for act in (lambda: yuan(1.0), lambda: capital(1.5), lambda: share(100, 0.08)):
        with pytest.raises(BadAmount):
            act()
    with pytest.raises(BadAmount):
        half_up(0.5)
    with pytest.raises(BadAmount):
        share(True, 8)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (123450, "壹仟贰佰叁拾肆元伍角整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10000000, "壹拾万元整"),
        (10000100, "壹拾万零壹元整"),
        (100010000, "壹佰万零壹佰元整"),
        (10**10, "壹亿元整"),
        (10**10 + 100, "壹亿零壹元整"),
        (1050000000 * 100, "壹拾亿伍仟万元整"),
        (10**14, "壹万亿元整"),
        (10**14 + 10**10, "壹万零壹亿元整"),
        (-187311, "负壹仟捌佰柒拾叁元壹角壹分"),
    ],
)
def test_capital_figures_are_written_as_on_formal_papers(amount: int, words: str) -> None:
    assert capital(amount) == words


def spoken(words: str) -> int:
    """Reads capital figures back, written from the rules of reading and not of writing."""
    sign = -1 if words.startswith("负") else 1
    whole, _, small = words.removeprefix("负").rpartition("元")
    total = section = digit = upper = 0
    for letter in whole:
        if letter in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(letter)
        elif letter in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(letter) + 1)
            digit = 0
        elif letter == "万":
            total += (section + digit) * 10**4
            section = digit = 0
        else:
            upper += (total + section + digit) * 10**8
            total = section = digit = 0
    amount = (upper + total + section + digit) * 100
    for place, unit in ((10, "角"), (1, "分")):
        if unit in small:
            amount += "零壹贰叁肆伍陆柒捌玖".index(small[small.index(unit) - 1]) * place
    return sign * amount


@given(amount=AMOUNTS)
def test_capital_figures_say_the_very_amount(amount: int) -> None:
    assert spoken(capital(amount)) == amount
    assert "零零" not in capital(amount)


def test_capital_figures_end_where_their_words_end() -> None:
    with pytest.raises(BadAmount):
        capital(10**18)


@pytest.mark.parametrize(
    ("value", "divisor", "rounded"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (15, 10, 2), (Fraction(1, 3), 1, 0)]
    + [(Decimal("2.5"), 1, 3), (10**30 + 5, 10, 10**29 + 1)],
)
def test_a_half_goes_away_from_zero(value: int, divisor: int, rounded: int) -> None:
    assert half_up(value, divisor) == rounded


@given(value=st.integers(-(10**12), 10**12), divisor=st.integers(1, 10**6))
def test_rounding_is_never_off_by_more_than_a_half(value: int, divisor: int) -> None:
    assert abs(Fraction(value, divisor) - half_up(value, divisor)) <= Fraction(1, 2)


def test_a_share_is_a_percentage_half_up() -> None:
    assert share(10050, 8) == 804
    assert share(10050, Decimal("0.5")) == 50
    assert share(10100, Decimal("0.5")) == 51
    assert share(0, 8) == 0
