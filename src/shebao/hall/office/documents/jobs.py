"""What the worker does by itself: produce the queued papers."""

import logging
from datetime import datetime

from shebao.hall.gateways.seal.port import CannotSeal, SealKeeper
from shebao.hall.office.documents.actions import NotAllowed, produce
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.documents.moves import State

log = logging.getLogger(__name__)


def produce_queued(*, seal: SealKeeper, now: datetime, limit: int = 50) -> int:
    """Produce up to ``limit`` papers that are due; returns how many were issued.

    One that fails waits, longer each time, and holds up no other; ``queries.backlog`` counts those
    that keep failing.
    """
    due = Paper.objects.filter(state=State.QUEUED, due_at__lte=now).order_by("due_at")
    numbers = list(due.values_list("number", flat=True)[:limit])
    return sum(_try(number, seal=seal, now=now) for number in numbers)


def _try(number: str, *, seal: SealKeeper, now: datetime) -> bool:
    try:
        return produce(number=number, seal=seal, now=now).is_new
    except (ValueError, CannotSeal, NotAllowed, OSError) as error:
        log.warning("paper not produced", extra={"paper": number, "why": str(error)[:300]})
        return False
