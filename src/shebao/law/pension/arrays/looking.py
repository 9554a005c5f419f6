"""What depends on few things, looked up once for each of them by the scalar code itself.

A row about which the scalar code raises is not sure: it is left to the scalar code, which says
what is wrong.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from shebao.law.contributions import account_rate
from shebao.law.months import first_day, month_number, month_text
from shebao.law.payout import payout_months
from shebao.law.pension.arrays.columns import GROUPS, Column, Flags, same
from shebao.law.pension.base import latest_base
from shebao.law.pension.growth import grown
from shebao.law.pension.regional import Rules, rules_of
from shebao.law.pension.terms import exact
from shebao.law.retirement import Group, minimum_months, retirement
from shebao.law.tables import Entry, Tables

Numbers = tuple[int, ...]
RESIDENTS = GROUPS.index(Group.RESIDENTS)
# Beyond these a table's number is left to the scalar code; see the bounds in ``account``, ``part``.
_LONGEST_RATIO = 10_000
_HIGHEST_RATIO = 10
_MOST_DECIMALS = 4
_LARGEST_BASE = 10**12
_SIXTY = 60 * 12
_OLDEST = 100 * 12
_DENSE = 2**20


class Ages(NamedTuple):
    """Month numbers of the range a person may begin in, and how long before it must be written."""

    statutory: Column
    earliest: Column
    latest: Column
    earlier_notice: Column
    later_notice: Column
    sure: Flags


class Places(NamedTuple):
    """What holds where and when a person begins.

    ``rules`` are the distinct rules of the rows, ``rule`` the place of each row's own in them.
    """

    rules: tuple[Rules | None, ...]
    rule: Column
    sure: Flags
    payout_tenths: Column
    base: Column
    base_years: Column
    years_of: Column
    share: Column
    share_of: Column
    floor: Column
    floor_of: Column
    ceiling: Column
    ceiling_of: Column


def ages_of(birth: Column, group: Column, tables: Tables) -> Ages:
    """When each person may retire."""
    births, groups, row = distinct_pairs(birth, group)
    known = [_ages(*one, tables) for one in zip(births, groups, strict=True)]
    statutory, earliest, latest, early, late = _spread(known, 5, row)
    return Ages(statutory, earliest, latest, early, late, _sure(known, row))


def required_of(year: Column, group: Column, tables: Tables) -> tuple[Column, Flags]:
    """The months to be paid for a pension by the minimum of this year, and where that is known."""
    years, residents, row = distinct_pairs(year, (group == RESIDENTS).astype(np.int64))
    known = [_required(*one, tables) for one in zip(years, residents, strict=True)]
    return _spread(known, 1, row)[0], _sure(known, row)


def wages_of(region: Column, as_of: Column, tables: Tables) -> tuple[Column, Flags]:
    """The newest base of each region at the last booked month, and where there is one."""
    regions, months, row = distinct_pairs(region, as_of)
    known = [_wage(*one, tables) for one in zip(regions, months, strict=True)]
    return _spread(known, 1, row)[0], _sure(known, row)


def places_of(region: Column, month: Column, age: Column, tables: Tables) -> Places:
    """What holds for somebody of this age who begins there in this month."""
    regions, months, row = distinct_pairs(region, month)
    found = [_place(*one, tables) for one in zip(regions, months, strict=True)]
    examples, rule = _numbered([one and one.rules_mark for one in found])
    annexes, annex = _numbered([one and one.payout_mark for one in found])
    ages, kinds, payout = distinct_pairs(age, annex[row])
    tenths = [
        _tenths(years, regions[annexes[kind]], months[annexes[kind]], tables)
        for years, kind in zip(ages, kinds, strict=True)
    ]
    return Places(
        tuple(one.rules if (one := found[place]) else None for place in examples),
        rule[row],
        _sure(found, row) & _sure(tenths, payout),
        _spread(tenths, 1, payout)[0],
        *_spread([one.numbers if one else () for one in found], 9, row),
    )


def bases_of(base: Column, growth: Column, years: Column) -> tuple[Column, Flags]:
    """The base grown to the year of beginning, and where it is not beyond all measure."""
    bases, rates, row = distinct_pairs(base, growth)
    first, spans, row = distinct_pairs(row, years)
    known = [
        _grown(bases[place], rates[place], span) for place, span in zip(first, spans, strict=True)
    ]
    return _spread(known, 1, row)[0], _sure(known, row)


def distinct(keys: Column) -> tuple[list[int], Column]:
    """The distinct keys, ascending, and for each row the place of its own among them."""
    if not len(keys):
        return [], keys
    low = int(keys.min())
    span = int(keys.max()) - low + 1
    if span == 1:
        return [low], np.zeros(len(keys), np.int64)
    if span > _DENSE:
        values, row = np.unique(keys, return_inverse=True)
        return values.tolist(), row
    offset = keys - low
    seen = np.zeros(span, np.bool_)
    seen[offset] = True
    values = np.flatnonzero(seen)
    place = np.zeros(span, np.int64)
    place[values] = np.arange(len(values))
    return (values + low).tolist(), place[offset]


def distinct_pairs(one: Column, other: Column) -> tuple[list[int], list[int], Column]:
    """The distinct pairs as two lists, and for each row the place of its own in them."""
    ones, row = distinct(one)
    others, column = distinct(other)
    width = len(others)
    if width < 2:
        return ones, others * len(ones), row
    cells, place = distinct(row * width + column)
    return [ones[cell // width] for cell in cells], [others[cell % width] for cell in cells], place


def _spread(known: Sequence[Numbers], width: int, row: Column) -> list[Column]:
    """The numbers of each distinct key as columns of all rows; zeros where nothing is known."""
    nothing = (0,) * width
    cells = np.array([one or nothing for one in known], np.int64).reshape(-1, width)
    return [_told(np.ascontiguousarray(column), row) for column in cells.T]


def _told(column: Column, row: Column) -> Column:
    shared = same(column)
    return column[row] if isinstance(shared, np.ndarray) else np.broadcast_to(shared, len(row))


def _sure(known: Sequence[object], row: Column) -> Flags:
    return np.array([bool(one) for one in known], np.bool_)[row]


def _numbered(marks: Sequence[object]) -> tuple[list[int], Column]:
    """Where each distinct mark is first met, and for each mark the place of its own among them."""
    places = {mark: place for place, mark in enumerate(dict.fromkeys(marks))}
    numbers = [places[mark] for mark in marks]
    return [marks.index(mark) for mark in places], np.array(numbers, np.int64)


class _Place(NamedTuple):
    """``rules_mark`` is the same for all places with the same rules, ``payout_mark`` for all that
    read the same annex in the same way.
    """

    numbers: Numbers
    rules: Rules
    rules_mark: object
    payout_mark: object


def _mark(entry: Entry) -> object:
    return entry.name, entry.region, entry.since, entry.known_from


def _added_entries(rules: Rules) -> list[Entry]:
    return [one for one in (rules.transitional, rules.local) if one]


def _silent(ask: Callable[..., Numbers]) -> Callable[..., Numbers]:
    """Ask once for each key; nothing is told where the scalar code would raise, or not in whole
    numbers.
    """

    @lru_cache(maxsize=2**16)
    def asked(*key: object) -> Numbers:
        try:
            return _whole(ask(*key))
        except (LookupError, ValueError):
            return ()

    return asked


def _whole(numbers: Numbers) -> Numbers:
    """An agency's own tables may hold decimals where whole numbers belong."""
    return numbers if all(isinstance(one, int) for one in numbers) else ()


