"""Count, and say whether the limit is passed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from shebao.hall.kit.fields import ring
from shebao.hall.kit.limits.models import Counter

COUNT = """
INSERT INTO limits_counter ("key", "window", "count", ends_at) VALUES (%s, %s, 1, %s)
ON CONFLICT ("key", "window") DO UPDATE SET "count" = limits_counter."count" + 1
RETURNING "count"
"""


class TooMany(Exception):
    """The limit is passed; ``wait`` says for how many seconds."""

    def __init__(self, wait: int) -> None:
        """Remember how long to wait."""
        super().__init__(f"wait {wait} s")
        self.wait = wait


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most ``times`` in each window of ``seconds``."""

    name: str
    times: int
    seconds: int


def count(limit: Limit, *, key: str, now: datetime) -> None:
    """Count one more; raises ``TooMany`` beyond the limit. Exact across processes."""
    moment = int(now.timestamp())
    window = moment // limit.seconds
    ends_at = datetime.fromtimestamp((window + 1) * limit.seconds, tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [f"{limit.name}:{ring().blind(key)[:40]}", window, ends_at])
        seen = cursor.fetchone()[0]
    if seen > limit.times:
        raise TooMany(wait=(window + 1) * limit.seconds - moment)


def sweep(*, now: datetime) -> int:
    """Remove counters of windows long past; returns how many."""
    return Counter.objects.filter(ends_at__lt=now - timedelta(days=2)).delete()[0]
