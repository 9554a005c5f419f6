"""Looks for the smallest changes that turn a refusal, with the rules and the law themselves.

Nothing is guessed from the words of a rule: each change is supposed, the facts are built anew for
the day it would come true, and the rules judge again.  Only what somebody may honestly change is
tried: time, further paid months, answers a field lets people choose, and what can be put right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from shebao.exchange import port
from shebao.hall.office.catalogue.expressions import compiled
from shebao.hall.office.catalogue.facts import VOCABULARY, FactSet, gather
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.item import FormField
from shebao.hall.office.catalogue.pinned import Pinned
from shebao.hall.office.catalogue.rules import Outcome, decide
from shebao.hall.office.catalogue.turning.firsts import to_put_right
from shebao.hall.office.catalogue.turning.supposing import Supposed
from shebao.hall.office.catalogue.turning.way import Way, WayStep
from shebao.law.months import month_number, month_text

MOST_WAYS = 3
# Looked at in this order; between the last that fails and the first that holds, every month.
STRIDES = (1, 3, 6, 12, 24, 36, 60, 96, 144, 192, 240)
# A month that is chosen may be right once only.
EVERY_MONTH = (*range(1, 25), *STRIDES[5:])


@dataclass(frozen=True)
class Change:
    """Something supposed: months that pass, whether they are paid, answers and facts put right."""

    months: int = 0
    is_paying: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """One refused errand on the bench, with a core that is asked once."""

    pinned: Pinned
    core: Supposed
    subject: str
    answers: Mapping[str, Any]
    today: date

    def outcome(self, change: Change) -> Outcome | None:
        """What the rules would say; None where the form itself would not take the answers."""
        today = _later(self.today, change.months)
        cleaned = clean(self.pinned.item, {**self.answers, **change.answers}, today=today)
        if cleaned.errors:
            return None
        facts = self._facts(change, cleaned.answers, today)
        return decide(self.pinned, answers=cleaned.answers, facts=facts, today=today)

    def _facts(self, change: Change, answers: Mapping[str, Any], today: date) -> FactSet:
        self.core.paid_on = change.months if change.is_paying else 0
        names = self.pinned.rule_facts
        found = gather(self.core, names, subject=self.subject, today=today, answers=answers)
        values = dict(found.values)
        for (name, part), value in change.facts.items():
            values[name] = {**values[name], part: value}
        return FactSet(values=values, sources=found.sources)

    def turns(self, change: Change) -> Outcome | None:
        """The outcome, if it is no refusal any more."""
        found = self.outcome(change)
        return None if found is None or found.result == "refuse" else found


def ways(
    pinned: Pinned,
    *,
    insurance: port.Insurance,
    subject: str,
    answers: Mapping[str, Any],
    today: date,
) -> tuple[Way, ...]:
    """At most three ways out, the easiest first; one without steps if it would be right today.

    None means that nothing somebody can do would turn it.  Raises what the core raises, such as
    ``port.Unreachable``, and ``facts.SubjectUnknown``.
    """
    bench = Bench(pinned, Supposed(insurance), subject, answers, today)
    now = bench.outcome(Change())
    if now is not None and now.result != "refuse":
        return (Way(steps=(), result=now.result),)
    firsts = _firsts(bench, now)
    found = list(_with(bench, (), {}))
    if firsts:
        steps = tuple(step for step, _, _ in firsts)
        found += _with(bench, steps, {path: value for _, path, value in firsts})
    return tuple(_best(found))[:MOST_WAYS]


def _firsts(bench: Bench, now: Outcome | None) -> list[tuple[WayStep, tuple[str, str], Any]]:
    """What the refusing rules look at and somebody can put right."""
    refusing = {one.name for one in now.reasons} if now else set()
    conditions = (rule.refuse_if for rule in bench.pinned.item.rules if rule.name in refusing)
    named = frozenset(chain.from_iterable(compiled(one).paths for one in conditions))
    facts = bench._facts(Change(), bench.answers, bench.today).values
    return list(to_put_right(facts, named))


def _with(
    bench: Bench, before: tuple[WayStep, ...], facts: Mapping[tuple[str, str], Any]
) -> Iterator[Way]:
    """The ways that begin with putting these facts right: alone, by time, by another choice."""
    alone = bench.turns(Change(facts=facts)) if before else None
    if alone is not None:
        yield Way(steps=before, result=alone.result)
        return
    for search in (_by_choice, _by_time):
        for steps, outcome in search(bench, facts):
            yield Way(steps=(*before, *steps), result=outcome.result)


Found = tuple[tuple[WayStep, ...], Outcome]


def _by_time(bench: Bench, facts: Mapping[tuple[str, str], Any]) -> Iterator[Found]:
    for is_paying in (False, True) if _counts_payments(bench.pinned) else (False,):
        for moving in _movements(bench):
            found = _first_month(bench, facts, is_paying=is_paying, moving=moving)
            if found is not None:
                yield found


def _counts_payments(pinned: Pinned) -> bool:
    named = (VOCABULARY[name] for name in pinned.rule_facts)
    return any(port.ContributionsOf in one.questions or port.RegistrationsOf in one.questions
               for one in named)  # fmt: skip


def _movements(bench: Bench) -> Iterator[tuple[FormField, ...]]:
    """Months that may be chosen stay as they are, or move along with the time that passes."""
    yield ()
    months = tuple(one for one in _choosable(bench)
                   if one.type == "month" and bench.answers.get(one.name))  # fmt: skip
    if months:
        yield months


def _first_month(
    bench: Bench,
    facts: Mapping[tuple[str, str], Any],
    *,
    is_paying: bool,
    moving: tuple[FormField, ...],
) -> Found | None:
    def change(months: int) -> Change:
        answers = {one.name: _moved(bench.answers.get(one.name), months) for one in moving}
        return Change(months=months, is_paying=is_paying, answers=answers, facts=facts)

    strides = EVERY_MONTH if moving else STRIDES
    months = first_that_holds(lambda one: bench.turns(change(one)) is not None, strides)
    outcome = bench.turns(change(months)) if months else None
    if outcome is None:
        return None
    month = _later(bench.today, months).isoformat()[:7]
    step = WayStep(kind="pay" if is_paying else "wait", months=months, month=month)
    return (step, *_choices(moving, change(months).answers)), outcome


def first_that_holds(holds: Callable[[int], bool], strides: Sequence[int] = STRIDES) -> int:
    """The least number of months that holds, 0 if none; what holds later may fail before and after.

    Between two strides every month is tried, from the last that failed on.
    """
    failed = 0
    for stride in strides:
        if holds(stride):
            return next(one for one in range(failed + 1, stride + 1) if holds(one))
        failed = stride
    return 0


def _by_choice(bench: Bench, facts: Mapping[tuple[str, str], Any]) -> Iterator[Found]:
    for one in _choosable(bench):
        for value in _other_values(one, bench.answers.get(one.name)):
            answers = {one.name: value}
            outcome = bench.turns(Change(answers=answers, facts=facts))
            if outcome is not None:
                yield _choices((one,), answers), outcome
                break


def _choosable(bench: Bench) -> tuple[FormField, ...]:
    return tuple(one for one in bench.pinned.item.fields if one.is_free_choice)


def _other_values(field: FormField, now: Any) -> Iterable[Any]:
    """Nearest first: other options, the months around, the numbers around."""
    if field.type == "choice":
        return [option.value for option in field.options if option.value != now]
    if field.type == "month":
        return [_moved(now, months) for months in _around(240)]
    if field.type == "integer":
        return [str(int(now) + number) for number in _around(60)] if str(now).isdigit() else []
    return []


def _around(most: int) -> Iterator[int]:
    return chain.from_iterable((number, -number) for number in range(1, most + 1))


def _moved(month: Any, months: int) -> str:
    try:
        return month_text(month_number(str(month)) + months)
    except ValueError:
        return ""


def _choices(fields: Iterable[FormField], answers: Mapping[str, Any]) -> tuple[WayStep, ...]:
    return tuple(
        WayStep(kind="choose", label=one.label, value=_said(one, answers[one.name]))
        for one in fields
    )


def _said(field: FormField, value: Any) -> str:
    labels = {option.value: option.label for option in field.options}
    return labels.get(value, str(value))


def _best(found: Iterable[Way]) -> Iterator[Way]:
    """The easiest of each sort, without those that ask for more than another one does."""
    kept: list[Way] = []
    for one in sorted(found, key=lambda one: one.size):
        if not any(_asks_less(other, one) for other in kept):
            kept.append(one)
    yield from kept


def _asks_less(one: Way, other: Way) -> bool:
    """Whether everything the first asks for is in the second; waiting is less than paying on."""
    return (
        _sorts(one) <= _sorts(other)
        or _sorts(one)
        <= {("wait", "") if kind == "pay" else (kind, what) for kind, what in _sorts(other)}
        and one.size <= other.size
    )


def _sorts(way: Way) -> set[tuple[str, str]]:
    return {(step.kind, step.label or step.fact) for step in way.steps}


def _later(day: date, months: int) -> date:
    """The first of the month so many months later; today itself if none pass."""
    if not months:
        return day
    return date.fromisoformat(f"{month_text(month_number(day.isoformat()[:7]) + months)}-01")
