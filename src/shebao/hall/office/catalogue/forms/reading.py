"""Reads a whole form: hidden questions fall away, every fault is told at once and by its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shebao.hall.office.catalogue.forms.values import Unfit, Value, as_text, read
from shebao.hall.office.catalogue.forms.visibility import is_shown
from shebao.hall.office.catalogue.item import FormField, Item


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """What is to be mended at a field, in words for people."""

    field: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """The answers as plain values, ready to be stored; only complete where ``errors`` is empty."""

    answers: dict[str, Value]
    errors: tuple[FieldError, ...]


def clean(item: Item, raw: Mapping[str, object], *, today: date) -> Cleaned:
    """Read what was sent; unknown keys are left aside, cleaned answers stay as they are.

    Texts of money are yuan, whole numbers of it fen; cleaned money is fen.  Never raises.
    """
    answers: dict[str, Value] = {}
    errors: list[FieldError] = []
    for field in item.fields:
        if not is_shown(item, field, answers, today=today):
            continue
        try:
            value = _answer(field, raw.get(field.name), today)
        except Unfit as unfit:
            errors.append(FieldError(field=field.name, words=str(unfit)))
        else:
            if value is not None:
                answers[field.name] = value
    return Cleaned(answers=answers, errors=tuple(errors))


def _answer(field: FormField, raw: object, today: date) -> Value | None:
    given = as_text(field, raw)
    if given != "" or isinstance(given, bool):
        return read(field, given, today=today)
    if field.required:
        is_chosen = field.type in {"choice", "region", "yes_no"}
        raise Unfit(f"请选择{field.label}" if is_chosen else f"请填写{field.label}")
    return None
