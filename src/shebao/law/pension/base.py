"""The base a province publishes each year for working out pensions (养老金计发基数)."""

from datetime import date

from shebao.law.months import first_day, month_number, month_text
from shebao.law.tables import NATIONAL, Entry, NoValueOn, Tables, national

BASE = "pension_base.monthly"


class NoPensionBase(NoValueOn):
    """No base is published for this region and year, and none is invented."""


def pension_base(month: str | date, *, region: str, tables: Tables | None = None) -> Entry:
    """The base, in fen, for somebody who retires in ``month`` there.

    Raises :class:`NoPensionBase`, ``months.BadMonth``.
    """
    number = month_number(month)
    try:
        return (tables or national()).entry(BASE, first_day(number), region=region)
    except NoValueOn:
        raise NoPensionBase(_missing(number, region)) from None


def latest_base(month: str | date, *, region: str, tables: Tables | None = None) -> Entry:
    """The newest base published for ``month`` or, failing that, before it; where estimates start.

    Raises :class:`NoPensionBase` where the region has none at all up to then.
    """
    number = month_number(month)
    tables = tables or national()
    for place in dict.fromkeys((region, region[:4] + "00", region[:2] + "0000")):
        row = [one for one in tables.series(BASE, region=place) if one.since <= first_day(number)]
        if place != NATIONAL and row:
            return row[-1]
    raise NoPensionBase(_missing(number, region))


def _missing(number: int, region: str) -> str:
    return (
        f"参数表“{BASE}”没有地区 {region} 在 {month_text(number)} 的养老金计发基数，不能推算。"
        "请填写当地公布的计发基数，或请经办机构补上"
    )
