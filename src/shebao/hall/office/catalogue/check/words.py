"""The words people read: the ten elements, the guide, warnings; plain and kind (3.2, 5.3.2)."""

from collections.abc import Iterator

from shebao.hall.office.catalogue.check.at import in_item, in_text
from shebao.hall.office.catalogue.folders import GUIDE, Finding, Folder
from shebao.hall.office.catalogue.guide import (
    FAQ,
    FIELD_HELP,
    REQUIRED,
    body_of,
    field_help_titles,
    headings,
    questions_asked,
)

UNFINISHED = ("待定", "待补充", "TODO", "XXX", "……")
UNKIND = ("请您务必", "后果自负", "违者", "！", "!", "亲，", "亲,", "点击这里")
FEWEST_QUESTIONS = 2


def findings(folder: Folder) -> Iterator[Finding]:
    """Empty or unfinished elements, missing sections, and unkind words."""
    yield from _elements(folder)
    yield from _guide(folder)
    yield from _field_help(folder)
    yield from _risk(folder)
    yield from _tone(folder)


def _elements(folder: Folder) -> Iterator[Finding]:
    item = folder.item
    texts: dict[tuple[str, ...], str] = {("name",): item.name, ("summary",): item.summary}
    texts |= {("elements", name): text for name, text in item.elements.model_dump().items()}
    for path, text in texts.items():
        if not text or any(mark in text for mark in UNFINISHED):
            yield in_item(
                folder,
                *path,
                what=f"The published element {path[-1]} is empty or unfinished.",
                todo="Write it in plain words; 3.2 publishes it.",
            )


def _guide(folder: Folder) -> Iterator[Finding]:
    there = headings(folder.guide)
    for title in REQUIRED:
        if title not in there:
            yield in_text(
                folder, GUIDE, "", what=f"The section “{title}” is missing.", todo="Add it."
            )
        elif not body_of(folder.guide, title):
            yield in_text(
                folder, GUIDE, title, what=f"The section “{title}” is empty.", todo="Write it."
            )
    if FAQ in there and len(questions_asked(folder.guide)) < FEWEST_QUESTIONS:
        yield in_text(
            folder,
            GUIDE,
            FAQ,
            what=f"“{FAQ}” has fewer than {FEWEST_QUESTIONS} questions.",
            todo="Add “### question” and its answer.",
        )


def _field_help(folder: Folder) -> Iterator[Finding]:
    labels = {field.label for field in folder.item.fields}
    for title in field_help_titles(folder.guide):
        if title not in labels:
            yield in_text(
                folder,
                GUIDE,
                f"### {title}",
                what=f"“{FIELD_HELP}” helps with “{title}”, but no field has that label.",
                todo="Use the label of a field.",
            )


def _risk(folder: Folder) -> Iterator[Finding]:
    item = folder.item
    if not item.is_high_risk:
        return
    if not item.risk_warning:
        yield in_item(
            folder,
            "is_high_risk",
            what="A high-risk item has no risk_warning.",
            todo="Say what cannot be undone (5.3.2).",
        )
    if "second_review" not in {step.kind for step in item.steps}:
        yield in_item(
            folder,
            "is_high_risk",
            what="A high-risk item has no second_review step.",
            todo="Add a step of kind second_review (经办条例 art. 37).",
        )
    if item.identity != "verified":
        yield in_item(
            folder,
            "identity",
            what="A high-risk item asks only for being signed in.",
            todo='Set identity = "verified" (5.4.1.5).',
        )


def _tone(folder: Folder) -> Iterator[Finding]:
    item = folder.item
    said: dict[tuple[str | int, ...], str] = {("risk_warning",): item.risk_warning}
    said |= {("rules", place, "say"): rule.say for place, rule in enumerate(item.rules)}
    said |= {("rules", place, "advice"): rule.advice for place, rule in enumerate(item.rules)}
    for path, text in said.items():
        for word in (word for word in UNKIND if word in text):
            yield in_item(
                folder, *path, what=f"“{word}” is not how we talk.", todo="Say what to do instead."
            )
    for word in (word for word in UNKIND if word in folder.guide):
        yield in_text(
            folder, GUIDE, word, what=f"“{word}” is not how we talk.", todo="Say it kindly."
        )
