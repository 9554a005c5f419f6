"""What is kept about somebody, for their own eyes (个保法 第十七条、第四十五条; 6.3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of record: its table, what it is, why and how long it is kept, and the rows."""

    table: str
    label: str
    why: str
    kept: str
    rows: tuple[Mapping[str, Any], ...]


def holding(
    rows: QuerySet[Model], columns: Sequence[str], *, label: str, why: str, kept: str
) -> Holding:
    """The named columns of some rows, oldest first; sealed columns come out open."""
    return Holding(
        table=rows.model._meta.db_table,
        label=label,
        why=why,
        kept=kept,
        rows=tuple(rows.order_by("pk").values(*columns)),
    )
