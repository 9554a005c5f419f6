"""Why it came out so, and who looked: decisions and the trail in words for the person concerned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shebao.hall.channels.web import words
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.applications.queries import DecisionView
from shebao.hall.office.audit.queries import Look

RULES = "rules"
SHORT = 12
SYSTEM = {"rules", "worker", "system", "core"}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One decision in words: what it looked at, what held, under which article (5.3.1b, c)."""

    at: datetime
    by_rules: bool
    result: words.Words
    version: str
    day: str
    sources: Sequence[tuple[str, str, date]]
    fired: Sequence[Mapping[str, Any]]
    digest: str


def explained(decisions: Iterable[DecisionView]) -> list[Explained]:
    """All decisions of a case, oldest first."""
    return [_explained(one) for one in decisions]


def _explained(one: DecisionView) -> Explained:
    return Explained(
        at=one.at,
        by_rules=one.maker == RULES,
        result=words.said(words.RESULTS, one.result),
        version=one.version[:SHORT],
        day=str(one.inputs.get("today", "")),
        sources=[
            (told(source["label"]), told(source["source"]), date.fromisoformat(source["data_date"]))
            for source in one.inputs.get("sources", ())
        ],
        fired=one.fired,
        digest=one.digest[:SHORT],
    )


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One entry of the trail as a person reads it (6.3.2)."""

    at: datetime
    who: str
    did: words.Words
    why: words.Words
    channel: words.Words
    case: str


def looks(entries: Iterable[Look], visitor: Visitor) -> list[Looked]:
    """The trail in words: staff by masked name, oneself as oneself."""
    rows = list(entries)
    names = accounts.staff_names(frozenset(row.actor for row in rows))
    return [_looked(row, visitor, names) for row in rows]


def _looked(row: Look, visitor: Visitor, names: Mapping[str, str]) -> Looked:
    return Looked(
        at=row.at,
        who=_who(row.actor, visitor, names),
        did=words.said(words.DEEDS, row.verb),
        why=_why(row.purpose),
        channel=words.said(words.DOORS, row.channel),
        case=row.case,
    )


def _who(actor: str, visitor: Visitor, names: Mapping[str, str]) -> str:
    if actor in {visitor.account, visitor.person}:
        return _("您本人")
    if actor in SYSTEM:
        return _("系统自动")
    if actor in names:
        return _("工作人员 %(name)s") % {"name": f"{names[actor][:1]}*{names[actor][2:]}"}
    return _("其他账号")


def _why(purpose: str) -> words.Words:
    kind = next((start for start in words.PURPOSE_STARTS if purpose.startswith(start)), "")
    if kind:
        return words.PURPOSE_STARTS[kind]
    return words.said(words.PURPOSES, purpose)
