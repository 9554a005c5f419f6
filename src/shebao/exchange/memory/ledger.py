"""Contribution years and account years of invented people, reckoned from a few spells of work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shebao.exchange.port import Account, AccountYear, ContributionYear, MonthState, Scheme
from shebao.law.contributions import account_year, interest_rate
from shebao.law.months import month_number, month_text
from shebao.law.tables import NoValueOn

# Own and employer's share of a base, in thousandths; illustrative, not the law's tables.
EMPLOYEE = {
    Scheme.PENSION: (80, 160),
    Scheme.UNEMPLOYMENT: (5, 5),
    Scheme.INJURY: (0, 4),
}
FLEXIBLE = {Scheme.PENSION: (200, 0)}
ACCOUNT_SHARE = 80
RISE = 105


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A stretch of paid months with one employer (or none) in one region; ``base`` in fen.

    The base rises by a twentieth each January; ``gap`` names months without payment.
    """

    first: str
    last: str
    base: int
    region: str
    employer_number: str = ""
    employer_name: str = ""
    gap: tuple[str, ...] = ()

    @property
    def shares(self) -> dict[Scheme, tuple[int, int]]:
        """Whose thousandths of the base, by scheme."""
        return EMPLOYEE if self.employer_number else FLEXIBLE

    def years(self) -> range:
        """The calendar years it touches."""
        return range(int(self.first[:4]), int(self.last[:4]) + 1)

    def base_in(self, year: int) -> int:
        """The monthly base of a year, in whole yuan."""
        base = self.base
        for _ in range(year - int(self.first[:4])):
            base = base * RISE // 100
        return base // 100 * 100

    def states_in(self, year: int) -> str:
        """Twelve letters, January first."""
        january, gap = year * 12, {month_number(month) for month in self.gap}
        first, last = month_number(self.first), month_number(self.last)
        paid = (
            first <= month <= last and month not in gap for month in range(january, january + 12)
        )
        return "".join(MonthState.PAID if is_paid else MonthState.NONE for is_paid in paid)


def contribution_years(spells: Sequence[Spell]) -> tuple[ContributionYear, ...]:
    """All scheme-years of these spells, oldest first."""
    rows = (
        _year(spell, scheme, year)
        for spell in spells
        for year in spell.years()
        for scheme in spell.shares
    )
    return tuple(sorted(rows, key=lambda row: (row.year, row.scheme, row.employer_number)))


def account(years: Iterable[ContributionYear], *, until: int, paid_out: int = 0) -> Account:
    """The personal account: closed years with interest, and what came in during ``until``."""
    credits: dict[int, int] = {}
    for row in years:
        if row.scheme is Scheme.PENSION:
            credits[row.year] = credits.get(row.year, 0) + _credit(row)
    rows, balance = [], 0
    for year in range(min(credits), until + 1):
        rows.append(_account_year(year, balance, credits.get(year, 0), is_open=year == until))
        balance = rows[-1].closing
    return Account(balance=max(balance - paid_out, 0), years=tuple(rows))


def months_paid(years: Iterable[ContributionYear], scheme: Scheme, *, region: str = "") -> int:
    """How many months count in a scheme, in one region or everywhere."""
    return sum(
        row.states.count(MonthState.PAID)
        for row in years
        if row.scheme is scheme and region in {"", row.region}
    )


def month_range(first: str, last: str) -> Iterable[str]:
    """Every month from first to last, both included."""
    return (month_text(number) for number in range(month_number(first), month_number(last) + 1))


def _year(spell: Spell, scheme: Scheme, year: int) -> ContributionYear:
    own, employer = spell.shares[scheme]
    states, base = spell.states_in(year), spell.base_in(year)
    bases = tuple(base if state == MonthState.PAID else 0 for state in states)
    return ContributionYear(
        scheme=scheme,
        year=year,
        employer_number=spell.employer_number,
        employer_name=spell.employer_name,
        region=spell.region,
        bases=bases,
        own=tuple(one * own // 1000 for one in bases),
        employer=tuple(one * employer // 1000 for one in bases),
        states=states,
    )


def _credit(row: ContributionYear) -> int:
    return sum(base * ACCOUNT_SHARE // 1000 for base in row.bases)


def _account_year(year: int, opening: int, credited: int, *, is_open: bool) -> AccountYear:
    if is_open:
        return AccountYear(
            year=year,
            opening=opening,
            credited=credited,
            interest=0,
            closing=opening + credited,
            rate="",
        )
    rate = _rate(year)
    done = account_year(opening, credited, rate)
    return AccountYear(
        year=year,
        opening=opening,
        credited=credited,
        interest=done.interest,
        closing=done.closing,
        rate=str(rate),
    )


def _rate(year: int) -> Decimal:
    try:
        return Decimal(str(interest_rate(year).value))
    except NoValueOn:
        # Before 2016 each province set its own rate; invented people get an invented one.
        return Decimal("2.50")
