"""``shebao law …``: the rules of the law, asked from a shell or another program."""

import argparse
from dataclasses import asdict
from typing import Any

from shebao.commands import (
    law_benefits,
    law_many,
    law_paying,
    law_pension,
    law_project,
    law_record,
)
from shebao.commands.law_words import (
    age_words,
    origin,
    origin_lines,
    region_of,
    span_words,
    today_of,
    values,
    word,
)
from shebao.commands.speaking import Failure, Parser, answer, day_of
from shebao.law import identifiers, months, retirement, tables, workdays

_GROUPS = {
    "male": "男职工",
    "female55": "原55周岁女职工",
    "female50": "原50周岁女职工",
    "residents": "城乡居民",
}
_WRITTEN = {"early": "告知单位", "late": "与单位约定"}
_WAYS = {"go_on": "延长缴费", "lump_sum": "一次性缴费", "residents": "转入城乡居民养老保险"}
_CHOICES = {"early": "弹性提前", "statutory": "按法定年龄", "late": "弹性延迟"}


def add_parser(subparsers: Any) -> None:
    """Add the words of the law below ``shebao law``."""
    parser = subparsers.add_parser(
        "law", help="法定规则", description="法定规则：只读参数表，不联网。"
    )
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    for add in (
        _add_retirement,
        _add_minimum_months,
        _add_workday,
        _add_id_check,
        _add_explain,
        law_paying.add_words,
        law_record.add_words,
        law_pension.add_words,
        law_project.add_words,
        law_many.add_words,
        law_benefits.add_words,
    ):
        add(words)


def _add_retirement(words: Any) -> None:
    parser = word(
        words,
        "retirement",
        _retirement,
        "法定退休年月、弹性范围和最低缴费月数",
        "birth_month group special post age_months age{years,months} delay_months statutory_month "
        "earliest_month latest_month is_elastic may_be_late required_months sources[];写了 --start "
        "或 --paid-months 时另有 start{month,choice(early|statutory|late),reference_year,"
        "required_months,written_by,pension_from,sources[]}；写了 --paid-months 时另有 "
        "paid_months shortfall{is_met,missing_months,ways[](go_on|lump_sum|residents),sources[]}",
        also=(retirement.BadPaidMonths,),
    )
    parser.add_argument("--birth", required=True, help="出生年月，如 1970-01")
    parser.add_argument("--group", required=True, choices=values(retirement.Group), help="人员类别")
    parser.add_argument("--start", help="打算退休的年月，如 2031-01")
    parser.add_argument("--special", choices=values(retirement.Special), help="特殊工种或病退")
    parser.add_argument(
        "--post",
        default=retirement.Post.EMPLOYEE.value,
        choices=values(retirement.Post),
        help="岗位：公务员、国有企事业单位领导人员和管理人员不能延迟，默认 employee",
    )
    parser.add_argument("--paid-months", type=int, help="缴费月数（含视同），看够不够最低缴费")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_minimum_months(words: Any) -> None:
    parser = word(
        words,
        "minimum-months",
        _minimum_months,
        "某年退休的最低缴费月数",
        "year group required_months from to document confidence note",
    )
    parser.add_argument("--year", required=True, type=int, help="达到年龄的年份，如 2033")
    parser.add_argument(
        "--group", default="male", choices=values(retirement.Group), help="人员类别，默认 male"
    )


def _add_workday(words: Any) -> None:
    parser = word(
        words,
        "workday",
        _workday,
        "某天是不是工作日、为什么；往后数工作日",
        "day is_workday reason(ordinary|make_up|weekend|holiday|closing) name document；写了 "
        "--plus 时另有 plus result；写了 --until 时另有 until working_days",
    )
    parser.add_argument("day", metavar="DATE", help="日期，如 2026-02-14")
    parser.add_argument("--plus", type=int, metavar="N", help="这一天之后第 N 个工作日")
    parser.add_argument("--until", metavar="DATE", help="到这一天有几个工作日（当天不算）")


def _add_id_check(words: Any) -> None:
    parser = word(
        words,
        "id-check",
        _id_check,
        "号码对不对、该怎么改；不对也是答案，退出码仍为 0",
        "value kind kind_name is_valid reason words birth sex region country warnings[]",
    )
    parser.add_argument("value", metavar="VALUE", help="要核对的号码或姓名")
    parser.add_argument(
        "--kind", choices=values(identifiers.IdKind), help="种类；不写就按样子判断", metavar="KIND"
    )
    parser.add_argument("--country", default="CHN", help="护照的签发国，三位字母，默认 CHN")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_explain(words: Any) -> None:
    parser = word(
        words,
        "explain",
        _explain,
        "一个参数的数值、起止日期、文件依据和可信程度；不写 NAME 就列出全部",
        "name value unit on known_on from to known_from region document "
        "confidence(A|B|C|D|K|U) note;不写 NAME 时为 names[]",
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="参数名，如 rates.pension_own")
    parser.add_argument("--on", help="哪一天的数，默认今天")
    parser.add_argument("--known-on", help="按哪一天已公布的内容，默认按现在所知")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _retirement(args: argparse.Namespace) -> int:
    today = today_of(args)
    if months.month_number(args.birth) > months.month_number(today):
        words = f"出生年月 {args.birth} 不能晚于今天 {today}，还没有出生，请核对"
        raise Failure("birth_in_future", words)
    found = retirement.retirement(args.birth, args.group, special=args.special, post=args.post)
    begin = _start(args, found)
    years, odd = divmod(found.age_months, 12)
    record = asdict(found) | {"special": args.special, "post": args.post}
    record |= {"age": {"years": years, "months": odd}}
    lines = _retirement_lines(found, begin)
    if begin:
        record["start"] = asdict(begin)
    if begin and args.paid_months is not None:
        short = retirement.shortfall(begin, args.paid_months)
        record |= {"paid_months": args.paid_months, "shortfall": asdict(short)}
        lines += _shortfall_lines(short, begin)
    return answer(record, lines, as_json=args.json)


