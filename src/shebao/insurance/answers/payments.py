"""What a person draws: benefits, monthly payments, the proof that they may go on, the card."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shebao.exchange import port
from shebao.insurance import sql
from shebao.insurance.books import split_parts, unpack
from shebao.law.months import month_text

_BENEFITS = """
    SELECT place, scheme, kind, first_month, last_month, monthly, parts, state, payee_bank,
           payee_tail, until_month
    FROM insurance_benefit WHERE person = %s ORDER BY first_month DESC, place DESC"""
_PAYMENTS = """
    SELECT y.place, y.year, y.amounts, y.days, y.results, y.bank, y.account_tail, b.kind
    FROM insurance_paymentyear y
    JOIN insurance_benefit b ON b.person = y.person AND b.place = y.place
    WHERE y.person = %s AND y.year BETWEEN %s AND %s ORDER BY y.year DESC, y.place"""
_CERTIFICATION = """
    SELECT last_on, method, next_due, suspended FROM insurance_certification WHERE person = %s"""
_CARD = """
    SELECT card_number, state, issued, expires, bank, electronic
    FROM insurance_card WHERE person = %s"""
# A month paid later than usual is paid all the same; its day says when.
RESULTS = {"p": "paid", "b": "paid", "h": "held", "r": "returned"}
NOT_REQUIRED = port.Certification(
    required=False, last_on=None, method="", next_due=None, suspended=False
)


def benefit_number(person: int | str, place: int) -> str:
    """A benefit is named by its person and its place among that person's benefits."""
    return f"{person}{place:02d}"


def benefits(question: port.BenefitsOf, day: Any) -> tuple[port.Benefit, ...]:
    """Newest first."""
    found = sql.rows(_BENEFITS, sql.as_number(question.number))
    return tuple(
        port.Benefit(
            number=benefit_number(question.number, place),
            scheme=port.Scheme(scheme),
            kind=kind,
            first_month=first,
            last_month=last,
            monthly=monthly,
            parts=split_parts(parts),
            state=state,
            payee_bank=bank,
            payee_tail=tail,
            until_month=until,
        )
        for place, scheme, kind, first, last, monthly, parts, state, bank, tail, until in found
    )


def payments(question: port.PaymentsOf, day: Any) -> tuple[port.Payment, ...]:
    """Between two months, both included, newest first."""
    first, last = question.from_month, question.to_month
    found = sql.rows(_PAYMENTS, sql.as_number(question.number), int(first[:4]), int(last[:4]))
    made = [one for row in found for one in _year(question.number, row)]
    asked = [one for one in made if first <= one.month <= last]
    return tuple(sorted(asked, key=lambda one: one.month, reverse=True))


def _year(person: str, row: sql.Row) -> Iterator[port.Payment]:
    place, year, amounts, days, results, bank, tail, kind = row
    for month, (amount, ordinal, letter) in enumerate(
        zip(unpack(amounts), unpack(days), results, strict=True)
    ):
        if letter != "-":
            yield port.Payment(
                benefit_number=benefit_number(person, place),
                month=month_text(year * 12 + month),
                kind=kind,
                amount=amount,
                paid_on=date.fromordinal(ordinal) if ordinal else None,
                bank=bank,
                account_tail=tail,
                result=RESULTS[letter],
            )


def certification(question: port.CertificationOf, day: Any) -> port.Certification:
    """Who draws nothing need not prove anything."""
    row = sql.first(_CERTIFICATION, sql.as_number(question.number))
    if row is None:
        return NOT_REQUIRED
    return port.Certification(
        required=True, last_on=row[0], method=row[1], next_due=row[2], suspended=bool(row[3])
    )


def card(question: port.CardOf, day: Any) -> port.Card | None:
    """The card, with its application state."""
    row = sql.first(_CARD, sql.as_number(question.number))
    if row is None:
        return None
    return port.Card(
        card_number=row[0],
        state=row[1],
        issued=row[2],
        expires=row[3],
        bank=row[4],
        electronic=bool(row[5]),
    )
