"""Messages to a person: one row per event and way, so that none arrives twice (5.4.4).

Rows with a due time wait to leave the house. Those of one lane (a way and a case, or a way and a
person) leave in the order in which they were written.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedTextField


class Notice(models.Model):
    """One message by one way; an inbox message is sent by being there."""

    personal: ClassVar[dict[str, str]] = {
        "subject": "core number", "words": "encrypted",
        "address": "encrypted; only where it is not the person's usual one",
    }  # fmt: skip
    retention: ClassVar[str] = "3 years"

    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=24)
    way = models.CharField(max_length=8)
    case = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=120)
    words = EncryptedTextField()
    created_at = models.DateTimeField()
    topic = models.CharField(max_length=12, default="case")
    address = EncryptedTextField(default="", blank=True)
    lane = models.CharField(max_length=40, blank=True)
    wanted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
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
            models.Index(
                fields=["way", "due_at"], condition=Q(due_at__isnull=False), name="notice_way_due"
            ),
            models.Index(
                fields=["lane", "id"], condition=Q(due_at__isnull=False), name="notice_lane"
            ),
            models.Index(
                fields=["-dead_at"], condition=Q(dead_at__isnull=False), name="notice_dead"
            ),
            models.Index(fields=["sent_at"], condition=~Q(way="inbox"), name="notice_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.way}"


class Preference(models.Model):
    """What a person wants by which way, and when not; without a row the defaults hold.

    ``switched_off`` names ways and topics as ``"sms:record"``. Hours are those of the province.
    """

    personal: ClassVar[dict[str, str]] = {
        "subject": "core number", "switched_off": "what is not wanted",
        "email": "encrypted", "email_asked": "encrypted",
    }  # fmt: skip
    retention: ClassVar[str] = "while the account lasts"

    subject = models.CharField(max_length=24, unique=True)
    switched_off = models.JSONField(default=list)
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    email = EncryptedTextField(default="", blank=True)
    email_asked = EncryptedTextField(default="", blank=True)
    email_code = models.CharField(max_length=64, blank=True)
    email_code_until = models.DateTimeField(null=True)
    email_tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject
