"""The trail: append-only entries in hash-chained streams (6.3.2)."""

from typing import ClassVar

from django.db import models


class Head(models.Model):
    """The end of one stream; locking it orders that stream's writers and nobody else's."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    stream = models.SmallIntegerField(unique=True)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"stream {self.stream} at {self.sequence}"


class Entry(models.Model):
    """Who did or saw what, about whom, why, by which channel; never changed, never removed.

    ``details`` holds no personal data: field names, counts, versions, reasons by code.
    """

    personal: ClassVar[dict[str, str]] = {"actor": "account number", "subject": "core number"}
    retention: ClassVar[str] = "permanent"

    stream = models.SmallIntegerField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=24)
    purpose = models.CharField(max_length=120)
    channel = models.CharField(max_length=12)
    case = models.CharField(max_length=24, blank=True)
    details = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "sequence"], name="one_entry_per_place_in_a_stream"
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="entry_by_subject"),
            models.Index(fields=["case", "id"], name="entry_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}/{self.sequence} {self.verb}"
