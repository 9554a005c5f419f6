"""Rules beside one another: said twice, meeting at a border, leaving a hole between them.

Two rules that look at the same thing from both sides share a border.  Where both leave the border
itself out, somebody exactly there is told nothing; where both take it in and lead to different
places, somebody is told two things.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from shebao.hall.office.catalogue.check.at import in_item
from shebao.hall.office.catalogue.check.sources import conditions
from shebao.hall.office.catalogue.comparisons import Comparison, comparisons
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.item import Item


class Side(NamedTuple):
    """One condition and one comparison it makes."""

    path: tuple[str | int, ...]
    text: str
    rule: str
    one: Comparison

    @property
    def leads_to(self) -> str:
        """Which of the three ways the condition leads."""
        return str(self.path[-1])


def findings(folder: Folder) -> Iterator[Finding]:
    """Conditions that stand twice, holes and overlaps at borders."""
    yield from _repeated(folder)
    for below, above in _facing(folder.item):
        if is_hole(below.one, above.one):
            yield _at(folder, above, f"nothing is said between it and {below.rule!r}.")
        elif is_overlap(below.one, above.one) and below.leads_to != above.leads_to:
            yield _at(folder, above, f"it overlaps {below.rule!r}, which leads elsewhere.")


def is_hole(below: Comparison, above: Comparison) -> bool:
    """Whether exactly one value lies in neither: below 15 and above 15, below 15 and from 16."""
    if below.right == above.right:
        return (below.sign, above.sign) == ("<", ">")
    edges = _edges(below, above)
    return edges is not None and edges[1] - edges[0] == 2


def is_overlap(below: Comparison, above: Comparison) -> bool:
    """Whether exactly the border lies in both: up to 15 and from 15, or below 16 and above 14."""
    if below.right == above.right:
        return (below.sign, above.sign) == ("<=", ">=")
    edges = _edges(below, above)
    return edges is not None and edges[0] == edges[1]


def _edges(below: Comparison, above: Comparison) -> tuple[int, int] | None:
    """The largest whole number below, and the least above."""
    if below.number is None or above.number is None:
        return None
    return (
        below.number - (below.sign == "<"),
        above.number + (above.sign == ">"),
    )


def _facing(item: Item) -> Iterator[tuple[Side, Side]]:
    for one, other in combinations(_sides(item), 2):
        is_same = one.one.left == other.one.left and one.rule != other.rule
        if not is_same or not _only_this(one, other):
            continue
        if one.one.sign in {"<", "<="} and other.one.sign in {">", ">="}:
            yield one, other
        if other.one.sign in {"<", "<="} and one.one.sign in {">", ">="}:
            yield other, one


def _only_this(one: Side, other: Side) -> bool:
    """Whether the two conditions are alike but for this comparison."""
    return _without(one) == _without(other)


def _without(side: Side) -> str:
    rest = "".join(side.text.split())
    for mark in (side.one.sign, side.one.right, side.one.left):
        rest = rest.replace(mark, "", 1)
    return rest


def _sides(item: Item) -> Iterator[Side]:
    for path, text in conditions(item):
        for one in comparisons(text):
            yield Side(path, text, item.rules[int(path[1])].name, one)


def _repeated(folder: Folder) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, text in conditions(folder.item):
        plain, rule = "".join(text.split()), folder.item.rules[int(path[1])].name
        if plain and plain in seen:
            yield in_item(
                folder,
                *path,
                what=f"The rules {seen[plain]!r} and {rule!r} have the same condition.",
                todo="Join them, or correct one.",
            )
        seen.setdefault(plain, rule)


def _at(folder: Folder, side: Side, what: str) -> Finding:
    return in_item(
        folder,
        *side.path,
        what=f"At the border {side.one.left} {side.one.sign} {side.one.right} {what}",
        todo="Let each border belong to one rule.",
    )
