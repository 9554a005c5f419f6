"""``shebao audit verify``: walk the whole trail and name whatever was altered or removed."""

import argparse
from dataclasses import asdict
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Parser, answer

BROKEN = 1
WORDS = {"missing": "缺少", "altered": "被改动", "cut off": "末尾被截断或改动"}


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("audit", help="核对审计记录")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    verify = words.add_parser("verify", help="逐条核对全部留痕，指出改动、缺失和错位")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.office.audit.attesting import breaks

    found = list(breaks())
    record = {"whole": not found, "breaks": [asdict(one) for one in found]}
    lines = [f"第 {one.stream} 流第 {one.sequence} 条：{WORDS[one.words]}" for one in found]
    answer(record, lines or ["留痕完整，没有改动。"], as_json=arguments.json)
    return BROKEN if found else DONE
