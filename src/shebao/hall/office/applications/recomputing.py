"""Proves decisions: the same inputs through the same item version must give the same digest."""

from collections.abc import Iterator
from dataclasses import dataclass

from shebao.hall.office.applications.models import Decision
from shebao.hall.office.catalogue import rules
from shebao.hall.office.catalogue.queries import pinned


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """One decision made again."""

    case: str
    decision: int
    is_equal: bool


def recomputed(*, case: str = "") -> Iterator[Recomputed]:
    """Make every stored decision again, or those of one case, oldest first."""
    rows = Decision.objects.filter(case=case) if case else Decision.objects.all()
    for row in rows.order_by("id").iterator(chunk_size=200):
        outcome = rules.recompute(pinned(row.item, row.version), row.inputs)
        is_equal = rules.digest(row.inputs, outcome) == row.digest
        yield Recomputed(case=row.case, decision=row.pk, is_equal=is_equal)
