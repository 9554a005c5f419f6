"""The form: names, options, order, and questions that could never be asked (5.3.1a)."""

from collections.abc import Iterator

from shebao.hall.office.catalogue.check.at import in_item
from shebao.hall.office.catalogue.expressions import BadExpression, compiled
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.forms.visibility import named_answers, ruling
from shebao.hall.office.catalogue.item import FormField

MOST_GROUPS = 3
FEWEST_OPTIONS = 2


def findings(folder: Folder) -> Iterator[Finding]:
    """What is wrong with the fields."""
    yield from _repeated(folder)
    yield from _groups(folder)
    yield from _one_open_per(folder)
    for place, field in enumerate(folder.item.fields):
        yield from _options(folder, place, field)
        yield from _bounds(folder, place, field)
        yield from _order(folder, place, field)
        yield from _reachable(folder, place, field)


def _repeated(folder: Folder) -> Iterator[Finding]:
    for kind in ("fields", "rules"):
        seen: set[str] = set()
        for place, one in enumerate(getattr(folder.item, kind)):
            if one.name in seen:
                yield in_item(
                    folder,
                    kind,
                    place,
                    what=f"{one.name!r} stands twice among the {kind}.",
                    todo="Rename one.",
                )
            seen.add(one.name)


def _groups(folder: Folder) -> Iterator[Finding]:
    groups = {field.group for field in folder.item.fields}
    if len(groups) > MOST_GROUPS:
        yield in_item(
            folder,
            "fields",
            what=f"The form has {len(groups)} groups; a person does an errand in three steps.",
            todo=f"Join groups until there are {MOST_GROUPS} at most (6.1.3d).",
        )


def _one_open_per(folder: Folder) -> Iterator[Finding]:
    strange = set(folder.item.one_open_per) - {field.name for field in folder.item.fields}
    if strange:
        yield in_item(
            folder,
            "one_open_per",
            what=f"one_open_per names {', '.join(sorted(strange))}, which nobody is asked.",
            todo="Use names of fields.",
        )


def _options(folder: Folder, place: int, field: FormField) -> Iterator[Finding]:
    values = [option.value for option in field.options]
    if field.type == "choice" and len(set(values)) < max(FEWEST_OPTIONS, len(values)):
        yield in_item(
            folder,
            "fields",
            place,
            what=f"The choice {field.name!r} needs two or more different options.",
            todo="Add [[fields.options]].",
        )
    if field.type != "choice" and values:
        yield in_item(
            folder,
            "fields",
            place,
            what=f"{field.name!r} has options but is not a choice.",
            todo='Set type = "choice" or remove the options.',
        )


def _bounds(folder: Folder, place: int, field: FormField) -> Iterator[Finding]:
    is_upside_down = field.min_length > field.max_length or (
        field.minimum is not None and field.maximum is not None and field.minimum > field.maximum
    )
    if is_upside_down:
        yield in_item(
            folder,
            "fields",
            place,
            what=f"No answer fits {field.name!r}: its least is above its most.",
            todo="Correct the bounds.",
        )


def _order(folder: Folder, place: int, field: FormField) -> Iterator[Finding]:
    earlier = {one.name for one in folder.item.fields[:place]}
    try:
        later = sorted(named_answers(field.show_if) - earlier) if field.show_if else []
    except BadExpression:
        return
    if later:
        yield in_item(
            folder,
            "fields",
            place,
            "show_if",
            what=f"show_if of {field.name!r} looks at {', '.join(later)}, not asked before it.",
            todo="Ask that first, or correct the name.",
        )


def _reachable(folder: Folder, place: int, field: FormField) -> Iterator[Finding]:
    try:
        compiled(field.show_if or "true")
        found = ruling(folder.item, field) if field.show_if else None
    except BadExpression:
        return
    if found is not None and not found.showing:
        yield in_item(
            folder,
            "fields",
            place,
            "show_if",
            what=f"{field.name!r} can never be asked: no choice makes its show_if true.",
            todo="Correct show_if, or remove the field.",
        )
