"""What goes over the wire about bookings; times of a day are minutes from midnight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from shebao.hall.channels.api.records import Key, Sent
from shebao.hall.office.agencies.centres import CentreCard
from shebao.hall.office.appointments.queries import BookingCard, NextFree

Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    Field(description="日期，如 2026-03-02"),
]
Start = Annotated[int, Field(ge=0, le=1439, description="几点开始：从零点起的分钟数，540 是 9:00")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]


class Place(Sent):
    """A place to book: the service, where, when, for which case, and the caller's key."""

    item: Code
    centre: Code
    day: Day
    start: Start
    case: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,24}$")] = Field(
        default="", description="为哪件办件预约；没有就留空"
    )
    token: Key | None = Field(default=None, description="幂等键，也可放在 Idempotency-Key 头里")


class Change(Sent):
    """Another time at the same centre."""

    day: Day
    start: Start


@dataclass(frozen=True, kw_only=True)
class Centres:
    """The centres for a service, and how many minutes it takes there."""

    rows: Sequence[NextFree]
    minutes: int


@dataclass(frozen=True, kw_only=True)
class FreeDay:
    """The free times of one day."""

    day: date
    starts: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class FreeTimes:
    """The free times of a centre; days without one are left out."""

    centre: CentreCard
    minutes: int
    days: Sequence[FreeDay]


@dataclass(frozen=True, kw_only=True)
class Bookings:
    """Some bookings, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[BookingCard]
    next_after: str
