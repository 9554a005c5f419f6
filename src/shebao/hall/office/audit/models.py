"""The trail: append-only entries in hash-chained streams, and the checkpoints over them (6.3.2)."""

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


class Checkpoint(models.Model):
    """A signed statement how far all streams had come; each one names the one before it."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    streams = models.SmallIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Span(models.Model):
    """The entries of one stream that a checkpoint was the first to cover, and their root."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    checkpoint = models.BigIntegerField()
    stream = models.SmallIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    head = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "last"], name="one_span_per_end"),
            models.UniqueConstraint(
                fields=["stream", "checkpoint"], name="one_span_per_stream_and_checkpoint"
            ),
            models.CheckConstraint(
                condition=models.Q(first__gte=1, last__gte=models.F("first")),
                name="a_span_holds_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}/{self.first}-{self.last}"
