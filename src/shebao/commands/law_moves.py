"""``shebao law …``: transfers between provinces, proofs of eligibility, exemption abroad."""

import argparse
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from shebao.commands.law_words import (
    day_option,
    origin_records,
    region_of,
    today_of,
    values,
    word,
)
from shebao.commands.speaking import Failure, answer, day_of
from shebao.law import abroad, certification, money, tables, transfer, transfer_clock, workdays
from shebao.law.tables import Entry
from shebao.law.text import shown

_SOURCES = "sources[]{name,value,unit,region,from,to,document,confidence,note}"
_OUTCOMES = {"allowed": "可以免缴", "review": "需要经办人员确认", "refused": "不能免缴"}
_LEGS = {"review": "新参保地审核", "statement": "原参保地办理", "merging": "新参保地办结"}


def add_words(words: Any) -> None:
    """Add the words of transfers, proofs and exemptions below ``shebao law``."""
    for add in (
        _add_place,
        _add_arrival,
        _add_amount,
        _add_clock,
        _add_certification,
        _add_exemption,
        _add_treaties,
    ):
        add(words)


def _add_place(words: Any) -> None:
    parser = word(
        words,
        "transfer-place",
        _place,
        "养老金在哪里领（待遇领取地）",
        "place rule(at_home|current|last_long|gathered|longest) number months gathered[] words "
        f"{_SOURCES}",
        also=(transfer.BadStay, transfer.NoPlace),
    )
    parser.add_argument("--household", default="", help="户籍地；港澳台居民不写")
    parser.add_argument("--current", required=True, help="基本养老保险关系所在地")
    parser.add_argument(
        "--stay",
        action="append",
        default=[],
        metavar="PLACE:MONTHS[:temporary]",
        help="参保地和缴费月数，按时间先后重复写；临时账户加 :temporary",
    )
    parser.add_argument("--on", help="达到领取条件的日期，默认今天")


def _add_arrival(words: Any) -> None:
    parser = word(
        words,
        "transfer-arrival",
        _arrival,
        "转入时转移关系，还是建立临时缴费账户",
        "landing(moves|temporary|stays) ground(retired|home|continuous|approved|young|age) "
        "turns_on age words "
        f"{_SOURCES}",
        also=(transfer.BadStay,),
    )
    parser.add_argument("--sex", required=True, choices=values(transfer.Sex), help="性别")
    parser.add_argument("--birth", required=True, help="出生日期，如 1980-03-01")
    parser.add_argument("--to", required=True, help="转入地")
    parser.add_argument("--household", default="", help="户籍地")
    parser.add_argument("--approved", action="store_true", help="经县级以上部门批准调动")
    parser.add_argument("--continuous", action="store_true", help="关系一直在当地")
    parser.add_argument("--retired", action="store_true", help="已按月领取基本养老金")
    parser.add_argument("--on", help="参保日期，默认今天")


def _add_amount(words: Any) -> None:
    parser = word(
        words,
        "transfer-amount",
        _amount,
        "转移多少资金；以经办机构的记录为准",
        "account account_fen pooled pooled_fen temporary temporary_fen total total_fen "
        f"years[]{{year,months,bases,amount}}（分） {_SOURCES}",
        also=(transfer.BadStay,),
    )
    parser.add_argument("--account", required=True, help="1998 年以后的个人账户储存额（元）")
    parser.add_argument("--account-before", default="0", help="1998 年前个人缴费本息（元）")
    parser.add_argument("--temporary", default="0", help="临时账户的全部缴费本息（元），默认 0")
    parser.add_argument(
        "--year",
        action="append",
        default=[],
        metavar="YEAR:MONTHS:BASES",
        help="某年缴费月数和各月基数之和（元），如 2020:12:96000.00，可重复",
    )
    parser.add_argument("--on", help="转移日期，默认今天")


def _add_clock(words: Any) -> None:
    parser = word(
        words,
        "transfer-clock",
        _clock,
        "转移各段由谁办、哪天到期",
        "on legs[]{leg(review|statement|merging),holder(new|old),has_begun,starts_on,"
        "working_days,due_on,ended_on,is_late,document,confidence} latest；"
        "节假日安排未公布的年份，日期为 null",
        also=(transfer_clock.OutOfOrder,),
    )
    parser.add_argument("--applied", required=True, help="申请日期")
    for leg, about in _LEGS.items():
        parser.add_argument(f"--{leg}-ended", help=f"{about}完成的日期")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_certification(words: Any) -> None:
    parser = word(
        words,
        "certification",
        _certification,
        "待遇领取资格认证何时到期、何时提醒",
        "scheme last_on due_on months reminders[] "
        "state(current|due_soon|overdue|suspended|ended) days_left words "
        f"{_SOURCES}；写了 --withheld-since 时另有 back_paid[]（按 --on 认证通过） next_due_on；"
        "写了 --lost-on 时另有 report_by（最迟告知的日期）",
        also=(certification.UnknownScheme, certification.BadOrder),
    )
    parser.add_argument("--last", required=True, help="最近一次认证的日期")
    parser.add_argument(
        "--scheme", default="pension", choices=values(certification.Scheme), help="默认 pension"
    )
    parser.add_argument("--withheld-since", help="从哪个月停发，如 2026-03")
    parser.add_argument("--loss", choices=values(certification.Loss), help="丧失资格的原因")
    parser.add_argument("--lost-on", help="丧失资格的日期，用来算最迟哪天告知")
    parser.add_argument("--region", default=tables.NATIONAL, help="行政区划代码，默认全国")
    parser.add_argument("--on", help="以哪一天为今天，默认今天")


