"""What somebody can put right before applying again; everything else about a person stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from shebao.hall.office.catalogue.turning.way import WayStep

# Dotted fact, and what it would be once put right.
PUT_RIGHT: Mapping[tuple[str, str], Any] = {
    ("card", "exists"): True,
    ("card", "state"): "normal",
    ("contributions", "arrears_months"): 0,
    ("employer", "arrears"): 0,
    ("transfers", "is_moving"): False,
    ("certification", "is_suspended"): False,
}


def to_put_right(
    facts: Mapping[str, Any], named: frozenset[tuple[str, ...]]
) -> Iterator[tuple[WayStep, tuple[str, str], Any]]:
    """The step, the fact and its value, for each named fact that is not right yet."""
    for path, right in PUT_RIGHT.items():
        now = facts.get(path[0], {}).get(path[1], right)
        if path in named and now != right:
            amount = now if isinstance(now, int) and not isinstance(now, bool) else 0
            yield WayStep(kind="first", fact=".".join(path), amount=amount), path, right
