"""Messages to a person: one row per event and way, so that none arrives twice (5.4.4)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedTextField


class Notice(models.Model):
    """One message by one way; an inbox message is sent by being there."""

    personal: ClassVar[dict[str, str]] = {"subject": "core number", "words": "encrypted"}
    retention: ClassVar[str] = "3 years"

    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=24)
    way = models.CharField(max_length=8)
    case = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=120)
    words = EncryptedTextField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "subject", "way"], name="a_message_arrives_once_per_way"
            )
        ]
        indexes = [
            models.Index(fields=["subject", "way", "-id"], name="notice_inbox"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notice_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.way}"
