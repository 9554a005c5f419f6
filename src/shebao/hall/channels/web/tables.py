"""Contribution years as tables and bars; gaps in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shebao.exchange.port import ContributionYear, MonthState
from shebao.hall.channels.web import places, words
from shebao.hall.kit.tongues import say as _
from shebao.hall.kit.words import money
from shebao.hall.office.catalogue.fact_fields import Field
from shebao.hall.office.records.queries import COUNTED, ContributionView

COVERED = "******"


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """One month of one scheme; amounts in fen."""

    month: str
    code: str
    scheme: str
    employer: str
    base: int
    by_employer: int
    own: int
    state: str
    is_bad: bool


def years_of(view: ContributionView) -> list[int]:
    """The years there is something to show for, newest first."""
    return sorted({row.year for row in view.years}, reverse=True)


def pension_months(view: ContributionView, year: int) -> list[tuple[str, bool]]:
    """The months of the pension scheme up to the data date: label, and whether the month counts."""
    told = 12 if year < view.data_date.year else view.data_date.month
    paid = {
        place
        for row in view.years
        if row.year == year and row.scheme in {"pension", "residents"}
        for place, state in enumerate(row.states)
        if state in COUNTED
    }
    known = max(told, *(place + 1 for place in paid), 0)
    return [(_("%(month)s月") % {"month": place + 1}, place in paid) for place in range(known)]


def year_words(months: Sequence[tuple[str, bool]]) -> str:
    """A year in one sentence, for those who cannot see the bars."""
    unpaid = [label for label, is_paid in months if not is_paid]
    if not unpaid:
        return _("%(count)s 个月都有缴费") % {"count": len(months)}
    return _("没有缴费的月份：%(months)s") % {"months": _("、").join(unpaid)}


def month_rows(view: ContributionView, year: int) -> list[MonthRow]:
    """Every month of every scheme in a year, newest month first."""
    said: dict[str, str] = {
        state: str(words.said(words.MONTH_STATES, state)) for state in MonthState
    }
    of_year = [row for row in view.years if row.year == year]
    rows = [one for row in of_year for one in _months(row, said)]
    return sorted(rows, key=lambda row: (-int(row.month[5:]), _place(row.code)))


def _place(scheme: str) -> int:
    known = list(words.SCHEMES)
    return known.index(scheme) if scheme in known else len(known)


def _months(row: ContributionYear, said: Mapping[str, str]) -> Iterable[MonthRow]:
    scheme = str(words.said(words.SCHEMES, row.scheme))
    for place, state in enumerate(row.states):
        if state == MonthState.NONE:
            continue
        yield MonthRow(
            month=f"{row.year}-{place + 1:02d}",
            code=str(row.scheme),
            scheme=scheme,
            employer=row.employer_name or _("个人缴费"),
            base=row.bases[place],
            by_employer=row.employer[place],
            own=row.own[place],
            state=said.get(state, str(state)),
            is_bad=state in {MonthState.ARREARS, MonthState.PENDING},
        )


def gap_words(gaps: Sequence[str]) -> list[tuple[str, int]]:
    """Months without payment as stretches: ``2012-03 至 2012-04`` and how many, newest first."""
    runs: list[list[int]] = []
    for number in sorted(_number(gap) for gap in gaps):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [(_stretch(run), len(run)) for run in reversed(runs)]


def _number(month: str) -> int:
    year, rest = month.split("-")
    return int(year) * 12 + int(rest) - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _stretch(run: list[int]) -> str:
    if len(run) == 1:
        return _month(run[0])
    return _("%(first)s 至 %(last)s") % {"first": _month(run[0]), "last": _month(run[-1])}


def field_words(field: Field, value: Any, *, is_shown: bool) -> str:
    """One field of a fact as people read it; amounts covered until asked for."""
    if value in (None, ""):
        return _("没有登记")
    if field.type == "money":
        return money(value) if is_shown else COVERED
    if field.type == "region":
        return places.name_of(str(value))
    return str(value)
