"""``shebao law project``: what may become of a pension if everything grows as assumed."""

import argparse
from typing import Any

from shebao.commands.law_life import (
    ERRORS,
    WORKING_FIELDS,
    add_life,
    exact_of,
    life_of,
    working_lines,
)
from shebao.commands.law_words import span_words, word
from shebao.commands.speaking import Failure, Parser, answer
from shebao.law import money, pension, tables

FIELDS = (
    "start choice(early|statutory|late) age_months credited_months paid_months required_months "
    "missing_months met_month written_by base_fen base index account_fen account payout_months "
    "parts{basic_fen,account_fen,transitional_fen,local_fen}（没有算法的为 null） total_fen total "
    "total_today_fen total_today is_met"
)


def add_words(words: Any) -> None:
    """Add ``project`` below ``shebao law``."""
    fields = f"{FIELDS} working{{{WORKING_FIELDS}}}"
    parser = word(words, "project", _project, "养老金测算", fields, also=ERRORS)
    add_life(parser)
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码")
    parser.add_argument("--as-of", required=True, help="最后入账的年月，如 2026-10")
    parser.add_argument("--average-wage", help="当地平均工资（元/月），不写就按最新的计发基数")
    parser.add_argument("--start", default="", help="打算退休的年月，默认法定退休年月")
    parser.add_argument("--ratio", default="1", help="今后的缴费基数是平均工资的几倍，默认 1")
    parser.add_argument("--pays-until", default="", help="缴费到哪个月，默认到退休")
    parser.add_argument("--gap", type=int, default=0, help="从现在起中断缴费几个月，默认 0")
    add_growth(parser)


def add_growth(parser: Parser) -> None:
    """The options of what is assumed."""
    parser.add_argument("--wage-growth", default="0", help="假定工资每年增长百分之几，默认 0")
    parser.add_argument("--interest", default="0", help="假定记账利率百分之几，默认 0")
    parser.add_argument("--price-growth", default="0", help="假定物价每年上涨百分之几，默认 0")


def assumptions_of(args: argparse.Namespace) -> pension.Assumptions:
    """What :func:`add_growth` asked for.  Raises ``BadFact`` and :class:`Failure`."""
    return pension.Assumptions(
        wage_growth=_hundredths(args.wage_growth, "--wage-growth"),
        interest=_hundredths(args.interest, "--interest"),
        price_growth=_hundredths(args.price_growth, "--price-growth"),
    )


def _project(args: argparse.Namespace) -> int:
    wage = None if args.average_wage is None else money.fen(args.average_wage)
    life = life_of(args)
    person = pension.Person(as_of=args.as_of, average_wage=wage, **life)
    choice = pension.Choice(
        start=args.start,
        ratio=exact_of(args.ratio, "--ratio"),
        pays_until=args.pays_until,
        gap_months=args.gap,
    )
    supposed = assumptions_of(args)
    found = pension.project(person, choice, supposed)
    working = pension.worked_out(person, choice, supposed)
    record = projection_record(found) | {"working": working.as_record()}
    lines = [*_lines(found), *working_lines(working)]
    return answer(record, lines, as_json=args.json)


def projection_record(found: pension.Projection) -> dict[str, Any]:
    """A projection as plain JSON values."""
    record = {name: getattr(found, name) for name in PLAIN}
    for name in ("base", "account", "total", "total_today"):
        amount = getattr(found, name)
        record |= {f"{name}_fen": amount, name: money.yuan(amount)}
    return record | {
        "index": str(found.mean_index),
        "payout_months": f"{found.payout_tenths // 10}.{found.payout_tenths % 10}",
        "parts": {f"{name}_fen": value for name, value in found.parts._asdict().items()},
        "is_met": found.is_met,
    }


PLAIN = (
    "start",
    "choice",
    "age_months",
    "credited_months",
    "paid_months",
    "required_months",
    "missing_months",
    "met_month",
    "written_by",
)


def _lines(found: pension.Projection) -> list[str]:
    lines = [
        f"{found.start} 退休，共缴费 {span_words(found.credited_months)}，"
        f"最低要求 {span_words(found.required_months)}"
    ]
    if found.missing_months:
        lines.append(f"还差 {span_words(found.missing_months)}，不能按月领取")
    if found.met_month:
        lines.append(f"连续缴费到 {found.met_month} 可达到最低缴费年限")
    return [*lines, f"按今天的物价约每月 {money.yuan(found.total_today)} 元"]


def _hundredths(text: str, option: str) -> int:
    exact = exact_of(text, option) * 100
    if exact.denominator != 1:
        raise Failure("bad_number", f"{option} 最多两位小数，如 2.5，请改一改")
    return int(exact)
