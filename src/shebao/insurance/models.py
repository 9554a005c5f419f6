"""What the core stores.  Read and written by plain statements, keyed by the person's number.

Dates are days, months are ``"YYYY-MM"``, amounts are integer fen.  ``personal`` names the columns
that are somebody's personal data.
"""

from typing import ClassVar

from django.db import models

from shebao.insurance.claim_models import Claim, Exemption, Injury

__all__ = ["Claim", "Exemption", "Injury"]


class Person(models.Model):
    """A person; ``base`` is the monthly base now declared, ``employer`` 0 while there is none."""

    number = models.BigIntegerField(primary_key=True)
    id_type = models.CharField(max_length=20)
    id_number = models.CharField(max_length=20)
    country = models.CharField(max_length=3)
    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=6)
    birth = models.DateField()
    kind = models.CharField(max_length=12)
    retirement_group = models.CharField(max_length=12)
    region = models.CharField(max_length=6)
    household_region = models.CharField(max_length=6)
    mobile = models.CharField(max_length=24)
    address = models.CharField(max_length=200)
    first_work = models.DateField(null=True)
    died_on = models.DateField(null=True)
    employer = models.BigIntegerField(default=0)
    employed_since = models.DateField(null=True)
    base = models.IntegerField(default=0)

    personal: ClassVar = ("id_number", "name", "sex", "birth", "mobile", "address", "base")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_number", "id_type", "country"], name="one_person_per_document"
            )
        ]
        indexes = [
            models.Index(
                fields=["employer", "number"],
                name="staff_by_employer",
                condition=models.Q(employer__gt=0),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class Employer(models.Model):
    """A unit; ``headcount`` and ``arrears`` follow its staff."""

    number = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=80)
    legal_person = models.CharField(max_length=60)
    region = models.CharField(max_length=6)
    address = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    headcount = models.IntegerField(default=0)
    arrears = models.BigIntegerField(default=0)
    injury_class = models.SmallIntegerField(default=1)
    joined = models.DateField()

    personal: ClassVar = ("legal_person", "phone")

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """A person's relation to one scheme in one region."""

    pk = models.CompositePrimaryKey("person", "scheme", "region")
    person = models.BigIntegerField()
    scheme = models.CharField(max_length=12)
    region = models.CharField(max_length=6)
    employer = models.BigIntegerField(default=0)
    joined = models.DateField()
    ended = models.DateField(null=True)
    state = models.CharField(max_length=8)
    first_month = models.CharField(max_length=7)
    last_paid_month = models.CharField(max_length=7)
    months_actual = models.IntegerField()
    months_deemed = models.IntegerField()

    personal: ClassVar = ("employer", "joined", "state", "months_actual", "months_deemed")

    def __str__(self) -> str:
        return f"{self.person} {self.scheme} {self.region}"


class Deferral(models.Model):
    """An agreement to retire later than the statutory month; ``key`` is the posting it came by."""

    person = models.BigIntegerField(primary_key=True)
    until_month = models.CharField(max_length=7)
    key = models.CharField(max_length=100)
    decided_on = models.DateField()

    personal: ClassVar = ("until_month", "decided_on")

    def __str__(self) -> str:
        return f"{self.person} {self.until_month}"


class ContributionYear(models.Model):
    """Twelve declared bases and twelve state letters; one declaration serves several schemes.

    ``footing`` says which: an employee's year counts for pension, unemployment and injury.
    ``bases`` holds twelve little-endian 32-bit integers, January first.
    """

    pk = models.CompositePrimaryKey("person", "year", "employer", "footing", "region")
    person = models.BigIntegerField()
    year = models.SmallIntegerField()
    employer = models.BigIntegerField()
    footing = models.CharField(max_length=12)
    region = models.CharField(max_length=6)
    bases = models.BinaryField(max_length=48)
    states = models.CharField(max_length=12)

    personal: ClassVar = ("employer", "bases", "states")

    def __str__(self) -> str:
        return f"{self.person} {self.year} {self.footing}"


class AccountYear(models.Model):
    """One year of the personal account; ``rate`` is empty while the year is open."""

    pk = models.CompositePrimaryKey("person", "year")
    person = models.BigIntegerField()
    year = models.SmallIntegerField()
    opening = models.BigIntegerField()
    credited = models.BigIntegerField()
    interest = models.BigIntegerField()
    paid_out = models.BigIntegerField()
    closing = models.BigIntegerField()
    rate = models.CharField(max_length=8)

    personal: ClassVar = ("opening", "credited", "interest", "paid_out", "closing")

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class Benefit(models.Model):
    """A benefit; ``parts`` is ``name:fen`` joined by semicolons.

    ``until_month`` is how long the right can last; ``last_month`` is empty while it runs.
    """

    pk = models.CompositePrimaryKey("person", "place")
    person = models.BigIntegerField()
    place = models.SmallIntegerField()
    scheme = models.CharField(max_length=12)
    kind = models.CharField(max_length=24)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    until_month = models.CharField(max_length=7)
    monthly = models.IntegerField()
    parts = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    payee_bank = models.CharField(max_length=40)
    payee_tail = models.CharField(max_length=4)

    personal: ClassVar = ("kind", "monthly", "parts", "state", "payee_bank", "payee_tail")

    def __str__(self) -> str:
        return f"{self.person} {self.place}"


class PaymentYear(models.Model):
    """Twelve amounts, twelve days (as ordinals) and twelve result letters of one benefit."""

    pk = models.CompositePrimaryKey("person", "place", "year")
    person = models.BigIntegerField()
    place = models.SmallIntegerField()
    year = models.SmallIntegerField()
    amounts = models.BinaryField(max_length=48)
    days = models.BinaryField(max_length=48)
    results = models.CharField(max_length=12)
    bank = models.CharField(max_length=40)
    account_tail = models.CharField(max_length=4)

    personal: ClassVar = ("amounts", "results", "bank", "account_tail")

    def __str__(self) -> str:
        return f"{self.person} {self.place} {self.year}"


class Transfer(models.Model):
    """A relation on its way; ``next_at`` is when the holder will make its next step."""

    number = models.CharField(max_length=24, primary_key=True)
    key = models.CharField(max_length=100, unique=True)
    person = models.BigIntegerField(db_index=True)
    from_region = models.CharField(max_length=6)
    to_region = models.CharField(max_length=6)
    state = models.CharField(max_length=24)
    holder = models.CharField(max_length=60)
    due = models.DateField(null=True)
    next_at = models.DateTimeField(null=True, db_index=True)
    months = models.IntegerField(default=0)
    amount_account = models.BigIntegerField(default=0)
    amount_pooled = models.BigIntegerField(default=0)

    personal: ClassVar = ("from_region", "to_region", "state", "months", "amount_account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(next_at__isnull=False),
                name="one_open_transfer_per_person",
            )
        ]

    def __str__(self) -> str:
        return self.number


