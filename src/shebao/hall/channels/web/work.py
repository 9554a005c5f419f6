"""One errand in hand: who does it, which version of the item, what has been typed and sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web.door import trace_look
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.posted import PARTS, posted
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.applications import actions, queries
from shebao.hall.office.catalogue import forms
from shebao.hall.office.catalogue.facts import FactSet, gather
from shebao.hall.office.catalogue.item import Handling, Item, Material
from shebao.hall.office.catalogue.queries import Pinned, pinned
from shebao.hall.office.connections import outside

Errors = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Work:
    """An errand as it stands on the server; every channel step reads it anew.

    ``is_gone`` says that the draft was filed or thrown away while this step went on.
    """

    visitor: Visitor
    pinned: Pinned
    draft: actions.OpenDraft
    now: datetime
    is_gone: bool = False

    @property
    def item(self) -> Item:
        """The item in the version the draft began with."""
        return self.pinned.item

    @property
    def is_instant(self) -> bool:
        """Whether choosing leads straight to the result (two steps, not three)."""
        return self.item.handling is Handling.INSTANT

    @property
    def address(self) -> str:
        """The one address of this errand."""
        return f"/p/{self.item.slug}/do/"


def begun(visitor: Visitor, offered: Pinned, now: datetime) -> Work:
    """Open the draft, or go on with it in the version it began with."""
    draft = actions.open_draft(
        subject=visitor.subject, item=offered.slug, version=offered.version, now=now
    )
    return Work(visitor=visitor, pinned=pinned(offered.slug, draft.version), draft=draft, now=now)


def with_typed(work: Work, post: QueryDict) -> Work:
    """Keep what was typed, unchecked, so that nothing is lost."""
    saved = keep_typed(work.visitor, work.item, post, work.now)
    if saved is None:
        merged = replace(work.draft, answers={**work.draft.answers, **typed(work.item, post)})
        return replace(work, draft=merged, is_gone=True)
    return replace(work, draft=saved)


def keep_typed(
    visitor: Visitor, item: Item, post: QueryDict, now: datetime
) -> actions.OpenDraft | None:
    """Write what a form holds into the draft; ``None`` when there is none any more."""
    return actions.save_draft(
        subject=visitor.subject, item=item.slug, answers=typed(item, post), now=now
    )


def left_waiting(visitor: Visitor, slug: str) -> Item | None:
    """The service that somebody has a draft of."""
    version = queries.draft_version(visitor.subject, slug)
    return pinned(slug, version).item if version else None


def typed(item: Item, post: QueryDict) -> dict[str, str]:
    """The answers a posted form holds, by question; what it does not hold stays as it was."""
    return {
        field.name: posted(post, field.name, field.type)
        for field in item.fields
        if any(name in post for name in _names(field.name, field.type))
    }


def _names(name: str, kind: str) -> list[str]:
    return [f"{name}_{part}" for part in PARTS[kind]] if kind in PARTS else [name]


def cleaned(work: Work) -> forms.Cleaned:
    """What has been typed, checked."""
    return forms.clean(work.item, work.draft.answers, today=local_date(work.now))


def sendable(item: Item) -> list[Material]:
    """The papers an applicant can send here; originals are shown at a counter."""
    return [one for one in item.materials if one.source == "applicant" and one.form != "original"]


def sent(work: Work) -> Mapping[str, queries.UploadCard]:
    """What was sent for this draft, by material."""
    if not sendable(work.item):
        return {}
    cards = queries.uploads(subject=work.visitor.subject, item=work.item.slug)
    return {card.material: card for card in cards}


def missing(work: Work, words: str) -> Errors:
    """Required papers that were not sent, as errors beside their fields."""
    have = sent(work)
    return [
        (field_of(one.code), words % {"name": one.name})
        for one in sendable(work.item)
        if one.required and one.code not in have
    ]


def field_of(material: str) -> str:
    """The name of the file field of a material."""
    return f"material_{material}"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the core knows for the form; nothing, and said so, while it is out of reach."""

    facts: FactSet
    is_down: bool


def known(work: Work) -> Known:
    """Ask the core for the facts that fill in answers, no others; the look is recorded (6.3.2)."""
    names = work.pinned.form_facts
    if not names:
        return Known(facts=FactSet(), is_down=False)
    try:
        facts = gather(
            outside().insurance,
            names,
            subject=work.visitor.subject,
            today=local_date(work.now),
        )
    except Unreachable:
        return Known(facts=FactSet(), is_down=True)
    trace_look(work.visitor, f"filling in {work.item.slug}", now=work.now)
    return Known(facts=facts, is_down=False)
