"""The worked examples of cases.toml are run as written, and every rule is shown at work in one."""

from collections.abc import Iterator, Mapping
from typing import Any

from shebao.hall.office.catalogue.check.at import in_text
from shebao.hall.office.catalogue.examples import BadCase, Run, run
from shebao.hall.office.catalogue.folders import CASES, Finding, Folder
from shebao.hall.office.catalogue.pinned import of_folder

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
    shown: set[str] = set()
    for case in folder.cases:
        found, fired = _case(folder, case)
        shown |= fired
        yield from found
    yield from _rules_never_shown(folder, shown)


def _case(folder: Folder, case: Mapping[str, Any]) -> tuple[list[Finding], set[str]]:
    title = str(case.get("title", ""))
    try:
        done = run(of_folder(folder), case)
    except BadCase as error:
        return [_finding(folder, title, str(error), "Correct the case.")], set()
    wrong = [
        _finding(folder, title, what, "Correct the case, or the rule it shows wrong.")
        for what in _differences(case, done)
    ]
    return wrong, {one.name for one in done.fired}


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


def _rules_never_shown(folder: Folder, shown: set[str]) -> Iterator[Finding]:
    for rule in folder.item.rules:
        if rule.name not in shown:
            yield in_text(
                folder,
                CASES,
                "",
                what=f"No case shows the rule {rule.name!r} at work.",
                todo="Add a case in which it holds.",
            )


def _listed(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _finding(folder: Folder, title: str, what: str, todo: str) -> Finding:
    return in_text(folder, CASES, title, what=f"Case “{title}”: {what}", todo=todo)
