"""Once a month: an allowance of the basic part alone is worked out anew when retirement is near."""

from datetime import date, datetime

from shebao.insurance import claims, feed, province, sql
from shebao.insurance.books import join_parts, split_parts
from shebao.insurance.granting import parts_of
from shebao.insurance.life.runs import PIECE, Piece, run
from shebao.insurance.parts import ACCOUNT, DISABILITY
from shebao.insurance.postings.outcome import living
from shebao.law import disability
from shebao.law.months import month_text
from shebao.law.pension import NOT_WORKED_OUT

NAME = "allowances"
_FAR = """
    SELECT b.person, b.place, b.parts, r.region
    FROM insurance_benefit b JOIN insurance_registration r
    ON r.person = b.person AND r.scheme = 'pension' AND r.state = 'paused'
    WHERE b.person > %s AND b.kind = %s AND b.state <> 'ended' AND b.until_month = ''
    ORDER BY b.person, r.last_paid_month LIMIT %s"""
_REFIGURE = """
    UPDATE insurance_benefit SET parts = %s, monthly = %s WHERE person = %s AND place = %s"""


def refigure(month: int, *, at: datetime, day: date) -> int:
    """Five years before the statutory age the allowance becomes the pension's sum (第四条).

    Returns for how many.
    """

    def work(reached: int) -> Piece:
        found = sql.rows(sql.locked(_FAR, of="b"), reached, DISABILITY, PIECE)
        latest = {row[0]: row for row in found}
        news = [one for row in latest.values() for one in _refigured(row, month, day)]
        return Piece(
            reached=found[-1][0] if found else reached,
            count=len(news),
            is_last=len(found) < PIECE,
            news=news,
        )

    return run(NAME, month_text(month), work, at=at)


def _refigured(row: sql.Row, month: int, day: date) -> list[feed.News]:
    number, place, stored, region = row
    if ACCOUNT in dict(split_parts(stored)):
        return []
    try:
        books = claims.books(living(str(number)), region, day=day)
        found = disability.claimed(books, month=month_text(month), tables=province.all_tables())
    except NOT_WORKED_OUT:
        return []
    if found.case is not disability.Case.NEAR:
        return []
    parts = parts_of(found.working)
    monthly = found.working.total
    sql.change(_REFIGURE, join_parts(parts), monthly, number, place)
    values = {"state": "refigured", "kind": DISABILITY, "monthly": str(monthly)}
    return [feed.News(kind="benefit", subject=str(number), values=values)]