def _add_exemption(words: Any) -> None:
    parser = word(
        words,
        "exemption",
        _exemption,
        "境外社会保险免缴：能不能免、最长多久",
        "outcome(allowed|review|refused) country country_name months months_in_a_row limit "
        f"certificate reasons[]{{code({'|'.join(abroad.Code)}),words,is_final}} conditions[] "
        f"{_SOURCES}",
        also=(abroad.UnknownCountry, abroad.BadRequest),
    )
    parser.add_argument("--country", required=True, help="国家代码三位字母，如 DEU")
    parser.add_argument(
        "--scheme", action="append", required=True, choices=values(abroad.Scheme), help="可重复"
    )
    parser.add_argument("--from", dest="start", required=True, help="开始日")
    parser.add_argument("--to", dest="end", required=True, help="结束日（当天计入）")
    parser.add_argument(
        "--kind", default="posted", choices=values(abroad.Kind), help="人员类别，默认 posted"
    )
    parser.add_argument(
        "--earlier",
        action="append",
        default=[],
        metavar="COUNTRY:FROM:TO",
        help="已有的证明，如 DEU:2020-01-01:2024-12-31，可重复",
    )
    parser.add_argument("--extension", action="store_true", help="申请延长")


def _add_treaties(words: Any) -> None:
    parser = word(
        words,
        "treaties",
        _treaties,
        "与哪些国家有社会保险协定、是否生效",
        "on agreements[]{country,country_name,signed_on,in_force_on,is_in_force,schemes[],kinds[],"
        f"certificate,months,{_SOURCES}}}",
    )
    parser.add_argument("--on", help="哪一天的情况，默认今天")


def _place(args: argparse.Namespace) -> int:
    found = transfer.drawing_place(
        [_stay(one) for one in args.stay],
        current=args.current,
        household=args.household,
        on=today_of(args),
    )
    lines = [f"待遇领取地：{found.place}", f"依据第 {found.number} 步：{found.words}"]
    lines += [f"{'、'.join(found.gathered)} 的缴费归集到那里"] if found.gathered else []
    return _say(args, asdict(found), lines, found.sources)


def _stay(text: str) -> transfer.Stay:
    found = re.fullmatch(r"([^:]+):([0-9]{1,4})(:temporary)?", text)
    if found is None:
        raise Failure("bad_stay", _like("参保地", "110000:120 或 110000:60:temporary", text))
    return transfer.Stay(place=found[1], months=int(found[2]), is_temporary=bool(found[3]))


def _arrival(args: argparse.Namespace) -> int:
    found = transfer.arrival(
        sex=args.sex,
        birth=day_option(args.birth, "--birth"),
        to=args.to,
        household=args.household,
        on=today_of(args),
        is_approved=args.approved,
        is_continuous=args.continuous,
        is_retired=args.retired,
    )
    return _say(args, asdict(found), [found.words], found.sources)


def _amount(args: argparse.Namespace) -> int:
    found = transfer.moved(
        [_year(one) for one in args.year],
        account_since_1998=money.fen(args.account),
        own_before_1998=money.fen(args.account_before),
        temporary=money.fen(args.temporary),
        on=today_of(args),
    )
    record: dict[str, Any] = {"years": [asdict(one) for one in found.years]}
    for name in ("account", "pooled", "temporary", "total"):
        amount = getattr(found, name)
        record |= {name: money.yuan(amount), f"{name}_fen": amount}
    lines = [f"{one.year} 年统筹基金 {money.yuan(one.amount)} 元" for one in found.years]
    lines += [
        f"个人账户 {record['account']} 元，统筹基金 {record['pooled']} 元，"
        f"临时账户 {record['temporary']} 元",
        f"合计 {record['total']} 元",
    ]
    return _say(args, record, lines, found.sources)


def _year(text: str) -> transfer.PaidYear:
    year, _, rest = text.partition(":")
    months, _, bases = rest.partition(":")
    if not re.fullmatch(r"[0-9]{4}:[0-9]{1,2}", f"{year}:{months}"):
        raise Failure("bad_stay", _like("年份", "2020:12:96000.00", text))
    return transfer.PaidYear(year=int(year), months=int(months), bases=money.fen(bases))


