"""One counter row per key and window; old windows are swept by the worker."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """How often something happened in one window of time; the key is a keyed digest."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "2 days"

    key = models.CharField(max_length=80)
    window = models.BigIntegerField()
    count = models.IntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="one_counter_per_key_and_window")
        ]

    def __str__(self) -> str:
        return f"{self.key}@{self.window}: {self.count}"
