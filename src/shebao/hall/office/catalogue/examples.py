"""Runs one worked example: a persona's facts with the case's own on top, the answers, the day."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from shebao.hall.office.catalogue import personas
from shebao.hall.office.catalogue.expressions import Undecided, context, value_of
from shebao.hall.office.catalogue.facts import VOCABULARY, FactSet, gather
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.pinned import Pinned
from shebao.hall.office.catalogue.rules import Fired, Outcome, decide, effects, inputs_of

MEND = "mend"
RESULTS = ("approve", "refuse", "review", MEND)
TODAY = date(2025, 11, 24)
PERSONA = "employee"
_KEYS = {"title", "persona", "today", "facts", "answers", "expect", "rules", "words", "effect"}


class BadCase(ValueError):
    """The case cannot be run as it is written."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came out, and of what; ``mend`` means that the form itself asked for better answers."""

    result: str
    fired: tuple[Fired, ...] = ()
    words: tuple[str, ...] = ()
    effect: Mapping[str, str] | None = None
    inputs: Mapping[str, Any] | None = None

    @property
    def explained(self) -> str:
        """Why, in short."""
        return "; ".join((*(one.name for one in self.fired), *self.words)) or "no rule held"


def run(pinned: Pinned, case: Mapping[str, Any]) -> Run:
    """Run one case; raises :class:`BadCase`."""
    _demand_well_written(case)
    today = case.get("today", TODAY)
    cleaned = clean(pinned.item, case.get("answers", {}), today=today)
    facts = _facts(pinned, case, cleaned.answers, today)
    _demand_prefills(pinned, facts, today)
    if cleaned.errors:
        return Run(result=MEND, words=tuple(error.words for error in cleaned.errors))
    outcome = decide(pinned, answers=cleaned.answers, facts=facts, today=today)
    return Run(
        result=outcome.result,
        fired=outcome.fired,
        effect=_effect(pinned, outcome, cleaned.answers, facts, today),
        inputs=inputs_of(answers=cleaned.answers, facts=facts, today=today),
    )


def sample_facts(
    pinned: Pinned,
    *,
    persona: str = PERSONA,
    today: date = TODAY,
    answers: Mapping[str, Any] = MappingProxyType({}),
) -> FactSet:
    """All facts the item names, of an invented person; raises ``personas.NoSuchPersona``."""
    core = personas.SampleCore(persona, today=today)
    names = {*pinned.decision_facts, *pinned.form_facts}
    return gather(core, names, subject=core.subject, today=today, answers=answers)


def _demand_well_written(case: Mapping[str, Any]) -> None:
    strange = sorted(set(case) - _KEYS)
    if strange:
        raise BadCase(f"unknown key {', '.join(strange)}; use {', '.join(sorted(_KEYS))}.")
    if not case.get("title"):
        raise BadCase("it has no title.")
    if case.get("expect") not in RESULTS:
        raise BadCase(f"expect must be one of {', '.join(RESULTS)}.")
    if type(case.get("today", TODAY)) is not date:
        raise BadCase("today must be a date like 2025-11-24, without quotes.")


def _facts(
    pinned: Pinned, case: Mapping[str, Any], answers: Mapping[str, Any], today: date
) -> FactSet:
    changed = case.get("facts", {})
    unknown = sorted(set(changed) - set(VOCABULARY))
    if unknown:
        raise BadCase(f"unknown fact {', '.join(unknown)}.")
    try:
        who = case.get("persona", PERSONA)
        facts = sample_facts(pinned, persona=who, today=today, answers=answers)
    except personas.NoSuchPersona as error:
        raise BadCase(f"unknown persona {error}; use {', '.join(personas.names())}.") from None
    values = {name: _merged(value, changed.get(name)) for name, value in facts.values.items()}
    return replace(facts, values=values)


def _merged(value: Any, change: Any) -> Any:
    if change is None:
        return value
    if isinstance(value, dict) and isinstance(change, dict):
        return {
            **value,
            **{name: _merged(value.get(name), one) for name, one in change.items()},
        }
    return deepcopy(change)


def _demand_prefills(pinned: Pinned, facts: FactSet, today: date) -> None:
    around = context({**facts.values, "today": today.isoformat()})
    for field in pinned.item.fields:
        try:
            value_of(field.prefill or "''", around)
        except Undecided as error:
            raise BadCase(f"prefill of {field.name} cannot be worked out: {error}") from None


def _effect(
    pinned: Pinned, outcome: Outcome, answers: Mapping[str, Any], facts: FactSet, today: date
) -> dict[str, str] | None:
    if outcome.result == "refuse":
        return None
    try:
        return effects(pinned, answers=answers, facts=facts, today=today)
    except Undecided as error:
        raise BadCase(f"the effect cannot be worked out: {error}") from None
