"""The only writers of the trail: entries, inside other rooms' transactions, and checkpoints."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction

from shebao.exchange.keys import Keyring
from shebao.hall.kit.inserting import insert, send_waiting, together, write
from shebao.hall.office.audit import covering, guards
from shebao.hall.office.audit.chain import Fact, details_text, digest, moment_text, stream_of
from shebao.hall.office.audit.evidence import Statement, Stretch, totals
from shebao.hall.office.audit.models import Checkpoint, Entry, Head, Span

log = structlog.get_logger("audit")

END = "SELECT sequence, digest FROM audit_head WHERE stream = %s"
# A proof is worked out from one span, so a span stays short enough to be read while somebody waits.
MOST_IN_A_SPAN = 10_000
CHECKPOINT = "checkpoint"
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


def checkpoint(*, keys: Keyring, now: datetime) -> int:
    """Sign how far the trail has come (6.3.2): the new checkpoint's number, 0 if nothing is new.

    Whoever writes meanwhile need not wait. A stream that is not what was written is left as it
    was last signed, and the log names the place. Of two at the same moment one comes to nothing.
    """
    last = Checkpoint.objects.order_by("-number").first()
    before = {one.stream: one for one in covering.covered(until=last.number)} if last else {}
    fresh = _fresh(before)
    # The note that each checkpoint leaves is no reason for the next one.
    if sum(one.last - one.first + 1 for one in fresh) <= (1 if last else 0):
        return 0
    statement = _statement(last, before, fresh, key=keys.own_id, now=now)
    try:
        with transaction.atomic():
            _keep(statement, fresh, signature=keys.sign(statement.text()), now=now)
    except IntegrityError:
        return 0
    return statement.number


def put_guards_up(*, actor: str, channel: str, now: datetime) -> tuple[str, ...]:
    """Put back the triggers that are missing, and write down that they were; their names."""
    with transaction.atomic():
        names = guards.missing()
        if names:
            guards.put_up()
            record(
                actor=actor, verb="guards-put-up", subject="-", purpose="checking the trail",
                channel=channel, now=now, details={"missing": list(names)},
            )  # fmt: skip
    return names


def _fresh(before: Mapping[int, Stretch]) -> list[Stretch]:
    heads = Head.objects.order_by("stream").values_list("stream", "sequence")
    return [
        made
        for stream, sequence in list(heads)
        if (made := _grown(stream, before.get(stream), sequence)) is not None
    ]


def _grown(stream: int, before: Stretch | None, sequence: int) -> Stretch | None:
    covered = before.last if before else 0
    if sequence <= covered:
        return None
    until = min(sequence, covered + MOST_IN_A_SPAN)
    try:
        return covering.stretched(stream, before=before, until=until)
    except covering.Broken as broken:
        log.error("the trail is broken", place=str(broken))
        return None


def _statement(
    last: Checkpoint | None,
    before: Mapping[int, Stretch],
    fresh: list[Stretch],
    *,
    key: str,
    now: datetime,
) -> Statement:
    newest = {**before, **{one.stream: one for one in fresh}}
    root, streams, entries = totals([newest[stream] for stream in sorted(newest)])
    return Statement(
        number=last.number + 1 if last else 1,
        at=moment_text(now),
        entries=entries,
        streams=streams,
        root=root,
        previous=covering.statement_of(last).digest() if last else "",
        key=key,
    )


def _keep(statement: Statement, fresh: list[Stretch], *, signature: bytes, now: datetime) -> None:
    number = statement.number
    Checkpoint.objects.create(
        number=number, at=now, entries=statement.entries, streams=statement.streams,
        root=statement.root, previous=statement.previous, key=statement.key,
        signature=signature.hex(),
    )  # fmt: skip
    Span.objects.bulk_create(Span(checkpoint=number, **vars(one)) for one in fresh)
    record(
        actor="worker", verb=CHECKPOINT, subject="-", purpose="sealing the trail",
        channel="worker", now=now, details={"number": number, "digest": statement.digest()},
    )  # fmt: skip
