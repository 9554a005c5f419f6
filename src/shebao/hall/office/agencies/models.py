"""Agencies, their service centres (3.4), counters, weekly hours and one-day exceptions."""

from typing import ClassVar

from django.db import models


class Agency(models.Model):
    """A social-insurance agency and its service centre (3.4); ``code`` is its region code.

    Agencies of other provinces, with which relations are exchanged, are not ours.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=160)
    hours = models.CharField(max_length=160)
    phone = models.CharField(max_length=40)
    is_ours = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A service centre: where it is, how it is reached, how long one place at a counter lasts.

    ``access`` lists what people who need it will find: ``ramp``, ``lift``, ``low_counter``,
    ``sign_language``, ``hearing_loop``. Latitude and longitude
    are WGS 84, in millionths of a degree.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    code = models.CharField(max_length=24, unique=True)
    agency = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=160)
    phone = models.CharField(max_length=40)
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)
    access = models.JSONField(default=list)
    place_minutes = models.PositiveSmallIntegerField(default=15)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """One counter; ``takes_bookings`` makes it a dedicated one (5.1c). No items means every one."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    centre = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    takes_bookings = models.BooleanField(default=False)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "number"], name="a_counter_has_one_number_in_its_centre"
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.number}"


class Hours(models.Model):
    """When a centre is open in a week, in minutes of the day; Monday is 0."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    centre = models.CharField(max_length=24)
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "weekday", "opens"], name="hours_begin_once_a_day"
            ),
            models.CheckConstraint(
                name="hours_end_after_they_begin", condition=models.Q(closes__gt=models.F("opens"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.weekday}"


class DayOff(models.Model):
    """One day on which a centre is closed though its week says otherwise, and why."""

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    centre = models.CharField(max_length=24)
    day = models.DateField()
    why = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="a_day_is_taken_off_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.day}"


class Terminal(models.Model):
    """A kiosk at an agency (6.1.2c); it is known by a key of which only a digest is kept.

    ``printer`` is the ``ipp://`` address of the printer beside it, empty where there is none;
    ``centre`` the centre in whose queue it draws numbers, empty where it draws none.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    number = models.CharField(max_length=12, unique=True)
    agency = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    printer = models.CharField(max_length=200, blank=True)
    centre = models.CharField(max_length=24, blank=True, default="")
    registered_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    help_asked_at = models.DateTimeField(null=True)
    printer_trouble = models.CharField(max_length=10, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One running terminal of a name at an agency."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=models.Q(ended_at=None),
                name="terminal_runs_once_under_its_name",
            )
        ]

    def __str__(self) -> str:
        return self.number
