"""``shebao law …``: what a pension comes to, and how it was worked out."""

import argparse
import re
from typing import Any

from shebao.commands.law_life import (
    ERRORS,
    WORKING_FIELDS,
    add_life,
    exact_of,
    life_of,
    perhaps_of,
    working_lines,
)
from shebao.commands.law_words import region_of, span_words, today_of, word
from shebao.commands.speaking import Failure, Parser, answer
from shebao.law import disability, money, payout, pension, residents, tables
from shebao.law.history import years_of
from shebao.law.text import shown
from shebao.law.working import documents

_CASES = {
    "near": "距法定退休年龄 5 年以内",
    "far": "距法定退休年龄 5 年以上",
    "short": "缴费年限不够",
}


def add_words(words: Any) -> None:
    """Add the words of pensions below ``shebao law``."""
    for add in (_add_pension, _add_payout_months, _add_residents, _add_disability):
        add(words)


def _add_pension(words: Any) -> None:
    parser = word(words, "pension", _pension, "职工基本养老金", WORKING_FIELDS, also=ERRORS)
    _add_place(parser)
    parser.add_argument("--age", required=True, help="退休时的年龄，如 50y0m 或 60y1m")
    parser.add_argument("--base", help="养老金计发基数（元/月），不写就按参数表")
    parser.add_argument("--index", required=True, help="平均缴费指数，如 0.84")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--years", help="缴费年限（年，含视同），如 17.33")
    length.add_argument("--months", type=int, help="缴费月数（含视同），如 208")
    parser.add_argument("--account", required=True, help="个人账户储存额（元），如 91147.87")
    parser.add_argument("--deemed-years", default="0", help="其中视同缴费年限，默认 0")
    parser.add_argument(
        "--early-years", default="0", help="其中建立个人账户前的实际缴费年限，默认 0"
    )
    parser.add_argument("--deemed-index", help="视同缴费指数，不写就按平均缴费指数")


def _add_payout_months(words: Any) -> None:
    parser = word(
        words,
        "payout-months",
        _payout_months,
        "个人账户养老金的计发月数",
        "age_months month months（字符串，至多一位小数） tenths way(interpolate|floor) also_seen "
        "sources[]",
        also=ERRORS,
    )
    _add_place(parser)
    parser.add_argument("--age", required=True, help="退休时的年龄，如 60y1m")


def _add_residents(words: Any) -> None:
    parser = word(
        words,
        "residents-pension",
        _residents,
        "城乡居民养老金",
        "first_month is_of_age required_months missing_months is_transition "
        f"working{{{WORKING_FIELDS}}}",
        also=ERRORS,
    )
    _add_place(parser)
    parser.add_argument("--birth", required=True, help="出生年月，如 1966-01")
    parser.add_argument("--months", required=True, type=int, help="缴费月数，如 180")
    parser.add_argument("--account", required=True, help="个人账户储存额（元），如 13900.00")
    parser.add_argument("--extra", default="0", help="当地另加的金额（元/月），默认 0")


def _add_disability(words: Any) -> None:
    parser = word(
        words,
        "disability",
        _disability,
        "病残津贴",
        "case(near|far|short) is_provisional months_to_go statutory_month required_months "
        f"limit_months（没有期限为 null） refigured_month working{{{WORKING_FIELDS}}}",
        also=ERRORS,
    )
    _add_place(parser)
    add_life(parser)
    parser.add_argument("--base", help="养老金计发基数（元/月），不写就按参数表")


def _add_place(parser: Parser) -> None:
    parser.add_argument("--month", help="开始领取的年月，如 2024-04，默认本月")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")


def _pension(args: argparse.Namespace) -> int:
    month = _month(args)
    years = (
        years_of(args.months, month, region=region_of(args))
        if args.years is None
        else exact_of(args.years, "--years")
    )
    working = pension.pension(
        pension.Facts(
            region=region_of(args),
            month=month,
            age_months=_age_of(args.age),
            years=years,
            index=exact_of(args.index, "--index"),
            account=money.fen(args.account),
            base=None if args.base is None else money.fen(args.base),
            deemed_years=exact_of(args.deemed_years, "--deemed-years"),
            early_years=exact_of(args.early_years, "--early-years"),
            deemed_index=perhaps_of(args.deemed_index, "--deemed-index"),
        )
    )
    return answer(working.as_record(), working_lines(working), as_json=args.json)


def _payout_months(args: argparse.Namespace) -> int:
    month = _month(args)
    found = payout.payout_months(_age_of(args.age), month, region=region_of(args))
    sources = list(documents(found.entries))
    record = {
        "age_months": found.age_months,
        "month": month,
        "months": found.text,
        "tenths": found.tenths,
        "way": found.way,
        "also_seen": found.also_seen,
        "sources": sources,
    }
    lines = [f"计发月数：{found.text} 个月", *(f"依据：{source}" for source in sources)]
    lines += [f"说明：{found.also_seen}"] if found.also_seen else []
    return answer(record, lines, as_json=args.json)


def _residents(args: argparse.Namespace) -> int:
    found = residents.residents_pension(
        residents.Resident(
            birth=args.birth,
            region=region_of(args),
            month=_month(args),
            paid_months=args.months,
            account=money.fen(args.account),
            extra=money.fen(args.extra),
        )
    )
    lines = [f"{found.first_month} 年满 60 岁，最低缴费 {span_words(found.required_months)}"]
    lines += [] if found.is_of_age else ["现在还没有到领取年龄"]
    lines += [f"还差 {span_words(found.missing_months)}"] if found.missing_months else []
    return answer(_with_working(found), [*lines, *working_lines(found.working)], as_json=args.json)


def _disability(args: argparse.Namespace) -> int:
    base = None if args.base is None else money.fen(args.base)
    claimant = disability.Claimant(month=_month(args), base=base, **life_of(args))
    found = disability.allowance(claimant)
    lines = [
        f"{_CASES[found.case]}，法定退休年月 {found.statutory_month}，"
        f"还有 {found.months_to_go} 个月",
        f"最低缴费：{span_words(found.required_months)}",
    ]
    lines += [f"最多发 {found.limit_months} 个月"] if found.limit_months else []
    lines += [f"{found.refigured_month} 重新计算"] if found.refigured_month else []
    return answer(_with_working(found), [*lines, *working_lines(found.working)], as_json=args.json)


def _with_working(
    found: residents.ResidentsPension | disability.Allowance,
) -> dict[str, Any]:
    record = {name: value for name, value in vars(found).items() if name != "working"}
    return record | {"working": found.working.as_record()}


def _month(args: argparse.Namespace) -> str:
    if args.month is not None:
        return str(args.month)
    return f"{today_of(argparse.Namespace(on=None)):%Y-%m}"


def _age_of(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,3})(?:y(?:([0-9]{1,2})m)?)?", text)
    if found is None or int(found[2] or 0) > 11:
        words = f"年龄应写成 60y1m 这样（60 岁 1 个月），月数在 0 到 11 之间，现在是“{shown(text)}”"
        raise Failure("bad_age", words)
    return int(found[1]) * 12 + int(found[2] or 0)
