"""What a channel needs to draw or speak a form: groups of questions with their first answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebao.hall.office.catalogue.expressions import (
    BadExpression,
    Undecided,
    context,
    value_of,
)
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.forms.reading import clean
from shebao.hall.office.catalogue.forms.values import shown
from shebao.hall.office.catalogue.forms.visibility import Combination, is_shown, ruling
from shebao.hall.office.catalogue.item import FormField, Item, Option


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, ready to draw; ``value`` is text as it stands in an input.

    ``shown_when`` lists the combinations of other answers that show it (empty: always, or only
    the server can tell); ``is_prefilled`` says that the value comes from the core.
    """

    name: str
    type: str
    label: str
    help: str
    example: str
    value: str
    options: tuple[Option, ...]
    is_required: bool
    is_visible: bool
    is_prefilled: bool
    min_length: int
    max_length: int
    minimum: int | None
    maximum: int | None
    shown_when: tuple[Combination, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions that stand together under one heading; the heading may be empty."""

    title: str
    questions: tuple[Question, ...]


def questions(
    item: Item, *, answers: Mapping[str, Any], facts: FactSet, today: date
) -> tuple[Group, ...]:
    """The form after these answers; a question not yet answered offers what the core knows."""
    offered = _offered(item.fields, facts, today)
    given = {**offered, **answers}
    known = clean(item, given, today=today).answers
    groups: dict[str, list[Question]] = {}
    for field in item.fields:
        question = _question(
            item,
            field,
            given,
            is_visible=is_shown(item, field, known, today=today),
            is_prefilled=field.name in offered and field.name not in answers,
        )
        groups.setdefault(field.group, []).append(question)
    return tuple(Group(title=title, questions=tuple(some)) for title, some in groups.items())


def _offered(fields: Iterable[FormField], facts: FactSet, today: date) -> dict[str, Any]:
    around = context({**facts.values, "today": today.isoformat()})
    found = {}
    for field in fields:
        value = _first_answer(field, around) if field.prefill else None
        if value not in (None, ""):
            found[field.name] = value
    return found


def _first_answer(field: FormField, around: Any) -> Any:
    try:
        return value_of(field.prefill, around)
    except (Undecided, BadExpression):
        return None


def _question(
    item: Item,
    field: FormField,
    given: Mapping[str, Any],
    *,
    is_visible: bool,
    is_prefilled: bool,
) -> Question:
    rule = ruling(item, field) if field.show_if else None
    return Question(
        name=field.name,
        type=field.type,
        label=field.label,
        help=field.help,
        example=field.example,
        value=shown(field, given.get(field.name)),
        options=field.options,
        is_required=field.required,
        is_visible=is_visible,
        is_prefilled=is_prefilled,
        min_length=field.min_length,
        max_length=field.max_length,
        minimum=field.minimum,
        maximum=field.maximum,
        shown_when=rule.showing if rule else (),
    )
