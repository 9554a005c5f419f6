"""``shebao law …``: benefits other than the pension, and how each was worked out."""

import argparse
from collections.abc import Iterable
from typing import Any

from shebao.commands import law_moves
from shebao.commands.law_words import origin_records, region_of, today_of, values, word
from shebao.commands.speaking import Failure, Parser, answer
from shebao.law import injury, maternity, money, months, survivors, tables, unemployment
from shebao.law.tables import Entry

_WORKING = (
    "working{title,lines[]{name,label,formula,inputs[],value,text,unit,basis,rounding,"
    "confidence,is_part},total,total_fen,parameters[],notes[],not_calculated[],confidence}"
)
_SOURCES = "sources[]{name,value,unit,region,from,to,document,confidence,note}"
_RELATIVES = {
    "spouse": injury.Dependant(is_spouse=True),
    "spouse-alone": injury.Dependant(is_spouse=True, is_alone=True),
    "other": injury.Dependant(is_spouse=False),
    "other-alone": injury.Dependant(is_spouse=False, is_alone=True),
}
_PAYERS = {"fund": "工伤保险基金", "employer": "用人单位", "nobody": "无"}


def add_words(words: Any) -> None:
    """Add the words of transfers, proofs, exemptions and benefits below ``shebao law``."""
    for add in (_add_survivor, _add_unemployment, _add_injury, _add_maternity):
        add(words)
    law_moves.add_words(words)


def _add_survivor(words: Any) -> None:
    parser = word(
        words,
        "survivor",
        _survivor,
        "非因工死亡的丧葬补助金和抚恤金",
        "on paid_months months before_drawn drawn_years funeral funeral_fen pension pension_fen "
        f"cut cut_fen total total_fen {_WORKING}",
        also=(survivors.BadCount, survivors.NeedsOwnContributions, survivors.UnknownGrant),
    )
    parser.add_argument("--paid-months", type=int, required=True, help="缴费月数（含视同缴费）")
    income = parser.add_mutually_exclusive_group(required=True)
    income.add_argument("--yearly-income", help="省上年度城镇居民人均可支配收入（元/年）")
    income.add_argument("--monthly-income", help="同上，已除以 12（元/月）")
    parser.add_argument("--drawn-months", type=int, help="退休人员已领养老金的月数；在职不写")
    parser.add_argument("--own-contributions", help="本人缴费之和（元），缴费不满 5 年时要写")
    parser.add_argument(
        "--funeral-from",
        default="pension",
        choices=values(survivors.Grant),
        help="选择由哪个险种发丧葬补助金，默认 pension",
    )
    parser.add_argument("--on", help="死亡日期，默认今天")


def _add_unemployment(words: Any) -> None:
    parser = word(
        words,
        "unemployment",
        _unemployment,
        "失业保险金能不能领、领几个月",
        "on is_entitled missing[](paid_too_short|left_by_own_will|not_registered|draws_pension) "
        f"reasons[] months earned carried cap last_month extended_to {_SOURCES}",
        also=(unemployment.BadCount,),
    )
    parser.add_argument("--paid-months", type=int, required=True, help="本次失业前的缴费月数")
    parser.add_argument("--carried", type=int, default=0, help="上次应领未领的月数，默认 0")
    parser.add_argument("--own-will", action="store_true", help="因本人意愿中断就业")
    parser.add_argument("--not-registered", action="store_true", help="没有办理失业登记")
    parser.add_argument("--draws-pension", action="store_true", help="已领基本养老金")
    parser.add_argument("--first-month", help="开始领取的年月，如 2026-01")
    parser.add_argument("--statutory-month", help="法定退休年月，用来看能否延长领取")
    parser.add_argument("--on", help="失业日期，默认今天")


