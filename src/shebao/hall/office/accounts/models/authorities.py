"""Who may make certificates and seals for us, and until when (6.2.7)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Authority(models.Model):
    """A certificate authority or maker of seals; used only after acceptance, and while admitted.

    ``fingerprint`` is the SHA-256 of its root certificate. ``acceptance`` names the record of the
    acceptance test, ``liability`` the paper in which it answers for what it makes. ``why`` says
    why it shall go, once somebody has asked for that.
    """

    personal: ClassVar[dict[str, str]] = {
        "asked_by": "account number",
        "decided_by": "account number",
        "end_asked_by": "account number",
        "ended_by": "account number",
    }
    retention: ClassVar[str] = "permanent"

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=24)
    fingerprint = models.CharField(max_length=64)
    acceptance = models.CharField(max_length=120)
    accepted_on = models.DateField()
    liability = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=24)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=24, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")
    end_asked_by = models.CharField(max_length=24, blank=True, default="")
    ended_by = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_authority_is_admitted_by_two",
                condition=Q(state__in=["asked", "refused"])
                | ~Q(decided_by="") & ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="an_authority_is_withdrawn_by_two",
                condition=~Q(state="withdrawn") | ~Q(ended_by="") & ~Q(ended_by=F("end_asked_by")),
            ),
            models.CheckConstraint(
                name="an_authority_is_accepted_before_it_begins_and_ends_after",
                condition=Q(accepted_on__lte=F("since"), until__gte=F("since")),
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(state__in=["asked", "admitted", "ending"]),
                name="one_running_admission_per_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.number
