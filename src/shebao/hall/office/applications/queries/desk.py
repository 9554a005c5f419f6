"""The worklist of the desk: by time left, within agency and roles (5.3.1b, 6.3.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.paging import Page, decode_key, encode_key
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.applications.access import scope_of
from shebao.hall.office.applications.actions.reviewing import steps_of
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import WORDS, Status
from shebao.hall.office.catalogue.queries import pinned


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A case in the worklist."""

    number: str
    item_name: str
    subject_name: str
    channel: str
    status: Status
    status_words: str
    role: str
    step_label: str
    due_on: date | None
    clerk: str
    is_back_from_applicant: bool
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeskFilter:
    """Which cases of the worklist are wanted; empty means all the clerk may see."""

    box: str = "mine"
    item: str = ""
    text: str = ""


def worklist(
    visitor: Visitor, wanted: DeskFilter, *, after: str = "", size: int = 30
) -> Page[DeskRow]:
    """The clerk's cases, the nearest due date first; only those of their agency and roles."""
    rows = _worklist_rows(visitor, wanted).order_by("due_on", "id")
    key = decode_key(after, 2)
    if key and key[1].isdigit():
        day = date.fromisoformat(key[0])
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=int(key[1])))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    more = encode_key(last.due_on, last.pk) if last and last.due_on else ""
    return Page([_desk_row(case) for case in found[:size]], more)


def _worklist_rows(visitor: Visitor, wanted: DeskFilter) -> Any:
    rows = Application.objects.filter(
        agency__startswith=scope_of(visitor.agency),
        closed_at__isnull=True,
        role__in=[Role(role).value for role in visitor.roles],
        status__in=[Status.REVIEW, Status.COUNTER],
    )
    if not visitor.agency:
        raise Hidden("worklist")
    rows = rows.filter(clerk=visitor.account) if wanted.box == "mine" else rows
    rows = rows.filter(clerk="") if wanted.box == "pool" else rows
    rows = rows.filter(item=wanted.item) if wanted.item else rows
    return rows.filter(number__iendswith=wanted.text.strip()) if wanted.text.strip() else rows


def _desk_row(case: Application) -> DeskRow:
    status = Status(case.status)
    steps = steps_of(pinned(case.item, case.version).item)
    return DeskRow(
        number=case.number,
        item_name=case.item_name,
        subject_name=case.subject_name,
        channel=case.channel,
        status=status,
        status_words=WORDS[status],
        role=case.role,
        step_label=steps[min(case.step, len(steps) - 1)].label,
        due_on=case.due_on,
        clerk=case.clerk,
        is_back_from_applicant=case.was_supplemented and status is Status.REVIEW,
        submitted_at=case.submitted_at,
    )
