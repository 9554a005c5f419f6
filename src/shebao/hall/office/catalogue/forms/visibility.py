"""When a question is asked: ``show_if`` on the answers so far, and, where choices rule it, always.

A field that depends only on choices can be settled beforehand for every combination of them; pages
and the JSON Schema use that, and the check finds questions that could never be asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from shebao.hall.office.catalogue.expressions import (
    BadExpression,
    Undecided,
    compiled,
    context,
    is_true,
)
from shebao.hall.office.catalogue.item import FormField, Item
from shebao.hall.office.catalogue.pinned import filled

MOST_COMBINATIONS = 4096
Combination = Mapping[str, Any]


@dataclass(frozen=True)
class Ruling:
    """All combinations of the ruling choices: those that show a field, and whether any does."""

    names: tuple[str, ...]
    showing: tuple[Combination, ...]


def is_shown(item: Item, field: FormField, answers: Mapping[str, Any], *, today: date) -> bool:
    """Is this question asked after these answers? What cannot be worked out is asked."""
    if not field.show_if:
        return True
    around = context({"answers": filled(item.fields, answers), "today": today.isoformat()})
    try:
        return is_true(field.show_if, around)
    except (Undecided, BadExpression):
        return True


def ruling(item: Item, field: FormField) -> Ruling | None:
    """Every combination that shows the field, or None where free answers or the day decide."""
    fields = {one.name: one for one in item.fields}
    names = _closure(item, field, fields)
    if names is None:
        return None
    domains = [_domain(fields[name]) for name in names]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size > MOST_COMBINATIONS:
        return None
    return Ruling(names, tuple(_showing(item, field, names, domains)))


def named_answers(source: str) -> frozenset[str]:
    """The fields a condition looks at."""
    return frozenset(
        path[1] for path in compiled(source).paths if path[0] == "answers" and len(path) > 1
    )


def _closure(
    item: Item, field: FormField, fields: Mapping[str, FormField]
) -> tuple[str, ...] | None:
    waiting, found = [field], set[str]()
    while waiting:
        source = waiting.pop().show_if
        if not source:
            continue
        if compiled(source).names - {"answers"}:
            return None
        for name in named_answers(source) - found:
            if name not in fields or fields[name].type not in {"choice", "yes_no"}:
                return None
            found.add(name)
            waiting.append(fields[name])
    return tuple(one.name for one in item.fields if one.name in found)


def _domain(field: FormField) -> tuple[Any, ...]:
    if field.type == "yes_no":
        return (False, True)
    return ("", *(option.value for option in field.options))


def _showing(
    item: Item, field: FormField, names: tuple[str, ...], domains: list[tuple[Any, ...]]
) -> Iterator[Combination]:
    fields = {one.name: one for one in item.fields}
    seen = set()
    day = date.min
    for values in product(*domains):
        asked: dict[str, Any] = {}
        for name, value in zip(names, values, strict=True):
            if is_shown(item, fields[name], asked, today=day):
                asked[name] = value
        key = tuple(asked.items())
        if key not in seen and is_shown(item, field, asked, today=day):
            yield asked
        seen.add(key)