def _start(args: argparse.Namespace, found: retirement.Retirement) -> retirement.Start | None:
    if args.start is None and args.paid_months is None:
        return None
    return retirement.start(found.statutory_month if args.start is None else args.start, found)


def _shortfall_lines(short: retirement.Shortfall, begin: retirement.Start) -> list[str]:
    if short.is_met:
        return ["已达到最低缴费年限"]
    lines = [f"还差 {span_words(short.missing_months)}"]
    if begin.choice is retirement.Choice.EARLY:
        return [*lines, "未达到最低缴费年限，不能选择弹性提前退休"]
    ways = "、".join(_WAYS[one] for one in short.ways)
    return [*lines, f"可以：{ways}"] if ways else lines


def _retirement_lines(found: retirement.Retirement, begin: retirement.Start | None) -> list[str]:
    lines = [
        f"{_GROUPS[found.group]}，{found.birth_month} 出生",
        f"法定退休年月：{found.statutory_month}({age_words(found.age_months)},"
        f"延迟 {found.delay_months} 个月)",
        f"最低缴费：{span_words(found.required_months)}",
    ]
    if found.is_elastic:
        lines.append(f"弹性范围：{found.earliest_month} 到 {found.latest_month}")
    if begin:
        lines.append(
            f"选 {begin.month}：{_CHOICES[begin.choice]},"
            f"按 {begin.reference_year} 年的最低缴费 {span_words(begin.required_months)}"
        )
        lines += (
            [f"最迟 {begin.written_by} 书面{_WRITTEN[begin.choice]}"] if begin.written_by else []
        )
        lines.append(f"养老金从 {begin.pension_from} 起发")
    return [*lines, *(f"依据：{source}" for source in found.sources)]


def _minimum_months(args: argparse.Namespace) -> int:
    entry = retirement.minimum_months(args.year, group=args.group)
    record = {"year": args.year, "group": args.group, "required_months": entry.value}
    lines = [f"{args.year} 年退休，最低缴费 {span_words(entry.value)}", *origin_lines(entry)]
    return answer(record | origin(entry), lines, as_json=args.json)


def _workday(args: argparse.Namespace) -> int:
    calendar, day = workdays.national(), day_of(args.day)
    about = calendar.explain(day)
    record = asdict(about)
    lines = [f"{day} {'是' if about.is_workday else '不是'}工作日：{about.name}"]
    lines += [f"依据：{about.document}"] if about.document else []
    if args.plus is not None:
        result = calendar.add(day, args.plus)
        record |= {"plus": args.plus, "result": result}
        lines.append(f"之后第 {args.plus} 个工作日：{result}")
    if args.until is not None:
        until = day_of(args.until)
        record |= {"until": until, "working_days": calendar.count(day, until)}
        lines.append(f"到 {until} 有 {record['working_days']} 个工作日")
    return answer(record, lines, as_json=args.json)


def _id_check(args: argparse.Namespace) -> int:
    verdict = identifiers.check(args.value, on=today_of(args), kind=args.kind, country=args.country)
    title = identifiers.TITLES[verdict.kind] if verdict.kind else ""
    lines = [f"{title}正确：{verdict.value}" if verdict.is_valid else verdict.words]
    lines += [f"请注意：{warning}" for warning in verdict.warnings]
    return answer(asdict(verdict) | {"kind_name": title}, lines, as_json=args.json)


def _explain(args: argparse.Namespace) -> int:
    known = tables.national()
    if args.name is None:
        return answer({"names": known.names()}, known.names(), as_json=args.json)
    day = today_of(args)
    known_on = day_of(args.known_on) if args.known_on is not None else None
    name, region = _full_name(args.name, known), region_of(args)
    entry = known.entry(name, day, region=region, known_on=known_on)
    record = {"name": entry.name, "value": entry.value, "unit": entry.unit, "on": day}
    record |= {"known_on": known_on, "known_from": entry.known_from}
    lines = [f"{entry.name}:{_plain(entry.value)}({entry.unit})", *origin_lines(entry)]
    return answer(record | origin(entry) | {"region": entry.region}, lines, as_json=args.json)


def _full_name(name: str, known: tables.Tables) -> str:
    """A file's name is enough where the file holds a single series."""
    inside = [one for one in known.names() if one.startswith(f"{name}.")]
    return inside[0] if len(inside) == 1 else name


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key}={one}" for key, one in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
