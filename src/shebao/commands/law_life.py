"""A working life as options of ``shebao law``, and a working-out as its answer."""

import argparse
import re
from fractions import Fraction
from typing import Any

from shebao.commands.law_words import Errors, region_of, values
from shebao.commands.speaking import Failure, Parser
from shebao.law import money, payout, pension, retirement
from shebao.law.working import WorkingOut

ERRORS: Errors = (pension.BadFact, pension.NoPensionBase, payout.NoPayoutMonths)
WORKING_FIELDS = (
    "title lines[]{name,label,formula,inputs[][name,value],value,text,unit(fen|months|years|ratio),"
    "basis,rounding,confidence,is_part} total_fen total "
    "parameters[]{name,value,unit,region,from,to,known_from,document,confidence,note} notes[] "
    "not_calculated[]{name,label,reason} confidence(A|B|C|D|K|U)"
)


def add_life(parser: Parser) -> None:
    """The options that describe a working life."""
    parser.add_argument("--birth", required=True, help="出生年月，如 1970-01")
    groups = [one for one in values(retirement.Group) if one != retirement.Group.RESIDENTS]
    parser.add_argument("--group", required=True, choices=groups, help="人员类别")
    parser.add_argument("--months", required=True, type=int, help="已缴费月数（不含视同），如 208")
    parser.add_argument("--deemed-months", type=int, default=0, help="视同缴费月数，默认 0")
    parser.add_argument("--early-months", type=int, default=0, help="建立个人账户前的实际缴费月数")
    parser.add_argument("--index", required=True, help="平均缴费指数，如 0.84")
    parser.add_argument("--deemed-index", help="视同缴费指数，不写就按平均缴费指数")
    parser.add_argument("--account", required=True, help="个人账户储存额（元），如 91147.87")


def life_of(args: argparse.Namespace) -> dict[str, Any]:
    """What :func:`add_life` asked for, by the names the law uses."""
    return {
        "birth": args.birth,
        "group": args.group,
        "region": region_of(args),
        "paid_months": args.months,
        "deemed_months": args.deemed_months,
        "early_months": args.early_months,
        "index": exact_of(args.index, "--index"),
        "deemed_index": perhaps_of(args.deemed_index, "--deemed-index"),
        "account": money.fen(args.account),
    }


def exact_of(text: str, option: str) -> Fraction:
    """A decimal number as an exact fraction; raises :class:`Failure`."""
    if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return Fraction(text)
    raise Failure("bad_number", f"{option} 应是数字，如 0.84，最多九位小数，请改一改")


def working_lines(working: WorkingOut) -> list[str]:
    """A working-out as every channel prints it."""
    return [working.title, *working.spoken()]


def perhaps_of(text: str | None, option: str) -> Fraction | None:
    """:func:`exact_of` an option that need not be written."""
    return None if text is None else exact_of(text, option)
