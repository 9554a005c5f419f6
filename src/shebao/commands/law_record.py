"""``shebao law …``: a working life counted, and a personal account grown year by year."""

import argparse
import re
from dataclasses import asdict
from typing import Any

from shebao.commands.law_life import perhaps_of
from shebao.commands.law_words import origin_records, region_of, span_words, word
from shebao.commands.speaking import Failure, answer
from shebao.law import accounts, contributions, history, money, tables
from shebao.law.working import value_text

_SOURCES = "sources[]{name,value,unit,region,from,to,document,confidence,note}"


def add_words(words: Any) -> None:
    """Add the words of records below ``shebao law``."""
    for add in (_add_history, _add_account):
        add(words)


def _add_history(words: Any) -> None:
    parser = word(
        words,
        "history",
        _history,
        "缴费年限：实际、补缴、视同、欠缴、重复、中断，平均缴费指数",
        "months paid_months deemed_months years（字符串，按通知单的小数位数） arrears overlapping "
        "index gaps[][from,to] "
        "years_detail[]{year,actual,made_up,deemed,arrears,overlapping,base_total_fen,"
        f"average_wage_fen,index}} {_SOURCES}",
        also=(history.BadYear, history.NoWage, contributions.BadBase),
    )
    parser.add_argument(
        "--year",
        action="append",
        required=True,
        metavar="YEAR:STATES:BASE",
        help="某年 12 个月的状态和月基数（元），如 2020:pppppppppp--:8000.00，可重复；状态 p 缴费 "
        "m 补缴 t 转入 d 视同 a 欠缴 w 待定 - 无",
    )
    parser.add_argument(
        "--wage",
        action="append",
        default=[],
        metavar="YEAR:AMOUNT",
        help="某年当地平均工资（元/月），不写就按参数表，可重复",
    )
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _add_account(words: Any) -> None:
    parser = word(
        words,
        "account",
        _account,
        "个人账户逐年计息",
        "until balance balance_fen assumed_years[] "
        f"years[]{{year,opening_fen,credited_fen,interest_fen,closing_fen}} {_SOURCES}",
        also=(accounts.NoInterestRate, contributions.BadBase),
    )
    parser.add_argument(
        "--credit",
        action="append",
        default=[],
        metavar="YEAR:AMOUNT",
        help="某年记入账户的金额（元），可重复",
    )
    parser.add_argument("--opening", default="0", help="第一年以前的余额（元），默认 0")
    parser.add_argument("--until", required=True, help="计息到哪个月底，如 2025-12")
    parser.add_argument("--assumed-rate", help="没有公布利率的年份假定百分之几")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _history(args: argparse.Namespace) -> int:
    region = region_of(args)
    wages = history.published_wages(region) | dict(_amount(one) for one in args.wage)
    life = history.career([_row(one) for one in args.year], average_wages=wages)
    last = max(one.year for one in life.years) if life.years else 0
    years = history.years_of(life.months, f"{max(last, 2006)}-12", region=region)
    record = {
        "months": life.months,
        "paid_months": life.paid_months,
        "deemed_months": life.deemed_months,
        "years": value_text(years),
        "arrears": life.arrears,
        "overlapping": life.overlapping,
        "index": str(life.index),
        "gaps": life.gaps,
        "years_detail": [_year_record(one) for one in life.years],
        "sources": origin_records(life.parameters),
    }
    return answer(record, _history_lines(life, value_text(years)), as_json=args.json)


def _year_record(year: history.Year) -> dict[str, Any]:
    record = asdict(year)
    record["index"] = None if year.index is None else str(year.index)
    for name in ("base_total", "average_wage"):
        record[f"{name}_fen"] = record.pop(name)
    return record


def _history_lines(life: history.Career, years: str) -> list[str]:
    return [
        f"缴费年限 {span_words(life.months)}，合 {years} 年",
        f"其中实际缴费 {life.paid_months} 个月，视同缴费 {life.deemed_months} 个月",
        f"欠缴 {life.arrears} 个月，重复 {life.overlapping} 个月",
        f"平均缴费指数 {value_text(life.index)}",
        *(f"中断：{first} 到 {last}" for first, last in life.gaps),
        *dict.fromkeys(f"依据：{one.document}" for one in life.parameters),
    ]


def _account(args: argparse.Namespace) -> int:
    credited: dict[int, int] = {}
    for year, amount in map(_amount, args.credit):
        credited[year] = credited.get(year, 0) + amount
    opening = money.fen(args.opening)
    contributions.demand_base("余额（--opening）", opening)
    found = accounts.grown(
        credited,
        until=args.until,
        opening=opening,
        region=region_of(args),
        assumed_rate=perhaps_of(args.assumed_rate, "--assumed-rate"),
    )
    record = {
        "until": args.until,
        "balance": money.yuan(found.balance),
        "balance_fen": found.balance,
        "assumed_years": found.assumed_years,
        "years": [
            {"year": year} | {f"{name}_fen": amount for name, amount in asdict(one).items()}
            for year, one in found.years
        ],
        "sources": origin_records(found.entries),
    }
    lines = [
        f"{year} 年：年初 {money.yuan(one.opening)} 元，记入 {money.yuan(one.credited)} 元，"
        f"利息 {money.yuan(one.interest)} 元，年末 {money.yuan(one.closing)} 元"
        for year, one in found.years
    ]
    lines += [f"依据：{one}" for one in dict.fromkeys(one.document for one in found.entries)]
    return answer(record, lines, as_json=args.json)


def _row(text: str) -> history.Row:
    found = re.fullmatch(r"([0-9]{4}):([a-z-]{1,40}):(.{1,40})", text)
    if found is None:
        raise Failure(
            "bad_year", "缴费记录应写成 2020:pppppppppppp:8000.00 这样（年:12 个月的状态:月基数）"
        )
    base = money.fen(found[3])
    return history.Row(year=int(found[1]), bases=(base,) * 12, states=found[2])


def _amount(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{4}):(.{1,40})", text)
    if found is None:
        raise Failure("bad_year", "年份和金额应写成 2020:8000.00 这样，请改一改")
    amount = money.fen(found[2])
    contributions.demand_base(f"{found[1]} 年的金额", amount)
    return int(found[1]), amount
