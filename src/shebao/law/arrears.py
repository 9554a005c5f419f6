"""Paid late or not declared (法 62, 86): the late fee by the day, and the 110 % of last month."""

from datetime import date

from shebao.law.contributions import BadBase, demand_base
from shebao.law.money import share, yuan
from shebao.law.tables import NATIONAL, Entry, Tables, national
from shebao.law.working import ROUNDED, Line, Unit, WorkingOut

NO_BOUND = "none"


class PaidBeforeDue(ValueError):
    """The day of paying is not after the last day to pay; the message names both."""


def late_fee(
    debt: int,
    *,
    due_on: date,
    paid_on: date,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> WorkingOut:
    """What a unit pays beside its debt, in fen; ``due_on`` is the last day it could pay in time.

    The day of paying counts, the last day in time does not.
    Raises :class:`PaidBeforeDue`, ``BadBase``, ``NoValueOn``.
    """
    tables = tables or national()
    demand_base("欠缴金额", debt, least=1)
    if paid_on <= due_on:
        raise PaidBeforeDue(f"缴费日 {paid_on} 不晚于应缴的最后一天 {due_on}，没有滞纳金，请核对")
    rate = tables.entry("arrears.late_fee", due_on, region=region)
    bound = tables.entry("arrears.late_fee_bound", due_on, region=region)
    days = (paid_on - due_on).days
    fee = _bounded(share(debt * days, rate.value), debt, bound)
    line = Line(
        name="late_fee",
        label="滞纳金",
        value=fee,
        unit=Unit.FEN,
        formula="欠缴金额 × 天数 × 每日百分比",
        inputs=(
            ("欠缴金额（元）", yuan(debt)),
            ("天数", str(days)),
            ("每日百分比", str(rate.value)),
        ),
        basis=rate.document,
        rounding=ROUNDED,
        confidence=rate.confidence,
        is_part=True,
    )
    return _working("滞纳金", line, (rate, bound))


def undeclared(
    last_payment: int, *, on: date, region: str = NATIONAL, tables: Tables | None = None
) -> WorkingOut:
    """What a unit owes for a month it did not declare, in fen, by its payment of the month before.

    Raises ``BadBase`` where nothing was paid then: such a unit is assessed by the agency.
    """
    entry = (tables or national()).entry("arrears.undeclared", on, region=region)
    if last_payment <= 0:
        raise BadBase(
            f"上月缴费额应大于 0，现在是 {yuan(last_payment)} 元；没有上月缴费额的，由经办机构核定"
        )
    line = Line(
        name="undeclared",
        label="应当缴纳的数额",
        value=share(last_payment, entry.value),
        unit=Unit.FEN,
        formula="上月缴费额 × 百分比",
        inputs=(("上月缴费额（元）", yuan(last_payment)), ("百分比", str(entry.value))),
        basis=entry.document,
        rounding=ROUNDED,
        confidence=entry.confidence,
        is_part=True,
    )
    return _working("未按规定申报的缴费数额", line, (entry,))


def _bounded(fee: int, debt: int, bound: Entry) -> int:
    return fee if bound.value == NO_BOUND else min(fee, share(debt, bound.value))


def _working(title: str, line: Line, entries: tuple[Entry, ...]) -> WorkingOut:
    return WorkingOut(
        title=title,
        lines=(line,),
        total=int(line.value),
        parameters=entries,
        notes=tuple(entry.note for entry in entries if entry.note),
    )
