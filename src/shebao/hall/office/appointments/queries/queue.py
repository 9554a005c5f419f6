"""The queue of a centre: for its counters, for the board everybody sees, for whoever waits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.appointments.models import STANDING, Turn, TurnState
from shebao.hall.office.appointments.rules import AT_WORK, DEFAULT_MINUTES, ENOUGH, LATEST

MOST_SHOWN = 200
ON_BOARD = 8


@dataclass(frozen=True, kw_only=True)
class TurnCard:
    """One turn; ``label`` is what is called out, ``Y`` for a booking."""

    number: str
    place: int
    label: str
    centre: str
    item: str
    item_name: str
    subject: str
    subject_name: str
    booking: str
    case: str
    state: TurnState
    counter: int | None
    only_counter: int | None
    calls: int
    joined_at: datetime
    rank: datetime
    called_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """How many come before somebody, and in about how many minutes it is their turn."""

    ahead: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class QueueNumbers:
    """A day at a centre: who waits, who was served, how long people waited, in minutes."""

    waiting: int
    done: int
    absent: int
    mean_wait: int
    longest_wait: int


COUNTED = {"waiting": TurnState.WAITING, "done": TurnState.DONE, "absent": TurnState.ABSENT}
NOTHING_YET = QueueNumbers(waiting=0, done=0, absent=0, mean_wait=0, longest_wait=0)


def _card(row: Turn) -> TurnCard:
    return TurnCard(
        number=row.number, place=row.place, label=label_of(row.place, is_booked=bool(row.booking)),
        centre=row.centre, item=row.item, item_name=row.item_name, subject=row.subject,
        subject_name=row.subject_name, booking=row.booking, case=row.case,
        state=TurnState(row.state), counter=row.counter, only_counter=row.only_counter,
        calls=row.calls, joined_at=row.joined_at, rank=row.rank, called_at=row.called_at,
    )  # fmt: skip


def label_of(place: int, *, is_booked: bool) -> str:
    """``A017`` for the seventeenth of the day, ``Y017`` with a booking."""
    return f"{'Y' if is_booked else 'A'}{place:03d}"


def waiting(centre: str, day: date) -> tuple[TurnCard, ...]:
    """Who waits at a centre, in the order in which they are called where counters do all."""
    rows = Turn.objects.filter(centre=centre, day=day, state=TurnState.WAITING)
    return tuple(_card(row) for row in rows.order_by("rank", "place")[:MOST_SHOWN])


def gone(centre: str, day: date) -> tuple[TurnCard, ...]:
    """Who was not there when called, the latest first."""
    rows = Turn.objects.filter(centre=centre, day=day, state=TurnState.ABSENT)
    return tuple(_card(row) for row in rows.order_by("-closed_at", "-pk")[:ON_BOARD])


def at_counter(centre: str, counter: int, day: date) -> TurnCard | None:
    """Who was called to this counter and is still there."""
    rows = Turn.objects.filter(centre=centre, day=day, counter=counter, state=TurnState.CALLED)
    row = rows.first()
    return _card(row) if row else None


def called(centre: str, day: date) -> tuple[TurnCard, ...]:
    """Who is called to which counter, the latest first: what the board shows."""
    rows = Turn.objects.filter(centre=centre, day=day, state=TurnState.CALLED)
    return tuple(_card(row) for row in rows.order_by("-called_at", "-pk")[:ON_BOARD])


def waiting_count(centre: str, day: date) -> int:
    """How many wait at a centre."""
    return Turn.objects.filter(centre=centre, day=day, state=TurnState.WAITING).count()


def turn(number: str) -> TurnCard | None:
    """One turn by its public number."""
    row = Turn.objects.filter(number=number).first()
    return _card(row) if row else None


def turn_of_booking(booking: str, *, visitor: Visitor) -> TurnCard | None:
    """The turn of one's own booking, while it stands in the queue."""
    rows = Turn.objects.filter(booking=booking, subject=visitor.subject, state__in=STANDING)
    row = rows.first()
    return _card(row) if row else None


def forecast(card: TurnCard, *, now: datetime) -> Forecast:
    """How long somebody who waits will still wait, from what was served lately."""
    day = local_date(now)
    before = Q(rank__lt=card.rank) | Q(rank=card.rank, place__lt=card.place)
    ahead = Turn.objects.filter(
        before, centre=card.centre, day=day, state=TurnState.WAITING
    ).count()
    lasting = mean_minutes(_served(card.centre, day))
    return Forecast(ahead=ahead, minutes=-(-ahead * lasting // _at_work(card.centre, day, now)))


def _served(centre: str, day: date) -> list[timedelta]:
    rows = Turn.objects.filter(
        centre=centre, day=day, state=TurnState.DONE, called_at__isnull=False
    )
    times = rows.order_by("-closed_at").values_list("called_at", "closed_at")[:LATEST]
    return [end - begin for begin, end in times if begin and end]


def mean_minutes(lasted: Sequence[timedelta]) -> int:
    """The mean in whole minutes, at least one; what is usual while too few are known."""
    if len(lasted) < ENOUGH:
        return DEFAULT_MINUTES
    return max(1, round(sum(lasted, timedelta()) / len(lasted) / timedelta(minutes=1)))


def _at_work(centre: str, day: date, now: datetime) -> int:
    rows = Turn.objects.filter(centre=centre, day=day, called_at__gte=now - AT_WORK)
    return max(1, rows.values("counter").distinct().count())


def numbers_of_day(centre: str, day: date) -> QueueNumbers:
    """How the queue of one centre went so far."""
    return numbers_of_centres([centre], day)[centre]


def numbers_of_centres(codes: Collection[str], day: date) -> dict[str, QueueNumbers]:
    """How the queues of several centres went so far, in one question however many there are."""
    waited = ExpressionWrapper(F("called_at") - F("joined_at"), output_field=DurationField())
    rows = Turn.objects.filter(centre__in=list(codes), day=day).values("centre")
    figures = rows.annotate(
        mean=Avg(waited), longest=Max(waited),
        **{name: Count("pk", filter=Q(state=state)) for name, state in COUNTED.items()},
    )  # fmt: skip
    found = {one["centre"]: _numbers(one) for one in figures}
    return {code: found.get(code, NOTHING_YET) for code in codes}


def _numbers(one: Mapping[str, Any]) -> QueueNumbers:
    minute = timedelta(minutes=1)
    return QueueNumbers(
        mean_wait=round((one["mean"] or timedelta()) / minute),
        longest_wait=(one["longest"] or timedelta()) // minute,
        **{name: one[name] for name in COUNTED},
    )