def _clock(args: argparse.Namespace) -> int:
    texts = {leg: getattr(args, f"{leg}_ended") for leg in transfer_clock.Leg}
    found = transfer_clock.clocks(
        day_option(args.applied, "--applied"),
        on=today_of(args),
        calendar=workdays.national(),
        ended={
            leg: day_option(text, f"--{leg}-ended")
            for leg, text in texts.items()
            if text is not None
        },
    )
    legs = [
        {key: value for key, value in asdict(one).items() if key != "source"}
        | {"document": one.source.document, "confidence": one.source.confidence}
        for one in found
    ]
    lines = [f"{_LEGS[one.leg]}：{_leg_words(one)}" for one in found]
    record = {"on": today_of(args), "legs": legs, "latest": found[-1].due_on}
    return answer(record, [*lines, *_documents(one.source for one in found)], as_json=args.json)


def _leg_words(one: transfer_clock.LegClock) -> str:
    due = f"最迟 {one.due_on}" if one.due_on else "到期日要等节假日安排公布后才能推算"
    if not one.has_begun:
        return f"还没有开始，{due}"
    late = "，已超期" if one.is_late else ""
    done = f"，{one.ended_on} 已完成" if one.ended_on else ""
    return f"{one.starts_on} 起 {one.working_days} 个工作日，{due}{done}{late}"


def _certification(args: argparse.Namespace) -> int:
    on, region, last = today_of(args), region_of(args), day_option(args.last, "--last")
    found = certification.certification(
        last,
        args.scheme,
        on=on,
        region=region,
        is_suspended=args.withheld_since is not None,
        loss=None if args.loss is None else certification.Loss(args.loss),
    )
    record, lines = asdict(found), [found.words]
    lines += [f"提醒：{'、'.join(map(str, found.reminders))}"]
    if args.withheld_since is not None:
        back = certification.resumption(
            on, args.scheme, withheld_since=args.withheld_since, region=region
        )
        record |= {"back_paid": back.back_paid, "next_due_on": back.due_on}
        lines.append(f"{on} 认证通过的，补发 {len(back.back_paid)} 个月，下次 {back.due_on} 前认证")
    if args.lost_on is not None:
        lost_on = day_option(args.lost_on, "--lost-on")
        record |= {"report_by": certification.report_by(lost_on, workdays.national())}
        lines.append(f"丧失资格的，最迟 {record['report_by']} 告知经办机构")
    return _say(args, record, lines, found.sources)


def _exemption(args: argparse.Namespace) -> int:
    found = abroad.exemption(
        country=args.country,
        schemes=args.scheme,
        start=day_option(args.start, "--from"),
        end=day_option(args.end, "--to"),
        kind=args.kind,
        earlier=[_period(one) for one in args.earlier],
        is_extension=args.extension,
    )
    lines = [f"{found.country_name}：{_OUTCOMES[found.outcome]}，申请 {found.months} 个月"]
    lines += [f"最长 {found.limit} 个月"] if found.limit is not None else []
    lines += [one.words for one in found.reasons]
    lines += [f"条件：{one}" for one in found.conditions]
    return _say(args, asdict(found), lines, found.sources)


def _period(text: str) -> abroad.Period:
    parts = text.split(":")
    if len(parts) != 3:
        raise Failure("bad_request", _like("已有的证明", "DEU:2020-01-01:2024-12-31", text))
    return abroad.Period(country=parts[0], start=day_of(parts[1]), end=day_of(parts[2]))


def _treaties(args: argparse.Namespace) -> int:
    on = today_of(args)
    found = abroad.agreements(on)
    rows = [asdict(one) | {"sources": origin_records(one.sources)} for one in found]
    lines = [
        f"{one.country} {one.country_name}："
        + (f"{one.in_force_on} 起生效" if one.is_in_force else f"{one.signed_on} 签署，未生效")
        + f"（可信程度 {one.sources[0].confidence}）"
        for one in found
    ]
    return answer({"on": on, "agreements": rows}, lines, as_json=args.json)


def _say(
    args: argparse.Namespace, record: dict[str, Any], lines: list[str], sources: tuple[Entry, ...]
) -> int:
    notes = [f"说明：{one.note}（可信程度 {one.confidence}）" for one in sources if one.note]
    lines = [*lines, *notes, *_documents(sources)]
    return answer(record | {"sources": origin_records(sources)}, lines, as_json=args.json)


def _like(what: str, example: str, text: str) -> str:
    return f"{what}应写成 {example} 这样，现在是“{shown(text, 40)}”，请改一改"


def _documents(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(f"依据：{entry.document}" for entry in entries))
