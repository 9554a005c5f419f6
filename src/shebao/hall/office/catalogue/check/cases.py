"""The worked examples of cases.toml are run as written, and every rule is shown at work in one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shebao.hall.office.catalogue.check.at import in_item, in_text
from shebao.hall.office.catalogue.check.sources import conditions
from shebao.hall.office.catalogue.comparisons import moved
from shebao.hall.office.catalogue.examples import BadCase, Run, run
from shebao.hall.office.catalogue.folders import CASES, Case, Finding, Folder
from shebao.hall.office.catalogue.pinned import of_folder
from shebao.hall.office.catalogue.rules import holds

FEWEST = 3


def findings(folder: Folder) -> Iterator[Finding]:
    """Cases that are too few, badly written, or come out differently."""
    if len(folder.cases) < FEWEST:
        yield in_text(
            folder,
            CASES,
            "",
            what=f"There are {len(folder.cases)} cases; at least {FEWEST} are needed.",
            todo="Add [[case]] tables: one ordinary, one refused, one at a border.",
        )
    done: list[Run] = []
    for case in folder.cases:
        try:
            done.append(run(of_folder(folder), case))
        except BadCase as error:
            yield _finding(folder, case, str(error), "Correct the case.")
        else:
            for what in _differences(case, done[-1]):
                yield _finding(folder, case, what, "Correct the case, or the rule it shows wrong.")
    yield from _rules_never_shown(folder, done)
    yield from _borders_never_shown(folder, done)
    yield from _effect_never_shown(folder)


def _differences(case: Mapping[str, Any], done: Run) -> Iterator[str]:
    if done.result != case["expect"]:
        yield f"expected {case['expect']}, came out {done.result} ({done.explained})."
    fired = {one.name for one in done.fired}
    missing = sorted(set(case.get("rules", fired)) ^ fired)
    if missing:
        yield f"the rules that hold are {sorted(fired)}, not {sorted(case['rules'])}."
    said = " ".join((*(one.say + one.advice for one in done.fired), *done.words))
    for words in _listed(case.get("words", ())):
        if words not in said:
            yield f"nobody says “{words}”; said is “{said}”."
    if "effect" in case and dict(case["effect"]) != (done.effect or {}):
        yield f"the effect is {done.effect}, not {dict(case['effect'])}."


def _rules_never_shown(folder: Folder, done: Sequence[Run]) -> Iterator[Finding]:
    shown = {one.name for run in done for one in run.fired if one.result == run.result}
    for place, rule in enumerate(folder.item.rules):
        if rule.name not in shown:
            yield in_item(
                folder,
                "rules",
                place,
                what=f"No case shows the rule {rule.name!r} at work.",
                todo="Add a case to cases.toml in which it leads the way.",
            )


def _borders_never_shown(folder: Folder, done: Sequence[Run]) -> Iterator[Finding]:
    """A border moved by one must change what some case comes to; else no case stands beside it."""
    pinned = of_folder(folder)
    inputs = [run.inputs for run in done if run.inputs is not None]
    for path, text in conditions(folder.item):
        for other, border in moved(text):
            if all(holds(text, pinned, one) == holds(other, pinned, one) for one in inputs):
                yield in_item(
                    folder,
                    *path,
                    what=f"No case stands at {border}: {other} would do as well.",
                    todo="Add the cases just below and just above to cases.toml.",
                )


def _effect_never_shown(folder: Folder) -> Iterator[Finding]:
    effect = folder.item.effect
    shown = {name for case in folder.cases for name in case.get("effect", {})}
    for name in sorted(set(effect.values if effect else {}) - shown):
        yield in_item(
            folder,
            "effect",
            "values",
            name,
            what=f"No case shows what {name!r} is posted as.",
            todo="Add effect = { … } to a case of cases.toml that is not refused.",
        )


def _listed(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _finding(folder: Folder, case: Case, what: str, todo: str) -> Finding:
    title = str(case.get("title", ""))
    return in_text(folder, CASES, title, what=f"Case “{title}”: {what}", todo=todo)
