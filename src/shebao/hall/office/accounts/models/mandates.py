"""Who may act for whom (5.4.1.5, 6.2.2): one concept for families, guardians and employers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedTextField
from shebao.hall.office.accounts.mandate_kinds import MandateState, Nature


class Mandate(models.Model):
    """A person, the agent, may act for a principal, until a day or until it is ended.

    Of nature ``self`` the two are one person under two numbers; ``sign_in_index`` is then the
    digest by which the other document's number opens the account.

    ``agent`` stays empty until the named person answers, found by ``agent_index``, the digest of
    their document: whether they have an account is not told. ``items`` names the services, none
    means all. A guardian's mandate is entered by one clerk and confirmed by another; so is a
    handler's at the desk; one named by a colleague is confirmed by another, where there is one.
    """

    personal: ClassVar[dict[str, str]] = {
        "principal": "core number",
        "principal_name": "encrypted",
        "agent": "core number",
        "agent_name": "encrypted",
        "agent_index": "blind index",
        "proof": "encrypted",
        "sign_in_index": "blind index",
    }
    retention: ClassVar[str] = "10 years after the end"

    number = models.CharField(max_length=24, unique=True)
    nature = models.CharField(
        max_length=10, choices=[(one.value, one.name) for one in Nature], default=Nature.HANDLER
    )
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.name) for one in MandateState],
        default=MandateState.RUNNING,
    )
    principal = models.CharField(max_length=24, db_index=True)
    principal_name = EncryptedTextField()
    agent = models.CharField(max_length=24, db_index=True, blank=True, default="")
    agent_name = EncryptedTextField(blank=True, default="")
    agent_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    sign_in_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    items = models.JSONField(default=list)
    acts = models.JSONField(default=list)
    proof = EncryptedTextField(blank=True, default="")
    agency = models.CharField(max_length=12, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=24, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=24, blank=True, default="")
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "principal"],
                condition=Q(state="running"),
                name="one_running_mandate_per_agent_and_principal",
            ),
            models.UniqueConstraint(
                fields=["agent_index", "principal"],
                condition=Q(state="asked"),
                name="one_asked_mandate_per_agent_and_principal",
            ),
            models.CheckConstraint(
                name="a_running_mandate_has_an_agent_and_no_end",
                condition=~Q(state="running") | ~Q(agent="") & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_guardian_was_confirmed_by_another_clerk",
                condition=~Q(nature="guardian", state="running")
                | ~Q(confirmed_by="") & ~Q(confirmed_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="two_clerks_say_that_two_numbers_are_one_person",
                condition=~Q(nature="self", state="running")
                | ~Q(confirmed_by="") & ~Q(confirmed_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_named_handler_was_seen_by_a_second_pair_of_eyes",
                condition=~Q(nature="handler", state="running")
                | Q(asked_by="")
                | ~Q(confirmed_by="") & ~Q(confirmed_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=["principal"],
                condition=Q(nature="self", state__in=["asked", "running"]),
                name="a_number_is_joined_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number
