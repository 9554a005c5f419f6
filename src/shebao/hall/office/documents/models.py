"""Papers and the checks of papers (5.4.2)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedJSONField, EncryptedTextField
from shebao.hall.office.documents.moves import State

ISSUED_ONCE = (State.ISSUED, State.SUPERSEDED)


class Paper(models.Model):
    """One voucher or certificate: what it is drawn from, what became of it, where its file is.

    ``series`` says what a paper replaces: the same kind for the same subject and case, or, for a
    certificate, the same purpose. ``issued_at`` is fixed by the first attempt to produce the paper,
    so that every later attempt draws the same bytes.
    """

    personal: ClassVar[dict[str, str]] = {
        "subject": "core number",
        "subject_name": "name, encrypted",
        "data": "what the paper says, encrypted",
    }
    retention: ClassVar[str] = "as the case it belongs to; certificates 10 years"

    number = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=40)
    menu = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    subject = models.CharField(max_length=24)
    subject_name = EncryptedTextField()
    case = models.CharField(max_length=24, blank=True, db_index=True)
    series = models.CharField(max_length=64)
    agency = models.CharField(max_length=12)
    issuer = models.CharField(max_length=80)
    template = models.CharField(max_length=64)
    data = EncryptedJSONField()
    state = models.CharField(max_length=10, default=State.QUEUED)
    queued_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    superseded_by = models.CharField(max_length=32, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_state_is_known", condition=Q(state__in=sorted(State))
            ),
            models.CheckConstraint(
                name="paper_stands_in_a_menu", condition=Q(menu__in=["certificate", "voucher"])
            ),
            models.CheckConstraint(
                name="paper_issued_with_a_file_and_a_day",
                condition=~Q(state__in=ISSUED_ONCE) | Q(issued_at__isnull=False) & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="paper_queued_without_a_file",
                condition=~Q(state=State.QUEUED) | Q(digest=""),
            ),
            models.CheckConstraint(
                name="paper_superseded_by_another",
                condition=~Q(state=State.SUPERSEDED) | ~Q(superseded_by=""),
            ),
            models.CheckConstraint(
                name="paper_revoked_with_a_reason",
                condition=~Q(state=State.REVOKED)
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="paper_by_subject"),
            models.Index(fields=["subject", "kind", "series"], name="paper_by_series"),
            models.Index(fields=["template"], name="paper_by_template"),
            models.Index(fields=["due_at"], name="paper_due", condition=Q(state=State.QUEUED)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Check(models.Model):
    """Somebody checked a paper (5.4.2.4): when, how, with what answer; not who."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "2 years"

    at = models.DateTimeField(db_index=True)
    way = models.CharField(max_length=4)
    outcome = models.CharField(max_length=16)
    paper = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.way} {self.outcome}"
