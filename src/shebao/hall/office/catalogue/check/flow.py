"""The way through the house: steps by handling, the promise, the effect, the materials (5.3.1b)."""

from collections.abc import Iterator

from shebao.exchange.port import VALUES, PostingKind
from shebao.hall.office.catalogue.check.at import in_item
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.item import Handling

_APPOINTMENT_ORDER = ("pre_review", "counter", "second_review")


def findings(folder: Folder) -> Iterator[Finding]:
    """What does not fit together between handling, steps, promise, effect and materials."""
    yield from _STEPS[folder.item.handling](folder)
    yield from _promise(folder)
    yield from _effect(folder)
    yield from _materials(folder)


def _kinds(folder: Folder) -> tuple[str, ...]:
    return tuple(step.kind for step in folder.item.steps)


def _instant_steps(folder: Folder) -> Iterator[Finding]:
    if folder.item.steps:
        yield in_item(
            folder,
            "steps",
            what="An instant item is decided by its rules and has no steps.",
            todo='Remove the steps, or set handling = "promised".',
        )


def _promised_steps(folder: Folder) -> Iterator[Finding]:
    kinds = _kinds(folder)
    wanted = tuple(kind for kind in ("review", "second_review", "joint") if kind in kinds)
    if "review" not in kinds or kinds != wanted:
        yield in_item(
            folder,
            "steps",
            what=f"The steps of a promised item are {_listed(kinds)}.",
            todo="Use review, then second_review, then joint, each once; review is needed.",
        )
    if "joint" in kinds and folder.item.effect is None:
        yield in_item(
            folder,
            "steps",
            what="A joint step waits for the other side, but nothing is posted to it.",
            todo="Add [effect], or remove the step.",
        )


def _appointment_steps(folder: Folder) -> Iterator[Finding]:
    kinds = _kinds(folder)
    wanted = tuple(kind for kind in _APPOINTMENT_ORDER if kind in kinds)
    if not {"pre_review", "counter"} <= set(kinds) or kinds != wanted:
        yield in_item(
            folder,
            "steps",
            what=f"The steps of an appointment item are {_listed(kinds)}.",
            todo="Use pre_review, then counter, then second_review if wanted, each once.",
        )
    if not any(material.is_checked_at_counter for material in folder.item.materials):
        yield in_item(
            folder,
            "materials",
            what="Nobody is told which originals to bring to the counter.",
            todo="Mark them with is_checked_at_counter = true.",
        )


_STEPS = {
    Handling.INSTANT: _instant_steps,
    Handling.PROMISED: _promised_steps,
    Handling.APPOINTMENT: _appointment_steps,
}


def _promise(folder: Folder) -> Iterator[Finding]:
    promise, is_instant = folder.item.promise, folder.item.handling is Handling.INSTANT
    if is_instant != (promise.working_days == 0):
        yield in_item(
            folder,
            "promise",
            "working_days",
            what=f"{folder.item.handling} does not go with {promise.working_days} working days.",
            todo="Promise 0 for instant items, and 1 or more for the others.",
        )
    if 0 < promise.statutory_working_days < promise.working_days:
        yield in_item(
            folder,
            "promise",
            "working_days",
            what="The promise is longer than the law allows.",
            todo="Promise no more than statutory_working_days.",
        )
    spent = sum(step.working_days for step in folder.item.steps)
    if spent > promise.working_days:
        yield in_item(
            folder,
            "steps",
            what=f"The steps take {spent} working days, the promise is {promise.working_days}.",
            todo="Shorten the steps, or promise more.",
        )


def _effect(folder: Folder) -> Iterator[Finding]:
    effect = folder.item.effect
    if effect is None:
        return
    if effect.posting not in set(PostingKind):
        yield in_item(
            folder,
            "effect",
            "posting",
            what=f"There is no posting {effect.posting!r}.",
            todo=f"Use one of {', '.join(PostingKind)}.",
        )
        return
    allowed = VALUES[PostingKind(effect.posting)]
    names = {name.rstrip("?") for name in allowed}
    needed = {name for name in allowed if not name.endswith("?")}
    for name in sorted(set(effect.values) - names):
        yield in_item(
            folder,
            "effect",
            "values",
            name,
            what=f"The posting {effect.posting!r} takes no {name!r}.",
            todo=f"Use {', '.join(sorted(names))}.",
        )
    for name in sorted(needed - set(effect.values)):
        yield in_item(
            folder,
            "effect",
            what=f"The posting {effect.posting!r} needs {name!r}.",
            todo="Add it to effect.values.",
        )


def _materials(folder: Folder) -> Iterator[Finding]:
    codes = [material.code for material in folder.item.materials]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield in_item(
                folder,
                "materials",
                place,
                what=f"The material {code!r} stands twice.",
                todo="Remove one.",
            )


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(kinds) or "none"
