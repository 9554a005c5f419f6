"""Decides (5.3.1b): the rules of a pinned item over answers, facts and the day, and nothing else.

Every refusing condition is looked at, so that all reasons are told at once; refusal comes before
review, review before approval.  A rule that cannot be worked out is left to a person.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shebao.hall.office.catalogue.expressions import (
    BadExpression,
    Undecided,
    context,
    is_true,
    value_of,
)
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.item import Handling, Rule
from shebao.hall.office.catalogue.pinned import Pinned, filled

Result = Literal["approve", "refuse", "review"]
UNDECIDED = "这一条系统判断不了，已转给工作人员看，您不用重新申请。"


@dataclass(frozen=True, kw_only=True)
class Fired:
    """A rule that held: words for the applicant, the article, and what to do now."""

    name: str
    say: str
    basis: str
    advice: str
    result: Result


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A rule that was looked at; ``holds`` is None where it could not be worked out."""

    name: str
    result: Result
    holds: bool | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the rules say; ``offers_review`` holds for every refusal made without a person."""

    result: Result
    fired: tuple[Fired, ...]
    checked: tuple[Checked, ...]
    offers_review: bool

    @property
    def reasons(self) -> tuple[Fired, ...]:
        """The rules that led to this very result."""
        return tuple(one for one in self.fired if one.result == self.result)


def decide(pinned: Pinned, *, answers: Mapping[str, Any], facts: FactSet, today: date) -> Outcome:
    """Work out every rule once over one shared context (PIPL art. 24: a person may look again)."""
    try:
        return _decide(pinned, _surroundings(pinned, answers, facts, today))
    except Undecided as error:
        return _left_to_a_person(pinned, str(error))


def effects(
    pinned: Pinned, *, answers: Mapping[str, Any], facts: FactSet, today: date
) -> dict[str, str] | None:
    """The values of the posting that an approval makes, or None; blank values are left out.

    Raises ``expressions.Undecided`` where a value cannot be worked out.
    """
    if pinned.item.effect is None:
        return None
    around = _surroundings(pinned, answers, facts, today)
    found = {name: value_of(how, around) for name, how in pinned.item.effect.values.items()}
    return {name: str(value) for name, value in found.items() if value not in ("", None)}


def inputs_of(*, answers: Mapping[str, Any], facts: FactSet, today: date) -> dict[str, Any]:
    """Everything a decision looked at, as plain JSON to be stored beside it."""
    return {
        "answers": dict(answers),
        "facts": dict(facts.values),
        "sources": [{**vars(one), "data_date": one.data_date.isoformat()} for one in facts.sources],
        "today": today.isoformat(),
    }


def recompute(pinned: Pinned, inputs: Mapping[str, Any]) -> Outcome:
    """The same decision again from its stored inputs, bit for bit."""
    return decide(
        pinned,
        answers=inputs["answers"],
        facts=FactSet(values=inputs["facts"]),
        today=date.fromisoformat(inputs["today"]),
    )


def holds(source: str, pinned: Pinned, inputs: Mapping[str, Any]) -> bool | None:
    """Whether another condition would hold on stored inputs; None where it cannot be told."""
    answers = filled(pinned.item.fields, inputs["answers"])
    try:
        return is_true(source, context({**inputs["facts"], "answers": answers,
                                        "today": inputs["today"]}))  # fmt: skip
    except (Undecided, BadExpression):
        return None


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no blanks, no escapes."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(inputs: Mapping[str, Any], outcome: Outcome) -> str:
    """SHA-256 over inputs and outcome; equal digests mean an equal decision on equal grounds."""
    whole = canonical({"inputs": inputs, "outcome": _plain(outcome)})
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain values; its records are flat, so nothing needs a deep copy."""
    return {
        **vars(outcome),
        "fired": [vars(one) for one in outcome.fired],
        "checked": [vars(one) for one in outcome.checked],
    }


def _surroundings(pinned: Pinned, answers: Mapping[str, Any], facts: FactSet, today: date) -> Any:
    members = pinned.members_looked_at
    values = {
        name: _only(facts.values[name], parts, members)
        for name, parts in pinned.looked_at.items()
        if name in facts.values
    }
    around = {"answers": filled(pinned.item.fields, answers), "today": today.isoformat()}
    return context({**values, **around})


def _only(fact: Any, parts: frozenset[str] | None, members: frozenset[str] | None) -> Any:
    """Handing a value to CEL costs about a microsecond, so only what is named goes over."""
    if isinstance(fact, Mapping):
        return {
            name: _only(value, None, members) if isinstance(value, list) else value
            for name, value in fact.items()
            if parts is None or name in parts
        }
    if isinstance(fact, list) and members is not None:
        return [_member(one, members) for one in fact]
    return fact


def _member(one: Any, members: frozenset[str]) -> Any:
    if not isinstance(one, Mapping):
        return one
    return {name: value for name, value in one.items() if name in members}


def _left_to_a_person(pinned: Pinned, reason: str) -> Outcome:
    checked = tuple(
        Checked(name=rule.name, result=_result(result), holds=None, reason=reason)
        for rule, result, _ in pinned.conditions
    )
    basis = "、".join(pinned.item.basis)
    told = Fired(name="not_readable", say=UNDECIDED, basis=basis, advice="", result="review")
    return Outcome(result="review", fired=(told,), checked=checked, offers_review=False)


def _decide(pinned: Pinned, around: Any) -> Outcome:
    checked = tuple(_check(rule, result, how, around) for rule, result, how in pinned.conditions)
    pairs = zip(pinned.item.rules, checked, strict=True)
    fired = tuple(_fired(rule, one) for rule, one in pairs if one.holds is not False)
    result = _weigh(fired, pinned.item.handling)
    is_alone = result == "refuse" and pinned.item.handling is Handling.INSTANT
    return Outcome(result=result, fired=fired, checked=checked, offers_review=is_alone)


def _check(rule: Rule, result: str, source: str, around: Any) -> Checked:
    try:
        return Checked(name=rule.name, result=_result(result), holds=is_true(source, around))
    except (Undecided, BadExpression) as error:
        return Checked(name=rule.name, result=_result(result), holds=None, reason=str(error)[:200])


def _fired(rule: Rule, checked: Checked) -> Fired:
    if checked.holds is None:
        return Fired(name=rule.name, say=UNDECIDED, basis=rule.basis, advice="", result="review")
    return Fired(
        name=rule.name, say=rule.say, basis=rule.basis, advice=rule.advice, result=checked.result
    )


def _weigh(fired: tuple[Fired, ...], handling: Handling) -> Result:
    results = {one.result for one in fired}
    for result in ("refuse", "review", "approve"):
        if result in results:
            return _result(result)
    return "approve" if handling is Handling.INSTANT else "review"


def _result(word: str) -> Result:
    return "refuse" if word == "refuse" else "review" if word == "review" else "approve"
