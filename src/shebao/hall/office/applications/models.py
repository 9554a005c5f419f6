"""Cases and what hangs on them; how a case came to stand where it does is in its traces."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedJSONField, EncryptedTextField
from shebao.hall.office.applications.moves import FINAL, Status

CASE = "as the item's retention class says"


class Draft(models.Model):
    """What somebody has typed so far for one errand; it waits on the server (5.3.1a).

    ``asked_by`` is the handler who asked a colleague for a second pair of eyes on what
    ``asked_digest`` tells; any change of it asks anew.
    """

    personal: ClassVar[dict[str, str]] = {"subject": "core number", "answers": "encrypted"}
    retention: ClassVar[str] = "90 days after the last change"

    subject = models.CharField(max_length=24)
    item = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    token = models.CharField(max_length=32, unique=True)
    answers = EncryptedJSONField()
    updated_at = models.DateTimeField(db_index=True)
    asked_by = models.CharField(max_length=24, blank=True, default="")
    asked_digest = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item"], name="one_draft_per_subject_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} draft"


class Application(models.Model):
    """A case: what was asked, for whom, and where it stands (5.2.1)."""

    personal: ClassVar[dict[str, str]] = {
        "subject": "core number",
        "subject_name": "encrypted",
        "person": "core number",
        "answers": "encrypted",
        "matter": "blind index",
    }
    retention: ClassVar[str] = CASE

    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=32, unique=True)
    item = models.CharField(max_length=64)
    item_name = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    handling = models.CharField(max_length=12)
    subject = models.CharField(max_length=24)
    subject_name = EncryptedTextField()
    account = models.CharField(max_length=24)
    person = models.CharField(max_length=24)
    mandate = models.CharField(max_length=24, blank=True, default="")
    channel = models.CharField(max_length=12)
    agency = models.CharField(max_length=12)
    status = models.CharField(
        max_length=12, choices=[(status.value, status.name) for status in Status]
    )
    turn = models.PositiveIntegerField(default=0)
    matter = models.CharField(max_length=40, blank=True, default="")
    step = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, blank=True, default="")
    clerk = models.CharField(max_length=24, blank=True, default="")
    first_clerk = models.CharField(max_length=24, blank=True, default="")
    answers = EncryptedJSONField()
    submitted_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_is_provisional = models.BooleanField(default=False)
    supplement_until = models.DateField(null=True)
    supplement = EncryptedJSONField(null=True)
    was_supplemented = models.BooleanField(default=False)
    was_looked_at_again = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="application_closed_exactly_when_final",
                condition=Q(closed_at__isnull=False, status__in=sorted(FINAL))
                | Q(closed_at__isnull=True) & ~Q(status__in=sorted(FINAL)),
            ),
            models.CheckConstraint(
                name="application_refused_with_a_reason",
                condition=~Q(status=Status.REFUSED, reason=""),
            ),
            models.UniqueConstraint(
                fields=["subject", "item", "matter"],
                condition=Q(closed_at__isnull=True) & ~Q(handling="instant"),
                name="application_one_open_per_subject_item_and_matter",
            ),
            models.CheckConstraint(
                name="application_waits_for_a_supplement_until_a_day",
                condition=~Q(status=Status.SUPPLEMENT, supplement_until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-submitted_at", "-id"], name="application_mine"),
            models.Index(
                fields=["agency", "role", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="application_worklist",
            ),
            models.Index(
                fields=["status", "id"],
                condition=Q(status__in=["waiting", "supplement"]),
                name="application_for_worker",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Trace(models.Model):
    """One thing that happened to a case, in the words its applicant reads."""

    personal: ClassVar[dict[str, str]] = {"case": "case number"}
    retention: ClassVar[str] = CASE

    case = models.CharField(max_length=24, db_index=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=24)
    words = models.CharField(max_length=200)
    actor = models.CharField(max_length=24)
    channel = models.CharField(max_length=12)

    class Meta:
        indexes = [
            models.Index(
                fields=["actor", "at"],
                condition=Q(event__in=["approved", "refused"]) & ~Q(actor="rules"),
                name="trace_of_who_closed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.event}"


class Proven(models.Model):
    """What shows that the person themselves filed a case (5.4.1.5): ways, how sure, when.

    ``digest`` is one of the challenge that was answered; the answer itself is kept nowhere.
    """

    personal: ClassVar[dict[str, str]] = {"account": "account number"}
    retention: ClassVar[str] = CASE

    case = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24)
    method = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.case} {self.method}"


class Decision(models.Model):
    """One decision with everything it looked at, so that it can be made again bit for bit."""

    personal: ClassVar[dict[str, str]] = {"inputs": "encrypted"}
    retention: ClassVar[str] = CASE

    case = models.CharField(max_length=24, db_index=True)
    at = models.DateTimeField()
    maker = models.CharField(max_length=24)
    result = models.CharField(max_length=12)
    item = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    inputs = EncryptedJSONField()
    fired = EncryptedJSONField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.case} {self.result}"


class Pause(models.Model):
    """A stretch of time in which the promise clock stood still, and why."""

    personal: ClassVar[dict[str, str]] = {"case": "case number"}
    retention: ClassVar[str] = CASE

    case = models.CharField(max_length=24, db_index=True)
    reason = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_running_pause_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.reason}"


class Upload(models.Model):
    """A material somebody sent; the file itself lies in the store under its digest (5.3.6)."""

    personal: ClassVar[dict[str, str]] = {"subject": "core number", "file_name": "encrypted"}
    retention: ClassVar[str] = CASE

    number = models.CharField(max_length=24, unique=True)
    subject = models.CharField(max_length=24)
    item = models.CharField(max_length=64)
    case = models.CharField(max_length=24, blank=True, default="", db_index=True)
    material = models.CharField(max_length=40)
    file_name = EncryptedTextField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    was_scanned = models.BooleanField()
    sent_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item", "case", "material"],
                condition=Q(replaced_at__isnull=True),
                name="one_upload_per_material_counts",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "item", "case"], name="upload_of_draft"),
            models.Index(fields=["digest"], name="upload_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.number}"


class Outgoing(models.Model):
    """A posting on its way across the wall; written with the decision, delivered by the worker."""

    personal: ClassVar[dict[str, str]] = {"subject": "core number", "values": "encrypted"}
    retention: ClassVar[str] = CASE

    WAITING, DONE, STARTED, REFUSED, DEAD = "waiting", "done", "started", "refused", "dead"

    key = models.CharField(max_length=64, unique=True)
    case = models.CharField(max_length=24, db_index=True)
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=24)
    values = EncryptedJSONField()
    decided_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    reference = models.CharField(max_length=64, blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state="waiting"), name="outgoing_to_deliver"
            ),
            models.Index(fields=["id"], condition=Q(state="dead"), name="outgoing_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Cursor(models.Model):
    """How far the core's change feed has been read."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    name = models.CharField(max_length=24, unique=True)
    place = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.place}"


def as_json(value: Any) -> Any:
    """Frozen records and tuples as the JSON they are stored as."""
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return value