class TransferStep(models.Model):
    """One dated step of a transfer, in the order of ``place``."""

    pk = models.CompositePrimaryKey("transfer", "place")
    transfer = models.CharField(max_length=24)
    place = models.SmallIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=24)
    agency = models.CharField(max_length=60)

    personal: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.transfer} {self.state}"


class Card(models.Model):
    """The social security card of a person."""

    person = models.BigIntegerField(primary_key=True)
    card_number = models.CharField(max_length=9)
    state = models.CharField(max_length=16)
    issued = models.DateField()
    expires = models.DateField()
    bank = models.CharField(max_length=40)
    electronic = models.BooleanField()

    personal: ClassVar = ("card_number", "state", "bank")

    def __str__(self) -> str:
        return self.card_number


class Certification(models.Model):
    """The last proof that a benefit may go on."""

    person = models.BigIntegerField(primary_key=True)
    last_on = models.DateField(null=True)
    method = models.CharField(max_length=32)
    next_due = models.DateField()
    suspended = models.BooleanField()

    personal: ClassVar = ("last_on", "method", "next_due", "suspended")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_due"], name="uncertified", condition=models.Q(suspended=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.next_due}"


class Change(models.Model):
    """A row of the change feed; ``body`` is a flat JSON object of strings."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    body = models.TextField()

    personal: ClassVar = ("subject", "body")

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class PostingReceipt(models.Model):
    """What became of a posting; the key is unique, so it can have been applied only once."""

    key = models.CharField(max_length=100, primary_key=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8)
    reference = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    personal: ClassVar = ("reason",)

    def __str__(self) -> str:
        return self.key


class Run(models.Model):
    """A periodic run and how far it came; a finished one is never made again."""

    pk = models.CompositePrimaryKey("name", "period")
    name = models.CharField(max_length=24)
    period = models.CharField(max_length=10)
    reached = models.BigIntegerField(default=0)
    count = models.BigIntegerField(default=0)
    finished = models.BooleanField(default=False)

    personal: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.name} {self.period}"


class Book(models.Model):
    """One row: the day the data stands at, the last feed number, and how the nation was made."""

    id = models.SmallIntegerField(primary_key=True)
    data_date = models.DateField()
    last_sequence = models.BigIntegerField(default=0)
    seed = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)

    personal: ClassVar = ()

    def __str__(self) -> str:
        return str(self.data_date)
