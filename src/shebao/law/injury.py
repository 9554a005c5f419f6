"""Work injury (5.4.3d): what each grade brings, care, stop-work pay, and what a death brings.

The own wage is the mean of the twelve months before, bounded by the local average; the averages,
the minimum wage and the nation's income are published figures and never guessed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebao.law.injury_leaving import leaving_grants
from shebao.law.money import half_up, share, yuan
from shebao.law.tables import NATIONAL, Entry, Tables, national
from shebao.law.text import shown, told
from shebao.law.working import ROUNDED, Line, Unit, WorkingOut


class Payer(StrEnum):
    """Who pays a piece."""

    FUND = "fund"
    EMPLOYER = "employer"
    NOBODY = "nobody"


class Care(StrEnum):
    """How far somebody cannot look after themselves."""

    WHOLE = "whole"
    MOST = "most"
    PART = "part"


class Cause(StrEnum):
    """From what somebody died: at work or within stop-work, or later of grades 1 to 4."""

    WORK = "work"
    LATER = "later"


class BadInjury(ValueError):
    """A grade, degree, wage or number of months that cannot be; the message names the value."""


@dataclass(frozen=True, kw_only=True)
class Wage:
    """The own wage that counts, in fen, with its bounds."""

    amount: int
    mean: int
    floor: int
    ceiling: int
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Grade:
    """What a grade brings, in fen; the lump sum and care come from the fund.

    ``leaving`` is due besides, when the employment of grade 5 to 10 ends.
    """

    grade: int
    lump_sum: int
    monthly: int
    monthly_payer: Payer
    care: int
    once: WorkingOut
    every_month: WorkingOut
    leaving: WorkingOut


@dataclass(frozen=True, kw_only=True)
class Dependant:
    """A relative who lived on the person; ``is_alone``: an orphan or an old person left alone."""

    is_spouse: bool
    is_alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Death:
    """What a death brings, in fen; ``dependants`` are monthly, in the order asked.

    ``advance`` is what of the lump sum a family in need has early when the person is missing.
    """

    funeral: int
    lump_sum: int
    advance: int
    dependants: tuple[int, ...]
    once: WorkingOut
    every_month: WorkingOut


def own_wage(
    wages: Sequence[int], *, local_average: int, on: date, tables: Tables | None = None
) -> Wage:
    """The mean of up to twelve monthly contribution wages within 60-300 % of the local average.

    Raises :class:`BadInjury` or ``NoValueOn``.
    """
    tables = tables or national()
    low, high = (tables.entry(f"injury.wage_{one}", on) for one in ("floor", "ceiling"))
    if not 1 <= len(wages) <= 12:
        raise BadInjury(f"请写受伤前 1 到 12 个月的缴费工资，现在是 {len(wages)} 个月")
    mean = half_up(sum(_amount("缴费工资", one) for one in wages), len(wages))
    average = _amount("当地平均工资", local_average)
    floor, ceiling = share(average, low.value), share(average, high.value)
    return Wage(
        amount=min(max(mean, floor), ceiling),
        mean=mean,
        floor=floor,
        ceiling=ceiling,
        sources=(low, high),
    )


def grade(
    number: int,
    *,
    wage: Wage,
    local_average: int,
    on: date,
    care: str | None = None,
    minimum_wage: int = 0,
    has_work: bool = False,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> Grade:
    """What grade 1 to 10 brings (工伤保险条例 34-37).

    ``has_work``: the employer found work for grade 5 or 6, so it owes no monthly allowance.  The
    allowance is lifted to ``minimum_wage``.  Raises :class:`BadInjury` or ``NoValueOn``.
    """
    if isinstance(number, bool) or not 1 <= number <= 10:
        raise BadInjury(f"伤残等级应在 1 到 10 之间，现在是 {told(number)}，请核对")
    tables = tables or national()
    once, times = _lump_line(number, wage, on, tables)
    payer, every = _monthly(number, wage, minimum_wage, on, tables, has_work=has_work)
    if care is not None:
        every.append(_care_line(_degree(care), local_average, on, tables))
    entries = tuple(entry for _, entry in every)
    leaving = leaving_grants(
        number,
        own_wage=wage.amount,
        local_average=local_average,
        on=on,
        region=region,
        tables=tables,
    )
    return Grade(
        grade=number,
        lump_sum=int(once.value),
        monthly=int(every[0][0].value) if payer is not Payer.NOBODY else 0,
        monthly_payer=payer,
        care=int(every[-1][0].value) if care is not None else 0,
        once=_working("一次性待遇", [once], (times, *wage.sources)),
        every_month=_working("按月待遇", [line for line, _ in every], entries),
        leaving=leaving,
    )


def death(
    *,
    wage: Wage,
    local_average: int,
    national_income: int,
    dependants: Sequence[Dependant],
    on: date,
    cause: str = Cause.WORK,
    tables: Tables | None = None,
) -> Death:
    """Funeral grant, lump sum and the dependants' monthly shares (条例 39).

    ``national_income`` is the nation's yearly disposable income per head of its towns in the year
    before.  Who died later of grade 1 to 4 leaves no lump sum.
    Raises :class:`BadInjury` or ``NoValueOn``.
    """
    tables = tables or national()
    six = tables.entry("injury.funeral_months", on)
    twenty = tables.entry("injury.death_lump_sum", on)
    is_owed = _cause(cause) is Cause.WORK
    funeral = _funeral_line(local_average, six)
    lump = _death_line(national_income, twenty.value if is_owed else 0, twenty)
    shares, entries = dependant_shares(dependants, wage=wage, on=on, tables=tables)
    monthly = [
        _dependant_line(place, amount, _percent(one, entries[0].value), wage, entries[-1])
        for place, (one, amount) in enumerate(zip(dependants, shares, strict=True), 1)
    ]
    return Death(
        funeral=int(funeral.value),
        lump_sum=int(lump.value),
        advance=missing_advance(int(lump.value), on=on, tables=tables),
        dependants=shares,
        once=_working("工亡一次性待遇", [funeral, lump], (six, twenty)),
        every_month=_working("供养亲属抚恤金（每月）", monthly, (*entries, *wage.sources)),
    )


def dependant_shares(
    dependants: Sequence[Dependant], *, wage: Wage, on: date, tables: Tables | None = None
) -> tuple[tuple[int, ...], tuple[Entry, ...]]:
    """The monthly share of each, in fen, together never above the wage; and the numbers taken.

    Raises ``NoValueOn``.
    """
    tables = tables or national()
    rates = tables.entry("injury.dependants", on)
    percents = [_percent(one, rates.value) for one in dependants]
    shares = tuple(share(wage.amount, one) for one in percents)
    if sum(shares) <= wage.amount:
        return shares, (rates,)
    way = tables.entry("injury.dependants_above", on)
    return _apportioned(wage.amount, percents), (rates, way)


def missing_advance(lump_sum: int, *, on: date, tables: Tables | None = None) -> int:
    """What a family in need may have early when somebody is missing at work (条例 41), in fen."""
    rate = (tables or national()).value("injury.missing_advance", on)
    return share(_amount("一次性工亡补助金", lump_sum), rate)


def stop_work_pay(
    months: int,
    *,
    monthly_wage: int,
    on: date,
    is_longer_confirmed: bool = False,
    tables: Tables | None = None,
) -> WorkingOut:
    """The employer's unchanged wage for the months without work (条例 33), in fen.

    Raises :class:`BadInjury` where the months are more than were, or could be, confirmed.
    """
    entry = (tables or national()).entry("injury.stop_work", on)
    most = entry.value["usual"] + (entry.value["longer"] if is_longer_confirmed else 0)
    if isinstance(months, bool) or not 1 <= months <= most:
        raise BadInjury(
            f"停工留薪期应在 1 到 {most} 个月之间（{entry.name}），现在是 {told(months)}"
        )
    pay = _amount("原工资", monthly_wage) * months
    inputs = (("月工资（元）", yuan(monthly_wage)), ("月数", str(months)))
    line = _line("pay", "原工资", pay, "月工资 × 月数", entry, inputs)
    return _working("停工留薪期工资", [line], (entry,))


def _funeral_line(average: int, entry: Entry) -> Line:
    inputs = (("当地月平均工资（元）", yuan(average)), ("月数", str(entry.value)))
    amount = _amount("当地平均工资", average) * entry.value
    return _line("funeral", "丧葬补助金", amount, "当地月平均工资 × 月数", entry, inputs)


def _death_line(income: int, years: int, entry: Entry) -> Line:
    inputs = (("全国人均可支配收入（元）", yuan(income)), ("年数", str(years)))
    amount = _amount("全国城镇居民人均可支配收入", income) * years
    how = "全国城镇居民人均可支配收入 × 年数"
    return _line("lump_sum", "一次性工亡补助金", amount, how, entry, inputs)


def _dependant_line(place: int, amount: int, percent: int, wage: Wage, entry: Entry) -> Line:
    inputs = (("本人工资（元）", yuan(wage.amount)), ("百分比", str(percent)))
    how = "本人工资 × 百分比，各人之和高于本人工资的按同一比例减"
    return _line(f"dependant_{place}", f"供养亲属 {place}", amount, how, entry, inputs)


def _lump_line(number: int, wage: Wage, on: date, tables: Tables) -> tuple[Line, Entry]:
    entry = tables.entry("injury.lump_sum", on)
    times = entry.value[number - 1]
    inputs = (("本人工资（元）", yuan(wage.amount)), ("月数", str(times)))
    amount = wage.amount * times
    return _line("lump_sum", "一次性伤残补助金", amount, "本人工资 × 月数", entry, inputs), entry


def _monthly(
    number: int, wage: Wage, minimum: int, on: date, tables: Tables, *, has_work: bool
) -> tuple[Payer, list[tuple[Line, Entry]]]:
    payer = _monthly_payer(number, on, tables, has_work=has_work)
    if payer is Payer.NOBODY:
        return payer, []
    entry = tables.entry(f"injury.monthly_{payer}", on)
    percent = entry.value[str(number)]
    amount = max(share(wage.amount, percent), _amount("最低工资", minimum))
    inputs = (
        ("本人工资（元）", yuan(wage.amount)),
        ("百分比", str(percent)),
        ("最低工资（元）", yuan(minimum)),
    )
    how = "本人工资 × 百分比，不低于最低工资"
    return payer, [(_line("monthly", "伤残津贴", amount, how, entry, inputs), entry)]


def _monthly_payer(number: int, on: date, tables: Tables, *, has_work: bool) -> Payer:
    if str(number) in tables.value("injury.monthly_fund", on):
        return Payer.FUND
    is_owed = str(number) in tables.value("injury.monthly_employer", on) and not has_work
    return Payer.EMPLOYER if is_owed else Payer.NOBODY


def _care_line(care: Care, average: int, on: date, tables: Tables) -> tuple[Line, Entry]:
    entry = tables.entry("injury.care", on)
    percent = entry.value[care]
    inputs = (("当地月平均工资（元）", yuan(average)), ("百分比", str(percent)))
    amount = share(_amount("当地平均工资", average), percent)
    return _line("care", "生活护理费", amount, "当地月平均工资 × 百分比", entry, inputs), entry


def _percent(one: Dependant, rates: dict[str, int]) -> int:
    base = rates["spouse"] if one.is_spouse else rates["other"]
    return base + (rates["alone"] if one.is_alone else 0)


def _apportioned(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    """The whole split by weight to the last fen; the largest remainders get the odd ones."""
    total = sum(weights)
    shares = [whole * one // total for one in weights]
    by_rest = sorted(range(len(weights)), key=lambda at: -(whole * weights[at] % total))
    for at in by_rest[: whole - sum(shares)]:
        shares[at] += 1
    return tuple(shares)


def _line(
    name: str,
    label: str,
    value: int,
    formula: str,
    entry: Entry,
    inputs: tuple[tuple[str, str], ...] = (),
) -> Line:
    return Line(
        name=name,
        label=label,
        value=value,
        unit=Unit.FEN,
        formula=formula,
        inputs=inputs,
        basis=entry.document,
        rounding=ROUNDED,
        confidence=entry.confidence,
        is_part=True,
    )


def _working(title: str, lines: Sequence[Line], entries: Sequence[Entry]) -> WorkingOut:
    return WorkingOut(
        title=title,
        lines=tuple(lines),
        total=sum(int(line.value) for line in lines),
        parameters=tuple({entry.name: entry for entry in entries}.values()),
        notes=tuple(dict.fromkeys(entry.note for entry in entries if entry.note)),
    )


def _degree(care: str) -> Care:
    try:
        return Care(care)
    except ValueError:
        raise BadInjury(f"护理依赖程度应是 {'、'.join(Care)}，现在是“{shown(care)}”") from None


def _cause(cause: str) -> Cause:
    try:
        return Cause(cause)
    except ValueError:
        raise BadInjury(f"死亡情形应是 {'、'.join(Cause)}，现在是“{shown(cause)}”") from None


def _amount(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInjury(f"{name}应是不小于 0 的整数分，现在是 {told(value)}，请核对")
    return value
