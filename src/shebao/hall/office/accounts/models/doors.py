"""How accounts are entered: tries, locks, codes, authenticators, places one is signed in at."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shebao.hall.kit.fields import EncryptedJSONField, EncryptedTextField


class SignIn(models.Model):
    """One try to sign in, successful or not (6.2.5e).

    ``account`` is a number, or for a name that nobody has ``?`` and a keyed digest of the name.
    """

    personal: ClassVar[dict[str, str]] = {"account": "account number", "address": "network"}
    retention: ClassVar[str] = "6 months"

    account = models.CharField(max_length=24, db_index=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    address = EncryptedTextField(blank=True, default="")
    way = models.CharField(max_length=40, blank=True, default="")
    device = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.account} {self.outcome}"


class Tally(models.Model):
    """Failures in a row, and until when nobody is let in; claimed before a secret is looked at.

    ``account`` is a number, or ``?`` and a keyed digest, so that names nobody has rest as well.
    """

    personal: ClassVar[dict[str, str]] = {"account": "account number"}
    retention: ClassVar[str] = "6 months"

    account = models.CharField(max_length=24)
    scope = models.CharField(max_length=12)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "scope"], name="one_tally_per_door")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(locked_until__isnull=False) | Q(failures__gt=0),
                name="tally_in_trouble",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.scope}: {self.failures}"


class Code(models.Model):
    """A one-time code on its way to a phone; only its keyed digest is kept.

    ``target`` is a keyed digest of whom it is for; ``purpose`` what it is good for, nothing else.
    """

    personal: ClassVar[dict[str, str]] = {"account": "account number"}
    retention: ClassVar[str] = "6 months"

    number = models.CharField(max_length=24, unique=True)
    purpose = models.CharField(max_length=16)
    target = models.CharField(max_length=64)
    account = models.CharField(max_length=24, blank=True, default="")
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_code_is_tried_five_times", condition=Q(tries__lte=5)),
            models.CheckConstraint(
                name="a_code_ends_after_it_began", condition=Q(expires_at__gt=F("asked_at"))
            ),
        ]
        indexes = [models.Index(fields=["target", "purpose", "-id"], name="code_to_check")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"


class Text(models.Model):
    """A text message to one phone, outside the inbox; phone and words are wiped once it has left.

    Codes go to phones that no account has yet, and a warning goes to the phone before a change.
    """

    personal: ClassVar[dict[str, str]] = {
        "account": "account number",
        "mobile": "encrypted",
        "words": "encrypted",
    }
    retention: ClassVar[str] = "6 months; phone and words until sent"

    account = models.CharField(max_length=24, blank=True, default="", db_index=True)
    mobile = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    created_at = models.DateTimeField()
    stale_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="text_due")
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"


class Authenticator(models.Model):
    """Something only its holder has (6.2.6): one row per means, ``way`` names its kind.

    ``data`` holds what is needed to check it, sealed; ``index`` finds it; ``counter`` only grows,
    so that nothing is accepted twice.
    """

    personal: ClassVar[dict[str, str]] = {
        "account": "account number",
        "name": "what the holder calls it",
        "data": "encrypted",
    }
    retention: ClassVar[str] = "3 years after the end"

    number = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24, db_index=True)
    way = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    index = models.CharField(max_length=64, blank=True, default="")
    data = EncryptedJSONField()
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index"],
                condition=~Q(index="") & Q(ended_at__isnull=True),
                name="one_running_authenticator_per_index",
            ),
            models.UniqueConstraint(
                fields=["account", "way"],
                condition=Q(way__in=["totp", "recovery"], ended_at__isnull=True),
                name="one_running_totp_and_one_set_of_recovery_codes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.number}"


class Seat(models.Model):
    """A place where somebody is signed in; ending it ends the browser's session (6.2.5e)."""

    personal: ClassVar[dict[str, str]] = {
        "account": "account number",
        "session": "encrypted",
        "address": "encrypted",
    }
    retention: ClassVar[str] = "6 months"

    number = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24, db_index=True)
    session = EncryptedTextField()
    way = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    device = models.CharField(max_length=60)
    address = EncryptedTextField(blank=True, default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Device(models.Model):
    """A browser that somebody signed in with before; only a keyed digest of its mark is kept."""

    personal: ClassVar[dict[str, str]] = {"account": "account number", "words": "kind of browser"}
    retention: ClassVar[str] = "13 months after the last sign-in"

    account = models.CharField(max_length=24)
    mark = models.CharField(max_length=64)
    words = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "mark"], name="a_device_is_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.words}"
