"""What speaks for or against one more booking of somebody (5.1a), asked for in one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shebao.hall.office.appointments.models import Booking, BookingState
from shebao.hall.office.appointments.rules import MOST_OPEN, NO_SHOWS, REST, WITHIN


class AlreadyBooked(ValueError):
    """There is an open booking for this service; ``number`` is it."""

    def __init__(self, number: str) -> None:
        """Remember which."""
        super().__init__(number)
        self.number = number


class TooManyOpen(ValueError):
    """As many bookings as one may have at a time are open."""


class Resting(ValueError):
    """After several bookings without coming, booking rests until ``until``; counters are open."""

    def __init__(self, until: date) -> None:
        """Remember until when."""
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody stands: open bookings by service, and days on which they did not come."""

    open_items: Mapping[str, str]
    missed: Sequence[date]

    @classmethod
    def of(cls, subject: str, today: date) -> "Standing":
        """As it stands now; missed days are the newest first."""
        recent = Q(state=BookingState.NO_SHOW, day__gt=today - WITHIN)
        rows = Booking.objects.filter(Q(state=BookingState.BOOKED) | recent, subject=subject)
        found = list(rows.order_by("-day").values_list("number", "item", "state", "day"))
        return cls(
            open_items={row[1]: row[0] for row in found if row[2] == BookingState.BOOKED},
            missed=[row[3] for row in found if row[2] == BookingState.NO_SHOW],
        )

    def demand_room(self, item: str, today: date) -> None:
        """Raise ``AlreadyBooked``, ``TooManyOpen`` or ``Resting``."""
        self.demand_none(item)
        if len(self.open_items) >= MOST_OPEN:
            raise TooManyOpen
        until = rest_of(self.missed, today)
        if until is not None:
            raise Resting(until)

    def demand_none(self, item: str) -> None:
        """Raise ``AlreadyBooked`` where this service is booked."""
        if item in self.open_items:
            raise AlreadyBooked(self.open_items[item])


def resting_until(subject: str, today: date) -> date | None:
    """Until which day booking rests for somebody who did not come again and again; else None."""
    missed = Booking.objects.filter(
        subject=subject, state=BookingState.NO_SHOW, day__gt=today - WITHIN
    )
    return rest_of(list(missed.order_by("-day").values_list("day", flat=True)[:NO_SHOWS]), today)


def rest_of(days: Sequence[date], today: date) -> date | None:
    """The same for days on which somebody did not come, the newest first."""
    if len(days) < NO_SHOWS or days[0] + REST <= today:
        return None
    return days[0] + REST
