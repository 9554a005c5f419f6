"""``shebao law …``: what is paid, on what, what it earns, what paying late costs."""

import argparse
from typing import Any

from shebao.commands.law_life import WORKING_FIELDS, working_lines
from shebao.commands.law_words import (
    day_option,
    origin,
    origin_lines,
    origin_records,
    region_of,
    today_of,
    values,
    word,
)
from shebao.commands.speaking import answer
from shebao.law import arrears, contributions, money, tables

_BASES = (contributions.BadBase,)


def add_words(words: Any) -> None:
    """Add the words of paying below ``shebao law``."""
    for add in (_add_shares, _add_bounds, _add_interest, _add_late_fee, _add_undeclared):
        add(words)


def _add_shares(words: Any) -> None:
    parser = word(
        words,
        "shares",
        _shares,
        "一个月个人和单位各缴多少",
        "scheme month base base_fen own own_fen own_rate employer employer_fen employer_rate "
        "sources[];写了 --average 或 --bounded 时另有 floor ceiling（base 已按上下限取值）",
        also=_BASES,
    )
    parser.add_argument(
        "--scheme", default="pension", choices=values(contributions.Payer), help="默认 pension"
    )
    parser.add_argument("--month", required=True, help="缴费年月，如 2025-03")
    parser.add_argument("--base", required=True, help="缴费基数或工资（元）,如 8000.00")
    limits = parser.add_mutually_exclusive_group()
    limits.add_argument("--average", help="当地公布的平均工资（元/月）,用来算上下限")
    limits.add_argument("--bounded", action="store_true", help="按参数表里当地的平均工资算上下限")
    parser.add_argument("--injury-class", type=int, default=1, help="工伤行业风险类别，默认 1")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _add_bounds(words: Any) -> None:
    parser = word(
        words,
        "bounds",
        _bounds,
        "缴费基数的下限和上限",
        "month region average average_fen floor floor_fen ceiling ceiling_fen "
        "sources[]{name,value,unit,region,from,to,document,confidence,note}（取自参数表的平均工资）"
        " documents[]",
        also=_BASES,
    )
    parser.add_argument("--month", required=True, help="缴费年月，如 2025-03")
    parser.add_argument("--average", help="当地公布的平均工资（元/月），不写就按参数表")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _add_interest(words: Any) -> None:
    parser = word(
        words,
        "interest",
        _interest,
        "某年个人账户记账利率",
        "year rate（字符串，百分数） unit region from to document confidence note",
    )
    parser.add_argument("--year", required=True, type=int, help="年份，如 2024")
    parser.add_argument(
        "--region", default=tables.NATIONAL, help="行政区划代码，默认全国；2016 年以前各省不同"
    )


def _add_late_fee(words: Any) -> None:
    parser = word(
        words,
        "late-fee",
        _late_fee,
        "单位欠缴社会保险费的滞纳金",
        f"due_on paid_on days working{{{WORKING_FIELDS}}}",
        also=(*_BASES, arrears.PaidBeforeDue),
    )
    parser.add_argument("--debt", required=True, help="欠缴金额（元）,如 12000.00")
    parser.add_argument("--due", required=True, help="应缴的最后一天")
    parser.add_argument("--paid", help="补缴的日期，默认今天")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _add_undeclared(words: Any) -> None:
    parser = word(
        words,
        "undeclared",
        _undeclared,
        "单位未按规定申报时应缴的数额（按上月的百分之一百一十）",
        f"on working{{{WORKING_FIELDS}}}",
        also=_BASES,
    )
    parser.add_argument("--last-payment", required=True, help="上月缴费额（元）")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")
    parser.add_argument("--on", help="哪一天，默认今天")


def _shares(args: argparse.Namespace) -> int:
    limits, wage = _limits(args), money.fen(args.base)
    contributions.demand_base("缴费基数（--base）", wage)
    base = limits.applied_to(wage) if limits else wage
    record = _shares_record(args, base, limits)
    lines = [
        f"缴费基数 {record['base']} 元",
        f"个人 {record['own_rate']}%:{record['own']} 元",
        f"单位 {record['employer_rate']}%:{record['employer']} 元",
        *(f"依据：{source}" for source in record["sources"]),
    ]
    return answer(record, lines, as_json=args.json)


def _shares_record(
    args: argparse.Namespace, base: int, limits: contributions.Bounds | None
) -> dict[str, Any]:
    asked = (args.scheme, args.month)
    region, trade = region_of(args), args.injury_class
    own, employer = contributions.shares(*asked, base, injury_class=trade, region=region)
    own_rate, employer_rate = contributions.rates(*asked, injury_class=trade, region=region)
    sources = [entry.document for entry in contributions.rate_entries(*asked, region=region)]
    record: dict[str, Any] = {"scheme": args.scheme, "month": args.month}
    for name, amount in (("base", base), ("own", own), ("employer", employer)):
        record |= {name: money.yuan(amount), f"{name}_fen": amount}
    record |= {"own_rate": str(own_rate), "employer_rate": str(employer_rate)}
    if limits:
        sources += limits.sources
        record |= {"floor": money.yuan(limits.floor), "ceiling": money.yuan(limits.ceiling)}
    return record | {"sources": list(dict.fromkeys(sources))}


def _limits(args: argparse.Namespace) -> contributions.Bounds | None:
    region = region_of(args)
    if args.average is not None:
        return contributions.bounds(money.fen(args.average), args.month, region=region)
    if args.bounded:
        wage = contributions.average_wage(args.month, region=region)
        return contributions.bounds(wage.value, args.month, region=region)
    return None


def _bounds(args: argparse.Namespace) -> int:
    region = region_of(args)
    entry = (
        None if args.average is not None else contributions.average_wage(args.month, region=region)
    )
    average = entry.value if entry else money.fen(args.average)
    found = contributions.bounds(average, args.month, region=region)
    record: dict[str, Any] = {"month": args.month, "region": region}
    for name, amount in (("average", average), ("floor", found.floor), ("ceiling", found.ceiling)):
        record |= {name: money.yuan(amount), f"{name}_fen": amount}
    sources = (entry,) if entry else ()
    record |= {"sources": origin_records(sources), "documents": found.sources}
    lines = [
        f"平均工资 {record['average']} 元，下限 {record['floor']} 元，上限 {record['ceiling']} 元",
        *(f"依据：{one}" for one in (*(one.document for one in sources), *found.sources)),
    ]
    return answer(record, lines, as_json=args.json)


def _interest(args: argparse.Namespace) -> int:
    entry = contributions.interest_rate(args.year, region=region_of(args))
    record = {"year": args.year, "rate": str(entry.value), "unit": entry.unit}
    lines = [f"{args.year} 年个人账户记账利率 {entry.value}%", *origin_lines(entry)]
    record |= {"region": entry.region}
    return answer(record | origin(entry), lines, as_json=args.json)


def _late_fee(args: argparse.Namespace) -> int:
    due_on, paid_on = day_option(args.due, "--due"), today_of(argparse.Namespace(on=args.paid))
    found = arrears.late_fee(
        money.fen(args.debt), due_on=due_on, paid_on=paid_on, region=region_of(args)
    )
    record = {"due_on": due_on, "paid_on": paid_on, "days": (paid_on - due_on).days}
    record |= {"working": found.as_record()}
    return answer(record, working_lines(found), as_json=args.json)


def _undeclared(args: argparse.Namespace) -> int:
    on = today_of(args)
    found = arrears.undeclared(money.fen(args.last_payment), on=on, region=region_of(args))
    record = {"on": on, "working": found.as_record()}
    return answer(record, working_lines(found), as_json=args.json)
