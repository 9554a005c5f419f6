"""What the worker does with the trail by itself: sign how far it has come, every hour (6.3.2)."""

from datetime import datetime, timedelta

from shebao.exchange.keys import Keyring
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.models import Checkpoint

EVERY = timedelta(hours=1)


def sign_what_is_new(*, keys: Keyring, now: datetime) -> int:
    """Once an hour, make checkpoints until all entries are covered; returns how many."""
    last = Checkpoint.objects.order_by("-number").values_list("at", flat=True).first()
    if last is not None and now - last < EVERY:
        return 0
    made = 0
    while checkpoint(keys=keys, now=now):
        made += 1
    return made
