"""Places at counters, who has booked which, and who waits for one (5.1)."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from shebao.hall.kit.fields import EncryptedTextField


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    SERVED = "served"
    CANCELLED = "cancelled"
    DISPLACED = "displaced"
    NO_SHOW = "no_show"


OPEN_STATES = (BookingState.BOOKED, BookingState.ARRIVED)


class TurnState(StrEnum):
    """Where somebody in the queue stands."""

    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    ABSENT = "absent"
    LEFT = "left"


STANDING = (TurnState.WAITING, TurnState.CALLED)


class Place(models.Model):
    """A quarter of an hour, or whatever a centre works in, at one counter: one booking or none.

    ``booking`` is the number of the booking that has it, or of the offer that holds it.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "13 months"

    centre = models.CharField(max_length=24)
    counter = models.PositiveSmallIntegerField()
    day = models.DateField()
    start = models.PositiveSmallIntegerField()
    booking = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "start", "counter"], name="a_place_is_there_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["centre", "day", "start"],
                condition=Q(booking=""),
                name="place_free",
            ),
            models.Index(fields=["booking"], condition=~Q(booking=""), name="place_of_booking"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.day} {self.start}"


class Booking(models.Model):
    """Somebody's appointment; ``token`` makes pressing twice one booking. Times are minutes."""

    personal: ClassVar[dict[str, str]] = {
        "subject": "core number", "subject_name": "encrypted", "person": "core number",
    }  # fmt: skip
    retention: ClassVar[str] = "13 months"

    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=24)
    subject_name = EncryptedTextField()
    person = models.CharField(max_length=24)
    account = models.CharField(max_length=24)
    item = models.CharField(max_length=64)
    item_name = models.CharField(max_length=80)
    case = models.CharField(max_length=24, blank=True, default="")
    centre = models.CharField(max_length=24)
    counter = models.PositiveSmallIntegerField()
    day = models.DateField()
    start = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.name) for one in BookingState],
        default=BookingState.BOOKED,
    )
    channel = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_reminded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item"],
                condition=Q(state="booked"),
                name="one_open_booking_per_subject_and_item",
            ),
            models.UniqueConstraint(
                fields=["centre", "counter", "day", "start"],
                condition=Q(state__in=["booked", "arrived", "served", "no_show"]),
                name="no_place_is_booked_twice",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="booking_mine"),
            models.Index(fields=["centre", "day", "start"], name="booking_of_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Wish(models.Model):
    """Somebody waits for a place that comes free; the oldest fitting wish is offered it first."""

    personal: ClassVar[dict[str, str]] = {"subject": "core number"}
    retention: ClassVar[str] = "13 months"

    number = models.CharField(max_length=24, unique=True)
    subject = models.CharField(max_length=24)
    item = models.CharField(max_length=64)
    centre = models.CharField(max_length=24)
    until = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    offered_day = models.DateField(null=True)
    offered_start = models.PositiveSmallIntegerField(null=True)
    offered_counter = models.PositiveSmallIntegerField(null=True)
    hold_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item", "centre"],
                condition=Q(closed_at__isnull=True),
                name="one_wish_per_subject_item_and_centre",
            )
        ]
        indexes = [
            models.Index(
                fields=["centre", "id"], condition=Q(closed_at__isnull=True), name="wish_open"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Turn(models.Model):
    """A number in the queue of a centre on a day; ``place`` is what is called out (5.1, 5.1c).

    ``rank`` is since when its holder counts as waiting: the earliest is called first. Who came
    without signing in has no ``subject``. ``only_counter`` is where it was passed on to.
    """

    personal: ClassVar[dict[str, str]] = {"subject": "core number", "subject_name": "encrypted"}
    retention: ClassVar[str] = "13 months"

    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=40, unique=True)
    centre = models.CharField(max_length=24)
    day = models.DateField()
    place = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=64, blank=True, default="")
    item_name = models.CharField(max_length=80, blank=True, default="")
    subject = models.CharField(max_length=24, blank=True, default="")
    subject_name = EncryptedTextField(blank=True, default="")
    booking = models.CharField(max_length=24, blank=True, default="")
    case = models.CharField(max_length=24, blank=True, default="")
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.name) for one in TurnState],
        default=TurnState.WAITING,
    )
    joined_at = models.DateTimeField()
    rank = models.DateTimeField()
    only_counter = models.PositiveSmallIntegerField(null=True)
    counter = models.PositiveSmallIntegerField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    clerk = models.CharField(max_length=24, blank=True, default="")
    channel = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "place"], name="a_number_is_called_out_for_one"
            ),
            models.UniqueConstraint(
                fields=["centre", "day", "counter"],
                condition=Q(state="called"),
                name="a_counter_serves_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(state__in=["waiting", "called"]) & ~Q(booking=""),
                name="a_booking_stands_in_the_queue_once",
            ),
            models.CheckConstraint(
                name="whoever_is_called_knows_where_to",
                condition=~Q(state="called") | Q(counter__isnull=False, called_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "day", "rank"], condition=Q(state="waiting"), name="turn_waiting"
            ),
            models.Index(fields=["subject", "-id"], condition=~Q(subject=""), name="turn_mine"),
        ]

    def __str__(self) -> str:
        return self.number
