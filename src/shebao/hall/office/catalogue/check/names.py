"""Every expression compiles and names only what will be there (rules, forms, effects, papers)."""

import re
from collections.abc import Iterator

from shebao.hall.office.catalogue.check.at import in_item, in_text
from shebao.hall.office.catalogue.expressions import BadExpression, compiled, demand_known
from shebao.hall.office.catalogue.fact_fields import has_path
from shebao.hall.office.catalogue.facts import VOCABULARY
from shebao.hall.office.catalogue.folders import Finding, Folder
from shebao.hall.office.catalogue.item import Rule

_PAPER_FACT = re.compile(r"\bd\.facts\.([a-z_]+)")
_PAPER_BODY = re.compile(r"#let\s+body\s*\(\s*d\s*\)")
Place = tuple[str | int, ...]


def findings(folder: Folder) -> Iterator[Finding]:
    """Expressions that fail, and facts or names that do not exist."""
    for place, rule in enumerate(folder.item.rules):
        yield from _one_condition(folder, place, rule)
    for path, source, allowed in _expressions(folder):
        yield from _expression(folder, path, source, allowed)
    yield from _paper(folder)


def _one_condition(folder: Folder, place: int, rule: Rule) -> Iterator[Finding]:
    given = [one for one in (rule.refuse_if, rule.review_if, rule.approve_if) if one]
    if len(given) != 1:
        yield in_item(
            folder,
            "rules",
            place,
            what=f"The rule {rule.name!r} has {len(given)} conditions instead of one.",
            todo="Give exactly one of refuse_if, review_if, approve_if.",
        )


def _expressions(folder: Folder) -> Iterator[tuple[Place, str, frozenset[str]]]:
    item = folder.item
    facts = frozenset(
        name for name, one in VOCABULARY.items() if set(item.audience) == {one.audience}
    )
    everything = facts | {"answers", "today"}
    for place, field in enumerate(item.fields):
        yield ("fields", place, "show_if"), field.show_if, frozenset({"answers", "today"})
        yield ("fields", place, "prefill"), field.prefill, facts | {"today"}
    for place, rule in enumerate(item.rules):
        for name in ("refuse_if", "review_if", "approve_if"):
            yield ("rules", place, name), getattr(rule, name), everything
    for name, source in (item.effect.values if item.effect else {}).items():
        yield ("effect", "values", name), source, everything


def _expression(
    folder: Folder, path: Place, source: str, allowed: frozenset[str]
) -> Iterator[Finding]:
    if not source:
        return
    try:
        expression = compiled(source)
        demand_known(expression, allowed)
    except BadExpression as error:
        yield in_item(
            folder,
            *path,
            what=f"{_dotted(path)}: {error}",
            todo=f"Use only {', '.join(sorted(allowed))}; see docs/facts.md.",
        )
        return
    for wrong in sorted(expression.paths):
        if not _is_there(folder, wrong):
            yield in_item(
                folder,
                *path,
                what=f"{_dotted(path)}: there is no {'.'.join(wrong)}.",
                todo="Correct the name; see docs/facts.md and the fields.",
            )


def _is_there(folder: Folder, path: tuple[str, ...]) -> bool:
    first, *rest = path
    if not rest:
        return True
    if first == "answers":
        return rest[0] in {field.name for field in folder.item.fields}
    return first not in VOCABULARY or has_path(first, tuple(rest))


def _paper(folder: Folder) -> Iterator[Finding]:
    paper = folder.item.paper
    if paper is None:
        return
    for name in paper.facts:
        if name not in VOCABULARY:
            yield in_item(
                folder,
                "paper",
                "facts",
                what=f"paper.facts names the unknown fact {name!r}.",
                todo="Use a name of docs/facts.md.",
            )
    if not _PAPER_BODY.search(folder.paper_source):
        yield in_text(
            folder,
            paper.template,
            "",
            what="The template defines no body(d).",
            todo="Write: #let body(d) = [ … ].",
        )
    for name in sorted(set(_PAPER_FACT.findall(folder.paper_source)) - set(paper.facts)):
        yield in_text(
            folder,
            paper.template,
            f"d.facts.{name}",
            what=f"The template draws {name!r}, which paper.facts does not name.",
            todo="Add it to paper.facts.",
        )


def _dotted(path: Place) -> str:
    return ".".join(str(part) for part in path)
