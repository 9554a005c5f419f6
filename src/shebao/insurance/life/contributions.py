"""Once a month: what employers and flexible workers declared is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shebao.insurance import province, sql
from shebao.insurance.books import NOTHING, mark, pack, put, share, unpack
from shebao.insurance.life.runs import PIECE, Piece, run
from shebao.law.months import month_text

NAME = "contributions"
_PEOPLE = """
    SELECT p.number, p.employer, p.kind, p.region, p.base, COALESCE(e.arrears, 0)
    FROM insurance_person p LEFT JOIN insurance_employer e ON e.number = p.employer
    WHERE p.number > %s AND p.kind IN ('employee', 'flexible') AND p.base > 0
    ORDER BY p.number LIMIT %s"""
_YEARS = """
    SELECT person, employer, footing, region, bases, states FROM insurance_contributionyear
    WHERE person BETWEEN %s AND %s AND year = %s"""
_WRITE_YEAR = sql.insert(
    "contributionyear",
    "person, year, employer, footing, region, bases, states",
    "ON CONFLICT (person, year, employer, footing, region) DO UPDATE SET bases = excluded.bases, "
    "states = excluded.states",
)
_CREDIT = (
    "INSERT INTO insurance_accountyear "
    "(person, year, opening, credited, interest, paid_out, closing, rate) "
    "VALUES (%s, %s, 0, %s, 0, 0, %s, '') ON CONFLICT (person, year) DO UPDATE SET "
    "credited = insurance_accountyear.credited + excluded.credited, "
    "closing = insurance_accountyear.closing + excluded.credited"
)
_COUNT = """
    UPDATE insurance_registration SET months_actual = months_actual + 1, last_paid_month = %s
    WHERE person = %s AND region = %s AND state = 'active'
    AND scheme IN ('pension', 'unemployment', 'injury')"""
_OWE = "UPDATE insurance_employer SET arrears = arrears + %s WHERE number = %s"


@dataclass(frozen=True, kw_only=True)
class _Due:
    """One person's month: who pays on which base, and whether the employer owes already."""

    person: int
    employer: int
    footing: str
    region: str
    base: int
    is_owed: bool

    @property
    def key(self) -> tuple[int, int, str, str]:
        return self.person, self.employer, self.footing, self.region


def post_month(month: int, *, at: datetime) -> int:
    """Book a month for everybody; returns for how many.  An employer in arrears stays so."""

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_PEOPLE, of="p"), reached, PIECE)
        due = [_due(row, month) for row in found]
        if due:
            _book(due, month)
        return Piece(
            reached=found[-1][0] if found else reached,
            count=len(due),
            is_last=len(found) < PIECE,
        )

    return run(NAME, month_text(month), work, at=at)


def _due(row: sql.Row, month: int) -> _Due:
    person, employer, kind, region, base, arrears = row
    floor, ceiling = province.bounds(month // 12)
    return _Due(
        person=person,
        employer=employer,
        footing=kind,
        region=region,
        base=min(max(base, floor), ceiling),
        is_owed=arrears > 0,
    )


def _book(due: Sequence[_Due], month: int) -> None:
    year, place = divmod(month, 12)
    known = _known(due, year)
    new = [one for one in due if known.get(one.key, (b"", NOTHING))[1][place] == "-"]
    sql.change_many(_WRITE_YEAR, (_year_row(one, known, year, place) for one in new))
    paid = [one for one in new if not one.is_owed]
    rate = province.account_rate(month)
    credits = ((one, share(one.base, rate)) for one in paid)
    sql.change_many(_CREDIT, ((one.person, year, credit, credit) for one, credit in credits))
    sql.change_many(_COUNT, ((month_text(month), one.person, one.region) for one in paid))
    own, employer = province.rates("pension", month) or (0, 0)
    owed = (one for one in new if one.is_owed)
    sql.change_many(_OWE, ((share(one.base, own + employer), one.employer) for one in owed))


def _known(due: Sequence[_Due], year: int) -> dict[tuple[int, int, str, str], tuple[bytes, str]]:
    found = sql.rows(_YEARS, due[0].person, due[-1].person, year)
    return {tuple(row[:4]): (row[4], row[5]) for row in found}


def _year_row(
    one: _Due,
    known: dict[tuple[int, int, str, str], tuple[bytes, str]],
    year: int,
    place: int,
) -> tuple[object, ...]:
    packed, states = known.get(one.key, (bytes(48), NOTHING))
    return (
        one.person,
        year,
        one.employer,
        one.footing,
        one.region,
        pack(put(unpack(packed), place, one.base)),
        mark(states, place, "a" if one.is_owed else "p"),
    )
