"""Every tab of one's rights as a file that table programs open as it is (5.2.2)."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext_noop

from shebao.exchange.port import Exemption, Transfer
from shebao.hall.channels.web import places, words
from shebao.hall.channels.web.tables import month_rows, years_of
from shebao.hall.kit.tongues import say as _
from shebao.hall.office.records.queries import (
    BenefitView,
    ContributionView,
    ExemptionView,
    Overview,
    TransferView,
)
from shebao.law.money import yuan

Row = Sequence[str]
# A table program would take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of a file: its heads, to be translated, and its rows as they are read."""

    heads: Row
    rows: Sequence[Row]


def as_csv(name: str, view: Any) -> bytes:
    """The tab ``name`` as CSV in UTF-8 with its mark: the data date, then its tables."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("数据截至"), view.data_date.isoformat()])
    for sheet in SHEETS[name](view):
        writer.writerow([_(head) for head in sheet.heads])
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _amount(fen: int) -> str:
    return yuan(fen).replace(",", "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _word(table: Mapping[str, Any], code: object) -> str:
    return str(words.said(table, code))


def _registrations(view: Overview) -> Iterator[Sheet]:
    rows = [
        (
            _word(words.SCHEMES, one.scheme),
            places.name_of(one.region),
            one.employer_name or _("个人参保"),
            one.joined.isoformat(),
            _day(one.ended),
            one.first_month,
            one.last_paid_month,
            str(one.months_actual),
            str(one.months_deemed),
            str(words.said_with_kind(words.REGISTRATION_STATES, one.state)[0]),
        )
        for one in view.registrations
    ]
    yield Sheet(heads=REGISTRATION_HEADS, rows=rows)


def _contributions(view: ContributionView) -> Iterator[Sheet]:
    rows = [
        (
            row.month,
            row.scheme,
            row.employer,
            *map(_amount, (row.base, row.by_employer, row.own)),
            row.state,
        )
        for year in years_of(view)
        for row in month_rows(view, year)
    ]
    yield Sheet(heads=MONTH_HEADS, rows=rows)


def _account(view: Overview) -> Iterator[Sheet]:
    years = view.account.years if view.account else ()
    rows = [
        (
            str(one.year),
            *map(_amount, (one.opening, one.credited, one.interest, one.closing)),
            one.rate,
        )
        for one in reversed(years)
    ]
    yield Sheet(heads=ACCOUNT_HEADS, rows=rows)


def _transfers(view: TransferView) -> Iterator[Sheet]:
    yield Sheet(heads=TRANSFER_HEADS, rows=[_transfer(one) for one in view.transfers])
    steps = [
        (one.number, _word(words.TRANSFER_STATES, step.state), step.at.isoformat(), step.agency)
        for one in view.transfers
        for step in one.steps
    ]
    yield Sheet(heads=STEP_HEADS, rows=steps)


def _transfer(one: Transfer) -> Row:
    return (
        one.number,
        places.name_of(one.from_region),
        places.name_of(one.to_region),
        _word(words.TRANSFER_STATES, one.state),
        one.holder,
        _day(one.due),
        str(one.months),
        _amount(one.amount_account),
        _amount(one.amount_pooled),
    )


def _benefits(view: BenefitView) -> Iterator[Sheet]:
    drawn = [
        (
            _word(words.BENEFITS, one.kind),
            one.first_month,
            one.last_month,
            _amount(one.monthly),
            str(words.said_with_kind(words.BENEFIT_STATES, one.state)[0]),
        )
        for one in view.benefits
    ]
    yield Sheet(heads=BENEFIT_HEADS, rows=drawn)
    paid = [
        (
            one.month,
            _word(words.BENEFITS, one.kind),
            _amount(one.amount),
            _day(one.paid_on),
            one.bank,
            one.account_tail,
            _word(words.PAYMENT_RESULTS, one.result),
        )
        for one in view.payments
    ]
    yield Sheet(heads=PAYMENT_HEADS, rows=paid)


def _exemptions(view: ExemptionView) -> Iterator[Sheet]:
    yield Sheet(heads=EXEMPTION_HEADS, rows=[_exemption(one) for one in view.exemptions])


def _exemption(one: Exemption) -> Row:
    return (
        one.number,
        _word(words.TREATY_COUNTRIES, one.country),
        _word(words.CERTIFICATES, one.certificate),
        _word(words.ABROAD_KINDS, one.kind),
        _("、").join(_word(words.SCHEMES, scheme) for scheme in one.schemes),
        one.start.isoformat(),
        one.end.isoformat(),
    )


SHEETS: Mapping[str, Callable[[Any], Iterator[Sheet]]] = {
    "overview": _registrations,
    "contributions": _contributions,
    "account": _account,
    "transfers": _transfers,
    "benefits": _benefits,
    "exemptions": _exemptions,
}
REGISTRATION_HEADS = (
    gettext_noop("险种"),
    gettext_noop("参保地"),
    gettext_noop("单位"),
    gettext_noop("参保日期"),
    gettext_noop("终止日期"),
    gettext_noop("首次缴费月"),
    gettext_noop("最近到账月"),
    gettext_noop("实际缴费月数"),
    gettext_noop("视同缴费月数"),
    gettext_noop("状态"),
)
MONTH_HEADS = (
    gettext_noop("月份"),
    gettext_noop("险种"),
    gettext_noop("单位"),
    gettext_noop("缴费基数（元）"),
    gettext_noop("单位缴（元）"),
    gettext_noop("个人缴（元）"),
    gettext_noop("状态"),
)
ACCOUNT_HEADS = (
    gettext_noop("年份"),
    gettext_noop("年初（元）"),
    gettext_noop("当年记入（元）"),
    gettext_noop("利息（元）"),
    gettext_noop("年末（元）"),
    gettext_noop("利率"),
)
TRANSFER_HEADS = (
    gettext_noop("转移编号"),
    gettext_noop("转出地"),
    gettext_noop("转入地"),
    gettext_noop("状态"),
    gettext_noop("现在办理的机构"),
    gettext_noop("这一步最晚"),
    gettext_noop("转移月数"),
    gettext_noop("个人账户转移额（元）"),
    gettext_noop("统筹转移额（元）"),
)
STEP_HEADS = (
    gettext_noop("转移编号"),
    gettext_noop("步骤"),
    gettext_noop("日期"),
    gettext_noop("办理机构"),
)
BENEFIT_HEADS = (
    gettext_noop("待遇"),
    gettext_noop("从哪月起"),
    gettext_noop("最后一个月"),
    gettext_noop("每月（元）"),
    gettext_noop("状态"),
)
PAYMENT_HEADS = (
    gettext_noop("月份"),
    gettext_noop("项目"),
    gettext_noop("金额（元）"),
    gettext_noop("发放日期"),
    gettext_noop("银行"),
    gettext_noop("账户尾号"),
    gettext_noop("结果"),
)
EXEMPTION_HEADS = (
    gettext_noop("证明编号"),
    gettext_noop("国家"),
    gettext_noop("证明名称"),
    gettext_noop("人员类别"),
    gettext_noop("适用国内的险种"),
    gettext_noop("开始日期"),
    gettext_noop("结束日期"),
)
