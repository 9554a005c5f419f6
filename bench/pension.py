"""Pensions: a projection over 480 months beside the same sums in a bare loop and in decimals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import cycle

from bench.measure import Row, side_by_side, table
from shebao.law.pension import Assumptions, Choice, Facts, Person, pension, project, worked_out

MONTHS = 480
GROWN = Assumptions(wage_growth=250, interest=150, price_growth=200)
YOUNG = Person(
    birth="1994-10",
    group="male",
    region="990000",
    as_of="2017-10",
    paid_months=0,
    index=Fraction(0),
    account=0,
)
NOTICE = Facts(
    region="510000", month="2024-04", age_months=600, years=Fraction("17.33"),
    index=Fraction("0.84"), account=9_114_787,
)  # fmt: skip
RATIOS = cycle([Choice(ratio=Fraction(percent, 100)) for percent in range(60, 300, 7)])
BIRTHS = cycle([
    Person(
        birth=f"{year}-{month:02d}", group="male", region="990000", as_of="2026-10",
        paid_months=120, index=Fraction(9, 10), account=7_000_000,
    )
    for year in range(1967, 1997) for month in range(1, 13)
])  # fmt: skip


def bare() -> int:
    """The account alone, forty years of plain integers: what no projection can do without."""
    balance, wage = 0, 527000
    for _ in range(MONTHS // 12):
        credited = 12 * ((wage * 8 + 50) // 100)
        balance += credited + ((2 * balance + credited) * 150 + 10_000) // 20_000
        wage = (wage * 10_250 + 5000) // 10_000
    return balance


def by_month() -> int:
    """The account alone, month by month, in decimals of yuan rounded to the fen."""
    cent, balance, wage = Decimal("0.01"), Decimal(0), Decimal("5270.00")
    for month in range(MONTHS):
        balance += (wage * Decimal("0.08")).quantize(cent, ROUND_HALF_UP)
        balance += (balance * Decimal("0.015") / 12).quantize(cent, ROUND_HALF_UP)
        if month % 12 == 11:
            wage = (wage * Decimal("1.025")).quantize(cent, ROUND_HALF_UP)
    return int(balance * 100)


def main() -> None:
    """Print the table; everything is measured in turns."""
    assert project(YOUNG, Choice(), GROWN).paid_months == MONTHS
    works = (
        lambda: project(YOUNG, Choice(), GROWN),
        lambda: project(YOUNG, next(RATIOS), GROWN),
        lambda: project(next(BIRTHS), Choice(), GROWN),
        lambda: pension(NOTICE),
        lambda: worked_out(YOUNG, Choice(), GROWN).as_record(),
        bare,
        by_month,
    )
    for _ in range(400):
        project(next(BIRTHS), Choice(), GROWN)
    *times, least, decimals = side_by_side(works, rounds=2000)
    names = (
        f"project, {MONTHS} months",
        "project, another ratio each time",
        "project, another person each time",
        "working-out of a pension",
        "projection with working-out as JSON values",
    )
    rows = [
        Row(name=name, micros=micros, limit="40 years in a bare loop", limit_micros=least,
            aim="30 µs" if place < 3 else "")
        for place, (name, micros) in enumerate(zip(names, times, strict=True))
    ]  # fmt: skip
    rows.append(
        Row(name=names[0], micros=times[0], limit=f"account alone, {MONTHS} months in decimals",
            limit_micros=decimals, aim="< 1")
    )  # fmt: skip
    print(table("Pensions", rows))


if __name__ == "__main__":
    main()
