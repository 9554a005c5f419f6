"""The worker's sign of life (6.5.4): written every few seconds, missed when it stays away."""

import os
import socket
from datetime import datetime, timedelta

from shebao.hall.office.operations.models import WorkerBeat

EVERY = timedelta(seconds=5)
MISSED_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def worker_name() -> str:
    """This process among all workers of all machines."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def beat(*, now: datetime) -> int:
    """Say that this worker is alive; those silent for a day are forgotten."""
    WorkerBeat.objects.update_or_create(
        name=worker_name(), defaults={"seen_at": now}, create_defaults=_first(now)
    )
    WorkerBeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    return 0


def _first(now: datetime) -> dict[str, datetime]:
    return {"seen_at": now, "started_at": now}
