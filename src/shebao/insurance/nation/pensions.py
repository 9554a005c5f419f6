"""What a life draws: pensions, residents' pensions, unemployment benefit, and their payments."""

from datetime import date
from functools import lru_cache

from shebao.insurance import province
from shebao.insurance.books import half_up, join_parts
from shebao.insurance.nation.world import World
from shebao.insurance.parts import (
    ACCOUNT,
    ADJUSTMENT,
    BASIC,
    RESIDENTS_BASE,
    SUPPLEMENT,
    TRANSITIONAL,
    payout_tenths,
)

Row = tuple[object, ...]
PAYMENTS_SINCE = 1998 * 12
_TRANSITIONAL = 120
_RESIDENT_MONTHS = 139
_LOWEST = 90_000


def first_pension(
    *, wage: int, ratio: int, months: int, deemed: int, balance: int, age_months: int
) -> dict[str, int]:
    """The parts of an employee's first monthly pension, in fen, each rounded half up.

    ``wage`` is the province's base of the year, ``ratio`` the own bases in thousandths of it.
    """
    basic = half_up(wage * (1000 + ratio) * months, 2 * 1000 * 12 * 100)
    parts = {BASIC: basic, ACCOUNT: half_up(balance * 10, payout_tenths(age_months))}
    if deemed:
        parts[TRANSITIONAL] = half_up(wage * ratio * deemed * _TRANSITIONAL, 1000 * 12 * 100 * 100)
    missing = _LOWEST - sum(parts.values())
    if missing > 0:
        parts[SUPPLEMENT] = missing
    return parts


def residents_parts(base: int, balance: int) -> dict[str, int]:
    """The parts of a residents' pension: the base and the account over 139 months."""
    return {RESIDENTS_BASE: base, ACCOUNT: half_up(balance, _RESIDENT_MONTHS)}


def yearly_amounts(first: int, first_year: int, last_year: int) -> dict[int, int]:
    """The monthly pension of each year: it rises as the province decided."""
    amounts = {first_year: first}
    for year in range(first_year + 1, last_year + 1):
        before = amounts[year - 1]
        amounts[year] = before + half_up(before * province.rise(year), 10000)
    return amounts


def with_rise(parts: dict[str, int], monthly: int) -> str:
    """The parts as stored, with the rises since the start as one part."""
    risen = monthly - sum(parts.values())
    pieces = [*parts.items(), *([(ADJUSTMENT, risen)] if risen else [])]
    return join_parts(pieces)


def payment_rows(
    world: World,
    person: int,
    place: int,
    amounts: dict[int, int],
    span: tuple[int, int],
    bank: tuple[str, str],
    *,
    held_from: int,
) -> list[Row]:
    """The payment years of a benefit between two months; from ``held_from`` on it is withheld."""
    found: list[Row] = []
    first, last = max(span[0], PAYMENTS_SINCE), min(span[1], world.paid)
    for year in range(first // 12, last // 12 + 1):
        start, stop = max(first - year * 12, 0), min(last - year * 12, 11)
        paid = min(max(held_from - year * 12, start), stop + 1)
        packed = bytes(4 * start) + amounts[year].to_bytes(4, "little") * (stop - start + 1)
        results = "-" * start + "p" * (paid - start) + "h" * (stop + 1 - paid)
        found.append(
            (
                person,
                place,
                year,
                packed + bytes(4 * (11 - stop)),
                _days(year, start, paid),
                results + "-" * (11 - stop),
                *bank,
            )
        )
    return found


@lru_cache(maxsize=8192)
def _days(year: int, start: int, paid: int) -> bytes:
    """The ordinals of the days on which the months from ``start`` up to ``paid`` were paid."""
    day = province.amount("payment_day", date(year, 1, 1))
    numbers = [
        date(year, month + 1, day).toordinal() if start <= month < paid else 0
        for month in range(12)
    ]
    return b"".join(number.to_bytes(4, "little") for number in numbers)
