"""Leave around a birth and its allowance (5.4.3d): days, and the employer's average wage by day."""

from dataclasses import dataclass
from datetime import date

from shebao.law.money import half_up, yuan
from shebao.law.tables import NATIONAL, Entry, Tables, national
from shebao.law.text import told
from shebao.law.working import ROUNDED, Line, Unit, WorkingOut


class BadBirth(ValueError):
    """A number of babies, months or days that cannot be; the message names the value."""


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The days of a leave and what they are made of."""

    days: int
    base: int
    difficult: int
    further_babies: int
    province: int
    sources: tuple[Entry, ...]


def birth_leave(
    *,
    on: date,
    babies: int = 1,
    is_difficult: bool = False,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> Leave:
    """The leave of a birth; what a province adds comes from its own table entry.

    Raises :class:`BadBirth` or ``NoValueOn``.
    """
    if isinstance(babies, bool) or not 1 <= babies <= 10:
        raise BadBirth(f"生育的孩子数应在 1 到 10 之间，现在是 {told(babies)}，请核对")
    tables = tables or national()
    rule = tables.entry("maternity.leave", on, region=region)
    extra = tables.entry("maternity.province_days", on, region=region)
    difficult = rule.value["difficult"] if is_difficult else 0
    further = rule.value["each_further_baby"] * (babies - 1)
    return Leave(
        days=rule.value["birth"] + difficult + further + extra.value,
        base=rule.value["birth"],
        difficult=difficult,
        further_babies=further,
        province=extra.value,
        sources=(rule, extra),
    )


def miscarriage_leave(
    pregnant_months: int, *, on: date, region: str = NATIONAL, tables: Tables | None = None
) -> Leave:
    """The leave of a miscarriage after so many whole months of pregnancy.

    Raises :class:`BadBirth` or ``NoValueOn``.
    """
    if isinstance(pregnant_months, bool) or not 0 <= pregnant_months <= 10:
        raise BadBirth(f"怀孕月数应在 0 到 10 之间，现在是 {told(pregnant_months)}，请核对")
    rule = (tables or national()).entry("maternity.miscarriage", on, region=region)
    days = max(days for least, days in rule.value if pregnant_months >= least)
    return Leave(days=days, base=days, difficult=0, further_babies=0, province=0, sources=(rule,))


def allowance(
    leave: Leave, *, average_wage: int, on: date, tables: Tables | None = None
) -> WorkingOut:
    """生育津贴 in fen: the employer's average monthly wage of last year by 30, times the days.

    Raises :class:`BadBirth` or ``NoValueOn``.
    """
    if isinstance(average_wage, bool) or not isinstance(average_wage, int) or average_wage < 0:
        raise BadBirth(
            f"单位上年度职工月平均工资应是不小于 0 的整数分，现在是 {told(average_wage)}，请核对"
        )
    month = (tables or national()).entry("maternity.days_of_month", on)
    amount = half_up(average_wage * leave.days, month.value)
    line = Line(
        name="allowance",
        label="生育津贴",
        value=amount,
        unit=Unit.FEN,
        formula="单位上年度职工月平均工资 ÷ 每月天数 × 产假天数",
        inputs=(
            ("月平均工资（元）", yuan(average_wage)),
            ("每月天数", str(month.value)),
            ("产假天数", str(leave.days)),
        ),
        basis=month.document,
        rounding=ROUNDED,
        confidence=month.confidence,
        is_part=True,
    )
    return WorkingOut(
        title="生育津贴",
        lines=(line,),
        total=amount,
        parameters=(month, *leave.sources),
        notes=tuple(entry.note for entry in leave.sources if entry.note),
    )
