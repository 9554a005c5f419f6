"""Changes to agencies, centres and their days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shebao.hall.office.agencies.models import Agency, Centre, Counter, DayOff, Hours
from shebao.hall.office.agencies.queries import AgencyCard, forget_agencies
from shebao.hall.office.audit import actions as audit


def put(card: AgencyCard) -> None:
    """Add an agency, or bring the one with this code up to date."""
    Agency.objects.update_or_create(
        code=card.code,
        defaults={
            "name": card.name,
            "address": card.address,
            "hours": card.hours,
            "phone": card.phone,
            "is_ours": card.is_ours,
        },
    )
    forget_agencies()


@dataclass(frozen=True, kw_only=True)
class CentrePlan:
    """A centre as it is set up: its card, counters that take bookings, others, and its week.

    ``counters`` tells for each number whether it takes bookings and for which items (none: all).
    """

    code: str
    agency: str
    name: str
    address: str
    phone: str
    latitude: int | None = None
    longitude: int | None = None
    access: tuple[str, ...] = ()
    place_minutes: int = 15
    counters: tuple[tuple[int, bool, tuple[str, ...]], ...] = ()
    week: tuple[tuple[int, int, int], ...] = ()


def put_centre(plan: CentrePlan) -> None:
    """Add a centre, or bring the one with this code up to date, with its counters and its week."""
    with transaction.atomic():
        Centre.objects.update_or_create(
            code=plan.code,
            defaults={
                "agency": plan.agency, "name": plan.name, "address": plan.address,
                "phone": plan.phone, "latitude": plan.latitude, "longitude": plan.longitude,
                "access": list(plan.access), "place_minutes": plan.place_minutes, "is_open": True,
            },
        )  # fmt: skip
        _put_counters(plan.code, plan.counters)
        Hours.objects.filter(centre=plan.code).delete()
        Hours.objects.bulk_create(
            Hours(centre=plan.code, weekday=day, opens=opens, closes=closes)
            for day, opens, closes in plan.week
        )


def _put_counters(code: str, counters: Iterable[tuple[int, bool, tuple[str, ...]]]) -> None:
    kept = list(counters)
    gone = Counter.objects.filter(centre=code).exclude(number__in=[one[0] for one in kept])
    gone.delete()
    for number, takes_bookings, items in kept:
        Counter.objects.update_or_create(
            centre=code,
            number=number,
            defaults={"takes_bookings": takes_bookings, "items": list(items)},
        )


def take_day_off(*, centre: str, day: date, why: str, actor: str, now: datetime) -> bool:
    """A centre is closed on one day; its week stays as it is. False when it was closed before."""
    with transaction.atomic():
        _, is_new = DayOff.objects.get_or_create(centre=centre, day=day, defaults={"why": why})
        if is_new:
            audit.record(
                actor=actor, verb="close-day", subject="-", purpose="running the hall",
                channel="manage", now=now, details={"centre": centre, "day": day.isoformat()},
            )  # fmt: skip
    return is_new
