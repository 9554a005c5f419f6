"""Staff accounts over their life: every change is asked by one and decided by another (6.2.5)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shebao.hall.kit.fields import EncryptedTextField


class StaffRequest(models.Model):
    """What somebody asked to be done with a staff account, and who decided it.

    ``roles`` are joined by commas; ``until`` is the day the account has to be certified anew.
    """

    personal: ClassVar[dict[str, str]] = {
        "account": "account number",
        "name": "encrypted",
        "mobile": "encrypted",
        "asked_by": "account number",
        "decided_by": "account number",
    }
    retention: ClassVar[str] = "10 years"

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    account = models.CharField(max_length=24, blank=True, default="")
    username = models.CharField(max_length=64)
    name = EncryptedTextField()
    mobile = EncryptedTextField(blank=True, default="")
    agency = models.CharField(max_length=12)
    roles = models.CharField(max_length=160, blank=True, default="")
    until = models.DateField(null=True)
    words = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=24)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=24, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_approves_what_they_asked_for_staff",
                condition=~Q(state="approved") | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_staff_request_is_decided_by_somebody",
                condition=Q(state="asked", decided_by="", decided_at__isnull=True)
                | ~Q(state="asked") & ~Q(decided_by="") & Q(decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["username"], condition=Q(state="asked"), name="one_open_staff_request"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="staff_request_of_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Alarm(models.Model):
    """Something unusual that a security officer has to look at, and who did (6.3.1, 6.2.7)."""

    personal: ClassVar[dict[str, str]] = {"about": "account number", "seen_by": "account number"}
    retention: ClassVar[str] = "3 years"

    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=40)
    agency = models.CharField(max_length=12, blank=True, default="")
    day = models.DateField()
    words = models.CharField(max_length=200)
    at = models.DateTimeField()
    seen_by = models.CharField(max_length=24, blank=True, default="")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "day"], name="one_alarm_a_day_about_one_thing"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(seen_at__isnull=True), name="alarm_not_seen")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