def _add_injury(words: Any) -> None:
    parser = word(
        words,
        "injury",
        _injury,
        "工伤伤残待遇、工亡待遇、停工留薪期工资",
        "on wage wage_fen mean_fen floor_fen ceiling_fen once every_month leaving；"
        "写了 --grade 时另有 grade lump_sum lump_sum_fen monthly monthly_fen "
        "monthly_payer(fund|employer|nobody) care care_fen；写了 --death 时另有 funeral "
        "funeral_fen lump_sum lump_sum_fen advance advance_fen dependants[] dependants_fen[]，没有 "
        "leaving；写了 --stop-work-months "
        "时只有 on pay pay_fen payer working。once、every_month、leaving（解除劳动关系时）同 "
        f"{_WORKING}",
        also=(injury.BadInjury,),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--grade", type=int, help="伤残等级 1 到 10")
    what.add_argument("--death", choices=values(injury.Cause), help="因工死亡，或 1 至 4 级后死亡")
    what.add_argument("--stop-work-months", type=int, help="停工留薪期月数")
    _add_amounts_of_injury(parser)


def _add_amounts_of_injury(parser: Parser) -> None:
    parser.add_argument(
        "--wage", action="append", required=True, help="受伤前月缴费工资（元），可重复写 12 个月"
    )
    parser.add_argument("--average", help="当地上年度职工月平均工资（元）")
    parser.add_argument("--minimum-wage", default="0", help="当地最低工资（元/月）")
    parser.add_argument("--care", choices=values(injury.Care), help="生活不能自理的程度")
    parser.add_argument("--has-work", action="store_true", help="5、6 级已安排适当工作")
    parser.add_argument("--national-income", help="全国上年度城镇居民人均可支配收入（元/年）")
    parser.add_argument(
        "--dependant",
        action="append",
        default=[],
        choices=list(_RELATIVES),
        help="供养亲属，可重复",
    )
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")
    parser.add_argument("--longer", action="store_true", help="停工留薪期已确认延长")
    parser.add_argument("--on", help="受伤或死亡日期，默认今天")


def _add_maternity(words: Any) -> None:
    parser = word(
        words,
        "maternity",
        _maternity,
        "产假天数和生育津贴",
        "on days base difficult further_babies province allowance allowance_fen "
        f"{_SOURCES} {_WORKING}；没写 --average-wage 时没有 allowance 和 working",
        also=(maternity.BadBirth,),
    )
    parser.add_argument("--average-wage", help="单位上年度职工月平均工资（元）")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--babies", type=int, default=1, help="生育孩子数，默认 1")
    what.add_argument("--miscarriage", type=int, metavar="MONTHS", help="流产时怀孕的整月数")
    parser.add_argument("--difficult", action="store_true", help="难产")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")
    parser.add_argument("--on", help="生育日期，默认今天")


def _survivor(args: argparse.Namespace) -> int:
    monthly = args.yearly_income is None
    income = money.fen(args.monthly_income) * 12 if monthly else money.fen(args.yearly_income)
    own = None if args.own_contributions is None else money.fen(args.own_contributions)
    on = today_of(args)
    found = survivors.survivors(
        args.paid_months,
        yearly_income=income,
        on=on,
        drawn_months=args.drawn_months,
        own_contributions=own,
        funeral_from=args.funeral_from,
    )
    record = {
        "on": on,
        "paid_months": args.paid_months,
        "months": found.months.months,
        "before_drawn": found.months.before_drawn,
        "drawn_years": found.months.drawn_years,
    }
    for name in ("funeral", "pension", "cut", "total"):
        record |= _both(name, getattr(found, name))
    record["working"] = found.working.as_record()
    lines = [f"抚恤金发 {found.months.months} 个月", *found.working.spoken()]
    return answer(record, lines, as_json=args.json)


def _unemployment(args: argparse.Namespace) -> int:
    on = today_of(args)
    _demand_after(args)
    found = unemployment.right(
        args.paid_months,
        on=on,
        left_by_own_will=args.own_will,
        is_registered=not args.not_registered,
        draws_pension=args.draws_pension,
        carried=args.carried,
    )
    span = unemployment.duration(
        args.paid_months, on=on, carried=args.carried, first_month=args.first_month
    )
    record = {"on": on, "is_entitled": found.is_entitled, "missing": found.missing}
    record |= {"reasons": found.words, "months": span.months, "earned": span.earned}
    record |= {"carried": span.carried, "cap": span.cap, "last_month": span.last_month}
    record |= {"extended_to": _extension(args, span, on)}
    record |= {"sources": origin_records(found.sources)}
    lines = [
        f"可以领取失业保险金，最长 {span.months} 个月"
        if found.is_entitled
        else "不能领取失业保险金",
        *found.words,
        *([f"领到 {span.last_month}"] if span.last_month and found.is_entitled else []),
        *([f"可继续领到 {record['extended_to']}"] if record["extended_to"] else []),
        *_documents(found.sources),
    ]
    return answer(record, lines, as_json=args.json)


def _demand_after(args: argparse.Namespace) -> None:
    if args.on is None or args.first_month is None:
        return
    if months.month_number(args.first_month) < months.month_number(args.on):
        words = f"开始领取的年月 {args.first_month} 早于失业日期 {args.on}，请核对"
        raise Failure("bad_order", words)


def _extension(args: argparse.Namespace, span: unemployment.Duration, on: Any) -> str:
    if not span.last_month or args.statutory_month is None:
        return ""
    month = args.statutory_month
    return unemployment.extended_to(span.last_month, statutory_month=month, on=on)


def _injury(args: argparse.Namespace) -> int:
    if args.stop_work_months is not None:
        return _stop_work(args)
    on, average = today_of(args), _average(args)
    wage = injury.own_wage([money.fen(one) for one in args.wage], local_average=average, on=on)
    record = {"on": on, **_both("wage", wage.amount), "mean_fen": wage.mean}
    record |= {"floor_fen": wage.floor, "ceiling_fen": wage.ceiling}
    lines = [f"本人工资 {money.yuan(wage.amount)} 元"]
    found = _death(args, wage, record) if args.grade is None else _grade(args, wage, record)
    workings = {"once": found.once, "every_month": found.every_month}
    workings |= {"leaving": found.leaving} if isinstance(found, injury.Grade) else {}
    for name, working in workings.items():
        record |= {name: working.as_record()}
        lines += [f"{working.title}：", *working.spoken()]
    return answer(record, lines, as_json=args.json)


def _grade(args: argparse.Namespace, wage: injury.Wage, record: dict[str, Any]) -> injury.Grade:
    found = injury.grade(
        args.grade,
        wage=wage,
        local_average=_average(args),
        on=today_of(args),
        care=args.care,
        minimum_wage=money.fen(args.minimum_wage),
        has_work=args.has_work,
        region=region_of(args),
    )
    record |= {"grade": found.grade, **_both("lump_sum", found.lump_sum)}
    record |= {**_both("monthly", found.monthly), "monthly_payer": found.monthly_payer}
    record |= _both("care", found.care)
    return found


def _death(args: argparse.Namespace, wage: injury.Wage, record: dict[str, Any]) -> injury.Death:
    if args.national_income is None:
        raise Failure("bad_command", "还缺少 --national-income")
    found = injury.death(
        wage=wage,
        local_average=_average(args),
        national_income=money.fen(args.national_income),
        dependants=[_RELATIVES[one] for one in args.dependant],
        on=today_of(args),
        cause=args.death,
    )
    record |= {**_both("funeral", found.funeral), **_both("lump_sum", found.lump_sum)}
    record |= _both("advance", found.advance)
    record |= {"dependants": [money.yuan(one) for one in found.dependants]}
    record |= {"dependants_fen": found.dependants}
    return found


def _average(args: argparse.Namespace) -> int:
    if args.average is None:
        raise Failure("bad_command", "还缺少 --average")
    return money.fen(args.average)


def _stop_work(args: argparse.Namespace) -> int:
    on = today_of(args)
    found = injury.stop_work_pay(
        args.stop_work_months,
        monthly_wage=money.fen(args.wage[-1]),
        on=on,
        is_longer_confirmed=args.longer,
    )
    record = {"on": on, **_both("pay", found.total), "payer": injury.Payer.EMPLOYER}
    record["working"] = found.as_record()
    lines = [f"由{_PAYERS['employer']}支付", *found.spoken()]
    return answer(record, lines, as_json=args.json)


def _maternity(args: argparse.Namespace) -> int:
    on, region = today_of(args), region_of(args)
    if args.miscarriage is not None:
        leave = maternity.miscarriage_leave(args.miscarriage, on=on, region=region)
    else:
        leave = maternity.birth_leave(
            on=on, babies=args.babies, is_difficult=args.difficult, region=region
        )
    record: dict[str, Any] = {"on": on, "days": leave.days, "base": leave.base}
    record |= {"difficult": leave.difficult, "further_babies": leave.further_babies}
    record |= {"province": leave.province, "sources": origin_records(leave.sources)}
    lines = [f"产假 {leave.days} 天", *_documents(leave.sources)]
    if args.average_wage is not None:
        found = maternity.allowance(leave, average_wage=money.fen(args.average_wage), on=on)
        record |= {**_both("allowance", found.total), "working": found.as_record()}
        lines = [f"产假 {leave.days} 天", *found.spoken()]
    return answer(record, lines, as_json=args.json)


def _both(name: str, amount: int) -> dict[str, Any]:
    return {name: money.yuan(amount), f"{name}_fen": amount}


def _documents(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(f"依据：{entry.document}" for entry in entries))
