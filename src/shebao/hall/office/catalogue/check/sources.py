"""Every expression of an item, with the place where it stands."""

from collections.abc import Iterator
from typing import NamedTuple

from shebao.hall.office.catalogue.item import Item

CONDITIONS = ("refuse_if", "review_if", "approve_if")


class Source(NamedTuple):
    """One expression as it is written."""

    path: tuple[str | int, ...]
    text: str


def sources(item: Item) -> Iterator[Source]:
    """Of fields, rules and the effect; blank ones are left out."""
    every = (*_of_fields(item), *conditions(item), *_of_effect(item))
    return (one for one in every if one.text)


def conditions(item: Item) -> Iterator[Source]:
    """Of the rules alone."""
    for place, rule in enumerate(item.rules):
        for name in CONDITIONS:
            yield Source(("rules", place, name), getattr(rule, name))


def _of_fields(item: Item) -> Iterator[Source]:
    for place, field in enumerate(item.fields):
        yield Source(("fields", place, "show_if"), field.show_if)
        yield Source(("fields", place, "prefill"), field.prefill)


def _of_effect(item: Item) -> Iterator[Source]:
    for name, text in (item.effect.values if item.effect else {}).items():
        yield Source(("effect", "values", name), text)
