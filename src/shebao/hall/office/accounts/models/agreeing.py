"""What somebody accepted, word for word, when and by which way (6.2.4)."""

from typing import ClassVar

from django.db import models


class Acceptance(models.Model):
    """One version of one agreement, accepted by one account; never changed."""

    personal: ClassVar[dict[str, str]] = {"account": "account"}
    retention: ClassVar[str] = "while the account exists, then 3 years"

    account = models.CharField(max_length=24)
    agreement = models.CharField(max_length=16)
    version = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "agreement", "version"], name="a_version_is_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.agreement} {self.version}"
