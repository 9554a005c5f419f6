"""Reads one answer by its type: what people type in, a plain value or kind words out.

Texts come from pages, whole numbers and booleans also from programs.  A text of money is yuan, a
whole number is fen.  Nothing that anybody can send makes a reader fail in another way.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from shebao.hall.office.catalogue.item import FormField
from shebao.law.identifiers import IdKind, check
from shebao.law.text import half_width, without_blanks

Value = str | int | bool
LONGEST = 20_000
LARGEST = 10**15
_MONEY = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_REGION = re.compile(r"[1-9][0-9]{5}")
_DAY_SIGNS = re.compile(r"[年月./]")
_YES = {"yes", "true", "1", "on", "是", "y"}
_NO = {"no", "false", "0", "off", "否", "n"}


class Unfit(ValueError):
    """The answer does not fit; the message tells the person what to do."""


def as_text(field: FormField, raw: object) -> str | int | bool:
    """What came in as a bounded, printable text, or as the number or boolean it is.

    Raises :class:`Unfit`.
    """
    if isinstance(raw, bool | int):
        return raw
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise Unfit(f"{field.label}没看懂，请重新填写")
    if len(raw) > LONGEST:
        raise Unfit(f"{field.label}太长了，请写在 {field.max_length} 个字以内")
    return _printable(field, raw)


def read(field: FormField, given: str | int | bool, *, today: date) -> Value:
    """The value of a given, non-blank answer; raises :class:`Unfit`."""
    if isinstance(given, bool | int):
        return _READERS[field.type](field, _program_text(field, given), today)
    return _READERS[field.type](field, given, today)


def shown(field: FormField, value: object) -> str:
    """A value as it stands in an input: money in yuan, yes or no as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.type == "money" and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return "" if value is None else str(value)


def _program_text(field: FormField, given: int | bool) -> str:
    if isinstance(given, bool):
        if field.type != "yes_no":
            raise Unfit(f"{field.label}没看懂，请重新填写")
        return "yes" if given else "no"
    if field.type not in {"integer", "money"} or abs(given) > LARGEST:
        raise Unfit(f"{field.label}没看懂，请重新填写")
    return shown(field, given)


def _printable(field: FormField, raw: str) -> str:
    allowed = "\n\t\r" if field.type == "longtext" else "\t\r\n"
    for sign in raw:
        kind = unicodedata.category(sign)
        if kind == "Cs" or (kind == "Cc" and sign not in allowed):
            raise Unfit(f"{field.label}里有认不出的字符，请删掉重新填写")
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if field.type == "longtext" else " ".join(text.split())


def _text(field: FormField, text: str, today: date) -> str:
    if len(text) > field.max_length:
        raise Unfit(f"{field.label}最多 {field.max_length} 个字，现在是 {len(text)} 个，请删短一些")
    if len(text) < field.min_length:
        raise Unfit(f"{field.label}至少 {field.min_length} 个字，现在是 {len(text)} 个，请补充")
    return text


def _name(field: FormField, text: str, today: date) -> str:
    return _identifier(text, IdKind.NAME, today)


def _mobile(field: FormField, text: str, today: date) -> str:
    return _identifier(text, IdKind.MOBILE, today)


def _identifier(text: str, kind: IdKind, today: date) -> str:
    verdict = check(text, on=today, kind=kind)
    if not verdict.is_valid:
        raise Unfit(verdict.words)
    return verdict.value


def _date(field: FormField, text: str, today: date) -> str:
    found = _day(without_blanks(text), field)
    if field.not_after_today and found > today:
        raise Unfit(f"{field.label}不能晚于今天（{today.isoformat()}），请改一改")
    if field.not_before_today and found < today:
        raise Unfit(f"{field.label}不能早于今天（{today.isoformat()}），请改一改")
    return found.isoformat()


def _day(text: str, field: FormField) -> date:
    parts = _DAY_SIGNS.sub("-", text.removesuffix("日")).split("-")
    if len(parts) == 1 and len(text) == 8:
        parts = [text[:4], text[4:6], text[6:]]
    if len(parts) != 3 or not _are_numbers(parts):
        raise Unfit(f"{field.label}请写成 {_example(field, '2025-11-24')} 这样")
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        raise Unfit(f"日历上没有 {'-'.join(parts)} 这一天，请看一看{field.label}") from None


def _month(field: FormField, text: str, today: date) -> str:
    parts = _DAY_SIGNS.sub("-", without_blanks(text).removesuffix("月")).split("-")
    if len(parts) == 1 and len(parts[0]) == 6:
        parts = [parts[0][:4], parts[0][4:]]
    if len(parts) != 2 or not _are_numbers(parts) or len(parts[0]) != 4:
        raise Unfit(f"{field.label}请写成 {_example(field, '2025-11')} 这样")
    if not (1 <= int(parts[1]) <= 12 and int(parts[0]) >= 1):
        raise Unfit(f"月份应在 01 到 12 之间，请看一看{field.label}")
    found = f"{int(parts[0]):04d}-{int(parts[1]):02d}"
    if field.not_after_today and found > today.isoformat()[:7]:
        raise Unfit(f"{field.label}不能晚于这个月，请改一改")
    if field.not_before_today and found < today.isoformat()[:7]:
        raise Unfit(f"{field.label}不能早于这个月，请改一改")
    return found


def _integer(field: FormField, text: str, today: date) -> int:
    found = without_blanks(text).replace(",", "")
    if not _INTEGER.fullmatch(found) or not found.isascii():
        raise Unfit(f"{field.label}请填整数，例如 {_example(field, '12')}")
    return _within(field, int(found), str)


def _money(field: FormField, text: str, today: date) -> int:
    found = without_blanks(text).replace(",", "").removeprefix("\xa5").removesuffix("元")
    if not _MONEY.fullmatch(found) or not found.isascii():
        raise Unfit(
            f"{field.label}请填金额，单位元，最多两位小数，例如 {_example(field, '4120.50')}"
        )
    return _within(field, int(Decimal(found) * 100), lambda fen: shown(field, fen) + " 元")


def _within(field: FormField, found: int, words: Callable[[int], str]) -> int:
    minimum = 0 if field.minimum is None and field.type == "money" else field.minimum
    if minimum is not None and found < minimum:
        raise Unfit(f"{field.label}不能小于 {words(minimum)}，请改一改")
    if field.maximum is not None and found > field.maximum:
        raise Unfit(f"{field.label}不能大于 {words(field.maximum)}，请改一改")
    return found


def _choice(field: FormField, text: str, today: date) -> str:
    for option in field.options:
        if text in (option.value, option.label):
            return option.value
    raise Unfit(f"请在给出的选项里选择{field.label}")


def _region(field: FormField, text: str, today: date) -> str:
    found = without_blanks(text)
    if not _REGION.fullmatch(found):
        raise Unfit(f"请选择{field.label}；地区代码是 6 位数字")
    return found


def _yes_no(field: FormField, text: str, today: date) -> bool:
    word = half_width(text).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unfit(f"{field.label}请选“是”或“否”")


def _are_numbers(parts: list[str]) -> bool:
    return all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts)


def _example(field: FormField, otherwise: str) -> str:
    return field.example or otherwise


_READERS: dict[str, Callable[[FormField, str, date], Value]] = {
    "text": _text, "longtext": _text, "name": _name, "mobile": _mobile, "date": _date,
    "month": _month, "integer": _integer, "money": _money, "choice": _choice,
    "region": _region, "yes_no": _yes_no,
}  # fmt: skip
