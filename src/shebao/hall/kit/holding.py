"""What is kept about somebody, for their own eyes (个保法 第十七条、第四十五条; 6.3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of record: its table, what it is, why and how long it is kept.

    The rows are counted without being opened, and opened only where somebody takes them away.
    """

    table: str
    label: str
    why: str
    kept: str
    source: QuerySet[Model]
    columns: Sequence[str]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.source.count()

    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The named columns, oldest first; sealed columns come out open."""
        return tuple(self.source.order_by("pk").values(*self.columns))

    def record(self) -> dict[str, Any]:
        """All of it, to take away."""
        told = {"table": self.table, "label": self.label, "why": self.why, "kept": self.kept}
        return told | {"rows": self.rows()}


def holding(
    rows: QuerySet[Model], columns: Sequence[str], *, label: str, why: str, kept: str
) -> Holding:
    """What is kept in the named columns of some rows."""
    return Holding(
        table=rows.model._meta.db_table,
        label=label,
        why=why,
        kept=kept,
        source=rows,
        columns=columns,
    )
