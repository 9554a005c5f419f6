"""How the whole of the cases stands, in numbers only, for those who run the system (6.5.4)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from shebao.hall.office.applications.models import Application, Outgoing
from shebao.hall.office.applications.moves import Status


@dataclass(frozen=True, kw_only=True)
class CaseNumbers:
    """Open cases: all, those waiting for the core's data, and those past their promised day."""

    open: int
    waiting: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class PostingNumbers:
    """Postings that have not arrived: still being tried, and given up."""

    waiting: int
    dead: int


def case_numbers(*, today: date) -> CaseNumbers:
    """Count the open cases; one whose clock stands still is not overdue."""
    found = Application.objects.filter(closed_at__isnull=True).aggregate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
        overdue=Count(
            "pk", filter=Q(due_on__lt=today) & ~Q(status__in=[Status.SUPPLEMENT, Status.JOINT])
        ),
    )
    return CaseNumbers(**found)


def posting_numbers() -> PostingNumbers:
    """Count the postings that have not arrived."""
    rows = Outgoing.objects.filter(state__in=[Outgoing.WAITING, Outgoing.DEAD]).aggregate(
        waiting=Count("pk", filter=Q(state=Outgoing.WAITING)),
        dead=Count("pk", filter=Q(state=Outgoing.DEAD)),
    )
    return PostingNumbers(**rows)


def dead_keys(*, limit: int = 500) -> tuple[str, ...]:
    """The keys of postings that were given up, oldest first."""
    rows = Outgoing.objects.filter(state=Outgoing.DEAD).order_by("id")
    return tuple(rows.values_list("key", flat=True)[:limit])
