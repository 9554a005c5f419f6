"""Once a month: benefits are paid, or withheld where the proof is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shebao.insurance import sql
from shebao.insurance.books import NOTHING, mark, pack, put, split_parts, unpack
from shebao.insurance.feed import News
from shebao.insurance.life.runs import PIECE, Piece, run
from shebao.insurance.parts import ACCOUNT, DISABILITY, UNEMPLOYMENT
from shebao.law.months import month_text

NAME = "payments"
BACK_PAID = "b"
_RIGHTS = """
    SELECT b.person, b.place, b.until_month, b.monthly, b.parts, b.state, b.payee_bank,
           b.payee_tail, b.kind, p.kind
    FROM insurance_benefit b JOIN insurance_person p ON p.number = b.person
    WHERE b.person > %s AND b.state IN ('active', 'suspended') AND b.first_month <= %s
    ORDER BY b.person, b.place LIMIT %s"""
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
    UPDATE insurance_benefit SET state = 'ended', last_month = %s
    WHERE person = %s AND place = %s"""
# Work again, and these are drawn no longer (社会保险法 51, 人社部发〔2024〕72号).
_STOPPED_BY_WORK = frozenset({UNEMPLOYMENT, DISABILITY})
_AT_WORK = frozenset({"employee", "flexible"})


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
    is_at_work: bool

    def last_month(self, month: int) -> str:
        """The last month it may be paid for, looked at in ``month``; empty while it goes on."""
        if self.is_at_work:
            return month_text(month - 1)
        return self.until if self.until and month_text(month) > self.until else ""


def pay_month(month: int, day: date, *, at: datetime) -> int:
    """Pay everybody's month on a day; returns for how many.

    A right that ran out, or that new work ends, is ended.
    """
    text = month_text(month)

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_RIGHTS, of="b"), reached, text, PIECE)
        rights = _whole_persons([_right(row) for row in found])
        running = [one for one in rights if not one.last_month(month)]
        over = [one for one in rights if one.last_month(month)]
        _pay(running, month, day)
        sql.change_many(_END, ((one.last_month(month), one.person, one.place) for one in over))
        return Piece(
            reached=rights[-1].person if rights else reached,
            count=len(running),
            is_last=len(found) < PIECE,
            news=[_ended(one, month) for one in over],
        )

    return run(NAME, text, work, at=at)


def _right(row: sql.Row) -> _Right:
    person, place, until, monthly, parts, state, bank, tail, kind, standing = row
    return _Right(
        person=person,
        place=place,
        until=until,
        monthly=monthly,
        parts=parts,
        is_held=state == "suspended",
        bank=bank,
        tail=tail,
        is_at_work=kind in _STOPPED_BY_WORK and standing in _AT_WORK,
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
    take_out([(part, person) for part, person in out if part])


def take_out(parts: Sequence[tuple[int, int]]) -> None:
    """Take so much out of each person's open account year, as far as there is something left."""
    sql.change_many(_TAKE_OUT, ((part,) * 4 + (person,) for part, person in parts))


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


def _ended(one: _Right, month: int) -> News:
    values = {"state": "ended", "last_month": one.last_month(month)}
    if one.is_at_work:
        values["words"] = "已重新就业，从本月起停发"
    return News(kind="benefit", subject=str(one.person), values=values)
