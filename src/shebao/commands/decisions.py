"""``shebao decisions recompute``: make every stored decision again and compare (PIPL art. 24)."""

import argparse
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Parser, answer

DIFFERENT = 1


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("decisions", help="重新计算和核对已作出的决定")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    recompute = words.add_parser("recompute", help="按存下的依据重新计算，逐条比对")
    recompute.add_argument("--case", default="", help="只核对这一件")
    recompute.add_argument("--json", action="store_true")
    recompute.set_defaults(run=_recompute)


def _recompute(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.office.applications.recomputing import recomputed

    checked = list(recomputed(case=arguments.case))
    different = [one for one in checked if not one.is_equal]
    record = {
        "checked": len(checked),
        "equal": len(checked) - len(different),
        "different": [{"case": one.case, "decision": one.decision} for one in different],
    }
    lines = [f"核对 {len(checked)} 个决定，一致 {len(checked) - len(different)} 个。"]
    lines += [f"不一致：{one.case} 第 {one.decision} 号决定" for one in different]
    answer(record, lines, as_json=arguments.json)
    return DIFFERENT if different else DONE
