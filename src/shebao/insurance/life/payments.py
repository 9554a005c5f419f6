"""Once a month: benefits are paid, or withheld where the proof is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shebao.insurance import sql
from shebao.insurance.books import NOTHING, mark, pack, put, split_parts, unpack
from shebao.insurance.feed import News
from shebao.insurance.life.runs import PIECE, Piece, run
from shebao.insurance.parts import ACCOUNT
from shebao.law.months import month_text

NAME = "payments"
_RIGHTS = """
    SELECT person, place, until_month, monthly, parts, state, payee_bank, payee_tail
    FROM insurance_benefit
    WHERE person > %s AND state IN ('active', 'suspended') AND first_month <= %s
    ORDER BY person, place LIMIT %s"""
_YEARS = """
    SELECT person, place, amounts, days, results FROM insurance_paymentyear
    WHERE person BETWEEN %s AND %s AND year = %s"""
_WRITE = sql.insert(
    "paymentyear",
    "person, place, year, amounts, days, results, bank, account_tail",
    "ON CONFLICT (person, place, year) DO UPDATE SET amounts = excluded.amounts, days = "
    "excluded.days, results = excluded.results, bank = excluded.bank, account_tail = "
    "excluded.account_tail",
)
_TAKE_OUT = """
    UPDATE insurance_accountyear
    SET paid_out = paid_out + CASE WHEN closing < %s THEN closing ELSE %s END,
        closing = closing - CASE WHEN closing < %s THEN closing ELSE %s END
    WHERE person = %s AND rate = ''"""
_END = """
    UPDATE insurance_benefit SET state = 'ended', last_month = until_month
    WHERE person = %s AND place = %s"""


@dataclass(frozen=True, kw_only=True)
class _Right:
    person: int
    place: int
    until: str
    monthly: int
    parts: str
    is_held: bool
    bank: str
    tail: str


def pay_month(month: int, day: date, *, at: datetime) -> int:
    """Pay everybody's month on a day; returns for how many.  A right that ran out is ended."""
    text = month_text(month)

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_RIGHTS), reached, text, PIECE)
        rights = _whole_persons([_right(row) for row in found])
        running = [one for one in rights if not one.until or text <= one.until]
        over = [one for one in rights if one.until and text > one.until]
        _pay(running, month, day)
        sql.change_many(_END, ((one.person, one.place) for one in over))
        return Piece(
            reached=rights[-1].person if rights else reached,
            count=len(running),
            is_last=len(found) < PIECE,
            news=[_ended(one) for one in over],
        )

    return run(NAME, text, work, at=at)


def _right(row: sql.Row) -> _Right:
    person, place, until, monthly, parts, state, bank, tail = row
    return _Right(
        person=person,
        place=place,
        until=until,
        monthly=monthly,
        parts=parts,
        is_held=state == "suspended",
        bank=bank,
        tail=tail,
    )


def _whole_persons(rights: list[_Right]) -> list[_Right]:
    """A full piece may end within a person: that one waits for the next piece."""
    if len(rights) < PIECE:
        return rights
    return [one for one in rights if one.person != rights[-1].person]


def _pay(rights: Sequence[_Right], month: int, day: date) -> None:
    if not rights:
        return
    year, place = divmod(month, 12)
    found = sql.rows(_YEARS, rights[0].person, rights[-1].person, year)
    known = {(row[0], row[1]): row[2:] for row in found}
    new = [one for one in rights if _letter(known, one, place) == "-"]
    sql.change_many(_WRITE, (_year_row(one, known, month, day) for one in new))
    out = ((dict(split_parts(one.parts)).get(ACCOUNT, 0), one.person) for one in new)
    sql.change_many(_TAKE_OUT, ((part,) * 4 + (person,) for part, person in out if part))


Known = dict[tuple[int, int], sql.Row]


def _letter(known: Known, one: _Right, place: int) -> str:
    row = known.get((one.person, one.place))
    return str(row[2][place]) if row else "-"


def _year_row(one: _Right, known: Known, month: int, day: date) -> tuple[object, ...]:
    year, place = divmod(month, 12)
    nothing = (bytes(48), bytes(48), NOTHING)
    amounts, days, results = known.get((one.person, one.place), nothing)
    paid = 0 if one.is_held else day.toordinal()
    return (
        one.person,
        one.place,
        year,
        pack(put(unpack(amounts), place, one.monthly)),
        pack(put(unpack(days), place, paid)),
        mark(results, place, "h" if one.is_held else "p"),
        one.bank,
        one.tail,
    )


def _ended(one: _Right) -> News:
    return News(
        kind="benefit", subject=str(one.person), values={"state": "ended", "last_month": one.until}
    )
