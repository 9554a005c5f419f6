"""Once a year: accounts earn their interest, the next year opens, running pensions rise."""

from datetime import datetime

from shebao.insurance import province, sql
from shebao.insurance.books import half_up, join_parts, split_parts
from shebao.insurance.life.runs import PIECE, Piece, run
from shebao.insurance.parts import ADJUSTMENT

CLOSING = "account-year"
RISING = "pension-rise"
_OPEN = """
    SELECT person, opening, credited, paid_out FROM insurance_accountyear
    WHERE person > %s AND year = %s AND rate = '' ORDER BY person LIMIT %s"""
_CLOSE = """
    UPDATE insurance_accountyear SET interest = %s, closing = %s, rate = %s
    WHERE person = %s AND year = %s"""
_OPEN_NEXT = (
    "INSERT INTO insurance_accountyear "
    "(person, year, opening, credited, interest, paid_out, closing, rate) "
    "VALUES (%s, %s, %s, 0, 0, 0, %s, '') ON CONFLICT (person, year) DO UPDATE SET "
    "opening = excluded.opening, closing = insurance_accountyear.closing + excluded.opening"
)
_PENSIONS = """
    SELECT person, place, monthly, parts FROM insurance_benefit
    WHERE person > %s AND kind = 'pension' AND state <> 'ended' AND first_month < %s
    ORDER BY person LIMIT %s"""


def close_year(year: int, *, at: datetime) -> int:
    """Credit a year's interest at the published rate; returns for how many accounts."""
    rate = province.interest(year)

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_OPEN), reached, year, PIECE)
        closed = [_closed(row, rate) for row in found]
        text = province.rate_text(rate)
        sql.change_many(_CLOSE, ((gain, end, text, who, year) for who, gain, end in closed))
        sql.change_many(_OPEN_NEXT, ((who, year + 1, end, end) for who, _, end in closed))
        return Piece(
            reached=found[-1][0] if found else reached,
            count=len(found),
            is_last=len(found) < PIECE,
        )

    return run(CLOSING, str(year), work, at=at)


def _closed(row: sql.Row, rate: int) -> tuple[int, int, int]:
    """The person, the interest, the closing."""
    person, opening, credited, paid_out = row
    gain = province.year_interest(max(opening - paid_out, 0), credited, rate)
    return person, gain, opening + credited + gain - paid_out


def raise_pensions(year: int, *, at: datetime) -> int:
    """Raise running pensions by the year's percentage, if one is set; returns how many."""
    percent = province.rise(year)
    if not percent:
        return 0

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_PENSIONS), reached, f"{year}-01", PIECE)
        sql.change_many(
            "UPDATE insurance_benefit SET monthly = %s, parts = %s "
            "WHERE person = %s AND place = %s",
            (_raised(row, percent) for row in found),
        )
        return Piece(
            reached=found[-1][0] if found else reached,
            count=len(found),
            is_last=len(found) < PIECE,
        )

    return run(RISING, str(year), work, at=at)


def _raised(row: sql.Row, percent: int) -> tuple[object, ...]:
    person, place, monthly, stored = row
    more = half_up(monthly * percent, 10000)
    parts = dict(split_parts(stored))
    parts[ADJUSTMENT] = parts.get(ADJUSTMENT, 0) + more
    return monthly + more, join_parts(parts.items()), person, place