@_silent
def _ages(birth: int, group: int, tables: Tables) -> Numbers:
    found = retirement(month_text(birth), GROUPS[group], tables)
    months = (found.statutory_month, found.earliest_month, found.latest_month)
    if month_number(found.latest_month) - birth > _OLDEST:
        return ()
    notices = (0, 0)
    if found.is_elastic:
        on = first_day(month_number(found.statutory_month))
        elastic = tables.value("retirement.elastic", on)
        notices = elastic["earlier_notice"], elastic["later_notice"]
    return (*map(month_number, months), *notices)


@_silent
def _required(year: int, is_residents: int, tables: Tables) -> Numbers:
    group = Group.RESIDENTS if is_residents else Group.MALE
    return (minimum_months(year, tables, group=group).value,)


@_silent
def _wage(region: int, month: int, tables: Tables) -> Numbers:
    wage = latest_base(month_text(month), region=f"{region:06d}", tables=tables).value
    return (wage,) if wage <= _LARGEST_BASE else ()


@_silent
def _tenths(age: int, region: int, month: int, tables: Tables) -> Numbers:
    return (payout_months(age, month_text(month), region=f"{region:06d}", tables=tables).tenths,)


@_silent
def _grown(base: int, growth: int, years: int) -> Numbers:
    found = grown(base, growth, years)
    return (found,) if found <= _LARGEST_BASE else ()


@lru_cache(maxsize=2**16)
def _place(region: int, month: int, tables: Tables) -> _Place | None:
    try:
        return _looked_up(month_text(month), f"{region:06d}", tables)
    except (LookupError, ValueError):
        return None


def _looked_up(month: str, region: str, tables: Tables) -> _Place | None:
    on = first_day(month_number(month))
    base = latest_base(month, region=region, tables=tables)
    decimals = tables.value("pension.years_decimals", on, region=region)
    share = exact(account_rate(month, region=region, tables=tables))
    floor = exact(tables.value("rates.base_floor", on, region=region))
    ceiling = exact(tables.value("rates.base_ceiling", on, region=region))
    rules = rules_of(region, month_number(month), tables)
    is_plain = _whole((base.value, decimals)) and 0 <= decimals <= _MOST_DECIMALS
    if not (
        is_plain
        and base.value <= _LARGEST_BASE
        and _are_plain(share, floor, ceiling, *_rates(rules))
    ):
        return None
    payout = payout_months(_SIXTY, month, region=region, tables=tables)
    return _Place(
        (base.value, on.year - base.since.year, 10**decimals, *share, *floor, *ceiling),
        rules,
        tuple(_mark(one) for one in (rules.basic, *_added_entries(rules))),
        (payout.way, _mark(payout.entries[0])),
    )


def _rates(rules: Rules) -> list[tuple[int, int]]:
    values = [one for entry in _added_entries(rules) for one in entry.value.values()]
    return [exact(one) for one in (rules.basic.value, *values) if isinstance(one, int | Decimal)]


def _are_plain(*ratios: tuple[int, int]) -> bool:
    return all(0 <= above <= _HIGHEST_RATIO * of and of <= _LONGEST_RATIO for above, of in ratios)
