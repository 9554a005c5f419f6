"""What the running of the system leaves behind: one line per worker that is alive."""

from typing import ClassVar

from django.db import models


class WorkerBeat(models.Model):
    """The last sign of life of a worker; one that stopped long ago is swept away."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "1 day after the last beat"

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.seen_at:%H:%M:%S}"
