"""What a region adds: its transitional and local formulas, picked by its entries in the tables.

A region without an entry gets no sum: the working-out then says that it was not calculated.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from shebao.law.months import first_day
from shebao.law.pension.terms import LOCAL, TRANSITIONAL, Pattern, Terms, account, basic
from shebao.law.tables import BadTable, Entry, NoValueOn, Tables

NO_PATTERN = "none"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The entries in force for a region and month; None where the region has none."""

    basic: Entry
    transitional: Entry | None
    local: Entry | None

    @property
    def early_before(self) -> str:
        """The first month whose payments no longer count as early here; empty if unknown."""
        return str(self.transitional.value["early_before"]) if self.transitional else ""


class Parts(NamedTuple):
    """The parts in fen; None for one that could not be calculated."""

    basic: int
    account: int
    transitional: int | None
    local: int | None

    @property
    def total(self) -> int:
        """What could be calculated, added up."""
        return self.basic + self.account + (self.transitional or 0) + (self.local or 0)


def rules_of(region: str, month: int, tables: Tables) -> Rules:
    """The rules for somebody who retires there in this month number.

    Raises ``NoValueOn`` before the national formula, ``BadTable`` for a pattern nobody knows.
    """
    return _rules(region, month, tables)


def _looked_up(region: str, month: int, tables: Tables) -> Rules:
    on = first_day(month)
    rules = Rules(
        basic=tables.entry("pension.basic_rate", on, region=region),
        transitional=_own("pension.transitional", region, month, tables),
        local=_own("pension.local", region, month, tables),
    )
    pattern_of(rules.transitional, TRANSITIONAL)
    pattern_of(rules.local, LOCAL)
    return rules


_rules = lru_cache(maxsize=4096)(_looked_up)


def parts(terms: Terms, balance: int, tenths: int, rules: Rules) -> Parts:
    """The four parts, each rounded half up to a fen, by plain integers."""
    return Parts(
        basic(terms, rules.basic.value),
        account(balance, tenths),
        _transitional(terms, rules.transitional),
        _applied(terms, rules.local, LOCAL),
    )


def pattern_of(entry: Entry | None, known: Any) -> Pattern | None:
    """The formula an entry names; None without an entry or where the region pays nothing."""
    if entry is None or entry.value["pattern"] == NO_PATTERN:
        return None
    pattern: Pattern | None = known.get(entry.value["pattern"])
    if pattern is None:
        raise BadTable(
            f"参数表“{entry.name}”地区 {entry.region} 的算法 {entry.value['pattern']} 还没有实现，"
            f"可以是：{'、'.join(known)}"
        )
    return pattern


def _own(name: str, region: str, month: int, tables: Tables) -> Entry | None:
    try:
        return tables.entry(name, first_day(month), region=region)
    except NoValueOn:
        return None


def _transitional(terms: Terms, entry: Entry | None) -> int | None:
    """Nothing, in every region, for somebody without early or deemed years."""
    return 0 if not terms.deemed and not terms.early else _applied(terms, entry, TRANSITIONAL)


def _applied(terms: Terms, entry: Entry | None, known: Any) -> int | None:
    if entry is None:
        return None
    pattern = pattern_of(entry, known)
    return pattern.apply(terms, entry.value) if pattern else 0
