"""The only writer of the trail; called by the verbs of other rooms, inside their transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shebao.hall.office.audit.chain import Fact, details_text, digest, stream_of
from shebao.hall.office.audit.models import Entry, Head


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
    with transaction.atomic():
        _append(fact)


def _append(fact: Fact) -> None:
    head = _locked_head(stream_of(fact.subject))
    sequence = head.sequence + 1
    mark = digest(fact, stream=head.stream, sequence=sequence, previous=head.digest)
    Entry.objects.create(
        stream=head.stream,
        sequence=sequence,
        previous=head.digest,
        digest=mark,
        at=fact.at,
        actor=fact.actor,
        verb=fact.verb,
        subject=fact.subject,
        purpose=fact.purpose,
        channel=fact.channel,
        case=fact.case,
        details=fact.details,
    )
    Head.objects.filter(pk=head.pk).update(sequence=sequence, digest=mark)


def _locked_head(stream: int) -> Head:
    locked = Head.objects.select_for_update().filter(stream=stream).first()
    if locked is not None:
        return locked
    Head.objects.bulk_create([Head(stream=stream)], ignore_conflicts=True)
    return Head.objects.select_for_update().get(stream=stream)
