"""The worklist of the desk: by time left, within agency and roles (5.3.1b, 6.3.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.paging import Page, decode_key, encode_key, row_in
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.agencies.queries import scope_of
from shebao.hall.office.applications.actions.reviewing import steps_of
from shebao.hall.office.applications.models import Application, Trace
from shebao.hall.office.applications.moves import WORDS, Status
from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.queries import pinned

BOXES = ("mine", "pool", "second", "counter", "all")
BACK = Q(status=Status.REVIEW, was_supplemented=True)
CLOSING = ("approved", "refused")


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A case in the worklist; ``is_employer`` when it is an employer's errand."""

    number: str
    item_name: str
    subject_name: str
    is_employer: bool
    channel: str
    status: Status
    status_words: str
    role: str
    step_label: str
    due_on: date | None
    due_is_provisional: bool
    clerk: str
    is_back_from_applicant: bool
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeskFilter:
    """Which cases of the worklist are wanted; empty means all the clerk may see.

    ``box`` is one of ``BOXES``; ``text`` the last digits of a number; ``due_by`` the last due day.
    """

    box: str = "mine"
    item: str = ""
    text: str = ""
    due_by: date | None = None
    is_back: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskCounts:
    """How many cases lie in each box, and which of all of them press."""

    mine: int
    pool: int
    second: int
    counter: int
    all: int
    due_today: int
    due_soon: int
    back: int


LIST = (
    "pk", "number", "item", "item_name", "version", "subject", "subject_name", "person", "channel",
    "status", "role", "step", "due_on", "due_is_provisional", "clerk", "was_supplemented",
    "submitted_at",
)  # fmt: skip


def worklist(
    visitor: Visitor, wanted: DeskFilter, *, after: str = "", size: int = 30
) -> Page[DeskRow]:
    """The clerk's cases, the nearest due date first; only those of their agency and roles."""
    rows = _wanted(_theirs(visitor), visitor, wanted).order_by("due_on", "id").only(*LIST)
    key = decode_key(after, 2)
    seen = row_in(key[1]) if key else None
    if key and seen is not None:
        day = _day(key[0])
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=seen))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    more = encode_key(last.due_on, last.pk) if last and last.due_on else ""
    return Page([_desk_row(case) for case in found[:size]], more)


def desk_counts(visitor: Visitor, *, today: date, soon: date) -> DeskCounts:
    """The numbers beside the boxes and over the list, in one question."""
    boxes = {
        box: Count("pk", filter=_box(box, visitor)) for box in BOXES if _box(box, visitor) != Q()
    }
    found = _theirs(visitor).aggregate(
        **boxes,
        all=Count("pk"),
        due_today=Count("pk", filter=Q(due_on__lte=today)),
        due_soon=Count("pk", filter=Q(due_on__lte=soon)),
        back=Count("pk", filter=BACK),
    )
    return DeskCounts(**found)


def desk_items(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    """The items that occur in the clerk's list, as slug and name."""
    rows = _theirs(visitor).order_by("item").values_list("item", "item_name").distinct()
    return tuple(dict(rows).items())


def closed_by(account: str, *, since: datetime) -> int:
    """How many cases this clerk has closed since a moment."""
    return (
        Trace.objects.filter(actor=account, at__gte=since, event__in=CLOSING)
        .exclude(actor="rules")
        .count()
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _theirs(visitor: Visitor) -> Any:
    """Open cases a clerk of this agency and these roles can act on. Raises ``Hidden``."""
    if not visitor.agency:
        raise Hidden("worklist")
    return Application.objects.filter(
        agency__startswith=scope_of(visitor.agency),
        closed_at__isnull=True,
        role__in=[Role(role).value for role in visitor.roles],
        status__in=[Status.REVIEW, Status.COUNTER],
    )


def _box(box: str, visitor: Visitor) -> Q:
    boxes = {
        "mine": Q(clerk=visitor.account),
        "pool": Q(clerk=""),
        "second": Q(role=Role.SECOND_REVIEWER),
        "counter": Q(status=Status.COUNTER),
    }
    return boxes.get(box, Q())


def _wanted(rows: Any, visitor: Visitor, wanted: DeskFilter) -> Any:
    rows = rows.filter(_box(wanted.box, visitor))
    rows = rows.filter(item=wanted.item) if wanted.item else rows
    rows = rows.filter(due_on__lte=wanted.due_by) if wanted.due_by else rows
    rows = rows.filter(BACK) if wanted.is_back else rows
    text = wanted.text.strip()
    return rows.filter(number__iendswith=text) if text else rows


def _desk_row(case: Application) -> DeskRow:
    status = Status(case.status)
    item = pinned(case.item, case.version).item
    steps = steps_of(item)
    return DeskRow(
        number=case.number,
        item_name=case.item_name,
        subject_name=case.subject_name,
        is_employer=case.subject != case.person and Audience.EMPLOYER in item.audience,
        channel=case.channel,
        status=status,
        status_words=WORDS[status],
        role=case.role,
        step_label=steps[min(case.step, len(steps) - 1)].label,
        due_on=case.due_on,
        due_is_provisional=case.due_is_provisional,
        clerk=case.clerk,
        is_back_from_applicant=case.was_supplemented and status is Status.REVIEW,
        submitted_at=case.submitted_at,
    )
