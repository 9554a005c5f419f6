"""The residents' pension (城乡居民基本养老保险): base, account over fixed months, extras."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from shebao.law.money import half_up
from shebao.law.months import first_day, month_number
from shebao.law.pension.facts import BadFact, demand
from shebao.law.retirement import Group, Retirement, minimum_months, retirement
from shebao.law.tables import NATIONAL, Entry, NoValueOn, Tables, distinct, national
from shebao.law.working import ROUNDED, Line, NotCalculated, Unit, WorkingOut, value_text

_LARGEST = 10**15
_MOST_MONTHS = 80 * 12


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody who asks for it in ``month``; money in fen.

    ``extra`` is what the place adds beyond the tables, as the person was told.
    """

    birth: str
    region: str
    month: str
    paid_months: int
    account: int
    extra: int = 0


@dataclass(frozen=True, kw_only=True)
class ResidentsPension:
    """The sum and whether it may be drawn; ``first_month`` is that of the age.

    ``is_transition`` tells that fewer months are asked because the scheme began late in this life.
    """

    working: WorkingOut
    first_month: str
    is_of_age: bool
    required_months: int
    missing_months: int
    is_transition: bool


class _Extra(NamedTuple):
    name: str
    label: str
    formula: str
    value: int
    entry: Entry | None


def residents_pension(person: Resident, *, tables: Tables | None = None) -> ResidentsPension:
    """The monthly pension of a resident (国发〔2014〕8号 第六条), with what is still missing.

    Raises ``pension.BadFact``, ``NoValueOn``, ``months.BadMonth``.
    """
    tables = tables or national()
    _demand_sound(person)
    age = retirement(person.birth, Group.RESIDENTS, tables)
    required = min(_since_the_start(person, age, tables), age.required_months)
    usual = minimum_months(int(age.statutory_month[:4]), tables, group=Group.RESIDENTS).value
    return ResidentsPension(
        working=_working(person, tables),
        first_month=age.statutory_month,
        is_of_age=month_number(person.month) >= month_number(age.statutory_month),
        required_months=required,
        missing_months=max(required - person.paid_months, 0),
        is_transition=required < usual,
    )


def _since_the_start(person: Resident, age: Retirement, tables: Tables) -> int:
    """Months from the start of the scheme there to the age (国发〔2014〕8号 第七条)."""
    began = _own("residents.began", person, tables)
    if began is None:
        return age.required_months
    return max(month_number(age.statutory_month) - month_number(began.value), 0)


def _demand_sound(person: Resident) -> None:
    if month_number(person.birth) > month_number(person.month):
        raise BadFact(
            f"出生年月（birth）{person.birth} 晚于领取年月 {person.month}，还没有出生，请核对"
        )
    demand("paid_months", "缴费月数", person.paid_months, _MOST_MONTHS)
    demand("account", "个人账户储存额", person.account, _LARGEST, unit=Unit.FEN)
    demand("extra", "当地另加的金额", person.extra, _LARGEST, unit=Unit.FEN)


def _working(person: Resident, tables: Tables) -> WorkingOut:
    on = first_day(month_number(person.month))
    base = tables.entry("residents.base", on, region=person.region)
    payout = tables.entry("residents.payout_months", on, region=person.region)
    account = half_up(person.account, payout.value)
    extras = (_long_paying(person, tables), _high_age(person, tables), _told(person))
    paid = [one for one in extras if one is not None and one.value]
    used = [base, payout, *(one.entry for one in paid if one.entry)]
    return WorkingOut(
        title=f"城乡居民养老金（{person.month}，地区 {person.region}）",
        lines=(
            _base_line(base),
            _account_line(person.account, payout, account),
            *map(_extra_line, paid),
        ),
        total=base.value + account + sum(one.value for one in paid),
        parameters=distinct(used),
        notes=tuple(_notes(base)),
        not_calculated=tuple(_left_out(extras)),
    )


def _base_line(base: Entry) -> Line:
    return Line(
        name="base",
        label="基础养老金",
        value=base.value,
        unit=Unit.FEN,
        basis=base.document,
        confidence=base.confidence,
        is_part=True,
    )


def _account_line(balance: int, payout: Entry, value: int) -> Line:
    return Line(
        name="account",
        label="个人账户养老金",
        value=value,
        unit=Unit.FEN,
        formula="个人账户储存额÷计发月数",
        inputs=(
            ("个人账户储存额", value_text(balance, Unit.FEN)),
            ("计发月数", str(payout.value)),
        ),
        basis=payout.document,
        rounding=ROUNDED,
        confidence=payout.confidence,
        is_part=True,
    )


def _extra_line(extra: _Extra) -> Line:
    return Line(
        name=extra.name,
        label=extra.label,
        value=extra.value,
        unit=Unit.FEN,
        formula=extra.formula,
        basis=extra.entry.document if extra.entry else "由使用者提供",
        confidence=extra.entry.confidence if extra.entry else "D",
        is_part=True,
    )


def _long_paying(person: Resident, tables: Tables) -> _Extra | None:
    entry = _own("residents.long_paying", person, tables)
    if entry is None:
        return None
    above, each = entry.value["above_years"], entry.value["per_year"]
    value = max(person.paid_months // 12 - above, 0) * each
    words = f"缴费满 {above} 年后每多一整年 {value_text(each, Unit.FEN)} 元"
    return _Extra("long_paying", "长缴加发", words, value, entry)


def _high_age(person: Resident, tables: Tables) -> _Extra | None:
    entry = _own("residents.high_age", person, tables)
    if entry is None:
        return None
    from_age, amount = entry.value["from_age"], entry.value["amount"]
    age = (month_number(person.month) - month_number(person.birth)) // 12
    words = f"年满 {from_age} 岁起"
    return _Extra("high_age", "高龄加发", words, amount if age >= from_age else 0, entry)


def _told(person: Resident) -> _Extra:
    return _Extra("extra", "当地另加", "", person.extra, None)


def _own(name: str, person: Resident, tables: Tables) -> Entry | None:
    try:
        return tables.entry(name, first_day(month_number(person.month)), region=person.region)
    except NoValueOn:
        return None


def _notes(base: Entry) -> Iterable[str]:
    if base.region == NATIONAL:
        yield "基础养老金按国家最低标准计，当地标准可能更高"
    yield "晚于 60 岁领取的，个人账户仍按同样的月数计发"


def _left_out(extras: Iterable[_Extra | None]) -> Iterable[NotCalculated]:
    if any(one is None for one in extras):
        reason = "没有这个地区的规定，当地如有，以经办机构核定为准"
        yield NotCalculated(name="local", label="长缴加发和高龄加发", reason=reason)
