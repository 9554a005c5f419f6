"""What the law makes of the core's own records: the one sum that both sides of the wall print.

Both figures of income are published, and never guessed: without one ``NoValueOn`` is raised.
"""

from datetime import date

from shebao.exchange.claims import Deceased, Exemption, Injury
from shebao.law import abroad, injury, survivors
from shebao.law.tables import Tables, national


def survivors_of(
    told: Deceased, *, funeral_from: str, tables: Tables | None = None
) -> survivors.Survivors:
    """Funeral grant and survivors' pension of a death not at work (人社部发〔2021〕18号).

    Raises ``NoValueOn`` where the province's income of the year before is not known.
    """
    tables = tables or national()
    drawn = told.drawn_since and survivors.drawn_months(told.drawn_since, told.died_on)
    return survivors.survivors(
        told.paid_months,
        yearly_income=int(tables.value("income.province", told.died_on, region=told.region)),
        on=told.died_on,
        drawn_months=drawn if isinstance(drawn, int) else None,
        own_contributions=told.own_contributions,
        funeral_from=funeral_from,
        tables=tables,
    )


def grade_of(found: Injury, *, tables: Tables | None = None) -> injury.Grade:
    """What a graded injury brings (工伤保险条例 34-37). Raises ``law.injury.BadInjury``."""
    on = found.graded_on or found.recognised_on
    wage = injury.own_wage([found.wage], local_average=found.local_average, on=on, tables=tables)
    return injury.grade(
        found.grade,
        wage=wage,
        local_average=found.local_average,
        on=on,
        care=found.care or None,
        minimum_wage=found.minimum_wage,
        tables=tables,
    )


def family(*, spouse: bool, others: int, alone: int) -> tuple[injury.Dependant, ...]:
    """Those who lived on the dead person: the spouse first, then those left alone.

    Raises ``law.injury.BadInjury`` where more are alone than there are.
    """
    if alone > others:
        raise injury.BadInjury("孤寡老人或孤儿的人数不能多于其他供养亲属的人数，请核对")
    first = (injury.Dependant(is_spouse=True),) if spouse else ()
    rest = (injury.Dependant(is_spouse=False, is_alone=at < alone) for at in range(others))
    return (*first, *rest)


def death_of(
    told: Deceased, relatives: tuple[injury.Dependant, ...], *, tables: Tables | None = None
) -> injury.Death:
    """What a death at work brings, or a later one of grade 1 to 4 (条例 39).

    Raises ``NoValueOn``.
    """
    tables, on = tables or national(), told.died_on
    wage = injury.own_wage([told.wage], local_average=told.local_average, on=on, tables=tables)
    return injury.death(
        wage=wage,
        local_average=told.local_average,
        national_income=int(tables.value("income.nation", on)),
        dependants=relatives,
        on=on,
        cause=str(told.cause),
        tables=tables,
    )


def earlier_of(exemptions: tuple[Exemption, ...]) -> tuple[abroad.Period, ...]:
    """The certificates so far, as the law asks for them."""
    return tuple(
        abroad.Period(country=one.country, start=one.start, end=one.end) for one in exemptions
    )


def cost_fault(found: Injury, *, cost: str, start: date, end: date, today: date) -> str:
    """Why these days' costs of an injury cannot be paid back, in words; empty if they can be."""
    if start < found.happened_on:
        return "费用的开始日期早于受伤日期，请核对。"
    if end < start or end > today:
        return "费用的结束日期要在开始日期以后，并且不能晚于今天，请核对。"
    paid = (one for one in found.costs if one.kind == cost)
    if any(one.start <= end and start <= one.end for one in paid):
        return "这段日子里的同一种费用已经报销过，请核对日期；确有漏报的，请到窗口办理。"
    return ""
