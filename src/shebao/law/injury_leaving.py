"""What grades 5 to 10 bring when the employment ends (条例 36, 37): two grants each province sets.

A province without entries of its own gets no sum: the working-out says that it was not calculated.
"""

from datetime import date
from typing import NamedTuple

from shebao.law.money import yuan
from shebao.law.tables import NATIONAL, Entry, NoValueOn, Tables, distinct, national
from shebao.law.working import EXACT, Line, NotCalculated, Unit, WorkingOut

OWN_WAGE = "own_wage"
_FIRST_GRADE = 5


class _Grant(NamedTuple):
    name: str
    label: str


# The first comes from the fund, the second from the employer.
_GRANTS = (
    _Grant("leaving_medical", "一次性工伤医疗补助金"),
    _Grant("leaving_employment", "一次性伤残就业补助金"),
)
_REASON = "标准由省级人民政府规定，没有这个地区的数，请问当地经办机构"


def leaving_grants(
    grade: int,
    *,
    own_wage: int,
    local_average: int,
    on: date,
    region: str = NATIONAL,
    tables: Tables | None = None,
) -> WorkingOut:
    """Both grants of a grade on this day, in fen; grades 1 to 4 keep their employment and get none.

    ``own_wage`` is the bounded one of ``injury.own_wage``.
    """
    tables = tables or national()
    found = [(one, _entry(one, on, region, tables)) for one in _GRANTS if grade >= _FIRST_GRADE]
    lines = [
        _line(one, entry, grade, own_wage, local_average)
        for one, entry in found
        if entry is not None
    ]
    entries = [entry for _, entry in found if entry is not None]
    return WorkingOut(
        title="终止或解除劳动关系时的一次性补助金",
        lines=tuple(lines),
        total=sum(int(line.value) for line in lines),
        parameters=distinct(entries),
        notes=tuple(dict.fromkeys(entry.note for entry in entries if entry.note)),
        not_calculated=tuple(
            NotCalculated(name=one.name, label=one.label, reason=_REASON)
            for one, entry in found
            if entry is None
        ),
    )


def _entry(grant: _Grant, on: date, region: str, tables: Tables) -> Entry | None:
    try:
        return tables.entry(f"injury.{grant.name}", on, region=region)
    except NoValueOn:
        return None


def _line(grant: _Grant, entry: Entry, grade: int, own_wage: int, local_average: int) -> Line:
    is_own = entry.value["of"] == OWN_WAGE
    base, label = (own_wage, "本人工资") if is_own else (local_average, "当地月平均工资")
    months = entry.value["months"][str(grade)]
    return Line(
        name=grant.name,
        label=grant.label,
        value=base * months,
        unit=Unit.FEN,
        formula=f"{label} × 月数",
        inputs=((f"{label}（元）", yuan(base)), ("月数", str(months))),
        basis=entry.document,
        rounding=EXACT,
        confidence=entry.confidence,
        is_part=True,
    )
