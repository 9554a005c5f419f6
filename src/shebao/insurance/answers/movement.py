"""What moves: transfers between agencies, and the change feed."""

import json
from itertools import groupby
from typing import Any

from shebao.exchange import port
from shebao.insurance import sql
from shebao.insurance.books import local_date

_TRANSFERS = """
    SELECT t.number, t.key, t.from_region, t.to_region, t.state, t.holder, t.due, t.months,
           t.amount_account, t.amount_pooled, s.at, s.state, s.agency
    FROM insurance_transfer t JOIN insurance_transferstep s ON s.transfer = t.number
    WHERE t.person = %s ORDER BY t.number DESC, s.place"""
_CHANGES = """
    SELECT sequence, at, kind, subject, key, body FROM insurance_change
    WHERE sequence > %s ORDER BY sequence LIMIT %s"""


def transfers(question: port.TransfersOf, day: Any) -> tuple[port.Transfer, ...]:
    """Newest first, each with its steps."""
    found = sql.rows(_TRANSFERS, sql.as_number(question.number))
    return tuple(_transfer(tuple(rows)) for _, rows in groupby(found, key=lambda row: str(row[0])))


def _transfer(rows: tuple[sql.Row, ...]) -> port.Transfer:
    number, key, from_region, to_region, state, holder, due, months, account, pooled = rows[0][:10]
    return port.Transfer(
        number=number,
        key=key,
        from_region=from_region,
        to_region=to_region,
        state=state,
        holder=holder,
        due=due,
        months=months,
        amount_account=account,
        amount_pooled=pooled,
        steps=tuple(
            port.TransferStep(at=local_date(at), state=step, agency=agency)
            for *_, at, step, agency in rows
        ),
    )


def changes(question: port.ChangesSince, day: Any) -> port.Changes:
    """A stretch of the feed; its numbers rise in the order in which changes were committed."""
    found = sql.rows(_CHANGES, question.after, question.limit)
    listed = tuple(
        port.Change(
            sequence=sequence, at=at, kind=kind, subject=subject, key=key, values=json.loads(body)
        )
        for sequence, at, kind, subject, key, body in found
    )
    return port.Changes(changes=listed, last=listed[-1].sequence if listed else question.after)
