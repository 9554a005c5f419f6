"""``shebao law …``: the rules of the law, asked from a shell or another program."""

import argparse
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from shebao.commands.speaking import Failure, Parser, answer, day_of
from shebao.hall.kit import clock
from shebao.law import contributions, identifiers, money, months, retirement, tables, workdays

Handler = Callable[[argparse.Namespace], int]

_NAMED = (
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
_GROUPS = {
    "male": "男职工",
    "female55": "原55周岁女职工",
    "female50": "原50周岁女职工",
    "residents": "城乡居民",
}
_WRITTEN = {"early": "告知单位", "late": "与单位约定"}
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
        _add_shares,
        _add_interest,
        _add_explain,
    ):
        add(words)


def _add_retirement(words: Any) -> None:
    parser = _word(
        words,
        "retirement",
        _retirement,
        "法定退休年月、弹性范围和最低缴费月数",
        "birth_month group special age_months age{years,months} delay_months statutory_month "
        "earliest_month latest_month is_elastic required_months sources[];写了 --start 时另有 "
        "start{month,choice(early|statutory|late),reference_year,required_months,written_by,"
        "sources[]}",
    )
    parser.add_argument("--birth", required=True, help="出生年月，如 1970-01")
    parser.add_argument(
        "--group", required=True, choices=_values(retirement.Group), help="人员类别"
    )
    parser.add_argument("--start", help="打算退休的年月，如 2031-01")
    parser.add_argument("--special", choices=_values(retirement.Special), help="特殊工种或病退")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_minimum_months(words: Any) -> None:
    parser = _word(
        words,
        "minimum-months",
        _minimum_months,
        "某年退休的最低缴费月数",
        "year group required_months from to document confidence note",
    )
    parser.add_argument("--year", required=True, type=int, help="达到年龄的年份，如 2033")
    parser.add_argument(
        "--group", default="male", choices=_values(retirement.Group), help="人员类别，默认 male"
    )


