"""``shebao centres put FILE``: agencies, their service centres, counters and weekly hours."""

import argparse
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import Failure, Parser, answer

HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])")
SHAPE = (
    "文件里要有 [[agency]]（code、name、address、hours、phone）和 [[centre]]（code、agency、name、"
    'address、phone、week 如 ["8:30-12:00"]、counters 如 [{number=1, takes_bookings=true}]）'
)


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("centres", help="登记经办机构、网点、窗口和每周的时间")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    put = words.add_parser("put", help="按文件登记；已有的按文件更新")
    put.add_argument("file", type=Path, help="TOML 文件")
    put.add_argument("--json", action="store_true", help="输出 JSON")
    put.set_defaults(run=_put)


def _put(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from django.db import transaction

    from shebao.hall.office.agencies import actions
    from shebao.hall.office.agencies.queries import AgencyCard

    told = _read(arguments.file)
    try:
        agencies = [AgencyCard(**row) for row in told.get("agency", [])]
        centres = [actions.CentrePlan(**_plan(row)) for row in told.get("centre", [])]
    except (TypeError, KeyError, ValueError) as error:
        raise Failure("bad_file", f"{SHAPE}：{error}") from None
    with transaction.atomic():
        for card in agencies:
            actions.put(card)
        for plan in centres:
            actions.put_centre(plan)
    found = {"agencies": len(agencies), "centres": len(centres)}
    lines = [f"已登记机构 {len(agencies)} 个、网点 {len(centres)} 个"]
    return answer(found, lines, as_json=arguments.json)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Failure("bad_file", f"读不了 {file}：{error}") from None


def _plan(row: Mapping[str, Any]) -> dict[str, Any]:
    """A centre as the verb takes it: hours of a working day become those of the whole week."""
    spans = [_span(text) for text in row["week"]]
    counters = [
        (one["number"], one.get("takes_bookings", False), tuple(one.get("items", ())))
        for one in row["counters"]
    ]
    rest = {name: row[name] for name in row if name not in {"week", "counters", "access"}}
    return {
        **rest,
        "access": tuple(row.get("access", ())),
        "counters": tuple(counters),
        "week": tuple((day, *span) for day in range(5) for span in spans),
    }


def _span(text: str) -> tuple[int, int]:
    found = HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first, last = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if first >= last:
        raise ValueError(text)
    return first, last
