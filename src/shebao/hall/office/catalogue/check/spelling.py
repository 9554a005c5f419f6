"""What expressions compare with can be there at all: options, values of facts, kinds, bounds."""

from collections.abc import Iterator

from shebao.hall.office.catalogue.check.at import in_item
from shebao.hall.office.catalogue.check.sources import sources
from shebao.hall.office.catalogue.comparisons import Comparison, comparisons
from shebao.hall.office.catalogue.fact_fields import FIELDS, Field
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.item import FormField

_NUMBERS = frozenset({"integer", "money"})
_SWITCHES = frozenset({"yes_no"})


def findings(folder: Folder) -> Iterator[Finding]:
    """Comparisons that can never hold, or always do."""
    for source in sources(folder.item):
        for one in comparisons(source.text):
            for what in (*_of_answer(folder, one), *_of_fact(one)):
                yield in_item(
                    folder,
                    *source.path,
                    what=f"{one.left} {one.sign} {one.right}: {what}",
                    todo="Correct the comparison, or what it looks at.",
                )


def _of_answer(folder: Folder, one: Comparison) -> Iterator[str]:
    name = one.left.removeprefix("answers.")
    field = next((field for field in folder.item.fields if field.name == name), None)
    if name == one.left or field is None:
        return
    yield from _of_kind(field.type, one)
    yield from _of_option(field, one)
    yield from _of_bounds(field, one)


def _of_option(field: FormField, one: Comparison) -> Iterator[str]:
    options = {option.value for option in field.options}
    if field.type == "choice" and one.text and one.text not in options:
        yield f"{field.name} has no option {one.text!r}."


def _of_bounds(field: FormField, one: Comparison) -> Iterator[str]:
    number, least, most = one.number, field.minimum, field.maximum
    if number is None:
        return
    reach = {"<": (least, number - 1), "<=": (least, number), "==": (least, number)}
    if one.sign in reach and least is not None and reach[one.sign][1] < least:
        yield f"no answer is below {least}."
    above = {">": number + 1, ">=": number, "==": number}
    if one.sign in above and most is not None and above[one.sign] > most:
        yield f"no answer is above {most}."


def _of_fact(one: Comparison) -> Iterator[str]:
    first, _, rest = one.left.partition(".")
    field = next((field for field in FIELDS.get(first, ()) if field.path == rest), None)
    if field is None:
        return
    yield from _of_kind(field.type, one)
    yield from _of_value(field, one)


def _of_value(field: Field, one: Comparison) -> Iterator[str]:
    if field.values and one.text and one.text not in field.values:
        yield f"{field.path} is one of {', '.join(sorted(field.values))}."


def _of_kind(kind: str, one: Comparison) -> Iterator[str]:
    if one.number is not None and kind not in _NUMBERS:
        yield f"a {kind} is no number."
    if one.text is not None and kind in _NUMBERS | _SWITCHES:
        yield f"a {kind} is no text."