def _add_workday(words: Any) -> None:
    parser = _word(
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
    parser = _word(
        words,
        "id-check",
        _id_check,
        "号码对不对、该怎么改；不对也是答案，退出码仍为 0",
        "value kind kind_name is_valid reason words birth sex region country warnings[]",
    )
    parser.add_argument("value", metavar="VALUE", help="要核对的号码或姓名")
    parser.add_argument(
        "--kind", choices=_values(identifiers.IdKind), help="种类；不写就按样子判断", metavar="KIND"
    )
    parser.add_argument("--country", default="CHN", help="护照的签发国，三位字母，默认 CHN")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_shares(words: Any) -> None:
    parser = _word(
        words,
        "shares",
        _shares,
        "一个月个人和单位各缴多少",
        "scheme month base base_fen own own_fen own_rate employer employer_fen employer_rate "
        "sources[];写了 --average 时另有 floor ceiling（base 已按上下限取值）",
    )
    parser.add_argument(
        "--scheme", default="pension", choices=_values(contributions.Payer), help="默认 pension"
    )
    parser.add_argument("--month", required=True, help="缴费年月，如 2025-03")
    parser.add_argument("--base", required=True, help="缴费基数或工资（元）,如 8000.00")
    parser.add_argument("--average", help="当地公布的平均工资（元/月）,用来算上下限")
    parser.add_argument("--injury-class", type=int, default=1, help="工伤行业风险类别，默认 1")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _add_interest(words: Any) -> None:
    parser = _word(
        words,
        "interest",
        _interest,
        "某年个人账户记账利率",
        "year rate（字符串，百分数） unit document confidence note",
    )
    parser.add_argument("--year", required=True, type=int, help="年份，如 2024")


def _add_explain(words: Any) -> None:
    parser = _word(
        words,
        "explain",
        _explain,
        "一个参数的数值、起止日期、文件依据和可信程度；不写 NAME 就列出全部",
        "name value unit on from to region document confidence(A|B|C|D|K|U) note;"
        "不写 NAME 时为 names[]",
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="参数名，如 rates.pension_own")
    parser.add_argument("--on", help="哪一天的数，默认今天")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _values(kind: type[StrEnum]) -> list[str]:
    return [one.value for one in kind]


def _word(words: Any, name: str, run: Handler, about: str, fields: str) -> Parser:
    parser: Parser = words.add_parser(
        name, help=about, description=about, epilog=f"--json 的字段：{fields}", allow_abbrev=False
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser.set_defaults(run=_naming(run))
    return parser


def _naming(run: Handler) -> Handler:
    """Turn the law's named errors into the one-line failure of a command."""

    def named(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except _NAMED as error:
            raise Failure(_code(error), str(error)) from None

    return named


def _code(error: Exception) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def _retirement(args: argparse.Namespace) -> int:
    if months.month_number(args.birth) > months.month_number(_today(args)):
        raise Failure("birth_in_future", "出生年月不能晚于今天，请核对")
    found = retirement.retirement(args.birth, args.group, special=args.special)
    begin = retirement.start(args.start, found) if args.start is not None else None
    years, odd = divmod(found.age_months, 12)
    record = asdict(found) | {"special": args.special, "age": {"years": years, "months": odd}}
    if begin:
        record["start"] = asdict(begin)
    return answer(record, _retirement_lines(found, begin), as_json=args.json)


def _retirement_lines(found: retirement.Retirement, begin: retirement.Start | None) -> list[str]:
    lines = [
        f"{_GROUPS[found.group]}，{found.birth_month} 出生",
        f"法定退休年月：{found.statutory_month}({_age(found.age_months)},"
        f"延迟 {found.delay_months} 个月)",
        f"最低缴费：{_span(found.required_months)}",
    ]
    if found.is_elastic:
        lines.append(f"弹性范围：{found.earliest_month} 到 {found.latest_month}")
    if begin:
        lines.append(
            f"选 {begin.month}：{_CHOICES[begin.choice]},"
            f"按 {begin.reference_year} 年的最低缴费 {_span(begin.required_months)}"
        )
        lines += (
            [f"最迟 {begin.written_by} 书面{_WRITTEN[begin.choice]}"] if begin.written_by else []
        )
    return [*lines, *(f"依据：{source}" for source in found.sources)]


def _minimum_months(args: argparse.Namespace) -> int:
    entry = retirement.minimum_months(args.year, group=args.group)
    record = {"year": args.year, "group": args.group, "required_months": entry.value}
    lines = [f"{args.year} 年退休，最低缴费 {_span(entry.value)}", *_origin_lines(entry)]
    return answer(record | _origin(entry), lines, as_json=args.json)


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
    verdict = identifiers.check(args.value, on=_today(args), kind=args.kind, country=args.country)
    title = identifiers.TITLES[verdict.kind] if verdict.kind else ""
    lines = [f"{title}正确：{verdict.value}" if verdict.is_valid else verdict.words]
    lines += [f"请注意：{warning}" for warning in verdict.warnings]
    return answer(asdict(verdict) | {"kind_name": title}, lines, as_json=args.json)


def _shares(args: argparse.Namespace) -> int:
    limits, wage = _limits(args), money.fen(args.base)
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
    region, trade = _region(args), args.injury_class
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
    if args.average is None:
        return None
    return contributions.bounds(money.fen(args.average), args.month, region=_region(args))


def _interest(args: argparse.Namespace) -> int:
    entry = contributions.interest_rate(args.year)
    record = {"year": args.year, "rate": str(entry.value), "unit": entry.unit}
    lines = [f"{args.year} 年个人账户记账利率 {entry.value}%", *_origin_lines(entry)]
    return answer(record | _origin(entry), lines, as_json=args.json)


def _explain(args: argparse.Namespace) -> int:
    known = tables.national()
    if args.name is None:
        return answer({"names": known.names()}, known.names(), as_json=args.json)
    day = _today(args)
    entry = known.entry(_full_name(args.name, known), day, region=_region(args))
    record = {"name": entry.name, "value": entry.value, "unit": entry.unit, "on": day}
    lines = [f"{entry.name}:{_plain(entry.value)}({entry.unit})", *_origin_lines(entry)]
    return answer(record | _origin(entry) | {"region": entry.region}, lines, as_json=args.json)


def _full_name(name: str, known: tables.Tables) -> str:
    """A file's name is enough where the file holds a single series."""
    inside = [one for one in known.names() if one.startswith(f"{name}.")]
    return inside[0] if len(inside) == 1 else name


def _origin(entry: tables.Entry) -> dict[str, Any]:
    return {
        "from": entry.since,
        "to": entry.until,
        "document": entry.document,
        "confidence": entry.confidence,
        "note": entry.note,
    }


def _origin_lines(entry: tables.Entry) -> list[str]:
    until = f"到 {entry.until}" if entry.until else "起至今"
    lines = [f"适用：{entry.since} {until}", f"依据：{entry.document}"]
    lines += [f"说明：{entry.note}"] if entry.note else []
    return [*lines, f"可信程度：{entry.confidence}"]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key}={one}" for key, one in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _region(args: argparse.Namespace) -> str:
    if re.fullmatch(r"[0-9]{6}", args.region):
        return str(args.region)
    raise Failure("bad_region", "行政区划代码应是 6 位数字，如 000000 表示全国，请改一改")


def _today(args: argparse.Namespace) -> date:
    return day_of(args.on) if args.on is not None else clock.local_date(clock.now())


def _age(age_months: int) -> str:
    years, odd = divmod(age_months, 12)
    return f"{years} 岁 {odd} 个月" if odd else f"{years} 岁"


def _span(count: int) -> str:
    years, odd = divmod(count, 12)
    return f"{count} 个月（{years} 年{f' {odd} 个月' if odd else ''}）"
