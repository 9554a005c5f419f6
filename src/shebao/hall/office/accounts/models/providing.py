"""Programs of others that people let in (6.1.2e): who they are, what was allowed, their tickets."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shebao.hall.kit.visitor import Level


class Partner(models.Model):
    """Somebody's program that may ask people to let it in, admitted by two bodies until a day.

    ``agency_by`` approved for the agency, ``it_by`` for the IT body; neither asked for it.
    ``secret`` is the keyed digest of what a program on a server proves itself with; empty for
    one that runs on people's own devices. ``items`` are the services it may file, none means all.
    """

    personal: ClassVar[dict[str, str]] = {
        "asked_by": "account number", "agency_by": "account number", "it_by": "account number",
        "ended_by": "account number",
    }  # fmt: skip
    retention: ClassVar[str] = "permanent"

    number = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60)
    organisation = models.CharField(max_length=120)
    agreement = models.CharField(max_length=120)
    secret = models.CharField(max_length=64, blank=True, default="")
    redirects = models.JSONField(default=list)
    scopes = models.CharField(max_length=60)
    items = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=24)
    asked_at = models.DateTimeField()
    agency_by = models.CharField(max_length=24, blank=True, default="")
    it_by = models.CharField(max_length=24, blank=True, default="")
    ended_by = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_partner_is_admitted_by_two_others",
                condition=~Q(state="admitted")
                | ~Q(agency_by="") & ~Q(it_by="") & ~Q(agency_by=F("it_by"))
                & ~Q(asked_by=F("agency_by")) & ~Q(asked_by=F("it_by")),
            ),
            models.CheckConstraint(
                name="a_partner_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Consent(models.Model):
    """What an account lets a partner's program do, for whom, until its holder ends it."""

    personal: ClassVar[dict[str, str]] = {"account": "account number", "acting_for": "core number"}
    retention: ClassVar[str] = "3 years after the end"

    number = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24, db_index=True)
    partner = models.CharField(max_length=24)
    scopes = models.CharField(max_length=60)
    items = models.JSONField(default=list)
    acting_for = models.CharField(max_length=24, blank=True, default="")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "partner"], condition=Q(ended_at__isnull=True),
                name="one_running_consent_per_partner",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Ticket(models.Model):
    """Something good once on the way to a token: a code, a device's code, or a refresh token.

    Only a keyed digest is kept. ``family`` is the consent's number together with the first
    ticket: whoever shows a used ticket again ends the whole family (RFC 9700, 4.14), and the
    ticket is ``stolen``. ``data``
    holds what must come back unchanged: address, nonce, challenge.
    """

    personal: ClassVar[dict[str, str]] = {"account": "account number"}
    retention: ClassVar[str] = "30 days after the end"

    kind = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    user_code = models.CharField(max_length=64, blank=True, default="", db_index=True)
    partner = models.CharField(max_length=24)
    account = models.CharField(max_length=24, blank=True, default="", db_index=True)
    consent = models.CharField(max_length=24, blank=True, default="", db_index=True)
    family = models.CharField(max_length=24, blank=True, default="", db_index=True)
    scopes = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    level = models.PositiveSmallIntegerField(default=Level.LOW)
    proof = models.CharField(max_length=60, blank=True, default="")
    proven_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="open")
    polled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="ticket_over")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
