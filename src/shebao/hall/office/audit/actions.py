"""The only writer of the trail; called by the verbs of other rooms, inside their transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shebao.hall.kit.inserting import insert, send_waiting, together, write
from shebao.hall.office.audit.chain import Fact, details_text, digest, stream_of
from shebao.hall.office.audit.models import Entry, Head

END = "SELECT sequence, digest FROM audit_head WHERE stream = %s"
ADVANCE = "UPDATE audit_head SET sequence = %s, digest = %s WHERE stream = %s"


def record(
    *,
    actor: str,
    verb: str,
    subject: str,
    purpose: str,
    channel: str,
    now: datetime,
    case: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did or saw what (6.3.2); it commits with the deed, or neither happens.

    ``subject`` is the core number of the person or employer concerned, or ``"-"`` for none.
    """
    fact = Fact(
        at=now,
        actor=actor,
        verb=verb,
        subject=subject,
        purpose=purpose,
        channel=channel,
        case=case,
        details=details_text(details or {}),
    )
    with transaction.atomic(savepoint=False), together():
        _append(fact)


def _append(fact: Fact) -> None:
    stream = stream_of(fact.subject)
    before, previous = _locked_end(stream)
    sequence = before + 1
    mark = digest(fact, stream=stream, sequence=sequence, previous=previous)
    insert(Entry(stream=stream, sequence=sequence, previous=previous, digest=mark, **vars(fact)))
    write(ADVANCE, [sequence, mark, stream])


def _locked_end(stream: int) -> tuple[int, str]:
    send_waiting(Entry)
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(END + lock, [stream])
        found = cursor.fetchone()
    if found is not None:
        return int(found[0]), str(found[1])
    insert(Head(stream=stream), or_nothing=True)
    send_waiting(Head)
    return _locked_end(stream)
