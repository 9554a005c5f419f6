"""What the core keeps of injuries, of stays abroad, and of what a death has brought already."""

from typing import ClassVar

from django.db import models


class Injury(models.Model):
    """A recognised work injury.

    ``grade`` is 0 until there is one, ``wage`` the mean monthly contribution wage of the twelve
    months before; ``is_fatal`` says that the person died of it; ``claimed_on`` is the day its
    benefits were first paid.
    """

    pk = models.CompositePrimaryKey("person", "place")
    person = models.BigIntegerField()
    place = models.SmallIntegerField()
    employer = models.BigIntegerField(default=0)
    happened_on = models.DateField()
    recognised_on = models.DateField()
    graded_on = models.DateField(null=True)
    grade = models.SmallIntegerField(default=0)
    care = models.CharField(max_length=8)
    wage = models.IntegerField()
    local_average = models.IntegerField()
    minimum_wage = models.IntegerField()
    is_fatal = models.BooleanField(default=False)
    claimed_on = models.DateField(null=True)

    personal: ClassVar = ("happened_on", "grade", "care", "wage", "is_fatal")

    def __str__(self) -> str:
        return f"{self.person} {self.place}"


class InjuryCost(models.Model):
    """Costs of an injury that the fund paid back; ``injury`` is the place of the injury."""

    pk = models.CompositePrimaryKey("person", "place")
    person = models.BigIntegerField()
    place = models.SmallIntegerField()
    injury = models.SmallIntegerField()
    kind = models.CharField(max_length=16)
    start = models.DateField()
    last = models.DateField()
    amount = models.BigIntegerField()
    paid_on = models.DateField()

    personal: ClassVar = ("kind", "start", "last", "amount")

    def __str__(self) -> str:
        return f"{self.person} {self.place}"


class Exemption(models.Model):
    """A stay abroad under the Chinese schemes alone; ``schemes`` are joined by commas."""

    pk = models.CompositePrimaryKey("person", "number")
    person = models.BigIntegerField()
    number = models.CharField(max_length=24)
    employer = models.BigIntegerField(default=0)
    country = models.CharField(max_length=3)
    kind = models.CharField(max_length=16)
    schemes = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    certificate = models.CharField(max_length=20)
    is_extension = models.BooleanField()

    personal: ClassVar = ("country", "kind", "schemes", "first_day", "last_day")

    class Meta:
        indexes = [
            models.Index(
                fields=["employer", "number"],
                name="exemptions_by_employer",
                condition=models.Q(employer__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.number


class Claim(models.Model):
    """What a death brought, each kind once: the key itself keeps a second one out (法 49)."""

    pk = models.CompositePrimaryKey("deceased", "kind")
    deceased = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    claimant = models.BigIntegerField()
    scheme = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    at = models.DateField()

    personal: ClassVar = ("claimant", "amount")

    def __str__(self) -> str:
        return f"{self.deceased} {self.kind}"
