"""Money as whole fen (分): reading and writing amounts, capital figures, rounding half up."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from shebao.law.text import shown, without_blanks

Exact = int | Fraction | Decimal

_AMOUNT = re.compile(r"(-?)¥?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.([0-9]{1,2}))?元?")
_LARGEST = 10**18
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万亿")


class BadAmount(ValueError):
    """The value is no exact amount of money; the message is for people."""


def fen(text: str | Decimal) -> int:
    """The amount ``"1,234.50"`` (or a Decimal of yuan) in fen.

    A float or a plain number is refused, because nobody can tell yuan from fen in it.
    Raises :class:`BadAmount`.
    """
    if isinstance(text, Decimal):
        return _fen_of_decimal(text)
    if not isinstance(text, str):
        raise BadAmount(f'金额要写成文字，例如 "1,234.50",不能是 {type(text).__name__}')
    tidy = without_blanks(text[:60])
    found = _AMOUNT.fullmatch(tidy) if len(text) <= 40 else None
    if found is None:
        raise BadAmount(
            f"金额应写成 1234.50 或 1,234.50 这样，最多两位小数，现在是“{shown(text)}”，请改一改"
        )
    whole = int(found[2].replace(",", "")) * 100 + int((found[3] or "").ljust(2, "0"))
    return _bounded(-whole if found[1] else whole)


def yuan(amount: int) -> str:
    """Fen as people read them: ``123450`` is ``"1,234.50"``."""
    size = abs(_whole(amount))
    return f"{'-' if amount < 0 else ''}{size // 100:,}.{size % 100:02d}"


def capital(amount: int) -> str:
    """Fen in capital figures (大写金额): ``123450`` is ``"壹仟贰佰叁拾肆元伍角整"``.

    Raises :class:`BadAmount` from 10^16 yuan on.
    """
    size = abs(_bounded(_whole(amount)))
    whole, jiao, cent = size // 100, size // 10 % 10, size % 10
    words = _capital_yuan(whole) + _capital_small(jiao, cent, is_alone=not whole)
    return ("负" if amount < 0 else "") + (words or "零元整")


def half_up(value: Exact, divisor: int = 1) -> int:
    """``value / divisor`` to the nearest whole, a half away from zero; exact at any size."""
    above, below = _ratio(_exact(value))
    return _rounded(above, below * divisor)


def share(amount: int, rate: Exact, *, of: int = 100) -> int:
    """``rate`` percent of an amount in fen, half up: ``share(10050, 8)`` is 804.

    With ``of=200`` it is half that, still rounded only once.
    """
    above, below = _ratio(_exact(rate))
    return _rounded(_whole(amount) * above, below * of)


def _rounded(above: int, below: int) -> int:
    size = (abs(above) * 2 + below) // (below * 2)
    return -size if above < 0 else size


@lru_cache(maxsize=1024)
def _ratio(value: Exact) -> tuple[int, int]:
    """Rates are few and asked for millions of times."""
    exact = Fraction(value)
    return exact.numerator, exact.denominator


def _fen_of_decimal(value: Decimal) -> int:
    if not value.is_finite():
        raise BadAmount("金额不是一个数，请改一改")
    exact = Fraction(value) * 100
    if exact.denominator != 1:
        raise BadAmount(f"金额最多两位小数（到分），现在是 {shown(str(value))}，请改一改")
    return _bounded(exact.numerator)


def _bounded(amount: int) -> int:
    if abs(amount) >= _LARGEST:
        raise BadAmount("金额太大了，应小于一亿亿元，请核对")
    return amount


def _whole(amount: int) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise BadAmount(f"金额要用整数的分，不能是 {type(amount).__name__}")
    return amount


def _exact(value: Exact) -> Exact:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise BadAmount(f"要用精确的数（整数、分数或十进制数）,不能是 {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise BadAmount("要用有限的数，请核对")
    return value


def _capital_yuan(whole: int) -> str:
    if not whole:
        return ""
    words, is_gap = "", False
    for rank in range(3, -1, -1):
        section = whole // 10000**rank % 10000
        if section:
            needs_zero = bool(words) and (is_gap or section < 1000)
            words += ("零" if needs_zero else "") + _capital_section(section) + _SECTIONS[rank]
        is_gap = not section
    return _with_one_yi(words) + "元"


def _with_one_yi(words: str) -> str:
    """``壹万亿零壹亿`` is said ``壹万零壹亿``: the big unit is named once."""
    return words.replace("万亿", "万", 1) if words.count("亿") > 1 else words


def _capital_section(section: int) -> str:
    words, is_gap = "", False
    for rank in range(3, -1, -1):
        digit = section // 10**rank % 10
        if digit:
            words += ("零" if is_gap and words else "") + _DIGITS[digit] + _PLACES[rank]
        is_gap = not digit
    return words


def _capital_small(jiao: int, cent: int, *, is_alone: bool) -> str:
    if not jiao and not cent:
        return "" if is_alone else "整"
    if not cent:
        return f"{_DIGITS[jiao]}角整"
    if not jiao:
        return ("" if is_alone else "零") + f"{_DIGITS[cent]}分"
    return f"{_DIGITS[jiao]}角{_DIGITS[cent]}分"
