"""What every word below ``shebao law`` shares: its parser, its named errors, its usual options."""

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from shebao.commands.speaking import Failure, Parser, day_of
from shebao.hall.kit import clock
from shebao.law import contributions, money, months, retirement, tables, workdays
from shebao.law.text import shown

Handler = Callable[[argparse.Namespace], int]
Errors = tuple[type[Exception], ...]

_NAMED: Errors = (
    contributions.NoRate,
    money.BadAmount,
    months.BadMonth,
    retirement.StartOutOfRange,
    retirement.UnknownGroup,
    tables.BadTable,
    tables.NoValueOn,
    tables.UnknownTable,
    workdays.NegativeDays,
    workdays.UnknownYear,
)


def values(kind: type[StrEnum]) -> list[str]:
    """What may be written for an option that takes one of a few words."""
    return [one.value for one in kind]


def word(
    words: Any, name: str, run: Handler, about: str, fields: str, *, also: Errors = ()
) -> Parser:
    """A word with ``--json``; ``fields`` says what the JSON holds.

    The named errors of the ground floor and those in ``also`` become one-line failures.
    """
    parser: Parser = words.add_parser(
        name, help=about, description=about, epilog=f"--json 的字段：{fields}", allow_abbrev=False
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser.set_defaults(run=_naming(run, _NAMED + also))
    return parser


def _naming(run: Handler, errors: Errors) -> Handler:
    """Turn the law's named errors into the one-line failure of a command."""

    def named(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except errors as error:
            raise Failure(code_of(error), str(error)) from None

    return named


def code_of(error: Exception) -> str:
    """The stable code of a named error: ``BadFact`` is ``bad_fact``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def origin(entry: tables.Entry) -> dict[str, Any]:
    """Where a number comes from, as fields of a JSON object."""
    return {
        "from": entry.since,
        "to": entry.until,
        "document": entry.document,
        "confidence": entry.confidence,
        "note": entry.note,
    }


def origin_records(entries: Iterable[tables.Entry]) -> list[dict[str, Any]]:
    """Several numbers of the law with where they come from, for a list in a JSON object."""
    return [
        {"name": one.name, "value": one.value, "unit": one.unit, "region": one.region} | origin(one)
        for one in entries
    ]


def origin_lines(entry: tables.Entry) -> list[str]:
    """Where a number comes from, for people to read."""
    until = f"到 {entry.until}" if entry.until else "起至今"
    lines = [f"适用：{entry.since} {until}", f"依据：{entry.document}"]
    lines += [f"说明：{entry.note}"] if entry.note else []
    return [*lines, f"可信程度：{entry.confidence}"]


def region_of(args: argparse.Namespace) -> str:
    """The six digits of ``--region``, a province or a place in one; raises :class:`Failure`."""
    region = str(args.region)
    if not re.fullmatch(r"[0-9]{6}", region):
        words = f"行政区划代码应是 6 位数字，如 000000 表示全国，现在是“{shown(region)}”，请改一改"
        raise Failure("bad_region", words)
    if region != tables.NATIONAL and region[:2] not in _provinces():
        words = f"没有以 {region[:2]} 开头的省级行政区划（--region {region}，参数表 regions）"
        raise Failure("unknown_region", words)
    return region


def day_option(text: str, option: str) -> date:
    """The day of an option, whose name the failure tells; raises :class:`Failure`."""
    try:
        return day_of(text)
    except Failure as failure:
        raise Failure(failure.code, f"{option}：{failure.words}") from None


@lru_cache
def _provinces() -> frozenset[str]:
    """Those of the list of divisions, and whatever a table has numbers for."""
    known = tables.national()
    told = {region[:2] for name in known.names() for region in known.regions(name)}
    return frozenset(told | tables.document("regions")["provinces"].keys())


def today_of(args: argparse.Namespace) -> date:
    """The day of ``--on``, or today."""
    return day_option(args.on, "--on") if args.on is not None else clock.local_date(clock.now())


def age_words(age_months: int) -> str:
    """An age in months as people say it."""
    years, odd = divmod(age_months, 12)
    return f"{years} 岁 {odd} 个月" if odd else f"{years} 岁"


def span_words(count: int) -> str:
    """A number of months, also in years."""
    years, odd = divmod(count, 12)
    return f"{count} 个月（{years} 年{f' {odd} 个月' if odd else ''}）"
