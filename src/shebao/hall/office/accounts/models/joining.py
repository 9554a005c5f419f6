"""Coming in for the first time, and being known elsewhere: registrations and bound accounts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedJSONField


class SignUp(models.Model):
    """A registration under way (5.4.1.2): what was typed, and what is proven so far.

    ``person`` is the core number once the data agree, ``mobile_at`` when the phone was proven.
    """

    personal: ClassVar[dict[str, str]] = {"answers": "encrypted", "person": "core number"}
    retention: ClassVar[str] = "1 day"

    number = models.CharField(max_length=32, unique=True)
    answers = EncryptedJSONField()
    person = models.CharField(max_length=24, blank=True, default="")
    mobile_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Binding(models.Model):
    """An account elsewhere that opens this one (5.4.1.4c); only a keyed digest of it is kept."""

    personal: ClassVar[dict[str, str]] = {"account": "account number"}
    retention: ClassVar[str] = "3 years after the end"

    number = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24, db_index=True)
    provider = models.CharField(max_length=24)
    subject = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"],
                condition=Q(ended_at__isnull=True),
                name="an_account_elsewhere_opens_one_account",
            ),
            models.UniqueConstraint(
                fields=["account", "provider"],
                condition=Q(ended_at__isnull=True),
                name="one_running_binding_per_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"
