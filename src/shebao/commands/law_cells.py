"""A file of people, a line each: its header, its cells as the whole numbers the law works with."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TextIO

from shebao.commands.law_life import exact_of
from shebao.commands.law_words import Errors, code_of, values
from shebao.commands.speaking import Failure
from shebao.law import money, months, retirement

NAMED: Errors = (money.BadAmount, months.BadMonth)
_GROUPS = [one for one in values(retirement.Group) if one != retirement.Group.RESIDENTS]
_ALL_GROUPS = values(retirement.Group)


class Cell(NamedTuple):
    """A column of the file: how its text is read, and the columns of the law it fills."""

    read: Callable[[str, str], tuple[int, ...]]
    fields: tuple[str, ...]
    otherwise: tuple[int, ...] = ()


class Line(NamedTuple):
    """A line of the file: its number, and the numbers of its person or what is wrong with it."""

    number: int
    numbers: tuple[int, ...] = ()
    failure: Failure | None = None


@lru_cache(maxsize=4096)
def _month(text: str, _: str) -> tuple[int, ...]:
    return (months.month_number(text),)


def _group(text: str, name: str) -> tuple[int, ...]:
    if text not in _GROUPS:
        raise Failure("unknown_group", f"{name} 可以是 {'、'.join(_GROUPS)}，请改一改")
    return (_ALL_GROUPS.index(text),)


def _region(text: str, name: str) -> tuple[int, ...]:
    if not re.fullmatch("[0-9]{6}", text):
        raise Failure("bad_region", f"{name} 应是 6 位数字的行政区划代码，如 110000，请改一改")
    return (int(text),)


def _count(text: str, name: str) -> tuple[int, ...]:
    if not re.fullmatch("-?[0-9]{1,6}", text):
        raise Failure("bad_number", f"{name} 应是整数，如 208，请改一改")
    return (int(text),)


@lru_cache(maxsize=4096)
def _ratio(text: str, name: str) -> tuple[int, ...]:
    return exact_of(text, name).as_integer_ratio()


def _money(text: str, _: str) -> tuple[int, ...]:
    return (money.fen(text),)


CELLS = {
    "birth": Cell(_month, ("birth",)),
    "group": Cell(_group, ("group",)),
    "region": Cell(_region, ("region",)),
    "as_of": Cell(_month, ("as_of",)),
    "months": Cell(_count, ("paid_months",)),
    "index": Cell(_ratio, ("index", "index_of")),
    "account": Cell(_money, ("account",)),
    "deemed_months": Cell(_count, ("deemed_months",), (0,)),
    "early_months": Cell(_count, ("early_months",), (0,)),
    "deemed_index": Cell(_ratio, ("deemed_index", "deemed_index_of"), (0, 0)),
    "average_wage": Cell(_money, ("average_wage",), (0,)),
    "start": Cell(_month, ("start",), (0,)),
    "ratio": Cell(_ratio, ("ratio", "ratio_of"), (1, 1)),
    "pays_until": Cell(_month, ("pays_until",), (0,)),
}
REQUIRED = tuple(name for name, cell in CELLS.items() if not cell.otherwise)
_FIELDS = tuple(field for cell in CELLS.values() for field in cell.fields)
PERSON = _FIELDS[: _FIELDS.index("start")]
CHOICE = _FIELDS[_FIELDS.index("start") :]


def lines_of(file: TextIO) -> Iterator[Line]:
    """The lines below the header, one by one, with the numbers of PERSON, then those of CHOICE.

    Raises :class:`Failure` for a header or a file that cannot be read.
    """
    rows = csv.reader(file, strict=True)
    try:
        header = _header(next(rows, []))
        places = [(name, header.index(name) if name in header else None) for name in CELLS]
        for row in rows:
            if row:
                yield _line(rows.line_num, row, len(header), places)
    except csv.Error as error:
        raise Failure("bad_csv", f"第 {rows.line_num} 行不是 CSV：{error}") from None
    except UnicodeDecodeError:
        words = f"第 {rows.line_num} 行以后不是 UTF-8 编码，请另存为 UTF-8 的 CSV"
        raise Failure("bad_encoding", words) from None
    except OSError as error:
        raise Failure("no_file", f"读不了：{error}") from None


def _header(names: Sequence[str]) -> list[str]:
    names = [name.strip("\ufeff ") for name in names]
    unknown = [name for name in names if name not in CELLS]
    missing = [name for name in REQUIRED if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        raise Failure(
            "bad_header",
            f"表头应有 {','.join(REQUIRED)}，还可以有 "
            f"{','.join(one for one in CELLS if one not in REQUIRED)}，每列一次。"
            f"缺少：{'、'.join(missing) or '无'}；不认识：{_listed(unknown) or '无'}",
        )
    return names


def _line(
    number: int, row: Sequence[str], width: int, places: Sequence[tuple[str, int | None]]
) -> Line:
    if len(row) != width:
        words = f"有 {len(row)} 格，表头有 {width} 列，请核对"
        return Line(number, failure=Failure("bad_row", words))
    numbers: list[int] = []
    try:
        for name, place in places:
            numbers += _numbers(name, "" if place is None else row[place].strip())
    except Failure as failure:
        return Line(number, failure=failure)
    return Line(number, tuple(numbers))


def _numbers(name: str, text: str) -> tuple[int, ...]:
    cell = CELLS[name]
    if not text and cell.otherwise:
        return cell.otherwise
    try:
        return cell.read(text, name)
    except NAMED as error:
        raise Failure(code_of(error), f"{name}：{error}") from None


def _listed(names: Sequence[str]) -> str:
    return "、".join(repr(name)[:40] for name in names[:5])
