"""One account per human being over all channels (6.2.1), and what each may do for whom."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from shebao.hall.kit.fields import EncryptedTextField
from shebao.hall.kit.visitor import Kind, Level, Role


class Account(AbstractBaseUser):
    """Somebody who can sign in: an insured person, or a member of staff.

    ``sign_in_index`` and ``mobile_index`` are keyed digests, so the numbers themselves are never
    keys; ``document_index`` is one of kind, country and number.  ``asks_code``: the holder wants a
    second proof at every sign-in.  ``shut_at``: the holder shut the account.  ``cooling_until``:
    after a change of phone, what moves money waits.  ``closing_at``: when the holder wants it
    closed for good, ``closed_at``: since when it is.  ``certified_until``, ``left_at``: of staff,
    the last day before the post has to be certified anew, and when they left.
    """

    personal: ClassVar[dict[str, str]] = {
        "name": "encrypted",
        "mobile": "encrypted",
        "id_number": "encrypted",
        "person": "core number",
    }
    retention: ClassVar[str] = "while the account exists, then 3 years"

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in Kind])
    username = models.CharField(max_length=64, unique=True)
    sign_in_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    document_index = models.CharField(max_length=64, blank=True, default="")
    mobile_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    name = EncryptedTextField()
    mobile = EncryptedTextField(blank=True, default="")
    id_number = EncryptedTextField(blank=True, default="")
    person = models.CharField(max_length=24, blank=True, default="")
    agency = models.CharField(max_length=12, blank=True, default="")
    is_active = models.BooleanField(default=True)
    asks_code = models.BooleanField(default=False)
    shut_at = models.DateTimeField(null=True)
    cooling_until = models.DateTimeField(null=True)
    closing_at = models.DateTimeField(null=True, db_index=True)
    closed_at = models.DateTimeField(null=True)
    certified_until = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_person_has_a_core_number_and_staff_an_agency",
                condition=Q(kind="person") & ~Q(person="")
                | Q(kind="staff") & ~Q(agency="")
                | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="of_a_closed_account_nothing_is_left_to_find_it_by",
                condition=Q(closed_at__isnull=True)
                | Q(
                    person="",
                    sign_in_index="",
                    document_index="",
                    mobile_index="",
                    password="",
                    is_active=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=~Q(person=""), name="one_account_per_person"
            ),
            models.UniqueConstraint(
                fields=["document_index"],
                condition=~Q(document_index=""),
                name="one_account_per_document",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StaffRole(models.Model):
    """A role of one member of staff."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "while the account exists, then 3 years"

    account = models.CharField(max_length=24)
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role"], name="a_role_is_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"


class Unit(models.Model):
    """An employer that was registered here (6.2.2), once; its handlers act for it."""

    personal: ClassVar[dict[str, str]] = {
        "employer": "core number",
        "legal_person": "encrypted",
        "legal_phone": "encrypted",
    }
    retention: ClassVar[str] = "10 years after the last handler"

    employer = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=24)
    legal_person = EncryptedTextField()
    legal_phone = EncryptedTextField()
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.employer


class ApiToken(models.Model):
    """A key with which a program acts for one account (6.1.2e); only its keyed digest is kept.

    ``acting_for`` is the employer the holder acts for, empty for the holder's own errands.
    ``level`` is how surely it was the holder who asked for it, ``proof`` by which ways.  A token
    of a partner's program names it, the consent and the family it comes from; ``items`` are the
    services it reaches, none means all.
    """

    personal: ClassVar[dict[str, str]] = {
        "account": "account number",
        "name": "what the holder calls the program",
        "acting_for": "core number",
    }
    retention: ClassVar[str] = "3 years after the end"

    number = models.CharField(max_length=24, unique=True)
    account = models.CharField(max_length=24, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    scopes = models.CharField(max_length=40)
    acting_for = models.CharField(max_length=24, blank=True, default="")
    level = models.PositiveSmallIntegerField(default=Level.LOW)
    proof = models.CharField(max_length=60, blank=True, default="")
    partner = models.CharField(max_length=24, blank=True, default="")
    consent = models.CharField(max_length=24, blank=True, default="", db_index=True)
    family = models.CharField(max_length=24, blank=True, default="", db_index=True)
    items = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_token_ends_after_it_began", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(name="a_token_may_do_something", condition=~Q(scopes="")),
        ]

    def __str__(self) -> str:
        return self.number
