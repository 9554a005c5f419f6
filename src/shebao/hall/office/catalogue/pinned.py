"""A service as one version of it stands: what applications are pinned to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shebao.hall.office.catalogue.expressions import compiled
from shebao.hall.office.catalogue.facts import VOCABULARY
from shebao.hall.office.catalogue.folders import Case, Folder, from_texts
from shebao.hall.office.catalogue.item import FormField, Item, Rule

_BLANKS: Mapping[str, Any] = {"yes_no": False, "integer": None, "money": None}


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """One published version, frozen; ``version`` is the hash of its folder."""

    slug: str
    version: str
    item: Item
    guide: str
    paper_source: str
    cases: tuple[Case, ...] = ()

    @cached_property
    def decision_facts(self) -> tuple[str, ...]:
        """The facts to gather before deciding: those of rules, effect and paper."""
        item = self.item
        sources = [source for _, _, source in self.conditions]
        sources += item.effect.values.values() if item.effect else ()
        extra = item.paper.facts if item.paper else ()
        return tuple(sorted({*_named(sources), *extra}))

    @cached_property
    def rule_facts(self) -> tuple[str, ...]:
        """The facts that rules and effect read; the others only go on paper."""
        effect = self.item.effect.values.values() if self.item.effect else ()
        return _named([*(source for _, _, source in self.conditions), *effect])

    @cached_property
    def conditions(self) -> tuple[tuple[Rule, str, str], ...]:
        """Every rule with where it leads and its condition."""
        return tuple((rule, *condition(rule)) for rule in self.item.rules)

    @cached_property
    def looked_at(self) -> Mapping[str, frozenset[str] | None]:
        """Which parts of each fact rules and effect name; None where they take it whole."""
        effect = self.item.effect.values.values() if self.item.effect else ()
        sources = [*(source for _, _, source in self.conditions), *effect]
        return {name: _parts(name, sources) for name in self.rule_facts}

    @cached_property
    def members_looked_at(self) -> frozenset[str] | None:
        """Which parts of the members of lists they name; None where that cannot be told."""
        effect = self.item.effect.values.values() if self.item.effect else ()
        sources = [*(source for _, _, source in self.conditions), *effect]
        named = [compiled(source).members for source in sources]
        known = [one for one in named if one is not None]
        return frozenset[str]().union(*known) if len(known) == len(named) else None

    @cached_property
    def form_facts(self) -> tuple[str, ...]:
        """The facts to gather before drawing the form: those of the offered first answers."""
        return _named(field.prefill for field in self.item.fields if field.prefill)


def of_folder(folder: Folder) -> Pinned:
    """The version that publishing this folder would make."""
    return Pinned(
        slug=folder.item.slug,
        version=folder.content_hash,
        item=folder.item,
        guide=folder.guide,
        paper_source=folder.paper_source,
        cases=folder.cases,
    )


def of_texts(slug: str, texts: Mapping[str, str]) -> Pinned:
    """A version from its stored texts; raises ``folders.BrokenFolder``."""
    return of_folder(from_texts(texts, name=slug))


def condition(rule: Rule) -> tuple[str, str]:
    """Where a rule leads and its condition; the first of the three that is given."""
    for result in ("refuse", "review", "approve"):
        source: str = getattr(rule, f"{result}_if")
        if source:
            return result, source
    return "review", "true"


def filled(fields: Iterable[FormField], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with a blank for every question not answered: ``""``, ``false`` or ``null``."""
    return {field.name: answers.get(field.name, _BLANKS.get(field.type, "")) for field in fields}


def _parts(name: str, sources: Iterable[str]) -> frozenset[str] | None:
    paths = {path for source in sources for path in compiled(source).paths if path[0] == name}
    if any(len(path) == 1 for path in paths):
        return None
    return frozenset(path[1] for path in paths)


def _named(sources: Iterable[str]) -> tuple[str, ...]:
    names = {name for source in sources for name in compiled(source).names}
    return tuple(sorted(names & set(VOCABULARY)))
